"""What every question asks of the whole catalogue, read once a generation: its time must not grow with the library."""

import sqlite3
from collections.abc import Callable
from typing import Generic, TypeVar

from retrieval.store import catalogue

Value = TypeVar("Value")


class Remembered(Generic[Value]):
    """A value made from the catalogue, made anew once the library has changed. Safe to share between threads."""

    def __init__(self, make: Callable[[sqlite3.Connection], Value]) -> None:
        self._make = make
        self._held: tuple[tuple[str, int], Value] | None = None

    def read(self, connection: sqlite3.Connection) -> Value:
        """Return the value for the state that `connection` sees."""
        state = catalogue.state(connection)
        held = self._held
        if held is None or held[0] != state:
            held = self._held = state, self._make(connection)
        return held[1]
