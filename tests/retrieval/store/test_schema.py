"""Numbered migrations."""

import gzip
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from retrieval.library.library import Library
from retrieval.store import schema
from retrieval.store.database import FILE_NAME
from tests.data.make_library import kept
from tests.factories import make_parsed, make_report, write_source
from tests.fakes import FakeEmbedder


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


def _tables(home: Path) -> dict[str, str]:
    connection = sqlite3.connect(home / FILE_NAME)
    found = dict(connection.execute("SELECT name, sql FROM sqlite_master").fetchall())
    connection.close()
    return found


@pytest.mark.parametrize("version", range(1, schema.VERSION + 1))
def test_library_that_an_earlier_version_wrote_is_brought_on(tmp_path: Path, version: int) -> None:
    assert kept(version).is_file(), "python -m tests.data.make_library keeps a library of a new version"
    home, fresh = tmp_path / "home", tmp_path / "fresh"
    parsed, source = write_source(tmp_path, make_parsed())
    (home / "sources").mkdir(parents=True)
    (home / "sources" / f"{parsed.report.sha256}.pdf").write_bytes(source.read_bytes())
    (home / FILE_NAME).write_bytes(gzip.decompress(kept(version).read_bytes()))
    with (
        Library.open(home, FakeEmbedder()) as library,
        Library.open(fresh, FakeEmbedder(), create=True),
    ):
        assert library.verify() == []
        assert library.add(parsed, source) == "unchanged"
        assert library.receipts.load("0123456789ab").answer == {"text": "a"}
        assert library.keyword_search(["foster"])
        assert len(library.nearest(FakeEmbedder().encode_query("foster").vector)) == 4
        assert library.add(*write_source(tmp_path, make_parsed(make_report("oldtown", authority="Oldtown")))) == "added"
        assert library.verify() == []
    # A migration that was edited after its release would leave other tables behind than a new library has.
    assert _tables(home) == _tables(fresh)
