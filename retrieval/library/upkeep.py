"""Checking a library, and a whole library in one file and back."""

import hashlib
import itertools
import json
import os
import re
import shutil
import sqlite3
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from glob import escape
from pathlib import Path
from tempfile import TemporaryDirectory

from retrieval.errors import DamagedLibrary, LibraryError, LibraryNotWritable
from retrieval.store import audit_log, catalogue, rows, sources
from retrieval.store.database import FILE_NAME, Database
from retrieval.store.locks import not_writable, write_lock
from retrieval.vectors import stored as encodings
from retrieval.vectors.neighbours import FOLDER, SERVER_FOLDER

_SOURCE = re.compile(rf"{sources.FOLDER}/[0-9a-f]{{64}}\.[a-z]{{1,9}}")


def problems(database: Database) -> Iterator[str]:
    """Yield, in plain sentences, all that does not agree in SQLite and the source files."""
    with database.read() as connection:
        for row in connection.execute("PRAGMA integrity_check"):
            if row[0] != "ok":
                yield f"The database file is damaged: {row[0]}."
        for row in connection.execute("PRAGMA foreign_key_check"):
            yield f"A row of {row[0]} refers to a row of {row[2]} that is not there."
        for report in catalogue.all_reports(connection):
            yield from _report_problems(connection, report.key)
        yield from _vector_problems(connection)
        yield from _source_problems(connection, database.home)
        yield from audit_log.problems(connection)
    if database.writable:
        yield from _index_problems(database)


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
                names = [file.stored_name for file in catalogue.files(connection)]
            with zipfile.ZipFile(new, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
                archive.write(snapshot, FILE_NAME)
                for name in names:
                    archive.write(database.home / sources.FOLDER / name, f"{sources.FOLDER}/{name}")
            os.replace(new, path)
    except OSError as error:
        raise LibraryNotWritable(
            f"The backup {path} cannot be written: {error}.", remedy="Free disk space there, or name another place."
        ) from error


def restore(path: Path, home: Path) -> None:
    """Unpack a backup into a folder that holds no report; nothing is changed there when the backup is not whole.

    A damaged library is not thrown away: its folder is renamed, since its sources may hold what the backup does not.
    """
    try:
        if (home / sources.FOLDER).is_symlink():
            raise _no_backup(path, f"{home / sources.FOLDER} is a symbolic link, which may lead anywhere")
        damaged = _holds_damage(home)
        home.mkdir(parents=True, exist_ok=True)
        # Within the folder, which may be all of a disk; beside a damaged one, which is about to be renamed.
        places = ((home, ".restoring-"), (home.parent, f".{home.name}-restoring-"))
        for place in places:
            _clear(*place)
        with _workplace(*places[damaged]) as unpacked:
            _unpack(path, unpacked)
            _check_snapshot(path, unpacked)
            if damaged:
                home.rename(_free_name(home))
            home.mkdir(exist_ok=True)
            # Chroma's copy, if any, is of a library that is no more.
            for derived in (FOLDER, SERVER_FOLDER):
                shutil.rmtree(home / derived, ignore_errors=True)
            (home / sources.FOLDER).mkdir(exist_ok=True)
            for file in (unpacked / sources.FOLDER).glob("*"):
                os.replace(file, home / sources.FOLDER / file.name)
            for leftover in ("-wal", "-shm", "-journal"):
                # Of a database that was moved away alone: SQLite would apply them to the restored one.
                (home / (FILE_NAME + leftover)).unlink(missing_ok=True)
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
    except DamagedLibrary:
        return True
    try:
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
