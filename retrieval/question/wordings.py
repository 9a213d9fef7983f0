"""What the very words of a question say of its act: a linear model over runs of words and of letters.

It sees what the transformer forgets ("which para", "tl;dr"), the transformer what it never saw; their geometric mean is
right of another hand's questions more often than either (docs/decisions/0008-acts.md).
"""

import re
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

WEIGHTS = Path(__file__).with_name("wordings.npz")
BUCKETS = 1 << 15
"""Rows of weights: runs that share one are told apart by their others."""
_WORDS = range(1, 4)
_LETTERS = range(3, 6)
_WORD = re.compile(r"[\w']+|[^\w\s]")
_SHORT = (2, 4)


class WordModel:
    """Gives each act a probability by the words alone."""

    def __init__(self, weights: Path = WEIGHTS) -> None:
        self._file = weights

    def odds(self, question: str, *, after: bool) -> NDArray[np.float64]:
        """Return a probability an act, in the order of the labels; `after` says whether anything was said before."""
        rows = features(question, after=after)
        weights = self._weights["weights"][list(rows)] * self._weights["scale"]
        scores = np.array(list(rows.values())) @ weights + self._weights["bias"]
        odds = np.exp(scores - scores.max())
        shares: NDArray[np.float64] = odds / odds.sum()
        return shares

    @cached_property
    def _weights(self) -> Mapping[str, NDArray[np.float64]]:
        with np.load(self._file) as file:
            return {name: file[name].astype(np.float64) for name in file.files}


def features(question: str, *, after: bool) -> dict[int, float]:
    """Return the buckets that a masked question fills, each with its weight; the squares of all add up to one."""
    counts = Counter(zlib.crc32(run.encode()) % BUCKETS for run in _runs(question, after=after))
    weights = {bucket: 1.0 + float(np.log(count)) for bucket, count in counts.items()}
    length = sum(weight * weight for weight in weights.values()) ** 0.5
    return {bucket: weight / length for bucket, weight in weights.items()}


def _runs(question: str, *, after: bool) -> Iterator[str]:
    """Yield runs of one to three words, of three to five letters within a word, and how long the question is."""
    words = _WORD.findall(question)
    for length in _WORDS:
        for at in range(len(words) - length + 1):
            yield "w" + " ".join(words[at : at + length])
    for word in words:
        framed = f"<{word}>"
        for length in _LETTERS:
            for at in range(len(framed) - length + 1):
                yield "c" + framed[at : at + length]
    yield from (f"short {most}" for most in _SHORT if len(words) <= most)
    yield f"long {min(len(words) // 5, 8)}"
    if after:
        yield "after"
