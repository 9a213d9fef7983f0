"""Changes of a library: whatever takes long comes first, then one transaction shows the new state."""

import logging
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from ingest.models import Chunk, ParsedReport, ReadingNote, Report
from retrieval.errors import EmbedderMismatch, LibraryError
from retrieval.library import publications
from retrieval.library.publications import Decision, Outcome
from retrieval.library.same_text import same_text
from retrieval.store import audit_log, catalogue, rows, sources
from retrieval.store.database import Database
from retrieval.store.locks import not_writable, write_lock
from retrieval.store.rows import Row
from retrieval.vectors import stored as encodings
from retrieval.vectors.encoding import Embedder

Progress = Callable[[int, int], None]
"""Called with (chunks embedded, chunks to embed)."""

_BATCH = 128
"""Chunks embedded before they are kept: more let the model sort better by length, fewer lose less on a crash."""
_logger = logging.getLogger(__name__)


def add(
    database: Database, embedder: Embedder, parsed: ParsedReport, source: Path, *, progress: Progress | None
) -> Outcome:
    """Take in a report (see `Library.add`)."""
    content = rows.report_rows(parsed)
    digest = rows.digest(content)
    while True:
        with database.read() as connection:
            decision = _decide(connection, parsed, digest)
        shown = parsed.chunks if decision.outcome in {"added", "replaced"} else ()
        _embed(database, embedder, shown, progress)
        with _changing(database) as connection:
            # Another process may have changed the library, or pruned the cache, while this one was embedding.
            if _decide(connection, parsed, digest) != decision or _lacking(connection, embedder, shown):
                continue
            # Of an unchanged file, too: the copy that is held may have rotten.
            _keep_source(database, parsed.report.sha256, source)
            if decision.outcome != "unchanged":
                _write(connection, embedder, content, decision=decision, name=_name(source), suffix=_suffix(source))
                detail = f"sha256 {parsed.report.sha256}"
                if decision.other_text is not None:
                    detail += f", another text of {decision.other_text.key}"
                audit_log.append(connection, decision.outcome, parsed.report.key, detail)
            connection.execute(
                "INSERT OR REPLACE INTO readings (sha256, reader) VALUES (?, ?)", (parsed.report.sha256, parsed.reader)
            )
        return decision.outcome


def remark(connection: sqlite3.Connection, parsed: ParsedReport) -> ReadingNote | None:
    """Return what a person must know of a report before it is taken in: that its publication is held in other words."""
    report = parsed.report
    for held in catalogue.possible_twins(connection, report):
        if not publications.same_publication(report, held) or _agrees(connection, parsed, held):
            continue
        if held.key != report.key:
            text = (
                f"{publications.describe(held)}, is held as {held.key} in other words. Both are kept and searched: find"
                " out which one is the publisher’s, and remove the other."
            )
            return ReadingNote("other_text", text, None)
        if held.media != report.media:
            text = f"This file says something else than {held.key} of the same name: only the PDF is searched."
            return ReadingNote("other_text", text, None)
    return None


def mend_source(database: Database, sha256: str, source: Path) -> bool:
    """Put a file in the place of the library's copy of it, where that is missing or damaged; say whether it was."""
    name = sha256 + _suffix(source)
    with database.read() as connection:
        names = [file.stored_name for file in catalogue.files(connection) if file.sha256 == sha256]
    if name not in names or not database.writable or sources.is_sound(database.home / sources.FOLDER / name, sha256):
        return False
    with write_lock(database.home):
        _keep_source(database, sha256, source)
    return True


def remove(database: Database, key: str) -> None:
    """Take a report out, with everything that came of it and every file attached to it."""
    with _changing(database) as connection:
        catalogue.get_report(connection, key)
        unused = catalogue.delete_report(connection, key)
        encodings.prune(connection, unused)
        audit_log.append(connection, "removed", key)


def rebuild(database: Database, embedder: Embedder | None, *, progress: Progress | None) -> None:
    """Make every index in SQLite anew from the catalogue; embed what has no sound vectors of this embedder."""
    with _changing(database) as connection:
        encodings.drop_damaged(connection)
    while True:
        if embedder is not None:
            with database.read() as connection:
                chunks = _all_chunks(connection)
            _embed(database, embedder, chunks, progress)
        with _changing(database) as connection:
            if embedder is not None:
                # A report that another process added meanwhile has vectors of the other model only.
                if _lacking(connection, embedder, _all_chunks(connection)):
                    continue
                encodings.adopt(connection, embedder)
            connection.execute("INSERT INTO chunk_index (chunk_index) VALUES ('rebuild')")
            encodings.prune(connection)
            # Vectors may be others now: whoever keeps them by version reads them anew.
            connection.execute("UPDATE reports SET version = ?", (catalogue.raise_generation(connection),))
            audit_log.append(connection, "rebuilt", "indexes", embedder.fingerprint if embedder else "")
        return


def check_embedder(connection: sqlite3.Connection, embedder: Embedder) -> None:
    """Raise EmbedderMismatch where the library's vectors came from another model than this one."""
    recorded = encodings.fingerprint(connection)
    if recorded not in {None, embedder.fingerprint} and catalogue.versions(connection):
        raise EmbedderMismatch(
            f"The library was built with the embedding model {recorded}, but this program uses {embedder.fingerprint}.",
            remedy="Run `inspection-qa rebuild` to embed it anew, or go back to the settings it was built with.",
        )


