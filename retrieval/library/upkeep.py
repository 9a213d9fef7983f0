"""Checking a library, and a whole library in one file and back."""

import hashlib
import itertools
import json
import os
import re
import shutil
import sqlite3
import zipfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from functools import partial
from glob import escape
from pathlib import Path
from tempfile import TemporaryDirectory

from retrieval.errors import DamagedLibrary, LibraryBusy, LibraryError, LibraryNotWritable, NewerLibrary
from retrieval.store import audit_log, catalogue, rows, sources
from retrieval.store.catalogue import SourceFile
from retrieval.store.database import FILE_NAME, Database
from retrieval.store.locks import not_writable, write_lock
from retrieval.store.private import keep_private, make_private
from retrieval.vectors import stored as encodings
from retrieval.vectors.neighbours import FOLDER, SERVER_FOLDER

_SOURCE = re.compile(rf"{sources.FOLDER}/[0-9a-f]{{64}}\.[a-z]{{1,9}}")


def problems(database: Database) -> Iterator[str]:
    """Yield, in plain sentences, all that does not agree in SQLite and the source files; what cannot be read, too."""
    with database.read() as connection:
        yield from _told("The database file", lambda: _structure_problems(connection))
        yield from _told("The list of reports", lambda: _content_problems(connection))
        yield from _told("The vectors", lambda: _vector_problems(connection))
        yield from _told("The list of source files", lambda: _source_problems(connection, database.home))
        yield from _told("The audit log", lambda: audit_log.problems(connection))
    if database.writable:
        yield from _told("The keyword index", lambda: _index_problems(database))


def catalogue_problems(database: Database) -> list[str]:
    """Return what is wrong with the reports themselves, of which every index is made."""
    with database.read() as connection:
        return list(_told("The list of reports", lambda: _content_problems(connection)))


def _told(what: str, check: Callable[[], Iterator[str]]) -> Iterator[str]:
    """Yield what a check finds; that it cannot go on is a finding, and the other checks go on."""
    try:
        yield from check()
    except (sqlite3.Error, LibraryError, ValueError, TypeError, LookupError) as error:
        yield f"{what} cannot be read: {' '.join(str(error).split()) or type(error).__name__}."


def _structure_problems(connection: sqlite3.Connection) -> Iterator[str]:
    for row in connection.execute("PRAGMA integrity_check"):
        if row[0] != "ok":
            yield f"The database file is damaged: {row[0]}."
    for row in connection.execute("PRAGMA foreign_key_check"):
        yield f"A row of {row[0]} refers to a row of {row[2]} that is not there."


def _content_problems(connection: sqlite3.Connection) -> Iterator[str]:
    for key in catalogue.versions(connection):
        yield from _told(key, partial(_report_problems, connection, key))


