"""Rows of vectors in Chroma, in this process or on a Chroma server; `vector_index.py` says what they must be.

VectorsFault
├── VectorsDamaged      it holds other than what was written: make it anew
└── VectorsUnavailable  the server is down, slow or another: what it holds may be sound, so wait for it
"""

import shutil
import sqlite3
import zlib
from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import numpy as np

from retrieval.vectors.encoding import Vector
from retrieval.vectors.stored import VectorKind

if TYPE_CHECKING:
    import httpx
    from chromadb.api.client import Client
    from chromadb.api.collection_configuration import CreateCollectionConfiguration
    from chromadb.api.models.Collection import Collection
    from chromadb.config import Settings

KINDS: tuple[VectorKind, ...] = ("paragraph", "sentence")
# Cosine space and unit vectors: Chroma's default, L2 over whatever comes, hid some rows from their own vector.
# Search breadth, for 200 questions over 77 reports: of the best 50 sentences 95.8 % were found at the default of 100,
# 98.4 % at 200, 99.6 % at 400 (of paragraphs 97.9, 99.4, 99.9 %), for 1.2, 1.8 and 1.9 ms.
_INDEX: "CreateCollectionConfiguration" = {"hnsw": {"space": "cosine", "ef_search": 400}}
_PIECE = 2**20
_REQUEST_ROWS = 500
"""Rows in one request to a server: Chroma allows 5,461, which a busy one does not take in time."""
_PATIENCE = 5.0
"""Seconds that one request to a server may take: on two busy cores a search took 6 ms, adding 500 rows 1.1 s."""


class VectorsFault(Exception):
    """The vectors in Chroma cannot be used; the caller searches exactly."""


class VectorsDamaged(VectorsFault):
    """Chroma failed, or holds other than what was written."""


class VectorsUnavailable(VectorsFault):
    """The Chroma server cannot be used now."""


class VectorStore(ABC):
    """Two collections, of paragraphs and of sentences; opened on first use, because importing chromadb takes 1.8 s.

    Every method but `close` may raise a VectorsFault.
    """

    def __init__(self) -> None:
        self._client: Client | None = None
        self._collections: dict[VectorKind, Collection] = {}
        self.opened: str | None = None
        """Name of the collections that are open."""

    def open(self, name: str, *, create: bool = False) -> None:
        """Open the collections of this name, or `create` them; raises VectorsDamaged where they are missing."""
        self.close()
        with self._faults():
            self._client = self._connect(name, create)
            for kind in KINDS:
                own = self._collection_name(name, kind)
                self._collections[kind] = (
                    self._client.create_collection(own, embedding_function=None, configuration=_INDEX)
                    if create
                    else self._client.get_collection(own, embedding_function=None)
                )
        self.opened = name

    @abstractmethod
    def drop(self, name: str | None) -> None:
        """Delete the collections of this name, where there are any; None is a name that was lost."""

    def checksums(self, name: str) -> dict[str, int]:  # noqa: ARG002 - a server looks after its own files
        """Return the checksum of each file that holds these collections, {} where they are not in this process's care.

        Raises VectorsDamaged where one cannot be read.
        """
        return {}

    def count(self, kind: VectorKind) -> int:
        """Return how many rows there are."""
        with self._faults():
            return int(self._collections[kind].count())

    def add(self, kind: VectorKind, report: str, identifiers: Sequence[str], matrix: Vector) -> None:
        """Add a report's rows."""
        with self._faults():
            size = self._request_rows()
            for start in range(0, len(identifiers), size):
                rows = identifiers[start : start + size]
                self._collections[kind].add(
                    ids=list(rows),
                    embeddings=matrix[start : start + size],
                    metadatas=[{"report": report} for _ in rows],
                )

    def delete(self, kind: VectorKind, report: str) -> None:
        """Delete a report's rows."""
        with self._faults():
            self._collections[kind].delete(where={"report": report})

    def rows(self, kind: VectorKind, report: str) -> dict[str, Vector]:
        """Return a report's rows by identifier."""
        with self._faults():
            held = self._collections[kind].get(where={"report": report}, include=["embeddings"])
        return dict(zip(held["ids"], np.asarray(held["embeddings"], dtype=np.float32), strict=True))

    def nearest(self, kind: VectorKind, vector: Vector, limit: int) -> list[tuple[str, float]]:
        """Return (identifier, cosine) of the nearest rows, best first."""
        with self._faults():
            found = self._collections[kind].query(
                query_embeddings=[vector.tolist()], n_results=limit, include=["distances"]
            )
        distances = (found["distances"] or [[]])[0]
        return [(row, 1.0 - distance) for row, distance in zip(found["ids"][0], distances, strict=True)]

    def close(self) -> None:
        """Let go of Chroma, sound or not."""
        client, self._client, self._collections, self.opened = self._client, None, {}, None
        if client is not None:
            with self._faults():
                client.close()

    @abstractmethod
    def _connect(self, name: str, create: bool) -> "Client": ...

    @abstractmethod
    def _collection_name(self, name: str, kind: VectorKind) -> str: ...

    def _request_rows(self) -> int:
        assert self._client is not None
        return int(self._client.get_max_batch_size())

    @contextmanager
    def _faults(self) -> Iterator[None]:
        """Turn whatever Chroma raises into a VectorsFault."""
        try:
            yield
        except (KeyboardInterrupt, SystemExit, GeneratorExit, VectorsFault):
            raise
        except BaseException as error:
            # A damaged file makes its Rust core panic, which is no `Exception`.
            raise self._explained(error) from error

    def _explained(self, error: BaseException) -> VectorsFault:
        return VectorsDamaged(_words(error))


