"""What an embedding model yields for indexing and for a question."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float32]


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
    """Shape (pieces, token_dimensions): compact token vectors for late interaction; (0, 0) where the model has none."""


@dataclass(frozen=True, slots=True)
class EncodedQuery:
    """All vectors of one question."""

    vector: Vector
    """Shape (dimensions,), unit length."""
    tokens: Vector
    """Shape (content pieces, token_dimensions), unit rows; stop words and punctuation left out. (0, 0) if none."""


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
