"""What a model's reply may take: so many seconds, so many characters, whatever its server sends.

A client's own time limit is on each read, so a server that sends a byte now and then would never end.
"""

import contextvars
import queue
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import TypeVar

import httpx

from retrieval.errors import ModelError

LONGEST_REPLY = 24_000
"""Characters of a reply that are read: five statements with their marks have 2,000."""
LARGEST_REPLY = 4_000_000
"""Bytes of a reply that are received: a stream wraps every few characters in some hundred bytes of its own."""
CHECKED = 0.05
"""Seconds between two looks at whether anything came."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Deadline:
    """The moment by which an answer is there, repairs and tries after a failure included."""

    model: str
    at: float
    """On the monotonic clock."""

    @classmethod
    def after(cls, seconds: float, model: str) -> "Deadline":
        """Return the moment `seconds` from now."""
        return cls(model, time.monotonic() + seconds)

    def passed(self) -> ModelError:
        """Return the failure that says so."""
        return ModelError(
            f"The model {self.model} did not answer in time.",
            remedy="Raise INSPECTION_QA_MODEL_TIMEOUT, or use a quicker model.",
        )

    def within(self, open_stream: Callable[[], Iterator[T]]) -> Iterator[T]:
        """Yield what a stream yields until the moment has come; raises `ModelError` then.

        The stream is read by a thread of its own: nothing else can leave a read that never returns. Where that happens
        the thread ends with the read, what it brings is thrown away.
        """
        came: queue.Queue[tuple[T | None, BaseException | None]] = queue.Queue(maxsize=64)
        given_up = threading.Event()
        context = contextvars.copy_context()

        def put(item: T | None, error: BaseException | None) -> None:
            while not given_up.is_set():
                with suppress(queue.Full):
                    came.put((item, error), timeout=CHECKED)
                    return

        def read() -> None:
            try:
                for item in open_stream():
                    if given_up.is_set():
                        return
                    put(item, None)
                put(None, None)
            except Exception as error:  # noqa: BLE001 (raised again where the stream is used)
                put(None, error)

        threading.Thread(target=context.run, args=(read,), name="model reply", daemon=True).start()
        try:
            while True:
                try:
                    item, error = came.get(timeout=max(self.at - time.monotonic(), 0))
                except queue.Empty:
                    raise self.passed() from None
                if error is not None:
                    raise error
                if item is None:
                    return
                yield item
        finally:
            given_up.set()


class LimitedTransport(httpx.HTTPTransport):
    """A transport that takes no compressed reply, and none over a size or a time: a bomb never unfolds."""

    def __init__(self, seconds: float) -> None:
        super().__init__()
        self._seconds = seconds

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request; raises `httpx.RemoteProtocolError` on a compressed reply."""
        request.headers["Accept-Encoding"] = "identity"
        response = super().handle_request(request)
        if response.headers.get("Content-Encoding", "identity").lower() != "identity":
            response.close()
            raise httpx.RemoteProtocolError("the reply is compressed, which was not asked for", request=request)
        assert isinstance(response.stream, httpx.SyncByteStream)
        response.stream = _Limited(response.stream, time.monotonic() + self._seconds)
        return response


class _Limited(httpx.SyncByteStream):
    def __init__(self, stream: httpx.SyncByteStream, until: float) -> None:
        self._stream = stream
        self._until = until

    def __iter__(self) -> Iterator[bytes]:
        received = 0
        for part in self._stream:
            received += len(part)
            if received > LARGEST_REPLY:
                raise httpx.RemoteProtocolError("the reply is too large")
            if time.monotonic() > self._until:
                raise httpx.ReadTimeout("the reply timed out")
            yield part

    def close(self) -> None:
        self._stream.close()