def backup(database: Database, path: Path) -> None:
    """Write one consistent state of a library, vectors and source files included, into one zip file."""
    # Named by the library: another's backup may be under way in the same folder.
    prefix = f".backup-{hashlib.sha256(str(database.home.resolve()).encode()).hexdigest()[:12]}-"
    try:
        with (
            # Where the folder cannot be written, nobody changes it meanwhile.
            write_lock(database.home) if database.writable else nullcontext(),
            _workplace(path.parent, prefix) as folder,
        ):
            snapshot, new = folder / FILE_NAME, folder / "backup"
            database.snapshot(snapshot)
            with database.read() as connection:
                files = catalogue.files(connection)
            _refuse_rotten(database.home, files)
            make_private(new)
            with zipfile.ZipFile(new, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
                archive.write(snapshot, FILE_NAME)
                for file in files:
                    name = f"{sources.FOLDER}/{file.stored_name}"
                    archive.write(database.home / name, name)
            os.replace(new, path)
    except OSError as error:
        raise LibraryNotWritable(
            f"The backup {path} cannot be written: {error}.", remedy="Free disk space there, or name another place."
        ) from error


def _refuse_rotten(home: Path, files: Sequence[SourceFile]) -> None:
    """Raise where a copy is not what was ingested: a backup of it could not be restored, and nobody would know."""
    rotten = [one.name for one in files if not sources.is_sound(home / sources.FOLDER / one.stored_name, one.sha256)]
    if rotten:
        raise DamagedLibrary(
            f"No backup was written: the library’s own copy of {', '.join(rotten)} is damaged or missing.",
            remedy="Ingest that file again, which mends the copy, or remove its report; then back up again.",
        )


def restore(path: Path, home: Path) -> None:
    """Unpack a backup into a folder that holds no report; nothing is changed there when the backup is not whole.

    A damaged library is not thrown away: its folder is renamed, since its sources may hold what the backup does not.
    """
    try:
        if (home / sources.FOLDER).is_symlink():
            raise _no_backup(path, f"{home / sources.FOLDER} is a symbolic link, which may lead anywhere")
        damaged = _holds_damage(home)
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
        # Within the folder, which may be all of a disk; beside a damaged one, which is about to be renamed.
        places = ((home, ".restoring-"), (home.parent, f".{home.name}-restoring-"))
        for place in places:
            _clear(*place)
        with _workplace(*places[damaged]) as unpacked:
            _unpack(path, unpacked)
            _check_snapshot(path, unpacked)
            if damaged:
                home.rename(_free_name(home))
            home.mkdir(mode=0o700, exist_ok=True)
            # Chroma's copy, if any, is of a library that is no more.
            for derived in (FOLDER, SERVER_FOLDER):
                shutil.rmtree(home / derived, ignore_errors=True)
            (home / sources.FOLDER).mkdir(exist_ok=True)
            for file in (unpacked / sources.FOLDER).glob("*"):
                os.replace(file, home / sources.FOLDER / file.name)
            for leftover in ("-wal", "-shm", "-journal"):
                # Of a database that was moved away alone: SQLite would apply them to the restored one.
                (home / (FILE_NAME + leftover)).unlink(missing_ok=True)
            keep_private(unpacked / FILE_NAME, home / sources.FOLDER)
            os.replace(unpacked / FILE_NAME, home / FILE_NAME)
    except OSError as error:
        raise not_writable(home, error) from error


@contextmanager
def _workplace(parent: Path, prefix: str) -> Iterator[Path]:
    """Give a folder for as long as the block lasts; one that a killed process left there goes first."""
    _clear(parent, prefix)
    with TemporaryDirectory(prefix=prefix, dir=parent) as folder:
        yield Path(folder)


def _clear(parent: Path, prefix: str) -> None:
    for left in parent.glob(f"{escape(prefix)}*"):
        shutil.rmtree(left)


def _holds_damage(home: Path) -> bool:
    """Whether a damaged library is in the way; raises LibraryError where a sound one is that holds reports."""
    if not (home / FILE_NAME).is_file():
        return False
    try:
        held = Database(home, create=True)
    except (NewerLibrary, LibraryBusy, LibraryNotWritable):
        raise
    except LibraryError:
        return True
    try:
        if any(problems(held)):
            return True
        with held.read() as connection:
            reports = len(catalogue.versions(connection))
    finally:
        held.close()
    if reports:
        raise LibraryError(
            f"The library in {home} already holds {reports} reports.",
            remedy="Move the folder away, or set INSPECTION_QA_HOME to another one.",
        )
    return False


def _free_name(home: Path) -> Path:
    names = (home.with_name(f"{home.name}-damaged-{number}") for number in itertools.count(1))
    return next(name for name in names if not name.exists())


def _unpack(path: Path, folder: Path) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            free = shutil.disk_usage(folder).free
            if sum(one.file_size for one in archive.infolist()) > free:
                raise _no_backup(path, "unpacked it would be larger than the free disk")
            for name in archive.namelist():
                # Plain names only: no folder above, no absolute path; `extract` writes files, never links.
                if name != FILE_NAME and not _SOURCE.fullmatch(name):
                    raise _no_backup(path, f"it holds {name!r}")
                archive.extract(name, folder)
    except (zipfile.BadZipFile, FileNotFoundError) as error:
        raise _no_backup(path, str(error)) from error


def _check_snapshot(path: Path, folder: Path) -> None:
    if not (folder / FILE_NAME).is_file():
        raise _no_backup(path, "it holds no database")
    copy = Database(folder)
    try:
        if found := list(problems(copy)):
            raise _no_backup(path, found[0])
        with copy.write() as connection:
            connection.execute("UPDATE library SET identity = lower(hex(randomblob(16)))")
            audit_log.append(connection, "restored", "library", f"from {path.name}")
    finally:
        copy.close()


def _no_backup(path: Path, why: str) -> DamagedLibrary:
    return DamagedLibrary(f"{path} is not a whole backup of a library: {why}.", remedy="Use another backup.")


def _report_problems(connection: sqlite3.Connection, key: str) -> Iterator[str]:
    # As the program reads them: a value may be sound for SQLite and make no report, passage or grade.
    catalogue.get_report(connection, key)
    catalogue.passages_of(connection, key)
    catalogue.chunks_of(connection, key)
    stored = connection.execute("SELECT digest FROM reports WHERE key = ?", (key,)).fetchone()["digest"]
    if rows.digest(catalogue.stored_rows(connection, key)) != stored:
        yield f"{key}: its passages, judgements or chunks are not those that were ingested."


def _vector_problems(connection: sqlite3.Connection) -> Iterator[str]:
    for row in connection.execute(
        "SELECT report, count(*) AS missing FROM chunks LEFT JOIN vectors ON vectors.content = chunks.content "
        "AND vectors.embedder = (SELECT embedder FROM library) WHERE vectors.id IS NULL GROUP BY report"
    ):
        yield f"{row['report']}: {row['missing']} chunks have no vectors."
    damaged = 0
    for row in connection.execute(
        "SELECT chunks.id, chunks.sentences AS spans, paragraph, vectors.sentences, pieces, checksum, dimensions "
        "FROM chunks JOIN vectors ON vectors.content = chunks.content "
        "AND vectors.embedder = (SELECT embedder FROM library) "
        "JOIN embedders ON embedders.id = vectors.embedder LEFT JOIN token_vectors ON token_vectors.id = vectors.id"
    ):
        sizes = (len(row["paragraph"]), len(row["sentences"]))
        wanted = (2 * row["dimensions"], 2 * row["dimensions"] * len(json.loads(row["spans"])))
        whole = encodings.checksum(row["paragraph"], row["sentences"], row["pieces"] or b"") == row["checksum"]
        damaged += sizes != wanted or not whole
    if damaged:
        yield f"The vectors of {damaged} chunks are damaged."


def _source_problems(connection: sqlite3.Connection, home: Path) -> Iterator[str]:
    owned: set[str] = set()
    for file in catalogue.files(connection):
        path = home / sources.FOLDER / file.stored_name
        if not path.is_file():
            yield f"{file.report}: the library's copy of {file.name} is missing."
        elif sources.hash_of(path) != file.sha256:
            yield f"{file.report}: the library's copy of {file.name} is damaged."
        if not file.attached:
            owned.add(file.report)
    for report in catalogue.all_reports(connection):
        if report.key not in owned:
            yield f"{report.key}: no file is recorded that it was read from."


def _index_problems(database: Database) -> Iterator[str]:
    with database.write() as connection:
        try:
            connection.execute("INSERT INTO chunk_index (chunk_index, rank) VALUES ('integrity-check', 1)")
        except sqlite3.DatabaseError:
            yield "The keyword index differs from the passages."
