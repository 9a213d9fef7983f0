"""Each change leaves its line, in the same transaction, and a log that was tampered with does not pass."""

import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from retrieval.errors import LibraryError
from retrieval.library.library import Library
from retrieval.store.audit_log import acting_as
from tests.factories import PARAGRAPHS, make_parsed, make_report, write_source
from tests.fakes import FakeEmbedder


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    """An empty library."""
    with Library.open(tmp_path / "library", FakeEmbedder(), create=True) as opened:
        yield opened


def _add(library: Library, folder: Path, paragraphs: tuple[str, ...] = PARAGRAPHS) -> str:
    return library.add(*write_source(folder, make_parsed(paragraphs=paragraphs)))


def test_each_change_is_recorded_with_who_made_it(library: Library, tmp_path: Path) -> None:
    key = make_report().key
    with acting_as("ada@wendshire.example"):
        _add(library, tmp_path)
    assert _add(library, tmp_path) == "unchanged"
    _add(library, tmp_path, (*PARAGRAPHS, "One more paragraph."))
    library.remove(key)
    library.rebuild()
    library.audit.record("refused", key, "remove: not allowed to readers")
    library.backup(tmp_path / "backup")
    Library.restore(tmp_path / "backup", tmp_path / "other")
    with Library.open(tmp_path / "other", FakeEmbedder()) as restored:
        entries = restored.audit.entries()
        assert restored.verify() == []
    assert [(one.number, one.action, one.subject) for one in entries] == [
        (1, "added", key),
        (2, "replaced", key),
        (3, "removed", key),
        (4, "rebuilt", "indexes"),
        (5, "refused", key),
        (6, "restored", "library"),
    ]
    assert entries[0].who == "ada@wendshire.example"
    assert entries[1].who not in {"", entries[0].who}
    assert entries[0].at < entries[-1].at


@pytest.mark.parametrize("change", ["UPDATE audit SET who = 'nobody'", "DELETE FROM audit"])
def test_the_database_refuses_to_alter_the_log(library: Library, tmp_path: Path, change: str) -> None:
    _add(library, tmp_path)
    with sqlite3.connect(library.home / "library.sqlite3") as connection, pytest.raises(sqlite3.IntegrityError):
        connection.execute(change)
    connection.close()


def _rewrite(connection: sqlite3.Connection) -> None:
    connection.execute("UPDATE audit SET who = 'somebody else' WHERE number = 2")


def _leave_out(connection: sqlite3.Connection) -> None:
    connection.execute("DELETE FROM audit WHERE number = 2")


def _swap(connection: sqlite3.Connection) -> None:
    connection.execute("UPDATE audit SET number = number + 10 WHERE number > 1")
    connection.execute("UPDATE audit SET number = 13 - number + 2 WHERE number > 10")


@pytest.mark.parametrize("tamper", [_rewrite, _leave_out, _swap])
def test_a_log_that_was_tampered_with_is_told(library: Library, tamper: Callable[[sqlite3.Connection], None]) -> None:
    for number in range(3):
        library.audit.record("refused", f"report {number}")
    assert library.audit.problems() == []
    connection = sqlite3.connect(library.home / "library.sqlite3")
    connection.executescript("DROP TRIGGER audit_not_altered; DROP TRIGGER audit_not_deleted;")
    with connection:
        tamper(connection)
    connection.close()
    assert library.audit.problems()
    assert [one for one in library.verify() if "audit log" in one]


def test_a_noted_hash_shows_that_the_end_was_cut_off(library: Library) -> None:
    library.audit.record("refused", "first")
    library.audit.record("refused", "second")
    noted = library.audit.entries()[-1].hash
    assert library.audit.problems(noted=noted) == []
    connection = sqlite3.connect(library.home / "library.sqlite3")
    with connection:
        connection.execute("DROP TRIGGER audit_not_deleted")
        connection.execute("DELETE FROM audit WHERE number = 2")
    connection.close()
    assert library.audit.problems() == []
    assert "cut off" in library.audit.problems(noted=noted)[0]


def test_a_change_that_fails_leaves_no_line(library: Library, tmp_path: Path) -> None:
    parsed, source = write_source(tmp_path, make_parsed())
    source.write_bytes(b"another file by now")
    with pytest.raises(LibraryError):
        library.add(parsed, source)
    assert library.audit.entries() == []
