"""Faults of the database file, its folder and its disk: a plain message and a way back, nothing lost."""

import os
import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event, Thread

import pytest

from retrieval.errors import DamagedLibrary, EmptyLibrary, LibraryBusy, LibraryNotWritable, NewerLibrary
from retrieval.library.library import Library
from retrieval.store import locks, schema
from retrieval.store.database import FILE_NAME, Database
from tests.conftest import ROOT
from tests.factories import make_parsed, make_report, write_source
from tests.fakes import FakeEmbedder


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Folder of a closed library that holds one report."""
    home = tmp_path / "home"
    with Library.open(home, FakeEmbedder(), create=True) as library:
        library.add(*write_source(tmp_path, make_parsed()))
    return home


def test_newer_library_is_left_alone(home: Path) -> None:
    connection = sqlite3.connect(home / FILE_NAME)
    connection.execute(f"PRAGMA user_version = {schema.VERSION + 1}")
    connection.close()
    with pytest.raises(NewerLibrary, match="later version"):
        Library.open(home, None, create=True)


@pytest.mark.parametrize("create", [False, True])
def test_file_that_is_no_database_is_named(home: Path, create: bool) -> None:
    (home / FILE_NAME).write_bytes(b"This is not a database. " * 400)
    with pytest.raises(DamagedLibrary, match="damaged") as caught:
        Library.open(home, None, create=create)
    assert "inspection-qa restore" in caught.value.remedy
    assert (home / FILE_NAME).stat().st_size == 9600


def test_database_of_another_program_is_left_alone(tmp_path: Path) -> None:
    connection = sqlite3.connect(tmp_path / FILE_NAME)
    connection.execute("CREATE TABLE songs (title)")
    connection.close()
    with pytest.raises(DamagedLibrary, match="another program"):
        Library.open(tmp_path, None, create=True)


def test_damage_within_the_file_is_found_by_verify_or_named(home: Path) -> None:
    path = home / FILE_NAME
    content = bytearray(path.read_bytes())
    content[8 * 4096 : 24 * 4096] = os.urandom(16 * 4096)
    path.write_bytes(content)
    try:
        with Library.open(home, None) as library:
            findings = library.verify()
    except DamagedLibrary as error:
        findings = [error.remedy]
    assert any("inspection-qa restore" in finding or "damaged" in finding for finding in findings)


def test_file_of_an_interrupted_creation_counts_as_empty(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).touch()
    with pytest.raises(EmptyLibrary):
        Library.open(tmp_path, None)
    with Library.open(tmp_path, None, create=True) as library:
        assert library.reports() == []


def test_full_disk_leaves_the_library_as_it_was(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    connect = Database._connect

    def on_a_full_disk(self: Database) -> sqlite3.Connection:
        connection = connect(self)
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {pages}")
        return connection

    report = make_report("oldtown_2019", authority="Oldtown")
    parsed, source = write_source(tmp_path, make_parsed(report, [f"Sentence {number}. " * 50 for number in range(99)]))
    with Library.open(home, FakeEmbedder()) as library:
        before = library.generation
        with monkeypatch.context() as patch:
            patch.setattr(Database, "_connect", on_a_full_disk)
            library._database.close()
            with Library.open(home, FakeEmbedder()) as full, pytest.raises(LibraryNotWritable, match="full") as caught:
                full.add(parsed, source)
        assert "Free disk space" in caught.value.remedy
    with Library.open(home, FakeEmbedder()) as library:
        assert (library.generation, len(library.reports()), library.verify()) == (before, 1, [])
        assert library.add(parsed, source) == "added"


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() != 0, reason="needs root, to become another user")
def test_read_only_folder_can_be_read_and_not_written(home: Path, tmp_path: Path) -> None:
    code = f"""
import os, sys
sys.path.insert(0, {str(ROOT)!r})
from pathlib import Path
from retrieval.library.library import Library
from retrieval.errors import LibraryNotWritable
from tests.fakes import FakeEmbedder
from tests.factories import make_parsed, make_report
os.setgroups([])
os.setgid(65534)
os.setuid(65534)
embedder = FakeEmbedder()
with Library.open(Path({str(home)!r}), embedder, serve=True) as library:
    assert [report.key for report in library.reports()] == ["newtown_2018-05-16"]
    assert library.keyword_search(["foster"]) and library.nearest(embedder.encode_query("foster").vector)
    assert library.verify() == [], library.verify()
    for change in (lambda: library.remove("newtown_2018-05-16"), library.rebuild,
                   lambda: library.receipts.save("q", {{}}, generation=0, settings={{}})):
        try:
            change()
        except LibraryNotWritable as error:
            assert "cannot be written" in error.message
        else:
            raise SystemExit("written")
"""
    for path in (home, *home.rglob("*")):
        os.chown(path, 65534, 65534)
        path.chmod(0o500 if path.is_dir() else 0o400)
    for folder in (tmp_path, *tmp_path.parents):
        if not folder.stat().st_mode & 0o005:
            folder.chmod(folder.stat().st_mode | 0o005)
        if folder.name.startswith("pytest-of"):
            break
    subprocess.run([sys.executable, "-c", code], check=True, cwd=ROOT)


def test_unwritable_place_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(LibraryNotWritable, match="cannot be written"):
        Library.open(tmp_path / "file" / "home", None, create=True)


def test_waiting_for_another_writer_ends_in_plain_words(home: Path) -> None:
    with (
        locks.write_lock(home),
        pytest.raises(LibraryBusy, match="Another process has been writing"),
        locks.write_lock(home, patience=0.05),
    ):
        pass


def test_reader_is_not_held_up_by_a_writer(home: Path) -> None:
    with Library.open(home, None) as library, library._database.write() as connection:
        connection.execute("DELETE FROM notes")
        assert len(library.notes("newtown_2018-05-16")) == 1


def test_a_thread_can_hold_on_to_one_state(home: Path) -> None:
    with Library.open(home, None) as library, ThreadPoolExecutor(1) as other:
        with library.one_state():
            with library.one_state():
                held = library.reports()
            other.submit(library.remove, held[0].key).result()
            assert library.report(held[0].key) == held[0]
            assert other.submit(library.reports).result() == held[1:]
        assert library.reports() == held[1:]


def test_threads_share_a_library(home: Path, tmp_path: Path) -> None:
    embedder = FakeEmbedder()
    done = Event()
    faults: list[BaseException] = []
    with Library.open(home, embedder) as library:

        def read() -> None:
            try:
                while not done.is_set():
                    for report in library.reports():
                        library.keyword_search(["foster"], reports=[report.key])
                        library.nearest(embedder.encode_query("foster").vector, kind="sentence")
            except BaseException as error:  # noqa: BLE001 - shown by the assertion below
                faults.append(error)

        readers = [Thread(target=read) for _ in range(6)]
        for reader in readers:
            reader.start()
        for number in range(6):
            report = make_report(f"town_{number}", authority=f"Town {number}")
            library.add(*write_source(tmp_path, make_parsed(report)))
        done.set()
        for reader in readers:
            reader.join()
        assert faults == []
        assert len(library.reports()) == 7
