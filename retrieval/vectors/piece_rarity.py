"""How much each word piece of a question tells: the rarer in inspection reports, the more.

`piece_rarity.npz` holds what `evals/tuning/piece_rarity.py` counted in real reports.
"""

import hashlib
import io
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from retrieval.vectors.encoding import Vector

DATA = Path(__file__).with_name("piece_rarity.npz")


@dataclass(frozen=True, slots=True)
class PieceRarity:
    """How the pieces of a question are weighed."""

    weights: Vector
    """Shape (vocabulary,): ln(1 + N / (1 + n)) for a piece that n of N passages hold."""
    checksum: str
    """SHA-256 of the data file."""

    @classmethod
    def load(cls, path: Path = DATA) -> "PieceRarity":
        """Read the data file, once a process."""
        return _load(path)


@cache
def _load(path: Path) -> PieceRarity:
    content = path.read_bytes()
    with np.load(io.BytesIO(content)) as data:
        weights = data["weights"].astype(np.float32)
    return PieceRarity(weights, hashlib.sha256(content).hexdigest())
