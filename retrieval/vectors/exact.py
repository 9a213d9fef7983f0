"""Exact nearest neighbours over the vectors in SQLite: the oracle, and the way without Chroma."""

import sqlite3
from collections.abc import Mapping
from random import Random
from threading import Lock

import numpy as np

from retrieval.vectors import stored as encodings
from retrieval.vectors.encoding import Vector
from retrieval.vectors.stored import Block, VectorKind

Hit = tuple[str, int | None, float]
"""(chunk id, number of the sentence or None, cosine)."""

_MEMORY = 2**30
"""Bytes of vectors kept between questions: 77 reports take 90 MB, 150,000 passages all of it; the rest is read anew.

What goes when they are full is drawn by lot: every question over all reports reads them in the same order, so the one
used longest ago would always be the one needed next, and nothing would be found in memory.
"""


class ExactSearch:
    """Compares a question with every stored vector of the reports in scope. Safe to share between threads."""

    def __init__(self, memory: int = _MEMORY) -> None:
        self._memory = memory
        self._blocks: dict[tuple[str, int, VectorKind], Block] = {}
        self._lot = Random(0)
        self._bytes = 0
        self._lock = Lock()

    def nearest(
        self,
        connection: sqlite3.Connection,
        vector: Vector,
        *,
        kind: VectorKind,
        versions: Mapping[str, int],
        limit: int,
    ) -> list[Hit]:
        """Return the `limit` best vectors of the reports in `versions` (key -> version), best first."""
        hits: list[Hit] = []
        for report, version in versions.items():
            block = self._block(connection, (report, version, kind))
            scores = block.matrix @ vector if len(block.chunks) else np.zeros(0, np.float32)
            for row in _best(scores, limit):
                sentence = block.sentences[row] if block.sentences is not None else None
                hits.append((block.chunks[row], sentence, float(scores[row])))
        hits.sort(key=lambda hit: -hit[2])
        return hits[:limit]

    def _block(self, connection: sqlite3.Connection, key: tuple[str, int, VectorKind]) -> Block:
        with self._lock:
            block = self._blocks.get(key)
        if block is not None:
            return block
        block = encodings.block(connection, key[0], key[2])
        with self._lock:
            if key not in self._blocks:
                self._blocks[key] = block
                self._bytes += block.matrix.nbytes
            while self._bytes > self._memory and self._blocks:
                drawn = self._blocks.pop(self._lot.choice(tuple(self._blocks)))
                self._bytes -= drawn.matrix.nbytes
        return block


def _best(scores: Vector, limit: int) -> list[int]:
    if scores.size > limit:
        candidates = np.argpartition(-scores, limit - 1)[:limit]
        return [int(row) for row in candidates[np.argsort(-scores[candidates], kind="stable")]]
    return [int(row) for row in np.argsort(-scores, kind="stable")]
