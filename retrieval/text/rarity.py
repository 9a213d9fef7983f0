"""How rare a word is in inspection reports, read from a table of counts: common words say little about a question."""

import math
from collections.abc import Mapping
from functools import cache
from importlib.resources import files


@cache
def _counts() -> tuple[int, Mapping[str, int]]:
    """Return how many passages were counted, and how many of them hold each stem (in at least four reports)."""
    first, *lines = files(__package__).joinpath("word_rarity.tsv").read_text(encoding="utf-8").splitlines()
    return int(first), {stem: int(count) for stem, count in (line.split("\t") for line in lines)}


def rarity(stem: str) -> float:
    """Return the stem's inverse document frequency (Robertson & Walker 1994), about 0.3 to 8.5; unknown is rarest."""
    passages, counts = _counts()
    count = counts.get(stem, 1)
    return math.log(1 + (passages - count + 0.5) / (count + 0.5))


def is_known(stem: str) -> bool:
    """Tell whether inspection reports use the stem."""
    return stem in _counts()[1]


def passages_with(stem: str) -> int:
    """Return how many of the counted passages hold the stem; 0 where it stands in fewer than four reports."""
    return _counts()[1].get(stem, 0)
