"""Vectors in Chroma as a derived index: behind SQLite at worst, brought level report by report, rebuilt when damaged.

Beside it `state.json` tells which version of each report it holds; a report is marked there before its rows are
touched and entered after, so a catch-up that was stopped in between deletes and adds that report's rows again. Only
one process at a time brings it level (its caller sees to that); others that share a server read the state anew.

Chroma reads its files without looking at them: a damaged one ends the whole process. So once nothing more is written
the files are sealed by their checksums, and files that are not as they were sealed are never opened, but made anew.
"""

import json
import logging
import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from threading import Lock
from uuid import uuid4

import numpy as np

from retrieval.vectors.encoding import Vector
from retrieval.vectors.exact import Hit
from retrieval.vectors.stored import Block, VectorKind
from retrieval.vectors.vector_store import KINDS, VectorsDamaged, VectorsFault, VectorStore

STATE = "state.json"
_UNDER_WAY = -1
"""Version of a report whose rows may be there in part."""
_logger = logging.getLogger(__name__)

ReadBlock = Callable[[str, VectorKind], Block]


@dataclass(frozen=True, slots=True)
class _State:
    """What Chroma holds: `reports` maps a key to (version, paragraph rows, sentence rows)."""

    origin: str
    """Of which library, by which embedding model."""
    folder: str
    """Name of the collections."""
    reports: dict[str, list[int]] = field(default_factory=dict)
    seal: dict[str, int] | None = None
    """Checksums of the store's files; None while they are being changed, and after a death at that."""

    def holds(self, origin: str, versions: Mapping[str, int]) -> bool:
        """Whether it holds exactly these versions of the reports."""
        return self.origin == origin and {key: held[0] for key, held in self.reports.items()} == versions

    @property
    def interrupted(self) -> bool:
        """Whether whoever changed the rows last was killed at it."""
        return self.seal is None or any(held[0] == _UNDER_WAY for held in self.reports.values())

    def rows(self, kind: VectorKind) -> int:
        """How many rows of a kind there must be."""
        return sum(held[1 + KINDS.index(kind)] for held in self.reports.values())


