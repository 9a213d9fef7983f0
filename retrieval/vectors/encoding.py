"""What an embedding model yields for indexing and for a question."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float32]
NO_TOKENS: NDArray[np.int8] = np.zeros((0, 0), dtype=np.int8)
"""The token vectors of a model that has none."""


def unit(vectors: Vector) -> Vector:
    """Return `vectors` with the last axis scaled to length 1; a zero vector stays zero."""
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    scaled: Vector = (vectors / np.maximum(lengths, np.finfo(np.float32).tiny)).astype(np.float32)
    return scaled


@dataclass(frozen=True, slots=True)
class Encodable:
    """A chunk as it is embedded: the whole text, and [start, end) of each sentence within that text."""

    text: str
    sentences: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Encoded:
    """All vectors of one chunk, from one forward pass where the model allows it."""

    vector: Vector
    """Shape (dimensions,), unit length."""
    sentences: Vector
    """Shape (sentences, dimensions), unit rows."""
    tokens: NDArray[np.int8]
    """Shape (word pieces, token_dimensions): compact token vectors for late interaction, each row a direction
    without a length; (0, 0) where the model has none."""


@dataclass(frozen=True, slots=True)
class EncodedQuery:
    """All vectors of one question."""

    vector: Vector
    """Shape (dimensions,), unit length."""
    tokens: Vector
    """Shape (word pieces, token_dimensions), unit rows; punctuation left out. (0, 0) if the model has none."""
    weights: Vector
    """Shape (word pieces,): how much each piece tells, rare ones most; sums to 1."""


class Embedder(Protocol):
    """An embedding model. The library records `fingerprint` and refuses to mix two."""

    @property
    def fingerprint(self) -> str:
        """Name, version and checksum of the model and of how it is used (pooling, truncation, token compression)."""

    @property
    def dimensions(self) -> int:
        """Length of paragraph and sentence vectors."""

    def encode(self, texts: Sequence[Encodable]) -> list[Encoded]:
        """Encode chunks, in the order given (batched by length inside)."""

    def encode_query(self, text: str) -> EncodedQuery:
        """Encode one question."""
