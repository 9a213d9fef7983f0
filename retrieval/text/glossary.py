"""The field's acronyms and everyday words: what else to search for, and what to explain to the reader."""

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from retrieval.text.folding import first_letters, fold, phrase_pattern
from retrieval.text.normalise import content_stems, unify
from retrieval.text.rarity import rarity

ACRONYM_WEIGHT = 0.7
"""What an acronym's other form counts beside a word of the question (1.0): the same thing, said otherwise."""
WORD_WEIGHT = 0.4
"""What an official word for an everyday one counts: near the meaning, not always it."""
_RARE = 3.0
"""Rarity from which a word tells something without the rest of its phrase: in one passage of twenty or fewer."""
_SHORTEST_AS_WORD = 3
"""Letters from which an acronym typed in lower case is taken for one ("pep", not "pa" or "is")."""
_ALSO_WORDS = frozenset(
    {"ace", "aim", "dash", "ics", "la", "lap", "pa", "salt", "sap", "po", "pp", "da", "isa", "vs", "eh", "iv", "cic"}
)
_PRINTED_SMALL = frozenset({"send"})
"""What people type in small letters for the abbreviation, and reports print for the plain word."""


@dataclass(frozen=True, slots=True)
class Addition:
    """A phrase to search for besides the question's own words; `weight` is relative to those."""

    text: str
    weight: float


@dataclass(frozen=True, slots=True)
class Explained:
    """A term with what it stands for, as shown to a reader."""

    term: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Expansion:
    """What a question gains: phrases for the keyword side, and the terms in it that are explained."""

    terms: tuple[Addition, ...]
    explained: tuple[Explained, ...]


@dataclass(frozen=True, slots=True)
class _Glossary:
    acronyms: Mapping[str, tuple[str, ...]]
    asked: Mapping[str, tuple[str, ...]]
    """As `acronyms`, but never said of a report's own words."""
    everyday: tuple[tuple[str, tuple[str, ...]], ...]
    rewordings: tuple[tuple[str, str], ...]
    """Each phrase with the one to say instead, the longest phrase first."""


def expand(question: str, learnt: Iterable[tuple[str, str]] = ()) -> Expansion:
    """Expand a question; `learnt` are (short, long) pairs that the reports in scope define: they win."""
    acronyms = _with_learnt(learnt)
    folded = fold(question)
    additions: dict[str, float] = {}
    explained: list[Explained] = []
    for short, longs in acronyms.items():
        if _mentions_short(short, question):
            explained.append(Explained(short, longs[0]))
            _add(additions, longs, ACRONYM_WEIGHT)
        elif any(_contains(folded, long) for long in longs):
            _add(additions, [short, *longs], ACRONYM_WEIGHT)
    for phrase, official in _read().everyday:
        if _contains(folded, phrase):
            _add(additions, official, WORD_WEIGHT)
    terms = tuple(Addition(text, weight) for text, weight in additions.items() if not _contains(folded, text))
    return Expansion(terms, tuple(explained))


def explain(text: str, learnt: Iterable[tuple[str, str]] = ()) -> tuple[Explained, ...]:
    """Return the acronyms that `text` uses and does not spell out, with their meaning, in the order of the text."""
    folded = fold(text)
    found = [
        (match.start(), Explained(short, longs[0]))
        for short, longs in _with_learnt(learnt).items()
        if short in text
        and (match := _short_form(short).search(text))
        and not any(_contains(folded, long) for long in longs)
    ]
    return tuple(explained for _, explained in sorted(found, key=lambda one: one[0]))


def spell_out(text: str, explained: Iterable[Explained]) -> str:
    """Return `text` with each of the terms, in capitals or not, replaced by its meaning."""
    for one in explained:
        text = re.sub(_short_form(one.term).pattern, one.meaning.replace("\\", r"\\"), text, flags=re.IGNORECASE)
    return text


def abbreviation(phrase: str, learnt: Iterable[tuple[str, str]] = ()) -> str | None:
    """Return the abbreviation that a phrase is, as the glossary or a report writes it ("mash", "MASHs": "MASH")."""
    shorts = (*_read().acronyms, *_read().asked, *(short for short, _ in learnt))
    plain = phrase.strip()
    return next((one for one in shorts if _mentions_short(one, plain) and len(plain) <= len(one) + 2), None)


def is_written_small(short: str) -> bool:
    """Say whether an abbreviation is one in any case: "Cafcass", "mash"; "PA" and "SEND" only in capitals."""
    return len(short) > _SHORTEST_AS_WORD and short.lower() not in _ALSO_WORDS | _PRINTED_SMALL