class VectorIndex:
    """The vectors of one library in one `store`, with their state in `folder`."""

    def __init__(self, store: VectorStore, folder: Path) -> None:
        self._store = store
        self._folder = folder
        self._read: tuple[object, _State | None] = (None, None)
        """What tells one state file from the next, and the state that was read from it; always set together."""
        self._written: _State | None = None
        """The state as this process leaves it, while it changes the rows."""
        self._busy = Lock()

    def is_level(self, origin: str, versions: Mapping[str, int]) -> bool:
        """Whether it is open and holds exactly these versions of the reports. `origin` names library and model."""
        state = self._newest_state()
        return state is not None and self._store.opened == state.folder and state.holds(origin, versions)

    def catch_up(
        self, origin: str, versions: Mapping[str, int], read: ReadBlock, *, stop: Callable[[], bool] = lambda: False
    ) -> None:
        """Bring it level, starting anew where it is missing, damaged or of another origin."""
        with self._busy:
            try:
                self._level(origin, versions, read, stop)
            except VectorsDamaged as damage:
                _logger.warning("The vector index in %s is rebuilt from the library: %s", self._folder, damage)
                self._start_anew(origin)
                self._level(origin, versions, read, stop)

    def join(self, origin: str) -> None:
        """Open what another process keeps level."""
        with self._busy:
            state = self._newest_state()
            if state is not None and state.origin == origin:
                self._ensure_open(state)

    def nearest(
        self, origin: str, versions: Mapping[str, int], vector: Vector, *, kind: VectorKind, limit: int
    ) -> list[Hit] | None:
        """Return the nearest rows, best first; None where it is not level. Raises VectorsFault."""
        state = self._newest_state()
        if state is None or not self.is_level(origin, versions):
            return None
        wanted = min(limit, state.rows(kind))
        try:
            found = self._store.nearest(kind, vector, wanted) if wanted else []
            if len(found) < wanted:
                # Chroma opens without its index files, and then finds next to nothing without a word.
                raise VectorsDamaged(f"{len(found)} of {wanted} nearest rows were found")
        except VectorsFault:
            if self._newest_state() is state:
                raise
            return None
        # While it was asked, somebody may have begun to change it.
        return [(*_parts(row, kind), cosine) for row, cosine in found] if self._newest_state() is state else None

    def problems(self, origin: str, versions: Mapping[str, int], read: ReadBlock) -> list[str]:
        """Return, in plain sentences, where it is wrong; where it has yet to catch up, that is no fault.

        Chroma's files are no transaction: a kill may leave them spoilt, and then they are thrown away here.
        """
        state = None
        with self._busy:
            try:
                state = self._read_state()
                if state is None or state.origin != origin:
                    return []
                self._ensure_open(state)
                level = [key for key, held in state.reports.items() if versions.get(key) == held[0]]
                return [problem for key in level for kind in KINDS for problem in self._compared(key, kind, read)]
            except VectorsFault as fault:
                if isinstance(fault, VectorsDamaged) and state is not None and state.interrupted:
                    _logger.warning("The vector index in %s was left half-written; it is made anew.", self._folder)
                    self._drop()
                    return []
                return [f"The vector index cannot be used: {fault}."]

    def discard(self, reason: str) -> None:
        """Forget the index, so that the next catch-up makes it anew."""
        with self._busy:
            _logger.warning("The vector index in %s will be rebuilt from the library: %s", self._folder, reason)
            self._drop()

    def close(self) -> None:
        """Let go of Chroma."""
        with self._busy:
            self._store.close()

    def _level(self, origin: str, versions: Mapping[str, int], read: ReadBlock, stop: Callable[[], bool]) -> None:
        state = self._written = self._opened(origin)
        self._change(state, versions, read, stop)
        if self._held.seal is None:
            self._write(replace(self._held, seal=self._store.checksums(state.folder)))

    def _change(self, state: _State, versions: Mapping[str, int], read: ReadBlock, stop: Callable[[], bool]) -> None:
        for key in [key for key in state.reports if key not in versions]:
            self._delete(key)
            self._save({one: held for one, held in self._held.reports.items() if one != key})
        for key, version in versions.items():
            if stop():
                return
            if key not in state.reports or state.reports[key][0] != version:
                self._delete(key)
                counts = [self._add(key, kind, read(key, kind)) for kind in KINDS]
                self._save(self._held.reports | {key: [version, *counts]})

    def _opened(self, origin: str) -> _State:
        state = self._read_state()
        if state is None:
            return self._start_anew(origin)
        if state.origin != origin:
            raise VectorsDamaged("it was made from another library or embedding model")
        self._ensure_open(state)
        return state

    def _ensure_open(self, state: _State) -> None:
        if self._store.opened == state.folder:
            return
        found = self._store.checksums(state.folder)
        if (found or state.seal) and state.seal != found:
            raise VectorsDamaged("its files are not as they were left")
        self._store.open(state.folder)
        for kind in KINDS:
            expected, count = state.rows(kind), self._store.count(kind)
            # More is the trace of an interrupted catch-up, whose repetition deletes them.
            if count < expected:
                self._store.close()
                raise VectorsDamaged(f"{count} of {expected} {kind} vectors are there")

    def _start_anew(self, origin: str) -> _State:
        self._drop()
        # A new name each time: this process may still hold files of the damaged one.
        state = self._written = _State(origin, folder=f"chroma-{uuid4().hex[:8]}")
        self._store.open(state.folder, create=True)
        self._save({})
        return state

    def _drop(self) -> None:
        try:
            state = self._read_state()
        except VectorsDamaged:
            state = None
        # First of all, so that no search takes what follows for damage.
        (self._folder / STATE).unlink(missing_ok=True)
        self._store.close()
        self._store.drop(state.folder if state else None)

    @property
    def _held(self) -> _State:
        assert self._written is not None
        return self._written

    def _delete(self, report: str) -> None:
        self._save(self._held.reports | {report: [_UNDER_WAY, 0, 0]})
        for kind in KINDS:
            self._store.delete(kind, report)

    def _add(self, report: str, kind: VectorKind, block: Block) -> int:
        identifiers = _identifiers(block)
        self._store.add(kind, report, identifiers, block.matrix)
        return len(identifiers)

    def _compared(self, report: str, kind: VectorKind, read: ReadBlock) -> Iterator[str]:
        held, block = self._store.rows(kind, report), read(report, kind)
        expected = dict(zip(_identifiers(block), block.matrix, strict=True))
        if held.keys() != expected.keys():
            yield f"Chroma holds {len(held)} {kind} vectors of {report}, the library {len(expected)}."
        elif not all(np.allclose(vector, expected[row], atol=1e-4) for row, vector in held.items()):
            yield f"Chroma holds other {kind} vectors of {report} than the library."

    def _newest_state(self) -> _State | None:
        """Return the state on disk, the same object until it changes; None where there is none that can be read."""
        try:
            found = (self._folder / STATE).stat()
            seen = (found.st_ino, found.st_size, found.st_mtime_ns)
            if seen != self._read[0]:
                self._read = seen, self._read_state()
        except (OSError, VectorsDamaged):
            return None
        return self._read[1]

    def _read_state(self) -> _State | None:
        try:
            return _State(**json.loads((self._folder / STATE).read_text("utf-8")))
        except FileNotFoundError:
            return None
        except (ValueError, TypeError) as error:
            raise VectorsDamaged(f"{STATE} cannot be read") from error

    def _save(self, reports: dict[str, list[int]]) -> None:
        """Write down what is about to be changed, or was: the files are not sealed meanwhile."""
        self._write(replace(self._held, reports=reports, seal=None))

    def _write(self, state: _State) -> None:
        self._written = state
        self._folder.mkdir(mode=0o700, exist_ok=True)
        new = self._folder / f"{STATE}.new"
        new.write_text(json.dumps(asdict(self._written)), "utf-8")
        os.replace(new, self._folder / STATE)


def _identifiers(block: Block) -> list[str]:
    if block.sentences is None:
        return block.chunks
    return [f"{chunk}#{number}" for chunk, number in zip(block.chunks, block.sentences, strict=True)]


def _parts(identifier: str, kind: VectorKind) -> tuple[str, int | None]:
    if kind == "paragraph":
        return identifier, None
    chunk, _, number = identifier.rpartition("#")
    return chunk, int(number)