def _decide(connection: sqlite3.Connection, parsed: ParsedReport, digest: str) -> Decision:
    report = parsed.report
    known = connection.execute(
        "SELECT files.report, attached, digest FROM files JOIN reports ON key = files.report WHERE files.sha256 = ?",
        (report.sha256,),
    ).fetchone()
    if known is None:
        twins = catalogue.possible_twins(connection, report)
        return publications.decide(report, twins, lambda held: _agrees(connection, parsed, held))
    if known["attached"] or known["report"] != report.key or known["digest"] == digest:
        return Decision("unchanged", catalogue.get_report(connection, known["report"]))
    # The same file, read otherwise: the reader has changed.
    return Decision("replaced", catalogue.get_report(connection, report.key))


def _agrees(connection: sqlite3.Connection, parsed: ParsedReport, held: Report) -> bool:
    export = parsed.report.media != held.media
    return same_text(parsed.passages, catalogue.passages_of(connection, held.key), export=export)


def _write(
    connection: sqlite3.Connection,
    embedder: Embedder,
    content: Mapping[str, list[Row]],
    *,
    decision: Decision,
    name: str,
    suffix: str,
) -> None:
    report = content["reports"][0]
    file: Row = {"sha256": report["sha256"], "name": name, "suffix": suffix, "media": report["media"]}
    if decision.outcome == "attached":
        assert decision.held is not None
        catalogue.raise_generation(connection)
        key = decision.held.key
        connection.execute("DELETE FROM files WHERE report = ? AND attached AND name = ?", (key, name))
        catalogue.insert(connection, "files", file | {"report": key, "attached": 1})
        return
    check_embedder(connection, embedder)
    kept: list[Row] = []
    unused: list[str] = []
    if decision.held is not None:
        kept = _other_renditions(connection, decision.held.key, file)
        unused = catalogue.delete_report(connection, decision.held.key)
    encodings.adopt(connection, embedder)
    catalogue.insert_report(connection, content)
    for one in (file | {"attached": 0}, *kept):
        catalogue.insert(connection, "files", one | {"report": report["key"]})
    encodings.prune(connection, unused)


def _other_renditions(connection: sqlite3.Connection, key: str, new: Row) -> list[Row]:
    """Return the files that stay attached when `new` takes the place of a report's own file."""
    return [
        {"sha256": file.sha256, "name": file.name, "suffix": file.suffix, "media": file.media, "attached": 1}
        for file in catalogue.files(connection, key)
        if file.sha256 != new["sha256"] and (file.attached or file.media != new["media"])
    ]


def _all_chunks(connection: sqlite3.Connection) -> list[Chunk]:
    reports = catalogue.all_reports(connection)
    return [chunk for report in reports for chunk in catalogue.chunks_of(connection, report.key)]


def _embed(database: Database, embedder: Embedder, chunks: Sequence[Chunk], progress: Progress | None) -> None:
    """Embed what the cache lacks, keeping each batch as it comes: an interrupted ingest goes on from there."""
    with database.read() as connection:
        lacking = list(_lacking(connection, embedder, chunks).items())
    for start in range(0, len(lacking), _BATCH):
        batch = lacking[start : start + _BATCH]
        encoded = encodings.encode(embedder, [chunk for _, chunk in batch])
        with database.write() as connection:
            encodings.store(connection, embedder, zip((content for content, _ in batch), encoded, strict=True))
        if progress is not None:
            progress(start + len(batch), len(lacking))


def _lacking(connection: sqlite3.Connection, embedder: Embedder, chunks: Sequence[Chunk]) -> dict[str, Chunk]:
    return encodings.without_vectors(connection, chunks, embedder.fingerprint) if chunks else {}


@contextmanager
def _changing(database: Database) -> Iterator[sqlite3.Connection]:
    """Give one transaction to the one writer; then sweep the source files, which the lock covers too."""
    with write_lock(database.home):
        try:
            with database.write() as connection:
                yield connection
        except UnicodeEncodeError as error:
            raise LibraryError(
                f"The report was read in a way that the library cannot hold ({error}).",
                remedy="This is a fault of the program: please report it, with the file.",
            ) from error
        _sweep(database)


def _sweep(database: Database) -> None:
    with database.read() as connection:
        names = [file.stored_name for file in catalogue.files(connection)]
    try:
        sources.sweep(database.home / sources.FOLDER, names)
    except OSError as error:
        # Windows keeps a file that a reader has open; the next change tries again.
        _logger.warning("A source file that is no longer needed could not be deleted: %s", error)


def _keep_source(database: Database, sha256: str, source: Path) -> None:
    try:
        sources.keep(source, database.home / sources.FOLDER, sha256, _suffix(source))
    except FileNotFoundError as error:
        raise LibraryError(f"{source.name} is no longer there.", remedy="Ingest it again.") from error
    except OSError as error:
        raise not_writable(database.home, error) from error


def _name(source: Path) -> str:
    """Return a file's name as it can be kept: bytes that are no characters become question marks."""
    return source.name.encode("utf-8", "replace").decode()


def _suffix(source: Path) -> str:
    return source.suffix.lower()
