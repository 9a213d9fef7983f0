"""The passages that one question is compared with, and all their vectors, laid out for fast arithmetic."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

import numpy as np
from numpy.typing import NDArray

from ingest.models import Chunk, Passage
from retrieval.vectors.encoding import Encoded, Vector

if TYPE_CHECKING:
    from retrieval.library.library import Library

Number = TypeVar("Number", np.float32, np.int8)


@dataclass(frozen=True, slots=True)
class Pool:
    """Passages with the vectors of their chunks. A row of `sentences` or `tokens` belongs to one chunk."""

    passages: tuple[Passage, ...]
    chunks: tuple[Chunk, ...]
    owners: NDArray[np.intp]
    """For each chunk the position of its passage."""
    vectors: Vector
    """Shape (chunks, dimensions), unit rows."""
    sentences: Vector
    """Shape (sentences of all chunks, dimensions), unit rows."""
    sentence_counts: NDArray[np.intp]
    tokens: NDArray[np.int8]
    """Shape (word pieces of all chunks, token dimensions)."""
    token_lengths: Vector
    """Length of each row of `tokens`."""
    token_counts: NDArray[np.intp]

    @property
    def nbytes(self) -> int:
        """Bytes that the vectors take."""
        return self.vectors.nbytes + self.sentences.nbytes + self.tokens.nbytes + self.token_lengths.nbytes

    def best_of_chunks(self, scores: Vector) -> Vector:
        """Return for each passage the best score of its chunks: a split passage counts once."""
        best = np.full(len(self.passages), -np.inf, dtype=np.float32)
        np.maximum.at(best, self.owners, scores)
        return np.where(np.isfinite(best), best, np.float32(0))


def read_pool(library: "Library", passages: Iterable[Passage]) -> Pool:
    """Read the chunks of `passages` and their vectors."""
    passages = tuple(passages)
    positions = {passage.id: position for position, passage in enumerate(passages)}
    chunks = library.chunks_of(positions)
    encoded = library.encoded([chunk.id for chunk in chunks])
    chunks = [chunk for chunk in chunks if chunk.id in encoded]
    return make_pool(passages, chunks, [encoded[chunk.id] for chunk in chunks])


def make_pool(passages: Sequence[Passage], chunks: Sequence[Chunk], encoded: Sequence[Encoded]) -> Pool:
    """Lay out the vectors of `chunks`, one `Encoded` each."""
    positions = {passage.id: position for position, passage in enumerate(passages)}
    tokens = _stacked([one.tokens for one in encoded], np.int8)
    return Pool(
        passages=tuple(passages),
        chunks=tuple(chunks),
        owners=np.array([positions[chunk.passage] for chunk in chunks], dtype=np.intp),
        vectors=_stacked([one.vector[np.newaxis] for one in encoded], np.float32),
        sentences=_stacked([one.sentences for one in encoded], np.float32),
        sentence_counts=np.array([len(one.sentences) for one in encoded], dtype=np.intp),
        tokens=tokens,
        token_lengths=np.maximum(np.linalg.norm(tokens.astype(np.float32), axis=1), np.float32(1)),
        token_counts=np.array([len(one.tokens) for one in encoded], dtype=np.intp),
    )


def _stacked(parts: Sequence[NDArray[Number]], kind: type[Number]) -> NDArray[Number]:
    return np.concatenate(parts) if parts else np.zeros((0, 0), dtype=kind)