def same_thing(phrase: str, learnt: Iterable[tuple[str, str]] = ()) -> tuple[str, ...]:
    """Return what else a phrase is called: its abbreviations spelt out, and what is spelt out abbreviated.

    An abbreviation that the glossary lacks and reports define in two ways is left as it is.
    """
    folded = fold(phrase)
    own: dict[str, dict[str, str]] = {}
    for short, long in learnt:
        own.setdefault(short, {}).setdefault(fold(long), long)
    acronyms = {short: tuple(longs.values()) for short, longs in own.items() if len(longs) == 1}
    acronyms |= {**_read().acronyms, **_read().asked}
    found: dict[str, None] = {}
    for short, longs in acronyms.items():
        if _mentions_short(short, phrase):
            found |= dict.fromkeys(spell_out(phrase, [Explained(short, long)]) for long in longs)
        else:
            found |= dict.fromkeys(_pattern(long).sub(short, folded) for long in longs if _contains(folded, long))
    return tuple(found)


def other_words(phrase: str) -> tuple[str, ...]:
    """Return how reports may say an everyday phrase: near its meaning, not always it.

    Within a longer phrase the everyday words are replaced ("unaccompanied kids": "unaccompanied children"); what stands
    for them alone is added where it is rare enough to tell something ("sick leave of staff": "sickness").
    """
    folded = fold(phrase)
    found: dict[str, None] = {}
    for everyday, official in _read().everyday:
        if not _contains(folded, everyday):
            continue
        whole = _pattern(everyday).fullmatch(folded) is not None
        found |= dict.fromkeys(_pattern(everyday).sub(one.replace("\\", ""), folded) for one in official)
        if not whole:
            found |= dict.fromkeys(one for one in official if _tells(one))
    return tuple(found)


def _tells(phrase: str) -> bool:
    return max(map(rarity, content_stems(phrase)), default=0.0) >= _RARE


def abbreviations() -> tuple[str, ...]:
    """Return every abbreviation of the glossary."""
    return tuple(_read().acronyms)


def meanings_of(short: str) -> tuple[str, ...]:
    """Return what an abbreviation stands for by the glossary, () where it has none."""
    return _read().acronyms.get(short) or _read().asked.get(short, ())


def reword(text: str) -> str:
    """Return `text` in the other words that reports may have for it; as it is where the glossary has none.

    "How many kids are in care?" is "How many children are looked after?".
    """
    plain = unify(text)
    lowered = plain.lower()
    if len(lowered) != len(plain):
        return text
    taken: list[tuple[int, int, str]] = []
    for phrase, other in _read().rewordings:
        for found in _pattern(phrase).finditer(lowered) if _may_hold(lowered, phrase) else ():
            if all(found.end() <= start or end <= found.start() for start, end, _ in taken):
                taken.append((found.start(), found.end(), other))
    for start, end, other in sorted(taken, reverse=True):
        plain = f"{plain[:start]}{other}{plain[end:]}"
    return plain if taken else text


def _add(additions: dict[str, float], phrases: Sequence[str], weight: float) -> None:
    for phrase in phrases:
        additions[phrase] = max(weight, additions.get(phrase, 0.0))


def _with_learnt(learnt: Iterable[tuple[str, str]]) -> Mapping[str, tuple[str, ...]]:
    own = {short: (long,) for short, long in learnt}
    return {**_read().acronyms, **own} if own else _read().acronyms


def _mentions_short(short: str, question: str) -> bool:
    """Say whether an acronym is in the question: as printed, or in lower case where it cannot be a plain word."""
    if _has_short(short, question):
        return True
    if len(short) < _SHORTEST_AS_WORD or short.lower() in _ALSO_WORDS:
        return False
    return _has_short(short.lower(), question.lower())


def _has_short(short: str, text: str) -> bool:
    return short in text and bool(_short_form(short).search(text))


@cache
def _short_form(short: str) -> re.Pattern[str]:
    """Match an acronym as a word: one, several, or its possessive."""
    return re.compile(rf"(?<!\w){re.escape(short)}(?:s|'s|’s)?(?!\w)")


def _contains(folded: str, phrase: str) -> bool:
    return _may_hold(folded, phrase) and bool(_pattern(phrase).search(folded))


def _may_hold(folded: str, phrase: str) -> bool:
    return first_letters(phrase).removesuffix("s") in folded.replace("'", "")


@cache
def _pattern(phrase: str) -> re.Pattern[str]:
    """Match a phrase, one or many of it ("return home interview", "return home interviews")."""
    return re.compile(phrase_pattern(fold(phrase).removesuffix("s")).removesuffix(r"(?!\w)") + r"s?(?!\w)")


@cache
def _read() -> _Glossary:
    data = tomllib.loads(files(__package__).joinpath("glossary.toml").read_text(encoding="utf-8"))
    acronyms, asked = (
        {short: tuple([long] if isinstance(long, str) else long) for short, long in data[section].items()}
        for section in ("acronyms", "asked")
    )
    rows = [(everyday, tuple(official)) for everyday, official in data["everyday"].items()]
    rows += [
        (phrase, tuple(one for one in group if one != phrase)) for group in data["same"].values() for phrase in group
    ]
    return _Glossary(
        acronyms,
        asked,
        tuple(rows),
        tuple((phrase, data["instead"][phrase]) for phrase in sorted(data["instead"], key=len, reverse=True)),
    )
