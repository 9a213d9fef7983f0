"""The library: everything that was ingested, in one folder, under one roof.

SQLite holds all of it and is the only truth. Chroma is derived from it, and only searched.
"""

from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Self

from ingest.models import Chunk, Furniture, ParsedReport, Passage, ReadingNote, Report
from retrieval.errors import DamagedLibrary, LibraryError
from retrieval.library import changes, upkeep
from retrieval.library.changes import Progress
from retrieval.library.publications import Outcome
from retrieval.models import LedgerCell, Neighbour, PrintedText
from retrieval.reports import naming
from retrieval.store import catalogue, keyword_store, sources
from retrieval.store.audit_log import AuditLog
from retrieval.store.cache import Remembered
from retrieval.store.catalogue import SourceFile
from retrieval.store.database import Database
from retrieval.store.receipts import Receipts
from retrieval.vectors import stored as encodings
from retrieval.vectors.encoding import Embedder, Encoded, EncodedQuery, Vector
from retrieval.vectors.neighbours import Neighbours
from retrieval.vectors.stored import SentenceVector, VectorKind


class Library:
    """One library, shared by any number of threads and processes.

    Each call sees the newest committed state; within `one_state`, all calls of the thread see the same one.
    """

    def __init__(
        self, database: Database, embedder: Embedder | None, *, serve: bool = False, chroma: str | None = None
    ) -> None:
        self._database = database
        self._embedder = embedder
        self._neighbours = Neighbours(database, serve=serve, server=chroma)
        self._reports = Remembered(catalogue.all_reports)
        self._ledger = Remembered(catalogue.ledger)
        self.receipts = Receipts(database)
        self.audit = AuditLog(database)

    @classmethod
    def open(
        cls,
        home: Path,
        embedder: Embedder | None,
        *,
        create: bool = False,
        serve: bool = False,
        chroma: str | None = None,
        reembed: bool = False,
    ) -> Self:
        """Open the library in `home`, or make one with `create`.

        `serve` asks to be the one process that searches in Chroma: for one that lives long; a command that asks once
        is quicker without. With the address of a `chroma` server any number of processes may. `reembed` lets in
        another embedder than the library was built with, for `rebuild` alone. Without an embedder nothing can be
        added, and vectors are not checked against it.

        Raises EmptyLibrary, EmbedderMismatch, NewerLibrary, DamagedLibrary, LibraryNotWritable, LibraryBusy.
        """
        database = Database(home, create=create)
        try:
            if embedder is not None and not reembed:
                with database.read() as connection:
                    changes.check_embedder(connection, embedder)
            return cls(database, embedder, serve=serve, chroma=chroma)
        except BaseException:
            database.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of every file and lock."""
        self._neighbours.close()
        self._database.close()

    @property
    def home(self) -> Path:
        """The library's folder."""
        return self._database.home

    @property
    def generation(self) -> int:
        """The number that each committed change raises."""
        with self._database.read() as connection:
            return catalogue.generation(connection)

    @property
    def state(self) -> tuple[str, int]:
        """What no other state of this library has, nor of one that was restored in its place."""
        with self._database.read() as connection:
            return catalogue.state(connection)

    @property
    def fingerprint(self) -> str:
        """Fingerprint of the embedder that made the vectors; that of this process's own before there are any."""
        with self._database.read() as connection:
            recorded = encodings.fingerprint(connection)
        return recorded or (self._embedder.fingerprint if self._embedder else "")

    @property
    def serving(self) -> bool:
        """Whether this process searches in Chroma."""
        return self._neighbours.serving

    @property
    def level(self) -> bool:
        """Whether Chroma holds what the library holds now, so that searches over all of it need not be exact."""
        return self._neighbours.level

    def one_state(self) -> AbstractContextManager[None]:
        """Let all that this thread reads within the block be of one committed state, whatever others commit."""
        return self._database.one_state()

    # What is held

    def holds(self, sha256: str, *, reader: str | None = None) -> str | None:
        """Return the key of the report that a file of this hash was ingested as (or attached to).

        With `reader`, only where the file was last read by these rules (`ingest.rules.fingerprint`).
        """
        query = "SELECT report FROM files LEFT JOIN readings USING (sha256) WHERE sha256 = ? AND ? IN (reader, '*')"
        with self._database.read() as connection:
            row = connection.execute(query, (sha256, "*" if reader is None else reader)).fetchone()
        return None if row is None else str(row["report"])

    def reports(self) -> list[Report]:
        """Return every report, by authority, then date."""
        with self._database.read() as connection:
            return list(self._reports.read(connection))

    def report(self, key: str) -> Report:
        """Return the report of a key; raises UnknownReport."""
        with self._database.read() as connection:
            return catalogue.get_report(connection, key)

    def resolve(self, name: str) -> Report:
        """Return the report meant by a key or an unambiguous alias ("Surrey 2018"); raises UnknownReport."""
        return naming.find_report(self.reports(), name)

    def passages(self, report: str) -> list[Passage]:
        """Return a report's passages in reading order."""
        with self._database.read() as connection:
            return catalogue.passages_of(connection, report)

    def passage_counts(self) -> dict[str, int]:
        """Return how many passages each report has."""
        with self._database.read() as connection:
            return catalogue.passage_counts(connection)

    def passage(self, passage_id: str) -> Passage:
        """Return the passage of an id; raises KeyError: ids come from the library, never from a person."""
        return self.passages_by_id([passage_id])[passage_id]

    def passages_by_id(self, ids: Iterable[str]) -> dict[str, Passage]:
        """Return the passages of these ids; those not held are left out."""
        with self._database.read() as connection:
            return catalogue.passages_with(connection, ids)

    def texts_holding(self, groups: Sequence[Sequence[str]], reports: Sequence[str] | None = None) -> list[PrintedText]:
        """Return the text of all passages that hold every one of the letters of any group, in reading order."""
        with self._database.read() as connection:
            return catalogue.texts_holding(connection, groups, reports)

    def find(self, report: str, label: str) -> Passage:
        """Return a report's passage by label, in any form that `show` takes; raises UnknownLabel."""
        return naming.find_passage(self.passages(report), label)

    def judgements(self, authority: str | None = None) -> list[LedgerCell]:
        """Return the ledger, by authority, date and printed order; of one authority by any of its names."""
        with self._database.read() as connection:
            return list(self._ledger.read(connection)) if authority is None else catalogue.ledger(connection, authority)

    def chunks(self, report: str) -> list[Chunk]:
        """Return a report's chunks in reading order."""
        with self._database.read() as connection:
            return catalogue.chunks_of(connection, report)

    def chunks_of(self, passages: Iterable[str]) -> list[Chunk]:
        """Return the chunks of passages given by id, those of one report in reading order."""
        with self._database.read() as connection:
            return catalogue.chunks_of_passages(connection, passages)

    def notes(self, report: str) -> list[ReadingNote]:
        """Return what ingest wanted a person to know about a report."""
        with self._database.read() as connection:
            return catalogue.notes_of(connection, report)

    def furniture(self, report: str) -> list[Furniture]:
        """Return what ingest took as page furniture."""
        with self._database.read() as connection:
            return catalogue.furniture_of(connection, report)

    def page_texts(self, report: str) -> list[str]:
        """Return the extracted text of each page, which the passages' spans index."""
        with self._database.read() as connection:
            return catalogue.page_texts_of(connection, report)

    def files(self, report: str | None = None) -> list[SourceFile]:
        """Return the ingested files, attached renditions included, of one report or of all."""
        with self._database.read() as connection:
            return catalogue.files(connection, report)

    def source(self, report: str) -> Path:
        """Return the library's copy of the file that a report was read from."""
        self.report(report)
        return self.home / sources.FOLDER / self.files(report)[0].stored_name

    # Searching

    def keyword_search(
        self, terms: Iterable[str], *, reports: Sequence[str] | None = None, limit: int = 50
    ) -> list[tuple[str, float]]:
        """Return (chunk id, BM25 score; higher is better) of the chunks that hold any of the words or phrases."""
        with self._database.read() as connection:
            return keyword_store.keyword_search(connection, terms, reports=reports, limit=limit)

    def prints(self, word: str) -> bool:
        """Return whether any report held prints a word."""
        return bool(self.keyword_search([word], limit=1))

    def nearest(
        self,
        vector: Vector,
        *,
        kind: VectorKind = "paragraph",
        reports: Sequence[str] | None = None,
        limit: int = 50,
        exact: bool = False,
    ) -> list[Neighbour]:
        """Return the nearest paragraphs or sentences, best first; `exact` never asks Chroma."""
        return self._neighbours.nearest(vector, kind=kind, reports=reports, limit=limit, exact=exact)

    def encoded(self, chunk_ids: Iterable[str]) -> dict[str, Encoded]:
        """Return the stored vectors of chunks; ids not held are left out."""
        with self._database.read() as connection:
            return encodings.load(connection, chunk_ids)

    def sentence_vectors(self, report: str) -> dict[str, list[SentenceVector]]:
        """Return the sentences of a report with their vectors, in reading order, by passage id."""
        with self._database.read() as connection:
            return encodings.sentence_vectors(connection, report)

    def encode_query(self, text: str) -> EncodedQuery:
        """Return the vectors of a question, by the model that made those of the library."""
        return self._model().encode_query(text)

    def catch_up(self) -> None:
        """Bring Chroma level now rather than beside the first questions, where this process serves it."""
        self._neighbours.catch_up()

    # Changing

    def add(self, parsed: ParsedReport, source: Path, *, progress: Progress | None = None) -> Outcome:
        """Take in a report: embed what the cache lacks, then make it visible in one transaction.

        The same file, read the same way, does nothing. A second rendition of a publication is attached to it, or takes
        its place when it is the PDF. Raises KeyTaken when the key belongs to another publication, LibraryBusy,
        LibraryNotWritable.
        """
        return changes.add(self._database, self._model(), parsed, source, progress=progress)

    def remarked(self, parsed: ParsedReport) -> ParsedReport:
        """Return a reading with a note where its publication is held in other words already."""
        with self._database.read() as connection:
            note = changes.remark(connection, parsed)
        return parsed if note is None else replace(parsed, notes=(*parsed.notes, note))

    def mend_source(self, sha256: str, source: Path) -> bool:
        """Put a file in the place of the library's own damaged or missing copy of it; return whether that was so."""
        return changes.mend_source(self._database, sha256, source)

    def remove(self, report: str) -> None:
        """Take a report out of every index, with the files attached to it; raises UnknownReport."""
        changes.remove(self._database, report)

    def rebuild(self, *, progress: Progress | None = None) -> None:
        """Make every index anew from the catalogue, embedding what has no sound vectors of this embedder.

        Raises DamagedLibrary, with what is damaged, where the catalogue itself is: no index can be made of that.
        """
        if found := upkeep.catalogue_problems(self._database):
            raise DamagedLibrary(
                f"Nothing was rebuilt, since the library itself is damaged: {' '.join(found[:3])}",
                remedy="Restore a backup with `inspection-qa restore BACKUP`, or ingest the reports again.",
            )
        changes.rebuild(self._database, self._embedder, progress=progress)
        self._neighbours.rebuild()

    def verify(self) -> list[str]:
        """Return, in plain sentences, all that does not agree; [] for a sound library."""
        found = list(upkeep.problems(self._database))
        try:
            return [*found, *self._neighbours.problems()]
        except DamagedLibrary as damage:
            return found or [damage.message]

    def backup(self, path: Path) -> None:
        """Write the whole library into one file."""
        upkeep.backup(self._database, path)

    @staticmethod
    def restore(path: Path, home: Path) -> None:
        """Unpack a backup into a folder that holds no library yet."""
        upkeep.restore(path, home)

    def _model(self) -> Embedder:
        if self._embedder is None:
            raise LibraryError("This library was opened for reading only.", remedy="Open it with an embedding model.")
        return self._embedder
