"""From what is known about each passage to one score: a weighted sum, its weights tuned by `evals/tuning/tune.py`."""

import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from retrieval.vectors.encoding import Vector

DATA = Path(__file__).with_name("ranking_weights.toml")


@dataclass(frozen=True, slots=True)
class Weights:
    """What each signal counts; one that is missing counts nothing."""

    values: Mapping[str, float]
    digest: str
    """Names this set of weights in a receipt."""

    @classmethod
    def load(cls, path: Path = DATA) -> "Weights":
        """Read the tuned weights, once a process."""
        return _load(path)

    def score(self, signals: Mapping[str, Vector]) -> Vector:
        """Return the weighted sum of the signals, one score a passage."""
        rows = np.array([values for name, values in signals.items() if name in self.values], dtype=np.float32)
        weights = np.array([self.values[name] for name in signals if name in self.values], dtype=np.float32)
        total: Vector = weights @ rows
        return total


def probabilities(scores: Vector) -> Vector:
    """Return the softmax of `scores`: the probability of each passage to be the one sought, given that one of them is.

    The weights are tuned for just that (a conditional logit, McFadden 1974).
    """
    raised = np.exp(scores - scores.max(initial=-np.inf))
    shares: Vector = raised / raised.sum()
    return shares


@cache
def _load(path: Path) -> Weights:
    content = path.read_bytes()
    return Weights(tomllib.loads(content.decode("utf-8"))["weights"], hashlib.sha256(content).hexdigest()[:12])
