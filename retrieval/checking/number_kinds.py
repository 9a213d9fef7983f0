"""What kind of number stands in a sentence, told by the words next to it: a year, an age, a rate, so many weeks."""

import re

from retrieval.text.dates import MONTHS
from retrieval.text.normalise import normalise, words
from retrieval.text.quantities import numbers_in

_MONTH = f"(?:{'|'.join(MONTHS)})"
_RANGE = r"(?: ?(?:-|to|or|and) ?\d+)?"
_UNITS = ("minute", "hour", "day", "night", "week", "month")
_MARKED = {
    "a rate": r"# per \d",
    **{f"{unit}s": rf"#{_RANGE}[ -](?:(?:working|school|calendar) )?{unit}s?\b" for unit in _UNITS},
    "an age": rf"\baged?(?: of| over| under| between)?(?: \d+(?: and| or| to| ?-))? #|#{_RANGE}[ -]years?[ -]olds?\b",
    "a day": rf"#(?:st|nd|rd|th)?{_RANGE} {_MONTH}\b",
    "a year": rf"\b{_MONTH} #(?!,? \d{{4}})",
    "one in so many": r"\b(?:[Oo]ne (?:[a-z]+ )?|[Tt]wo |[Tt]hree )in #(?! year)",
}
"""How a sentence shows the kind of a number, which stands as "#"."""
_PATTERNS = {kind: re.compile(pattern) for kind, pattern in _MARKED.items()}
_SIGNS = {
    "a rate": frozenset({"per", "rate", "rates", "every"}),
    "an age": frozenset({"age", "aged", "ages", "old", "olds", "older", "under", "over", "younger"}),
    **{f"{unit}s": frozenset({unit, f"{unit}s"}) for unit in _UNITS},
}
"""Words of which one stands by a number of this kind, wherever it is given."""
_YEAR = r"(?:199\d|20[0-3]\d)\b"
_COUNTED = re.compile(
    r"# of (?:the |its |their )?\d|\d of (?:the |its |their )?#"
    rf"|\bfrom # to (?!{_YEAR})\d|\bfrom (?!{_YEAR})[\d,]+ to #"
)
_THINGS = re.compile(r"# (?:[a-z]+ )?(?:[a-z]+s|children|people)\b")
_BEFORE_YEAR = re.compile(r"\b(?:in|since|by|from|to|of|until|during|before|after|with|than|for|on|and|between|the) #")


def other_kind(text: str, source: str) -> str | None:
    """Return which number of `text` is of a kind that it is nowhere in `source`, or None."""
    printed, spoken = _kinds(source), set(words(text))
    for number, kinds in _kinds(text).items():
        known = printed.get(number, {""})
        if "a day" in kinds - known:
            return f"its source has no day {number}"
        if "" in known:
            continue
        if other := kinds - known - {""}:
            return f"it gives {number} as {min(other)}, its source as {min(known)}"
        if not kinds & known and known <= _SIGNS.keys() and not any(spoken & _SIGNS[one] for one in known):
            return f"its source gives {number} as {min(known)}"
    return None


def is_year(number: str) -> bool:
    """Tell whether a canonical number looks like a year that reports speak of."""
    return re.fullmatch(_YEAR, number) is not None


def _kinds(text: str) -> dict[str, set[str]]:
    """Return for each number of `text` what the words next to it make of it; "" where they leave that open."""
    plain = normalise(text)
    found: dict[str, set[str]] = {}
    for number, start, end in numbers_in(plain):
        found.setdefault(number, set()).add(_kind(number, f"{plain[:start].rstrip()} #{plain[end:]}"))
    return found


def _kind(number: str, sentence: str) -> str:
    """Return the kind of the number that stands as "#" in `sentence`."""
    if marked := next((kind for kind, pattern in _PATTERNS.items() if pattern.search(sentence)), None):
        return marked
    if _COUNTED.search(sentence):
        return "a count"
    things = _THINGS.search(sentence)
    if is_year(number) and (not things or _BEFORE_YEAR.search(sentence)):
        return "a year"
    return "a count" if things else ""
