"""A bounded queue before the assistant: a few questions are answered at once, some wait, and the rest are told so."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore

from retrieval.errors import RetrievalError

AT_ONCE = 4
"""Questions answered at the same time: more would share the same processors, and each would take longer."""
AT_ONCE_WITH_MODEL = 16
"""The same where a chat model words the answers: most of the time goes by in waiting for it."""
WAITING = 60
"""Questions that may wait: at a tenth of a second each, the last of them is answered within some seconds."""
PATIENCE = 30.0
"""Seconds after which a waiting question is given up."""


class Busy(RetrievalError):
    """Too many questions are waiting."""

    code = "busy"


class Turnstile:
    """Lets `at_once` through, keeps `waiting` in line for `patience` seconds, and turns away the rest."""

    def __init__(self, *, at_once: int = AT_ONCE, waiting: int = WAITING, patience: float = PATIENCE) -> None:
        self._places = BoundedSemaphore(at_once + waiting)
        self._desks = BoundedSemaphore(at_once)
        self._patience = patience

    @contextmanager
    def enter(self) -> Iterator[None]:
        """Hold a place for as long as the block runs; raises Busy where there is none."""
        if not self._places.acquire(blocking=False):
            raise _busy()
        try:
            if not self._desks.acquire(timeout=self._patience):
                raise _busy()
            try:
                yield
            finally:
                self._desks.release()
        finally:
            self._places.release()


def _busy() -> Busy:
    return Busy("Many people are asking just now.", remedy="Please ask again in a moment.")
