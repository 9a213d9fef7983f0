"""Numbered migrations."""

import sqlite3
from collections.abc import Iterator

import pytest

from retrieval import schema


@pytest.fixture
def connection() -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(":memory:", isolation_level=None)
    yield connection
    connection.close()


@pytest.mark.parametrize("start", range(schema.VERSION))
def test_migrates_from_every_version(connection: sqlite3.Connection, start: int) -> None:
    schema.migrate(connection, start)
    assert schema.version(connection) == start
    schema.migrate(connection)
    assert schema.version(connection) == schema.VERSION
    assert connection.execute("SELECT generation FROM library").fetchone() == (0,)
    assert connection.execute("PRAGMA application_id").fetchone() == (schema.APPLICATION_ID,)


def test_second_run_does_nothing(connection: sqlite3.Connection) -> None:
    schema.migrate(connection)
    schema.migrate(connection)


def test_step_that_fails_leaves_the_version_before(
    connection: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = (*schema.MIGRATIONS, "CREATE TABLE extra (x); CREATE TABLE extra (x);")
    monkeypatch.setattr(schema, "MIGRATIONS", broken)
    with pytest.raises(sqlite3.OperationalError):
        schema.migrate(connection, len(broken))
    assert schema.version(connection) == len(broken) - 1
    assert connection.execute("SELECT count(*) FROM sqlite_master WHERE name = 'extra'").fetchone() == (0,)
