"""Whom a report is about: the authority that its front names."""

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache

from ingest.facts.authorities import Authority, fold, identify, known_authorities
from ingest.facts.front import Front
from ingest.facts.printed_dates import LABEL
from ingest.kinds.recognise import Recognised

_LONGEST_AUTHORITY = 100
_CHILDRENS = r"children['’]s\s+(?:social\s+care\s+)?services"
_NAMED = (
    re.compile(
        rf"(?:inspection\s+of|visit\s+(?:of|to))\s+(?:the\s+)?((?:[^.:]|\bSt\.){{2,80}}?)(?:['’]s?)?"
        rf"\s+(?:local\s+authority\s+)?{_CHILDRENS}",
        re.I,
    ),
    re.compile(rf"^{_CHILDRENS}\s+in\s+(?:the\s+)?((?:[^.]|\bSt\.){{2,70}}?)\s+(?:is|are|requires?)\b", re.I | re.M),
)
_SHORTEST_NAME = 4
_OF = re.compile(r"^\W*of\s+(?:the\s+)?")
_NO_NAME = re.compile(r"^(?:local authority|services for.*|the|)$", re.I | re.S)
_PROPER_WORD = r"(?:[A-Z][\w'’.-]*|of|and|upon|on|with|the|in|&)"
_PROPER = re.compile(rf"{_PROPER_WORD}(?:[\s,]+{_PROPER_WORD})*$")


def read_names(front: Front, told: Recognised | None) -> Iterator[tuple[Authority, str]]:
    """Yield the authorities that the front names, with the passages that do, the surest first.

    Known ones come before what merely stands where names stand.
    """
    candidates = list(_candidates(front, told))
    known = known_authorities()
    for name, start in candidates:
        authority = identify(name)
        if fold(authority.name) in known:
            yield authority, front.source(start)
    for name, start in candidates:
        if _PROPER.match(name.strip()):
            yield identify(name), front.source(start)
    if told is not None:
        for authority in known_in(front.text):
            yield authority, front.source(told.match.start())


def known_in(text: str) -> Iterator[Authority]:
    """Yield the known authorities that a text names, the one named most often first."""
    known = known_authorities()
    counts = Counter(known[fold(match[0])].name for match in _any_known().finditer(text))
    for name, _ in counts.most_common():
        yield known[fold(name)]


@cache
def _any_known() -> re.Pattern[str]:
    names = {name for one in known_authorities().values() for name in (one.name, *one.aliases)}
    # Abbreviations and nicknames may be words of any text.
    full = sorted((name for name in names if len(name) > _SHORTEST_NAME), key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(re.escape(name) for name in full)})\b")


def _candidates(front: Front, told: Recognised | None) -> Iterator[tuple[str, int]]:
    named = [] if told is None or not told.subject else [(told.subject, told.match.start("subject"))]
    named += [
        (match[1], match.start())
        for pattern in _NAMED
        for match in pattern.finditer(front.text)
        if not _NO_NAME.match(match[1])
    ]
    if told is not None:
        title = told.match
        named.append((front.text[: title.start()], 0))
        after = front.text[title.end() :]
        label = LABEL.search(after)
        named.append((_OF.sub("", after[: label.start()]) if label else "", title.end() + 1))
    return ((name, start) for name, start in named if 1 < len(" ".join(name.split())) <= _LONGEST_AUTHORITY)
