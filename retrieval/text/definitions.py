"""What the field's terms mean in plain words, and what its abbreviations stand for."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from importlib.resources import files

from retrieval.text.folding import fold
from retrieval.text.glossary import abbreviation, abbreviations, meanings_of
from retrieval.text.phrases import read_phrase
from retrieval.text.rarity import is_known

_ALIKE = 0.84
"""From here on two spellings are taken for one ("signs fo saftey"), unless reports know the words as they are."""
_SHORTEST_MENDED = 6


@dataclass(frozen=True, slots=True)
class Definition:
    """A term: `name` as printed, what it stands for where it is an abbreviation, and what it means, if that is known.

    `meaning` completes a sentence: no capital, no full stop.
    """

    name: str
    stands_for: tuple[str, ...] = ()
    meaning: str = ""
    spelt_out: bool = False
    """Whether it was asked for by its long form."""


def define(term: str, learnt: Iterable[tuple[str, str]] = ()) -> Definition | None:
    """Return what a term means: by its abbreviation, by itself in any inflection, within more words, or misspelt.

    `learnt` are the abbreviations that reports define themselves, for what the glossary has not.
    """
    learnt = list(learnt)
    if short := abbreviation(term, learnt):
        own = {fold(long): long for one, long in reversed(learnt) if one == short}
        return Definition(short, meanings_of(short) or tuple(own.values()), _terms().get(short, ""))
    roots = read_phrase(term).roots
    name = _by_roots().get(roots) or _within(roots) or _near(term)
    if name is None:
        return None
    longs = meanings_of(name)
    return Definition(name, longs, _terms().get(name, ""), spelt_out=bool(longs) and name not in term)


def _within(roots: tuple[str, ...]) -> str | None:
    """Return the longest term that makes up at least half of more words ("ASYE year", "a pathway plan review")."""
    runs = [(end - start, roots[start:end]) for start in range(len(roots)) for end in range(start + 1, len(roots) + 1)]
    runs = [(length, run) for length, run in runs if 2 * length >= len(roots)]
    return next((_by_roots()[run] for _, run in sorted(runs, reverse=True) if run in _by_roots()), None)


def _near(term: str) -> str | None:
    if len(term) < _SHORTEST_MENDED or all(is_known(root) for root in read_phrase(term).roots):
        return None
    names = {fold(name): name for name in _names()}
    return next((names[one] for one in get_close_matches(fold(term), names, n=1, cutoff=_ALIKE)), None)


def _names() -> dict[str, str]:
    """Return every way of writing a term, with the term's own name: long forms lead to their abbreviations."""
    longs = {long: short for short in abbreviations() for long in meanings_of(short)}
    return longs | {name: name for name in (*abbreviations(), *_terms())}


@cache
def _by_roots() -> Mapping[tuple[str, ...], str]:
    return {read_phrase(written).roots: name for written, name in _names().items()}


@cache
def _terms() -> Mapping[str, str]:
    terms = tomllib.loads(files(__package__).joinpath("definitions.toml").read_text(encoding="utf-8"))["terms"]
    assert isinstance(terms, dict)
    return terms
