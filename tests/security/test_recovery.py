"""What is damaged is said and mended, and nothing is lost by the mending (attacks B1, B5, B6, B10, B13)."""

import os
import shutil
import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from retrieval.errors import DamagedLibrary, LibraryError
from retrieval.library.intake import take_in
from retrieval.library.library import Library
from retrieval.store.database import FILE_NAME
from tests.commands.conftest import Run, held, run
from tests.conftest import ROOT
from tests.factories import PARAGRAPHS, make_parsed, make_report, write_source
from tests.fakes import FakeEmbedder

__all__ = ["held", "run"]
SAMPLE = ROOT / "samples" / "kelmouth_2024-03-28.pdf"
OTHER = ROOT / "samples" / "wendshire_2023-12-04.pdf"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "library"
    monkeypatch.setenv("INSPECTION_QA_HOME", str(folder))
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.delenv("INSPECTION_QA_MODEL", raising=False)
    return folder


@pytest.fixture
def library(home: Path, tmp_path: Path) -> Iterator[Library]:
    with Library.open(home, FakeEmbedder(), create=True) as library:
        library.add(*write_source(tmp_path, make_parsed()))
        yield library


# B1: sync


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:9000])


def _rename_and_cut(path: Path) -> None:
    _cut(path.rename(path.with_name("final v2 (1).pdf")))


def _no_report(path: Path) -> None:
    path.unlink()
    path.with_suffix(".md").write_text("# Sign in\n\nPlease sign in to go on.\n", encoding="utf-8")


@pytest.mark.parametrize("damage", [_cut, _rename_and_cut, _no_report])
def test_sync_keeps_a_report_whose_file_is_there_in_some_form(
    run: Run, tmp_path: Path, damage: Callable[[Path], None]
) -> None:
    folder = tmp_path / "reports"
    folder.mkdir()
    shutil.copy(OTHER, folder)
    own = shutil.copy(SAMPLE, folder / "Kelmouth Report 2024.pdf")
    assert run("sync", str(folder))[0] == 0
    damage(Path(own))
    _, _, told = run("sync", str(folder))
    assert "kelmouth-report-2024" in run("reports")[1], told
    assert "wendshire_2023-12-04" in run("reports")[1], told


