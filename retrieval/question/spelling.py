"""Slips of the keyboard in a question, mended before anything reads it: "unopend refferals" are unopened referrals."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher, get_close_matches
from functools import cache

from spellchecker import SpellChecker

from ingest.facts.authorities import known_authorities
from retrieval.models import Notice
from retrieval.text.glossary import expand
from retrieval.text.normalise import STOP_WORDS, stem
from retrieval.text.rarity import passages_with

_WORD = re.compile(r"(?<![\w'’-])[A-Za-z][a-z]{3,}(?![\w'’-])")
"""Words of four letters or more; not AWOL, not "re-referral", not the second part of "children's"."""
_LIKE = 0.84
"""Share of letters in common (Ratcliff & Obershelp 1988): one slip in five letters, two in eleven."""
_LENGTHS = 2
"""Letters that a slip may add or leave out."""


_AS_IN_BRITAIN = re.compile(r"(?<=[a-z]{3})is(?=(?:e[drs]?|ing|ations?)$)")
"""What the dictionary knows with a z only: summarise, prioritised, organisations."""


@dataclass(frozen=True, slots=True)
class Mended:
    """The question as it is read, and each word that was read otherwise than typed."""

    text: str
    slips: tuple[tuple[str, str], ...] = ()

    @property
    def notices(self) -> tuple[Notice, ...]:
        """What the reader should know: which words were read otherwise."""
        read = ", ".join(f"‘{typed}’ as ‘{meant}’" for typed, meant in self.slips)
        return (Notice("spelling", f"Read {read}."),) if read else ()


def mend(question: str, is_printed: Callable[[str], bool], names: Iterable[str] = ()) -> Mended:
    """Return `question` with its misspelt words mended; `is_printed` tells whether the reports print a word.

    A word is left alone that stands in a report or in the dictionary, that is an acronym, or that names an authority.
    It becomes the word most like it among `names`, those of the authorities held, and those that inspection reports
    use; one with a capital only ever a name, for other names are spelt as they like.
    """
    slips: dict[str, str] = {}
    held = _words_of(names)
    for found in _WORD.finditer(question):
        word = found[0].lower()
        if word in STOP_WORDS or word in slips or word in _names_known() or _is_known(word, is_printed):
            continue
        named = found[0] != word and found.start() > 0
        if (meant := _most_like(word, held) or (None if named else _most_like(word, _field(word[0])))) is not None:
            slips[word] = meant
    text = _WORD.sub(lambda found: _cased(found[0], slips.get(found[0].lower(), found[0])), question) if slips else ""
    return Mended(text or question, tuple(slips.items()))


def _cased(typed: str, meant: str) -> str:
    return meant.capitalize() if typed[0].isupper() and meant[0].islower() else meant


def _is_known(word: str, is_printed: Callable[[str], bool]) -> bool:
    """Whether a word is one: asked in the order of what it costs to know."""
    return passages_with(stem(word)) > 0 or bool(expand(word).explained) or is_printed(word) or is_word(word)


def is_word(word: str) -> bool:
    """Whether the dictionary has a word, given in small letters, as Britain or America spells it."""
    return word in _dictionary() or _AS_IN_BRITAIN.sub("iz", word) in _dictionary()


def _most_like(word: str, field: Iterable[str]) -> str | None:
    """Return the word of `field` most like a misspelt one; the first letter is nearly never the wrong one."""
    near = {one.lower(): one for one in field if one[0].lower() == word[0] and abs(len(one) - len(word)) <= _LENGTHS}
    alike = get_close_matches(word, near, n=3, cutoff=_LIKE)
    best = max(alike, key=lambda one: (_likeness(word, one), passages_with(stem(one))), default=None)
    return near[best] if best is not None else None


def _likeness(word: str, other: str) -> float:
    return SequenceMatcher(None, other, word).ratio()


def _words_of(names: Iterable[str]) -> frozenset[str]:
    return frozenset(word for name in names for word in _WORD.findall(name) if word[0].isupper())


@cache
def _names_known() -> frozenset[str]:
    return frozenset(word.lower() for word in _words_of(one.name for one in known_authorities().values()))


@cache
def _dictionary() -> frozenset[str]:
    """Read the dictionary on the first word that no report prints: it takes a third of a second."""
    return frozenset(SpellChecker(language="en").word_frequency.words())


@cache
def _field(letter: str) -> tuple[str, ...]:
    """Return the words of the dictionary that reports use and that begin with `letter`."""
    words = sorted(word for word in _dictionary() if word[0] == letter and len(word) > 3)
    return tuple(word for word in words if passages_with(stem(word)))
