"""What verify finds, what rebuild mends, and a library in one file."""

import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from retrieval.errors import DamagedLibrary, LibraryError
from retrieval.library.library import Library
from retrieval.store.database import FILE_NAME
from tests.factories import make_parsed, make_report, write_source
from tests.fakes import FakeEmbedder


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library.open(tmp_path / "home", FakeEmbedder(), create=True) as library:
        library.add(*write_source(tmp_path, make_parsed()))
        library.add(*write_source(tmp_path, make_parsed(make_report(media="markdown"))))
        library.add(*write_source(tmp_path, make_parsed(make_report("oldtown_2019", authority="Oldtown"))))
        yield library


def _damage(library: Library, *statements: str) -> None:
    with library._database.write() as connection:
        for statement in statements:
            connection.execute(statement)


@pytest.mark.parametrize(
    ("statement", "finding"),
    [
        ("UPDATE passages SET text = 'other' WHERE ordinal = 2", "not those that were ingested"),
        ("DELETE FROM notes WHERE report = 'oldtown_2019'", "oldtown_2019: its passages"),
        ("UPDATE judgements SET grade = 'outstanding'", "not those that were ingested"),
        ("DELETE FROM vectors WHERE id = 1", "have no vectors"),
        ("UPDATE vectors SET sentences = paragraph WHERE id = 2", "chunks are damaged"),
        ("UPDATE token_vectors SET pieces = zeroblob(8) WHERE id = 2", "chunks are damaged"),
        ("INSERT INTO chunk_index (rowid, header, text) VALUES (999, 'x', 'y')", "keyword index differs"),
        ("INSERT INTO chunk_index (chunk_index) VALUES ('delete-all')", "keyword index differs"),
        ("DELETE FROM files WHERE report = 'oldtown_2019'", "no file is recorded"),
        ("UPDATE library SET embedder = NULL", "have no vectors"),
    ],
)
def test_verify_finds(library: Library, statement: str, finding: str) -> None:
    _damage(library, statement)
    assert any(finding in found for found in library.verify())


def test_verify_finds_missing_and_changed_source_files(library: Library) -> None:
    library.source("oldtown_2019").unlink()
    library.source("newtown_2018-05-16").write_bytes(b"other")
    assert library.verify() == [
        "newtown_2018-05-16: the library's copy of newtown_2018-05-16.pdf is damaged.",
        "oldtown_2019: the library's copy of oldtown_2019.pdf is missing.",
    ]


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM vectors WHERE id = 1",
        "DELETE FROM token_vectors WHERE id = 1",
        "UPDATE vectors SET paragraph = zeroblob(48) WHERE id = 2",
        "INSERT INTO chunk_index (chunk_index) VALUES ('delete-all')",
        "UPDATE library SET embedder = NULL",
    ],
)
def test_rebuild_mends_every_index(library: Library, statement: str) -> None:
    _damage(library, statement)
    assert library.verify()
    library.rebuild()
    assert library.verify() == []
    assert library.keyword_search(["foster"])
    assert len(library.nearest(FakeEmbedder().encode_query("foster").vector)) == 8


def test_rebuild_drops_vectors_that_no_chunk_uses(library: Library) -> None:
    with library._database.write() as connection:
        connection.execute(
            "INSERT INTO vectors (embedder, content, paragraph, sentences, checksum) VALUES (1, 'x', x'', x'', 0)"
        )
    library.rebuild()
    with library._database.read() as connection:
        assert connection.execute("SELECT count(*) FROM vectors WHERE content = 'x'").fetchone()[0] == 0


def test_backup_and_restore_give_the_same_library(library: Library, tmp_path: Path) -> None:
    receipt = library.receipts.save("q", {}, generation=1, settings={})
    library.backup(tmp_path / "backup.zip")
    Library.restore(tmp_path / "backup.zip", tmp_path / "other")
    with Library.open(tmp_path / "other", FakeEmbedder()) as restored:
        assert restored.verify() == []
        assert restored.reports() == library.reports()
        assert restored.judgements() == library.judgements()
        assert restored.files() == library.files()
        assert restored.receipts.load(receipt.id) == receipt
        assert restored.source("oldtown_2019").read_bytes() == library.source("oldtown_2019").read_bytes()
        restored.remove("oldtown_2019")
    assert sorted(path.name for path in tmp_path.iterdir() if path.is_dir()) == ["home", "other"]


