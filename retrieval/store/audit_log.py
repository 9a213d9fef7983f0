"""The audit log: who changed the library, what and when; entries are only added, each bound to the one before.

The database refuses to alter or delete an entry, and the hash of each covers the one before it: whoever goes round the
database breaks the chain. Entries cut off at the end leave a whole chain, so an operator notes the last hash elsewhere.
"""

import getpass
import hashlib
import json
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Literal

from retrieval.store.database import Database

Action = Literal[
    "added", "replaced", "attached", "removed", "rebuilt", "restored", "purged", "exported", "refused", "signed_in"
]
START = "0" * 64
"""What the first entry is bound to."""
_COLUMNS = "number, at, who, action, subject, detail, hash"

_acting: ContextVar[str | None] = ContextVar("acting", default=None)


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the log. `subject` is what was changed (a report's key), `detail` what else there is to know."""

    number: int
    at: str
    who: str
    action: str
    subject: str
    detail: str
    hash: str


@contextmanager
def acting_as(who: str) -> Iterator[None]:
    """Have the changes within the block recorded as made by `who`; otherwise it is the account that runs this."""
    token = _acting.set(who)
    try:
        yield
    finally:
        _acting.reset(token)


def append(connection: sqlite3.Connection, action: Action, subject: str, detail: str = "") -> None:
    """Add an entry within the caller's transaction: the change and its record are kept together or not at all."""
    last = connection.execute("SELECT number, hash FROM audit ORDER BY number DESC LIMIT 1").fetchone()
    number, previous = (last["number"], last["hash"]) if last else (0, START)
    at = datetime.now(UTC).isoformat(timespec="milliseconds")
    entry = Entry(number + 1, at, _acting.get() or _account(), action, subject, detail, "")
    connection.execute(
        f"INSERT INTO audit ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?)",
        (*list(asdict(entry).values())[:-1], _hash(previous, entry)),
    )


def problems(connection: sqlite3.Connection) -> Iterator[str]:
    """Yield where the chain does not hold."""
    previous, number = START, 0
    for entry in _entries(connection):
        number += 1
        if entry.number != number:
            yield f"The audit log misses entry {number}."
            number = entry.number
        if entry.hash != _hash(previous, entry):
            yield f"Entry {entry.number} of the audit log is not as it was written, or the one before it is not."
        previous = entry.hash


class AuditLog:
    """The audit log of one library."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def record(self, action: Action, subject: str, detail: str = "") -> None:
        """Add an entry for what changes no report: a refusal, a purge. Raises LibraryNotWritable."""
        with self._database.write() as connection:
            append(connection, action, subject, detail)

    def entries(self) -> list[Entry]:
        """Return every entry, the oldest first."""
        with self._database.read() as connection:
            return list(_entries(connection))

    def problems(self, *, noted: str | None = None) -> list[str]:
        """Return where the chain does not hold; with `noted`, also whether that earlier hash is still part of it."""
        with self._database.read() as connection:
            found = list(problems(connection))
            if noted and not connection.execute("SELECT 1 FROM audit WHERE hash = ?", (noted,)).fetchone():
                found.append("The hash that was noted is not in the audit log: entries were cut off, or it is another.")
        return found


def _entries(connection: sqlite3.Connection) -> Iterator[Entry]:
    for row in connection.execute(f"SELECT {_COLUMNS} FROM audit ORDER BY number"):
        yield Entry(*row)


def _hash(previous: str, entry: Entry) -> str:
    content = [previous, entry.number, entry.at, entry.who, entry.action, entry.subject, entry.detail]
    return hashlib.sha256(json.dumps(content, ensure_ascii=False).encode()).hexdigest()


def _account() -> str:
    """Return the operating system's account: on Unix by its number, since a variable can be set to any name."""
    if sys.platform == "win32":
        return getpass.getuser()
    import os  # noqa: PLC0415 - Unix only
    import pwd  # noqa: PLC0415 - Unix only

    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        # A container may run as a number without a name.
        return f"account {os.getuid()}"