def test_sync_removes_what_is_gone_when_nothing_is_in_doubt(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "reports"
    folder.mkdir()
    for file in (SAMPLE, OTHER):
        shutil.copy(file, folder)
    run("sync", str(folder))
    (folder / SAMPLE.name).unlink()
    (folder / "README.md").write_text("Reports of the county.\n", encoding="utf-8")
    run("sync", str(folder))
    assert [line.split("\t")[0] for line in run("reports")[1].splitlines()[1:]] == ["wendshire_2023-12-04"]


# B5: damage of the database


def _execute(statement: str) -> Callable[[Path], None]:
    def damage(home: Path) -> None:
        with closing(sqlite3.connect(home / FILE_NAME)) as connection, connection:
            connection.execute(statement)

    return damage


def _zero_page(number: int) -> Callable[[Path], None]:
    def damage(home: Path) -> None:
        with closing(sqlite3.connect(home / FILE_NAME)) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            root = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'passages'").fetchone()[0]
            size = connection.execute("PRAGMA page_size").fetchone()[0]
        with (home / FILE_NAME).open("r+b") as file:
            file.seek((root - 1 if number else 0) * size)
            file.write(bytes(size))

    return damage


def _flip_text(home: Path) -> None:
    content = (home / FILE_NAME).read_bytes()
    place = content.index(b"Social workers visit")
    (home / FILE_NAME).write_bytes(content[:place] + b"\xff\xfe" + content[place + 2 :])


DAMAGE = {
    "json": _execute("UPDATE passages SET spans = '[[1, 2'"),
    "a date": _execute("UPDATE reports SET published = '2018-99-99'"),
    "no text": _execute("UPDATE passages SET text = CAST(x'fffe41' AS TEXT)"),
    "no text in reports": _execute("UPDATE reports SET title = CAST(x'fffe41' AS TEXT)"),
    "a number for a list": _execute("UPDATE reports SET aliases = '7'"),
    "passages zeroed": _zero_page(1),
    "header zeroed": _zero_page(0),
    "bytes flipped": _flip_text,
}


@pytest.fixture(params=DAMAGE)
def damaged(request: pytest.FixtureRequest, library: Library, tmp_path: Path) -> Path:
    """A backup of a library that was then damaged."""
    library.backup(tmp_path / "backup.zip")
    library.close()
    with closing(sqlite3.connect(library.home / FILE_NAME)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    DAMAGE[request.param](library.home)
    return tmp_path / "backup.zip"


def test_damage_is_said_by_verify_and_rebuild_and_no_command_crashes(damaged: Path, run: Run) -> None:  # noqa: ARG001
    for command in (["verify"], ["rebuild"], ["reports"], ["passages", "newtown_2018-05-16"], ["judgements"]):
        code, _, told = run(*command)
        assert "should not have" not in told, (command, told)
        if command[0] in {"verify", "rebuild"}:
            assert code == 1, command
            assert "Rebuilt" not in told


def test_restore_takes_the_place_of_any_damaged_library_and_keeps_it_beside(
    damaged: Path, run: Run, home: Path
) -> None:
    code, _, told = run("restore", str(damaged))
    assert code == 0, told
    assert home.with_name("library-damaged-1").is_dir()
    with Library.open(home, FakeEmbedder()) as library:
        assert library.verify() == []
        assert [one.text for one in library.passages("newtown_2018-05-16")][1:] == list(PARAGRAPHS)


# B6: rotten source copies


def _rot(library: Library) -> Path:
    copy = next((library.home / "sources").iterdir())
    content = bytearray(copy.read_bytes())
    content[len(content) // 2] ^= 1
    copy.write_bytes(content)
    return copy


def _lose(library: Library) -> None:
    next((library.home / "sources").iterdir()).unlink()


@pytest.mark.parametrize("harm", [_rot, _lose])
def test_a_backup_of_rotten_copies_is_not_written(
    library: Library, tmp_path: Path, harm: Callable[[Library], object]
) -> None:
    harm(library)
    with pytest.raises(DamagedLibrary, match=r"newtown_2018-05-16\.pdf is damaged or missing"):
        library.backup(tmp_path / "backup.zip")
    assert not (tmp_path / "backup.zip").exists()


def test_ingesting_the_file_again_mends_its_copy(home: Path) -> None:
    with Library.open(home, FakeEmbedder(), create=True) as library:
        list(take_in(library, {SAMPLE: True}))
        _rot(library)
        assert library.verify() != []
        (taken,) = take_in(library, {SAMPLE: True})
        assert (taken.status, taken.mended) == ("unchanged", True)
        assert library.verify() == []
        shutil.rmtree(home / "sources")
        (taken,) = take_in(library, {SAMPLE: True})
        assert library.verify() == []


# B10: another text of a publication that is held

FORGED = (*PARAGRAPHS[:2], "Foster carers complain of their training. Four carers were approved this year.")


@pytest.mark.parametrize(
    ("key", "media", "paragraphs", "outcome"),
    [
        pytest.param("copy", "pdf", PARAGRAPHS, "attached", id="the same text saved anew"),
        pytest.param("copy", "markdown", PARAGRAPHS, "attached", id="an export"),
        pytest.param("forged", "pdf", FORGED, "added", id="another text"),
        pytest.param("forged", "pdf", (*PARAGRAPHS, "Staff were dishonest."), "added", id="a sentence more"),
        pytest.param("forged", "markdown", FORGED, "added", id="an export of another text"),
    ],
)
def test_another_text_of_a_publication_is_kept_apart_and_told(
    library: Library, tmp_path: Path, key: str, media: str, paragraphs: tuple[str, ...], outcome: str
) -> None:
    parsed = make_parsed(make_report(key, media=media), paragraphs)
    parsed, source = write_source(tmp_path, parsed)
    remarked = library.remarked(parsed)
    assert library.add(remarked, source) == outcome
    notes = [note.text for note in remarked.notes if note.code == "other_text"]
    if outcome == "attached":
        assert not notes
        assert len(library.reports()) == 1
    else:
        assert "is held as newtown_2018-05-16 in other words" in notes[0]
        assert [one.text for one in library.passages(key)][1:] == list(paragraphs)
        assert library.notes(key)[-1].text == notes[0]
        assert library.add(remarked, source) == "unchanged"
        # A copy of the second text belongs to the second.
        twin = write_source(tmp_path, make_parsed(make_report("twin", media=media), paragraphs), b"saved anew")
        assert library.add(*twin) == "attached"
        assert library.holds(twin[0].report.sha256) == key
    assert library.verify() == []


def test_an_export_of_the_same_name_in_other_words_is_told(library: Library, tmp_path: Path) -> None:
    export = make_parsed(make_report(media="markdown"), ("Nothing of this is in the PDF at all.",))
    parsed, source = write_source(tmp_path, export)
    assert "only the PDF is searched" in library.remarked(parsed).notes[-1].text
    assert library.add(parsed, source) == "attached"


# B13: other accounts


@pytest.mark.skipif(sys.platform == "win32", reason="modes are those of Unix")
@pytest.mark.parametrize("mask", [0o022, 0o000])
def test_files_of_a_library_and_backups_are_the_owners_alone(home: Path, tmp_path: Path, mask: int) -> None:
    before = os.umask(mask)
    try:
        with Library.open(home, FakeEmbedder(), create=True, serve=True) as library:
            library.add(*write_source(tmp_path, make_parsed()))
            library.catch_up()
            library.receipts.save("a question", {}, generation=1, settings={})
            library.backup(tmp_path / "backup.zip")
        Library.restore(tmp_path / "backup.zip", tmp_path / "again")
    finally:
        os.umask(before)
    for path in (home, tmp_path / "backup.zip", tmp_path / "again", home / FILE_NAME, tmp_path / "again" / FILE_NAME):
        assert path.stat().st_mode & 0o077 == 0, path
    for folder in [path for path in (*home.iterdir(), *(tmp_path / "again").iterdir()) if path.is_dir()]:
        assert folder.stat().st_mode & 0o077 == 0, folder


@pytest.mark.skipif(sys.platform == "win32", reason="modes are those of Unix")
def test_a_library_that_was_open_to_others_is_closed_when_it_is_opened(library: Library) -> None:
    library.close()
    (library.home / FILE_NAME).chmod(0o644)
    (library.home / "sources").chmod(0o755)
    with Library.open(library.home, None):
        assert (library.home / FILE_NAME).stat().st_mode & 0o077 == 0
        assert (library.home / "sources").stat().st_mode & 0o077 == 0


def test_a_sound_library_is_not_overwritten(library: Library, tmp_path: Path) -> None:
    library.backup(tmp_path / "backup.zip")
    library.add(*write_source(tmp_path, make_parsed(replace(make_report("other"), authority="Oldtown"))))
    with pytest.raises(LibraryError, match="already holds 2 reports"):
        Library.restore(tmp_path / "backup.zip", library.home)
