"""Paragraph and sentence vectors in Chroma: derived from SQLite, behind it at worst, rebuilt when damaged.

Chroma's embedded client is for one process alone, so only the holder of the vector lock opens it. Beside its folder
`state.json` tells which version of each report it holds; a report is marked there before its rows are touched and
entered after, so a crash in between makes the next catch-up delete and add that report's rows again.
"""

import json
import logging
import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, cast
from uuid import uuid4

import numpy as np

from retrieval.encoding import Vector
from retrieval.encodings import Block, VectorKind
from retrieval.exact import Hit

if TYPE_CHECKING:
    from chromadb.api.client import Client
    from chromadb.api.collection_configuration import CreateCollectionConfiguration
    from chromadb.api.models.Collection import Collection

FOLDER = "vectors"
KINDS: tuple[VectorKind, ...] = ("paragraph", "sentence")
_logger = logging.getLogger(__name__)
# Cosine space and unit vectors: Chroma's default, L2 over whatever comes, hid some rows from their own vector.
# Search breadth, for 200 questions over 77 reports: of the best 50 sentences 95.8 % were found at the default of 100,
# 98.4 % at 200, 99.6 % at 400 (of paragraphs 97.9, 99.4, 99.9 %), for 1.2, 1.8 and 1.9 ms.
_INDEX: "CreateCollectionConfiguration" = {"hnsw": {"space": "cosine", "ef_search": 400}}

_UNDER_WAY = -1
"""Version of a report whose rows may be there in part."""

ReadBlock = Callable[[str, VectorKind], Block]


class VectorsDamaged(Exception):
    """Chroma failed, or holds other than what was written. The caller searches exactly and rebuilds."""


@dataclass(slots=True)
class _State:
    """What Chroma holds: `reports` maps a key to (version, paragraph rows, sentence rows)."""

    origin: str
    folder: str
    reports: dict[str, list[int]] = field(default_factory=dict)

    def rows(self, kind: VectorKind) -> int:
        """How many rows of a kind there must be."""
        return sum(held[1 + KINDS.index(kind)] for held in self.reports.values())