def test_restore_never_overwrites_a_library(library: Library, tmp_path: Path) -> None:
    library.backup(tmp_path / "backup.zip")
    with pytest.raises(LibraryError, match="already holds 2 reports"):
        Library.restore(tmp_path / "backup.zip", library.home)


def test_restore_sets_a_damaged_library_aside(library: Library, tmp_path: Path) -> None:
    library.backup(tmp_path / "backup.zip")
    home = library.home
    library.close()
    (home / FILE_NAME).write_bytes(b"no database")
    Library.restore(tmp_path / "backup.zip", home)
    with Library.open(home, FakeEmbedder()) as restored:
        assert restored.verify() == []
        assert len(restored.reports()) == 2
    assert len(list((tmp_path / "home-damaged-1" / "sources").iterdir())) == 3


def test_restore_into_a_folder_without_reports(library: Library, tmp_path: Path) -> None:
    library.backup(tmp_path / "backup.zip")
    other = tmp_path / "other"
    with Library.open(other, FakeEmbedder(), create=True):
        pass
    (other / f"{FILE_NAME}-wal").write_bytes(b"left over")
    Library.restore(tmp_path / "backup.zip", other)
    with Library.open(other, FakeEmbedder()) as restored:
        assert restored.verify() == []


def test_reader_that_was_open_sees_what_was_restored(library: Library, tmp_path: Path) -> None:
    library.remove("oldtown_2019")
    library.backup(tmp_path / "backup.zip")
    with Library.open(tmp_path / "other", FakeEmbedder(), create=True) as reader:
        while reader.generation < library.generation:
            # As many changes as the backup holds, so that nothing but its identity tells one from the other.
            reader.add(*write_source(tmp_path, make_parsed()))
            reader.remove("newtown_2018-05-16")
        assert (reader.generation, reader.reports()) == (library.generation, [])
        Library.restore(tmp_path / "backup.zip", tmp_path / "other")
        assert reader.reports() == library.reports()
        assert reader.verify() == []


def _truncate(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-2000])


def _strange_member(path: Path) -> None:
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("../escaped.txt", "x")


def _no_database(path: Path) -> None:
    path.unlink()
    with zipfile.ZipFile(path, "w"):
        pass


def _other_source(path: Path) -> None:
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content if name == FILE_NAME else b"other")


@pytest.mark.parametrize("spoil", [_truncate, _strange_member, _no_database, _other_source, Path.unlink])
def test_backup_that_is_not_whole_leaves_nothing_behind(library: Library, tmp_path: Path, spoil: object) -> None:
    backup = tmp_path / "backup.zip"
    library.backup(backup)
    spoil(backup)  # type: ignore[operator]
    with pytest.raises(DamagedLibrary, match="not a whole backup"):
        Library.restore(backup, tmp_path / "other")
    assert not (tmp_path / "other" / FILE_NAME).exists()
    assert not (tmp_path / "escaped.txt").exists()


def test_backup_over_a_backup_replaces_it_whole(library: Library, tmp_path: Path) -> None:
    (tmp_path / "backup.zip").write_bytes(b"older")
    library.backup(tmp_path / "backup.zip")
    assert zipfile.is_zipfile(tmp_path / "backup.zip")
    assert [path.name for path in tmp_path.glob("*backup*")] == ["backup.zip"]


def test_what_a_killed_backup_left_goes_with_the_next(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, of_another = tmp_path / "backups", tmp_path / "backups" / ".backup-0123456789ab-x"
    of_another.mkdir(parents=True)
    with monkeypatch.context() as killed:
        killed.setattr("retrieval.library.upkeep.TemporaryDirectory", _folder_that_stays)
        library.backup(folder / "monday.zip")
        (folder / "monday.zip").unlink()
        assert len(list(folder.iterdir())) == 2
    library.backup(folder / "tuesday.zip")
    assert set(folder.iterdir()) == {of_another, folder / "tuesday.zip"}


@contextmanager
def _folder_that_stays(**where: Any) -> Iterator[str]:
    """As after SIGKILL."""
    yield tempfile.mkdtemp(**where)


def test_restore_follows_no_link_out_of_the_library(library: Library, tmp_path: Path) -> None:
    library.backup(tmp_path / "backup.zip")
    outside = tmp_path / "outside"
    outside.mkdir()
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "sources").symlink_to(outside)
    with pytest.raises(DamagedLibrary, match="symbolic link"):
        Library.restore(tmp_path / "backup.zip", tmp_path / "other")
    assert list(outside.iterdir()) == []
