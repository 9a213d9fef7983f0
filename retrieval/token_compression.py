"""Token vectors small enough to keep: 128 bytes a word piece instead of 1,536.

`token_compression.npz` holds what `evals/compression.py` learnt from real reports: the projection (the leading
eigenvectors of the unit token vectors' second moments) and how much each word piece of the model's vocabulary tells.
"""

import hashlib
import io
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from retrieval.encoding import Vector, unit

DATA = Path(__file__).with_name("token_compression.npz")


@dataclass(frozen=True, slots=True)
class TokenCompression:
    """How token vectors are shortened, and how the pieces of a question are weighed."""

    projection: Vector
    """Shape (model dimensions, token dimensions), orthonormal columns."""
    weights: Vector
    """Shape (vocabulary,): ln(1 + N / (1 + n)) for a piece that n of N passages hold."""
    checksum: str
    """SHA-256 of the data file."""

    @classmethod
    def load(cls, path: Path = DATA) -> "TokenCompression":
        """Read the data file, once a process."""
        return _load(path)

    def project(self, vectors: Vector) -> Vector:
        """Return unit rows of shape (pieces, token dimensions)."""
        return unit(vectors @ self.projection)

    def compress(self, vectors: Vector) -> NDArray[np.int8]:
        """Return the projected rows as int8; only their direction means something, each row has its own scale."""
        projected = vectors @ self.projection
        scale = np.maximum(np.abs(projected).max(axis=1, keepdims=True, initial=0.0), np.finfo(np.float32).tiny)
        compact: NDArray[np.int8] = np.round(projected * (127 / scale)).astype(np.int8)
        return compact


@cache
def _load(path: Path) -> TokenCompression:
    content = path.read_bytes()
    with np.load(io.BytesIO(content)) as data:
        projection, weights = data["projection"].astype(np.float32), data["weights"].astype(np.float32)
    return TokenCompression(projection, weights, hashlib.sha256(content).hexdigest())
