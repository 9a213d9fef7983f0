"""Nearest neighbours: from Chroma over a whole library, where this process serves it; else exactly.

Measured with 77 reports (12,000 paragraphs, 35,000 to 45,000 sentences): a selection of reports takes an exact search
0.3 ms (one report) to 5 ms (60), Chroma's filter 10 to 80 ms. So Chroma answers for the whole library only, in 2 ms
where the exact search takes 5 ms; what it saves grows with the library, and it needs no memory for every vector.
"""

import json
import logging
import sqlite3
from collections.abc import Mapping, Sequence
from threading import Event, Lock, Thread

from filelock import BaseFileLock

from retrieval import catalogue, encodings
from retrieval.database import Database
from retrieval.encoding import Vector
from retrieval.encodings import Block, VectorKind
from retrieval.errors import LibraryError
from retrieval.exact import ExactSearch, Hit
from retrieval.locks import claim_vectors
from retrieval.models import Neighbour
from retrieval.vector_store import VectorsDamaged, VectorStore

_logger = logging.getLogger(__name__)


class Neighbours:
    """Searches the vectors of one library. Catching up runs beside the questions, which meanwhile are exact."""

    def __init__(self, database: Database, *, serve: bool) -> None:
        self._database = database
        self._exact = ExactSearch()
        self._lock: BaseFileLock | None = claim_vectors(database.home) if serve and database.writable else None
        self._store = VectorStore(database.home) if self._lock else None
        self._stopping = Event()
        self._follower: Thread | None = None
        self._starting = Lock()

    @property
    def serving(self) -> bool:
        """Whether this process is the one that uses Chroma."""
        return self._store is not None

    def nearest(
        self, vector: Vector, *, kind: VectorKind, reports: Sequence[str] | None, limit: int, exact: bool
    ) -> list[Neighbour]:
        """Return the `limit` nearest vectors of a kind among the reports (None: all), best first."""
        with self._database.read() as connection:
            versions = catalogue.versions(connection)
            wanted = versions if reports is None else {key: versions[key] for key in reports if key in versions}
            if wanted == versions and not exact:
                hits = self._served(connection, versions, vector, kind=kind, limit=limit)
                # A hit whose chunk is gone: another process has changed the library between the two looks.
                if hits is not None and len(found := _located(connection, hits)) == len(hits):
                    return found
            return _located(
                connection, self._exact.nearest(connection, vector, kind=kind, versions=wanted, limit=limit)
            )

    def catch_up(self) -> None:
        """Bring Chroma level with the library now; does nothing where another process serves it."""
        if self._store is None:
            return
        with self._database.read() as connection:
            origin, versions = _origin(connection), catalogue.versions(connection)
        self._store.catch_up(origin, versions, self._read_block, stop=self._stopping.is_set)

    def problems(self) -> list[str]:
        """Return where Chroma differs from the library; [] where another process serves it."""
        if self._store is None:
            return []
        with self._database.read() as connection:
            origin, versions = _origin(connection), catalogue.versions(connection)
        return self._store.problems(origin, versions, self._read_block)

    def rebuild(self) -> None:
        """Make Chroma anew."""
        if self._store is not None:
            self._store.discard("asked for")
            self.catch_up()

    def close(self) -> None:
        """Stop catching up, let go of Chroma and of its lock."""
        self._stopping.set()
        if self._follower is not None:
            self._follower.join()
        if self._store is not None:
            self._store.close()
        if self._lock is not None:
            self._lock.release()

    def _served(
        self,
        connection: sqlite3.Connection,
        versions: Mapping[str, int],
        vector: Vector,
        *,
        kind: VectorKind,
        limit: int,
    ) -> list[Hit] | None:
        """Return Chroma's hits, or None where it is not (yet) fit to answer."""
        if self._store is None:
            return None
        if not self._store.is_level(_origin(connection), versions):
            self._follow()
            return None
        try:
            return self._store.nearest(vector, kind=kind, limit=limit)
        except VectorsDamaged as damage:
            self._store.discard(str(damage))
            self._follow()
            return None

    def _follow(self) -> None:
        with self._starting:
            if (self._follower is None or not self._follower.is_alive()) and not self._stopping.is_set():
                self._follower = Thread(target=self._catch_up_quietly, name="vector-catch-up", daemon=True)
                self._follower.start()

    def _catch_up_quietly(self) -> None:
        try:
            self.catch_up()
        except (VectorsDamaged, LibraryError, OSError) as error:
            _logger.warning("The vector index could not be brought up to date; searches are exact: %s", error)

    def _read_block(self, report: str, kind: VectorKind) -> Block:
        with self._database.read() as connection:
            return encodings.block(connection, report, kind)


def _origin(connection: sqlite3.Connection) -> str:
    row = connection.execute(
        "SELECT identity, fingerprint FROM library LEFT JOIN embedders ON embedders.id = library.embedder"
    ).fetchone()
    return f"{row['identity']} {row['fingerprint']}"


def _located(connection: sqlite3.Connection, hits: Sequence[Hit]) -> list[Neighbour]:
    """Return where the hits stand in their passages; hits whose chunk is gone are left out."""
    found = connection.execute(
        "SELECT id, passage, start, length(text) AS length, sentences FROM chunks "
        "WHERE id IN (SELECT value FROM json_each(?))",
        (json.dumps([chunk for chunk, _, _ in hits]),),
    )
    chunks = {row["id"]: row for row in found}
    neighbours = []
    for chunk, sentence, score in hits:
        if (row := chunks.get(chunk)) is not None:
            start, end = (
                (row["start"], row["start"] + row["length"])
                if sentence is None
                else json.loads(row["sentences"])[sentence]
            )
            neighbours.append(Neighbour(chunk, row["passage"], start, end, score))
    return neighbours
