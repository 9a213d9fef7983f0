"""Places that a question is about and that nobody knows: names that no report held prints, so none can answer."""

import re
from collections.abc import Callable, Sequence

from ingest.models import Report
from retrieval.question.spelling import is_word
from retrieval.reports.authorities import NamedAuthority, find_authorities
from retrieval.text.dates import MONTHS
from retrieval.text.folding import fold
from retrieval.text.normalise import STOP_WORDS, unify

_NAME = r"(?!Ofsted\b)[A-Z][a-z]{2,}(?:[- ](?:(?:upon|on|in|of|under|by|le|the)[- ])?[A-Z][a-z]+){0,3}"
_BODY = (
    r"(?:[Cc]ouncil|[Bb]orough|[Cc]ounty|[Aa]uthority|[Rr]eports?|[Ii]nspections?|[Cc]hildren's (?:services|social))"
)
_VERB = r"(?:[Ii]s|[Aa]re|[Ww]as|[Ww]ere|[Dd]id|[Dd]oes|[Hh]as|[Hh]ave|[Hh]ad|[Cc]an|[Ww]ill)"
_SAID = r"(?:Ofsted|inspectors?|they) (?:say|said|find|found|think|thought|report(?:ed)?) (?:about|on|of|in)"
_BEFORE = (
    r"(?:[Ii]n|[Aa]t|[Ff]or|[Ww]ith|[Tt]han|[Vv]s\.?|[Vv]ersus|[Cc]ompare|[Ii]nspections? of|[Rr]eports? (?:on|of|for)"
    rf"|[Gg]rades? of|{_SAID}|{_VERB})"
)
_NAMED = re.compile(
    rf"\b{_BEFORE} (?:the )?(?P<after>{_NAME})\b|\b(?P<owner>{_NAME})'s\b|\b[Tt]he (?P<body>{_NAME}) {_BODY}"
    rf"|^(?P<first>{_NAME})(?=:|,| -| \d{{4}}| {_BODY})"
)
_TYPED_SMALL = re.compile(
    r"^(?:and |so )?how (?:is|are|was|did|has) (?P<done>[a-z]{4,})(?='?s?\b.{0,12}\b(?:do|doing|done|faring|fare|rated"
    r"|performing|graded)\b)|\bin (?P<last>[a-z]{4,})\s*[?.!]*$"
    r"|\b(?P<body>[a-z]{4,}) (?:city |borough |county )?council\b"
)
_NO_PLACES = frozenset(
    {"ofsted", "england", "english", *STOP_WORDS, *map(str.lower, MONTHS), *(month[:3].lower() for month in MONTHS)}
)


def find_strangers(
    question: str, reports: Sequence[Report], is_printed: Callable[[str], bool]
) -> tuple[NamedAuthority, ...]:
    """Find the names in an authority's place that are no authority's and stand in none of the `reports`.

    `is_printed` tells whether the reports print a word. One typed in small letters must be in no dictionary either.
    """
    plain, folded = unify(question), fold(question)
    taken = [(one.start, one.end) for one in find_authorities(question, reports)]
    names = [name for match in _NAMED.finditer(plain) if not _is_met(name := _name_of(match), is_printed)]
    small = [word for match in _TYPED_SMALL.finditer(plain) if not is_word(word := _name_of(match))]
    found = []
    for name in dict.fromkeys([*names, *(word for word in small if not _is_met(word, is_printed))]):
        start = folded.find(fold(name))
        end = start + len(name)
        if start >= 0 and not any(start < last and first < end for first, last in taken):
            taken.append((start, end))
            found.append(NamedAuthority(name, start, end, held=False, unknown=True))
    return tuple(found)


def _name_of(match: re.Match[str]) -> str:
    """Return the name that a match holds, without the small words that open it ("The Harbour")."""
    name = str(next(filter(None, match.groups())))
    while " " in name and name.split(" ")[0].lower() in STOP_WORDS:
        name = name.split(" ", 1)[1]
    return name


def _is_met(name: str, is_printed: Callable[[str], bool]) -> bool:
    """Whether the first word of a name is met elsewhere: a small word, a month, or a word that a report prints."""
    first = re.split(r"[ -]", name.lower())[0]
    return first in _NO_PLACES or is_printed(first)
