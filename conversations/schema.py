"""The tables of the history, as numbered migrations: the n-th brings the file from version n - 1 to n.

A released migration is never edited; a change is a new one.
"""

import sqlite3

APPLICATION_ID = 0x49515F48
"""Marks an SQLite file as a history of ours ("IQ_H")."""

_FIRST = """
CREATE TABLE conversations (
    id TEXT PRIMARY KEY,
    user TEXT NOT NULL,
    started TEXT NOT NULL,
    updated TEXT NOT NULL
) STRICT;
CREATE INDEX conversations_of_user ON conversations (user, updated);

-- `answer` is `Answer.to_json()`, `circumstances` the rest of an `Exchange`.
CREATE TABLE exchanges (
    conversation TEXT NOT NULL REFERENCES conversations(id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    question TEXT NOT NULL,
    answer TEXT NOT NULL,
    circumstances TEXT NOT NULL,
    PRIMARY KEY (conversation, position)
) STRICT;

-- One remark a person and answer. `question` is null where the person did not share it.
CREATE TABLE remarks (
    receipt TEXT NOT NULL,
    user TEXT NOT NULL,
    verdict TEXT NOT NULL,
    reason TEXT NOT NULL,
    made TEXT NOT NULL,
    question TEXT,
    reports TEXT NOT NULL,
    PRIMARY KEY (receipt, user)
) STRICT;
"""

MIGRATIONS: tuple[str, ...] = (_FIRST,)
VERSION = len(MIGRATIONS)


def version(connection: sqlite3.Connection) -> int:
    """Return how many migrations a history has had; 0 is an empty file."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def migrate(connection: sqlite3.Connection, migrations: tuple[str, ...] = MIGRATIONS) -> None:
    """Bring a history up to the last of `migrations`, one transaction a step."""
    for number in range(version(connection) + 1, len(migrations) + 1):
        connection.executescript(
            f"BEGIN IMMEDIATE; {migrations[number - 1]}"
            f"PRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = {number}; COMMIT;"
        )