class EmbeddedStore(VectorStore):
    """Chroma in this process, which must be the only one that opens `folder`."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._folder = folder

    def drop(self, name: str | None) -> None:  # noqa: ARG002 - nobody else's are in this folder
        """Delete all that is there."""
        shutil.rmtree(self._folder, ignore_errors=True)

    def checksums(self, name: str) -> dict[str, int]:
        """Return the checksum of each file of an index; Chroma's SQLite file, which it writes when it opens, is checked
        by SQLite."""
        folder = self._folder / name
        files = [file for file in sorted(folder.glob("*/*")) if file.is_file()]
        try:
            return {file.relative_to(folder).as_posix(): _checksum(file) for file in files}
        except OSError as error:
            raise VectorsDamaged(_words(error)) from error

    def _connect(self, name: str, create: bool) -> "Client":
        import chromadb  # noqa: PLC0415 - takes 1.8 s, and most commands never search in Chroma

        folder = self._folder / name
        if create:
            self._folder.mkdir(mode=0o700, exist_ok=True)
            folder.mkdir(mode=0o700)
        elif not folder.is_dir():
            raise VectorsDamaged("its folder is missing")
        else:
            _check_database(folder / "chroma.sqlite3")
        return cast("Client", chromadb.PersistentClient(folder, settings=_settings()))

    def _collection_name(self, name: str, kind: VectorKind) -> str:  # noqa: ARG002 - each name has its own folder
        return kind


class ServerStore(VectorStore):
    """Chroma behind `chroma run`, which any number of processes may use at once."""

    def __init__(self, address: str) -> None:
        super().__init__()
        self._address = address
        self._connections: list[httpx.Client] = []

    def drop(self, name: str | None) -> None:
        """Delete these collections on the server."""
        from chromadb.errors import NotFoundError  # noqa: PLC0415

        if name is None:
            return
        with self._faults():
            self._client = self._connect(name, create=False)
            for kind in KINDS:
                with suppress(NotFoundError):
                    self._client.delete_collection(self._collection_name(name, kind))
        self.close()

    def _connect(self, name: str, create: bool) -> "Client":  # noqa: ARG002 - one server holds the collections of every name
        import chromadb  # noqa: PLC0415
        import httpx  # noqa: PLC0415 - what Chroma's own client is made of

        self._check_version(httpx.get(f"{self._address}/api/v2/version", timeout=_PATIENCE))
        address = httpx.URL(self._address)
        secure = address.scheme == "https"
        client = cast(
            "Client",
            chromadb.HttpClient(
                address.host, address.port or (443 if secure else 80), ssl=secure, settings=_settings()
            ),
        )
        # Chroma's client waits for ever, and leaves its connections open when it is closed; neither can be set.
        internals: Any = client
        self._connections = [internals._server._session, internals._admin_client._server._session]
        for connections in self._connections:
            connections.timeout = httpx.Timeout(_PATIENCE)
        return client

    def close(self) -> None:
        """Let go of the server."""
        super().close()
        for connections in self._connections:
            connections.close()
        self._connections = []

    def _check_version(self, response: "httpx.Response") -> None:
        version = response.text.strip().strip('"')
        if response.status_code != 200 or not version.startswith("1."):
            raise VectorsUnavailable(
                f"{self._address} is no Chroma server of version 1 (it answers {response.status_code} {version[:40]!r})"
            )

    def _collection_name(self, name: str, kind: VectorKind) -> str:
        return f"inspection-qa-{name}-{kind}"

    def _request_rows(self) -> int:
        return min(super()._request_rows(), _REQUEST_ROWS)

    def _explained(self, error: BaseException) -> VectorsFault:
        from chromadb.errors import NotFoundError  # noqa: PLC0415

        if isinstance(error, NotFoundError):
            return VectorsDamaged(_words(error))
        return VectorsUnavailable(f"the Chroma server at {self._address} does not answer ({_words(error)})")


def _check_database(path: Path) -> None:
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            (found,) = connection.execute("PRAGMA quick_check(1)").fetchone()
    except sqlite3.Error as error:
        raise VectorsDamaged(_words(error)) from error
    if found != "ok":
        raise VectorsDamaged(str(found))


def _checksum(path: Path) -> int:
    found = 0
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            found = zlib.crc32(piece, found)
    return found


def _settings() -> "Settings":
    from chromadb.config import Settings  # noqa: PLC0415

    return Settings(anonymized_telemetry=False)


def _words(error: BaseException) -> str:
    return " ".join(str(error).split())[:200] or type(error).__name__
