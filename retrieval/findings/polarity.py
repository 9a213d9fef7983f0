"""Whether a sentence of a report praises or criticises: a small model over its vector and its words.

Its weights are `polarity.json`, which `python -m evals.tuning.polarity` writes: how a word weighs is learnt from the
sections that reports grade outstanding or inadequate, all else from sentences that were labelled by hand.
"""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np

from retrieval.text.normalise import words
from retrieval.vectors.encoding import Vector

WORD_FEATURES = 4


@dataclass(frozen=True, slots=True)
class Polarity:
    """The probability that a sentence praises, and that it criticises: both where it weighs one against the other."""

    praise: float
    criticism: float

    @property
    def balance(self) -> float:
        """How much more it praises than criticises, -1 to 1."""
        return self.praise - self.criticism


@dataclass(frozen=True, slots=True)
class Head:
    """One logistic regression; `vector` is empty where it goes by words alone."""

    vector: Vector
    words: Vector
    intercept: float

    def probability(self, told: Vector, vector: Vector | None) -> float:
        """Return the probability for a sentence with these word features and this vector."""
        logit = float(self.words @ told) + self.intercept
        if vector is not None and len(self.vector):
            logit += float(self.vector @ vector)
        return 1 / (1 + math.exp(-logit))


@dataclass(frozen=True, slots=True)
class PolarityModel:
    """What was learnt: the weight of each term towards criticism, and two heads each with and without vectors."""

    embedder: str
    terms: Mapping[str, float]
    heads: Mapping[str, Head]

    def judge(self, text: str, vector: Vector | None = None, *, embedder: str = "") -> Polarity:
        """Judge a sentence; a vector of another model than it was learnt from is left out."""
        told = word_features(text, self.terms)
        known = vector if embedder == self.embedder else None
        ending = "" if known is not None else "_by_words"
        praise, criticism = (self.heads[name + ending].probability(told, known) for name in ("praise", "criticism"))
        return Polarity(praise, criticism)


@cache
def trained_model() -> PolarityModel:
    """Return the model as it was last written."""
    data = json.loads(files(__package__).joinpath("polarity.json").read_text(encoding="utf-8"))
    heads = {
        name: Head(np.array(one["vector"], np.float32), np.array(one["words"], np.float32), float(one["intercept"]))
        for name, one in data["heads"].items()
    }
    return PolarityModel(data["embedder"], data["terms"], heads)


def terms_of(text: str) -> frozenset[str]:
    """Return the words of a sentence and each two that follow one another, its first marked as such."""
    spoken = words(text)
    return frozenset(spoken) | {f"{first} {second}" for first, second in zip(["^", *spoken], spoken, strict=False)}


def word_features(text: str, terms: Mapping[str, float]) -> Vector:
    """Return what the words of a sentence tell: their sum, damped by their number, both extremes, and its length."""
    spoken = terms_of(text)
    weights = [terms[one] for one in spoken if one in terms] or [0.0]
    return np.array(
        [sum(weights) / math.sqrt(len(weights)), max(weights), min(weights), len(spoken) / 40], dtype=np.float32
    )
