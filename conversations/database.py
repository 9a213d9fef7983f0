"""The SQLite file of the history: apart from the library, readable by its owner alone, and wiped where deleted."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from threading import RLock

from conversations import schema
from retrieval.errors import RetrievalError

FILE_NAME = "history.sqlite3"
_PATIENCE = 20.0
"""Seconds to wait for another writer: each writes for some milliseconds."""


class HistoryUnusable(RetrievalError):
    """The history cannot be read or written."""

    code = "history_unusable"


class Database:
    """The history's file in `home`, made on first use. Safe to share between threads: each use opens a connection.

    One thread at a time: without a write-ahead log readers hold up writers, and SQLite has whoever waits sleep and try
    again. With fifty visitors that took most of a minute where each use takes milliseconds.
    """

    def __init__(self, home: Path) -> None:
        self.path = home / FILE_NAME
        self._ready = False
        self._turn = RLock()

    @contextmanager
    def connect(self) -> Iterator[sqlite3.Connection]:
        """Give a connection within one transaction: all of it is committed, or none. Raises HistoryUnusable."""
        try:
            with self._turn, closing(self._open()) as connection, connection:
                yield connection
        except (OSError, sqlite3.Error) as error:
            raise HistoryUnusable(
                f"The history in {self.path} cannot be used: {error}.",
                remedy="Allow writing there, or delete that file: only past conversations are lost.",
            ) from error

    def _open(self) -> sqlite3.Connection:
        if not self._ready:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self.path.touch(mode=0o600)
        connection = sqlite3.connect(self.path, timeout=_PATIENCE)
        connection.row_factory = sqlite3.Row
        # No write-ahead log, and deleted words are overwritten: what a person deletes is gone from the disk's file.
        connection.execute("PRAGMA secure_delete = ON")
        connection.execute("PRAGMA foreign_keys = ON")
        if not self._ready:
            self._prepare(connection)
            self._ready = True
        return connection

    def _prepare(self, connection: sqlite3.Connection) -> None:
        held = schema.version(connection)
        if held > schema.VERSION:
            connection.close()
            raise HistoryUnusable(
                f"The history in {self.path} was written by a later version of this program (its tables are version "
                f"{held}, this program knows {schema.VERSION}).",
                remedy="Install that version, or delete that file: only past conversations are lost.",
            )
        schema.migrate(connection)
