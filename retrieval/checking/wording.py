"""A sentence as words that can be held against others: inflections, numbers, acronyms and phrases in one form each."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from retrieval.text.glossary import explain, spell_out
from retrieval.text.normalise import STOP_WORDS, normalise, words
from retrieval.text.quantities import NUMBER_WORDS, numbers_in
from retrieval.text.roots import root

_DERIVED = re.compile(r"(?:less|er|or|ee|ers|ors|ees)$")
_ENDINGS = frozenset({"y", "ful", "al", "ly", "e", "en", "ing", "ed"})
LONGEST_PHRASE = 6
_FORMS = {
    form: forms.split()[0]
    for forms in (
        "make makes making made", "take takes taking took taken", "give gives giving gave given",
        "come comes coming came", "go goes going went gone", "get gets getting got", "have has having had",
        "do does doing did done", "use uses using used", "hold holds holding held", "be is are was were been being",
    )
    for form in forms.split()
}  # fmt: skip
"""Forms of the short verbs that phrases are made of: too short for rules."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word, number or phrase: `key` is equal for two spellings of one thing."""

    key: str
    roots: tuple[str, ...]
    groups: frozenset[int]
    """The groups of equal meaning that it belongs to."""
    content: bool
    """Whether it has a meaning that a source must bear."""
    number: bool = False
    spelled: str = ""
    """As it was written, in lower case."""

    def means(self, other: "Word") -> bool:
        """Tell whether it may stand for another: the same root, one derived from the other, or a group in common."""
        if self.number or other.number:
            return self.key == other.key
        return self.key == other.key or bool(self.groups & other.groups) or _derived(self.key, other.key)


def base(word: str) -> str:
    """Return the form in which two inflections of a lower-case word are equal."""
    return _FORMS.get(word) or (root(word) if word.isalpha() else word)


@cache
def meanings() -> Mapping[str, Any]:
    """Return the data of meanings.toml."""
    return tomllib.loads(files(__package__).joinpath("meanings.toml").read_text(encoding="utf-8"))


@cache
def _groups() -> tuple[Mapping[tuple[str, ...], frozenset[int]], frozenset[str]]:
    """Return the groups of each word or phrase by its roots, and the roots that open a phrase."""
    found: dict[tuple[str, ...], set[int]] = {}
    lines = files(__package__).joinpath("same_meaning.txt").read_text(encoding="utf-8").splitlines()
    for number, line in enumerate(line for line in lines if not line.startswith("#")):
        for one in line.split():
            found.setdefault(tuple(base(part) for part in one.split("_")), set()).add(number)
    openings = frozenset(roots[0] for roots in found if len(roots) > 1)
    return {roots: frozenset(numbers) for roots, numbers in found.items()}, openings


@cache
def neutral() -> frozenset[str]:
    """Return the words that add nothing which a source must bear."""
    listed = meanings()["neutral"].split()
    return frozenset(listed) | {base(one) for one in listed} | STOP_WORDS


@cache
def light(kind: str) -> frozenset[str]:
    """Return the roots of the verbs or nouns that carry so little that a new wording may bring one in."""
    return frozenset(base(one) for one in meanings()[f"light_{kind}"].split())


@lru_cache(maxsize=4_096)
def read(text: str, *, phrases: bool = True) -> tuple[Word, ...]:
    """Return the words of `text` in order; acronyms are spelled out, numbers have their canonical form."""
    plain = normalise(spell_out(text, explain(text)))
    found: list[Word] = []
    place = 0
    for canonical, start, end in numbers_in(plain):
        if plain[start:end].strip().lower() == "one":
            continue
        found += _plain_words(plain[place:start])
        spelled = plain[start:end].strip()
        found.append(Word(canonical, (canonical,), frozenset(), content=True, number=True, spelled=spelled))
        place = end
    found += _plain_words(plain[place:])
    return tuple(_phrased(found) if phrases else found)


def _plain_words(text: str) -> list[Word]:
    groups, _ = _groups()
    found = []
    for one in words(text):
        key = base(one)
        content = not {one, key} & neutral() and one not in NUMBER_WORDS
        found.append(Word(key, (key,), groups.get((key,), frozenset()), content=content, spelled=one))
    return found


def _phrased(single: Sequence[Word]) -> list[Word]:
    """Return the words with each known phrase made one, the longest first; none goes over a number."""
    groups, openings = _groups()
    found: list[Word] = []
    place = 0
    while place < len(single):
        length = 1
        if single[place].key in openings:
            for longer in range(min(LONGEST_PHRASE, len(single) - place), 1, -1):
                if tuple(one.key for one in single[place : place + longer]) in groups:
                    length = longer
                    break
        part = single[place : place + length]
        roots = tuple(one.key for one in part)
        if length == 1:
            found.append(part[0])
        else:
            content = any(one.content for one in part)
            spelled = " ".join(one.spelled for one in part)
            found.append(Word(" ".join(roots), roots, groups[roots], content=content, spelled=spelled))
        place += length
    return found


@lru_cache(maxsize=20_000)
def _derived(one: str, other: str) -> bool:
    """Tell whether two roots are of one family: "haste" and "hasty", never "care" and "careless" or "carer"."""
    short, long = sorted((one, other), key=len)
    if len(short) < 4 or len(long) - len(short) > 4 or " " in long:
        return False
    if len(short) == 4:
        return long.startswith(short) and long[4:] in _ENDINGS
    return long.startswith(short[:-1]) and (bool(_DERIVED.search(short)) == bool(_DERIVED.search(long)))
