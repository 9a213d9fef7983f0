"""Finding the authorities that a question names, held or not."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from ingest.facts.authorities import known_authorities
from ingest.models import Report
from retrieval.text.folding import first_letters, fold, phrase_pattern

_WORDS_TOO = frozenset({"reading", "bury", "bath", "barking", "kingston", "redcar", "richmond", "brighton", "sale"})
"""Names that are words or other things as well: they count only as printed, with a capital."""
_BODY = (
    r"(?:\s(?:city|county|borough|metropolitan|district|unitary))*"
    r"(?:\s(?:council|local authority|children's (?:services|social care)))"
)
_COUNCIL = re.compile(
    r"\b((?:[A-Z][\w'’-]+\s(?:(?:and|with|upon|on|of|the)\s)?){1,4})"
    r"(?:(?:City|County|Borough|Metropolitan|District)\s)*(?:[Cc]ouncil|[Ll]ocal [Aa]uthority)\b"
)
_BEFORE_NAME = re.compile(
    r"^(?:(?:the|what|when|where|which|who|why|how|is|are|was|were|did|does|do|has|have|had|can|could|should|would|will"
    r"|in|at|for|of|and|tell|compare|city|county|borough|metropolitan|district|unitary|london|royal|our|your|a|an"
    r"|ofsted|local|children|lead|full|elected|youth|town|parish|members?|care)\b(?:['’]s)?\s?)+",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class NamedAuthority:
    """An authority named at [start, end) of the folded question; `held` says whether a report of it is there."""

    name: str
    start: int
    end: int
    held: bool
    unknown: bool = False
    """Whether no list knows it: a name in an authority's place that no report prints."""


def find_authorities(question: str, reports: Sequence[Report]) -> tuple[NamedAuthority, ...]:
    """Find the authorities named in `question`, in order; the longest name wins where two overlap."""
    folded = fold(question)
    names = tuple(sorted({(alias, one.authority) for one in reports for alias in (one.authority, *one.aliases)}))
    found: list[NamedAuthority] = []
    letters = folded.replace("'", "")
    for alias, (name, held) in _aliases(names):
        if first_letters(alias) not in letters:
            continue
        word = alias if alias in _WORDS_TOO else None
        for match in _pattern(alias).finditer(folded):
            overlaps = any(match.start() < other.end and other.start < match.end() for other in found)
            if not overlaps and (not word or re.search(rf"\b{word.capitalize()}\b", question)):
                found.append(NamedAuthority(name, match.start(), match.end(), held))
    found += _unlisted_councils(question, folded, found)
    return tuple(sorted(found, key=lambda one: one.start))


@lru_cache(maxsize=8)
def _aliases(held: tuple[tuple[str, str], ...]) -> tuple[tuple[str, tuple[str, bool]], ...]:
    """Return every name that is known, folded, the longest first, with the authority's and whether it is held."""
    authorities = {fold(name) for _, name in held}
    register = sorted(set(known_authorities().values()), key=lambda one: one.name)
    # An alias of the register serves a held authority, too ("Stoke" where the report prints "Stoke-on-Trent").
    others = [
        (alias, one.name, fold(one.name) in authorities) for one in register for alias in (one.name, *one.aliases)
    ]
    both = [*((alias, name, True) for alias, name in held), *others]
    spelling = {fold(name): name for _, name in held}
    rows: dict[str, tuple[str, bool]] = {}
    for alias, name, is_held in both:
        rows.setdefault(fold(alias), (spelling.get(fold(name), name), is_held))
    return tuple((alias, row) for alias, row in sorted(rows.items(), key=lambda row: -len(row[0])) if len(alias) > 2)


@cache
def _pattern(alias: str) -> re.Pattern[str]:
    return re.compile(phrase_pattern(alias) + rf"(?:'s?)?(?:{_BODY})?")


def _unlisted_councils(question: str, folded: str, found: Iterable[NamedAuthority]) -> list[NamedAuthority]:
    """Find "Glasgow City Council": a capitalised name before "council" that no list knows."""
    taken = list(found)
    results = []
    for match in _COUNCIL.finditer(question):
        name = _BEFORE_NAME.sub("", match[1]).strip()
        while name and re.search(r"\b(?:City|County|Borough|Metropolitan|District)$", name):
            name = name.rsplit(" ", 1)[0] if " " in name else ""
        start = folded.find(fold(name)) if name else -1
        if start >= 0 and not any(start < other.end and other.start < start + len(name) for other in taken):
            results.append(NamedAuthority(name, start, start + len(fold(name)), held=False))
    return results
