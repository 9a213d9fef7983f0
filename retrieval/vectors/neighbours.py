"""Nearest neighbours: from Chroma over a whole library, where this process serves it; else exactly.

Measured with 77 reports (12,000 paragraphs, 35,000 to 45,000 sentences): a selection of reports takes an exact search
0.3 ms (one report) to 5 ms (60), Chroma's filter 10 to 80 ms. So Chroma answers for the whole library only, in 2 ms
where the exact search takes 5 ms; what it saves grows with the library, and it needs no memory for every vector.

Chroma's embedded client is for one process alone, so only the holder of the vector lock opens its folder. On a Chroma
server every process searches, and whoever holds the server lock brings the rows level.
"""

import json
import logging
import sqlite3
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from threading import Event, Lock, Thread

from filelock import BaseFileLock

from retrieval.errors import LibraryError
from retrieval.models import Neighbour
from retrieval.store import catalogue
from retrieval.store.database import Database
from retrieval.store.locks import PATIENCE, SERVER_LOCK, claim_vectors
from retrieval.vectors import stored as encodings
from retrieval.vectors.encoding import Vector
from retrieval.vectors.exact import ExactSearch, Hit
from retrieval.vectors.stored import Block, VectorKind
from retrieval.vectors.vector_index import VectorIndex
from retrieval.vectors.vector_store import EmbeddedStore, ServerStore, VectorsDamaged, VectorsFault, VectorsUnavailable

FOLDER = "vectors"
SERVER_FOLDER = "server-vectors"
"""Holds what is known about the rows on a server; apart, so that a process without the setting never takes it for its
own."""
_REST = 30.0
"""Seconds of exact search after a server failed, before it is tried again."""
_logger = logging.getLogger(__name__)


class Neighbours:
    """Searches the vectors of one library. Catching up runs beside the questions, which meanwhile are exact."""

    def __init__(self, database: Database, *, serve: bool, server: str | None = None) -> None:
        self._database = database
        self._exact = ExactSearch()
        self._lock: BaseFileLock | None = None
        self._index: VectorIndex | None = None
        self._shared = server is not None
        if serve and database.writable and server is not None:
            self._index = VectorIndex(ServerStore(server), database.home / SERVER_FOLDER)
        elif serve and database.writable and (lock := claim_vectors(database.home)) is not None:
            self._lock = lock
            self._index = VectorIndex(EmbeddedStore(database.home / FOLDER), database.home / FOLDER)
        self._stopping = Event()
        self._follower: Thread | None = None
        self._starting = Lock()
        self._rest_until = 0.0

    @property
    def serving(self) -> bool:
        """Whether this process searches in Chroma."""
        return self._index is not None

    @property
    def level(self) -> bool:
        """Whether Chroma holds what the library holds now."""
        if self._index is None:
            return False
        with self._database.read() as connection:
            return self._index.is_level(_origin(connection), catalogue.versions(connection))

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
        """Bring Chroma level with the library now, or leave it to another process that is at it; raises VectorsFault.

        Does nothing where this process does not search in Chroma.
        """
        if self._index is None:
            return
        with self._database.read() as connection:
            origin, versions = _origin(connection), catalogue.versions(connection)
        with self._changing() as mine:
            if mine:
                self._index.catch_up(origin, versions, self._read_block, stop=self._stopping.is_set)
            else:
                self._index.join(origin)

    def problems(self) -> list[str]:
        """Return where Chroma differs from the library; [] where another process serves it."""
        if self._index is None:
            return []
        with self._database.read() as connection:
            origin, versions = _origin(connection), catalogue.versions(connection)
        with self._changing(patience=PATIENCE) as mine:
            return self._index.problems(origin, versions, self._read_block) if mine else []

    def rebuild(self) -> None:
        """Make Chroma anew."""
        try:
            self._discard("asked for", patience=PATIENCE)
            self.catch_up()
        except VectorsFault as fault:
            raise LibraryError(
                f"Every index was built again but the one in Chroma: {fault}.",
                remedy="Searches are exact without it. Mend that and run `inspection-qa rebuild` again"
                + (", or unset INSPECTION_QA_CHROMA." if self._shared else "."),
            ) from fault

    def close(self) -> None:
        """Stop catching up, let go of Chroma and of its lock."""
        self._stopping.set()
        if self._follower is not None:
            self._follower.join()
        if self._index is not None:
            self._index.close()
        if self._lock is not None:
            self._lock.release()

    @contextmanager
    def _changing(self, *, patience: float = 0) -> Iterator[bool]:
        """Say whether this process may change the rows in Chroma, for as long as the block lasts."""
        lock = claim_vectors(self._database.home, SERVER_LOCK, patience=patience) if self._shared else None
        try:
            yield lock is not None or not self._shared
        finally:
            if lock is not None:
                lock.release()

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
        if self._index is None:
            return None
        try:
            hits = self._index.nearest(_origin(connection), versions, vector, kind=kind, limit=limit)
        except VectorsUnavailable as fault:
            self._index.close()
            self._rest(fault)
            return None
        except VectorsDamaged as damage:
            self._discard(str(damage))
            hits = None
        if hits is None:
            self._follow()
        return hits

    def _discard(self, reason: str, *, patience: float = 0) -> None:
        with self._changing(patience=patience) as mine:
            if mine and self._index is not None:
                self._index.discard(reason)

    def _rest(self, fault: VectorsUnavailable) -> None:
        """Search exactly for a while, and say so the first time."""
        if not self._rest_until:
            _logger.warning("Searches are exact, and over many reports slower, until this is mended: %s.", fault)
        self._rest_until = time.monotonic() + _REST

    def _follow(self) -> None:
        with self._starting:
            under_way = self._follower is not None and self._follower.is_alive()
            if not under_way and not self._stopping.is_set() and time.monotonic() >= self._rest_until:
                self._follower = Thread(target=self._catch_up_quietly, name="vector-catch-up", daemon=True)
                self._follower.start()

    def _catch_up_quietly(self) -> None:
        try:
            self.catch_up()
        except VectorsUnavailable as fault:
            self._rest(fault)
        except (VectorsFault, LibraryError, OSError) as error:
            _logger.warning("The vector index could not be brought up to date; searches are exact: %s", error)
        else:
            if self._rest_until:
                _logger.warning("The Chroma server answers again.")
            self._rest_until = 0.0

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
