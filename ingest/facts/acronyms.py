"""The abbreviations that a report defines itself: "return home interviews (RHIs)"."""

import re
from collections.abc import Iterable

from ingest.models import Passage

_LONG_FIRST = re.compile(r"\(‘?([A-Z][A-Za-z&]{1,8})’?\)")
_BEFORE = re.compile(r"(?:[A-Za-z][\w’'-]*[ -]){1,9}$")
_REACH = 120
"""Characters before the bracket among which the long form is sought."""
_SHORT_FIRST = re.compile(r"\b([A-Z][A-Z&]{1,7}s?) \(([a-z][\w’' -]{5,70})\)")
_WORD = re.compile(r"[A-Za-z&][\w’']*")
_SMALL = frozenset({"of", "and", "the", "for", "in", "to", "with", "on", "at", "a", "an", "&"})


def find_acronyms(passages: Iterable[Passage]) -> tuple[tuple[str, str], ...]:
    """Return (short, long) as first defined, in reading order; a plural ("RHIs") is brought to the singular."""
    found: dict[str, str] = {}
    for passage in passages:
        if "(" not in passage.text:
            continue
        text = " ".join(passage.text.split())
        for match in _LONG_FIRST.finditer(text):
            before = _BEFORE.search(text[max(0, match.start() - _REACH) : match.start()])
            if before:
                _add(found, match[1], _spelt_out(match[1], before[0]))
        for short, inside in _SHORT_FIRST.findall(text):
            _add(found, short, _spelt_out(short, inside, whole=True))
    return tuple(found.items())


def _add(found: dict[str, str], short: str, long: str | None) -> None:
    if long is None:
        return
    if short.endswith("s") and short[:-1].isupper():
        short = short[:-1]
        long = re.sub(r"(?<!s)s$", "", long)
    found.setdefault(short, long)


def _spelt_out(short: str, words: str, *, whole: bool = False) -> str | None:
    """Return the fewest last words of `words` (or all of them) whose initials spell `short`, small words apart."""
    letters = re.sub(r"(?<=[A-Z])s$", "", short).replace("&", "").lower()
    spans = [match.span() for match in _WORD.finditer(words)]
    if sum(letter.isupper() for letter in short) < 2:
        return None
    for first in range(len(spans) - 1, -1, -1):
        start, end = spans[first]
        if whole and first:
            continue
        tail = [words[a:b].lower() for a, b in spans[first:]]
        if words[start:end].lower() not in _SMALL and _initials_spell(letters, tail):
            return words[start : spans[-1][1]]
    return None


def _initials_spell(letters: str, words: list[str]) -> bool:
    """Whether each word begins with its letter, in order; small words may be passed over, with or without a letter."""
    if not words:
        return not letters
    if letters and words[0][0] == letters[0] and _initials_spell(letters[1:], words[1:]):
        return True
    return words[0] in _SMALL and _initials_spell(letters, words[1:])