class VectorStore:
    """The Chroma folder of one library; opened on first use, because importing chromadb takes 1.8 s."""

    def __init__(self, home: Path) -> None:
        self._folder = home / FOLDER
        self._client: Client | None = None
        self._collections: dict[VectorKind, Collection] = {}
        self._state: _State | None = None
        self._busy = Lock()

    def is_level(self, origin: str, versions: Mapping[str, int]) -> bool:
        """Whether Chroma is open and holds exactly these versions of the reports. `origin` names library and model."""
        state = self._state
        return (
            bool(self._collections)
            and state is not None
            and state.origin == origin
            and {key: held[0] for key, held in state.reports.items()} == versions
        )

    def catch_up(
        self, origin: str, versions: Mapping[str, int], read: ReadBlock, *, stop: Callable[[], bool] = lambda: False
    ) -> None:
        """Bring Chroma level, report by report, starting anew where it is missing, damaged or of another origin."""
        with self._busy:
            try:
                self._level(origin, versions, read, stop)
            except VectorsDamaged as damage:
                _logger.warning("The vector index in %s is rebuilt from the library: %s", self._folder, damage)
                self._start_anew(origin)
                self._level(origin, versions, read, stop)

    def nearest(self, vector: Vector, *, kind: VectorKind, limit: int) -> list[Hit]:
        """Return the nearest rows, best first; raise VectorsDamaged when Chroma fails or finds too few."""
        state = self._state
        if state is None or not self._collections:
            raise VectorsDamaged("it is not open")
        wanted = min(limit, state.rows(kind))
        if not wanted:
            return []
        with _faults():
            found = self._collections[kind].query(
                query_embeddings=[vector.tolist()], n_results=wanted, include=["distances"]
            )
        ids, distances = found["ids"][0], (found["distances"] or [[]])[0]
        if len(ids) < wanted:
            # Chroma opens without its index files, and then finds next to nothing without a word.
            raise VectorsDamaged(f"{len(ids)} of {wanted} nearest rows were found")
        return [
            (*_parts(identifier, kind), 1.0 - distance) for identifier, distance in zip(ids, distances, strict=True)
        ]

    def problems(self, origin: str, versions: Mapping[str, int], read: ReadBlock) -> list[str]:
        """Return, in plain sentences, where Chroma is wrong; where it has yet to catch up, that is no fault."""
        with self._busy:
            try:
                state = self._read_state()
                if state is None or state.origin != origin:
                    return []
                held = {key: rows[0] for key, rows in self._opened(origin).reports.items()}
                level = [key for key, version in held.items() if versions.get(key) == version]
                return [problem for key in level for kind in KINDS for problem in self._compared(key, kind, read)]
            except VectorsDamaged as damage:
                return [f"The vector index cannot be used: {damage}."]

    def discard(self, reason: str) -> None:
        """Forget the index, so that the next catch-up makes it anew."""
        with self._busy:
            _logger.warning("The vector index in %s will be rebuilt from the library: %s", self._folder, reason)
            self._close()
            self._state = None
            shutil.rmtree(self._folder, ignore_errors=True)

    def close(self) -> None:
        """Let go of Chroma."""
        with self._busy:
            self._close()

    def _close(self) -> None:
        client, self._client, self._collections = self._client, None, {}
        if client is not None:
            with _faults():
                client.close()

    def _level(self, origin: str, versions: Mapping[str, int], read: ReadBlock, stop: Callable[[], bool]) -> None:
        state = self._opened(origin)
        for key in [key for key in state.reports if key not in versions]:
            self._delete(key)
            del state.reports[key]
            self._save()
        for key, version in versions.items():
            if stop():
                return
            if key not in state.reports or state.reports[key][0] != version:
                self._delete(key)
                state.reports[key] = [version, *(self._add(key, kind, read(key, kind)) for kind in KINDS)]
                self._save()

    def _opened(self, origin: str) -> _State:
        if self._collections and self._state is not None and self._state.origin == origin:
            return self._state
        self._close()
        state = self._read_state()
        if state is None:
            return self._start_anew(origin)
        if state.origin != origin:
            raise VectorsDamaged("it was made from another library or embedding model")
        if not (self._folder / state.folder).is_dir():
            raise VectorsDamaged("its folder is missing")
        self._open(state)
        for kind in KINDS:
            expected = state.rows(kind)
            with _faults():
                count = self._collections[kind].count()
            # More is the trace of an interrupted catch-up, whose repetition deletes them.
            if count < expected:
                raise VectorsDamaged(f"{count} of {expected} {kind} vectors are there")
        return state

    def _start_anew(self, origin: str) -> _State:
        # A new folder each time: this process may still hold files of the damaged one.
        self._close()
        shutil.rmtree(self._folder, ignore_errors=True)
        state = _State(origin, folder=f"chroma-{uuid4().hex[:8]}")
        (self._folder / state.folder).mkdir(parents=True)
        self._open(state)
        self._save()
        return state

    def _open(self, state: _State) -> None:
        import chromadb  # noqa: PLC0415 - takes 1.8 s, and most commands never search in Chroma
        from chromadb.config import Settings  # noqa: PLC0415

        with _faults():
            self._client = cast(
                "Client",
                chromadb.PersistentClient(self._folder / state.folder, settings=Settings(anonymized_telemetry=False)),
            )
            for kind in KINDS:
                self._collections[kind] = self._client.get_or_create_collection(
                    kind, embedding_function=None, configuration=_INDEX
                )
        self._state = state

    def _delete(self, report: str) -> None:
        assert self._state is not None
        self._state.reports[report] = [_UNDER_WAY, 0, 0]
        self._save()
        for kind in KINDS:
            with _faults():
                self._collections[kind].delete(where={"report": report})

    def _add(self, report: str, kind: VectorKind, block: Block) -> int:
        assert self._client is not None
        identifiers = _identifiers(block)
        size = self._client.get_max_batch_size()
        for start in range(0, len(identifiers), size):
            with _faults():
                self._collections[kind].add(
                    ids=identifiers[start : start + size],
                    embeddings=block.matrix[start : start + size],
                    metadatas=[{"report": report} for _ in identifiers[start : start + size]],
                )
        return len(identifiers)

    def _compared(self, report: str, kind: VectorKind, read: ReadBlock) -> Iterator[str]:
        with _faults():
            held = self._collections[kind].get(where={"report": report}, include=["embeddings"])
        block = read(report, kind)
        expected = dict(zip(_identifiers(block), block.matrix, strict=True))
        if set(held["ids"]) != set(expected):
            yield f"Chroma holds {len(held['ids'])} {kind} vectors of {report}, the library {len(expected)}."
            return
        vectors = np.asarray(held["embeddings"], dtype=np.float32)
        if any(
            not np.allclose(vector, expected[key], atol=1e-4) for key, vector in zip(held["ids"], vectors, strict=True)
        ):
            yield f"Chroma holds other {kind} vectors of {report} than the library."

    def _read_state(self) -> _State | None:
        path = self._folder / "state.json"
        if not path.is_file():
            return None
        try:
            return _State(**json.loads(path.read_text("utf-8")))
        except (ValueError, TypeError) as error:
            raise VectorsDamaged(f"{path.name} cannot be read") from error

    def _save(self) -> None:
        assert self._state is not None
        state: dict[str, Any] = {
            "origin": self._state.origin,
            "folder": self._state.folder,
            "reports": self._state.reports,
        }
        new = self._folder / "state.new"
        new.write_text(json.dumps(state), "utf-8")
        os.replace(new, self._folder / "state.json")


@contextmanager
def _faults() -> Iterator[None]:
    """Turn whatever Chroma raises into VectorsDamaged."""
    try:
        yield
    except (KeyboardInterrupt, SystemExit, GeneratorExit):
        raise
    except BaseException as error:
        # A damaged file makes its Rust core panic, which is no `Exception`.
        raise VectorsDamaged(" ".join(str(error).split())[:200] or type(error).__name__) from error


def _identifiers(block: Block) -> list[str]:
    if block.sentences is None:
        return block.chunks
    return [f"{chunk}#{number}" for chunk, number in zip(block.chunks, block.sentences, strict=True)]


def _parts(identifier: str, kind: VectorKind) -> tuple[str, int | None]:
    if kind == "paragraph":
        return identifier, None
    chunk, _, number = identifier.rpartition("#")
    return chunk, int(number)
