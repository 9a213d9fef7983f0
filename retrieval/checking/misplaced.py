"""A figure that its source prints, but of something else: told by the words that stand round it."""

from retrieval.checking.number_kinds import is_year, other_kind
from retrieval.text.normalise import STOP_WORDS, normalise, stem, words
from retrieval.text.quantities import dates, numbers_in

AFTER, BEFORE = 4, 5
"""Words looked at on either side of a number, two with a meaning kept of each."""
NEARER = 2
"""Words by which another number's surroundings must fit better; with 1, too many true paraphrases are rejected."""


def misplaced_number(text: str, source: str) -> str | None:
    """Return how a number of `text` stands where `source` has another one, or None."""
    said, printed = _surroundings(text), _surroundings(source)
    for number, around in said.items():
        own = printed.get(number)
        if own is None:
            continue
        rival = max(
            (other for other in printed.keys() - said.keys()), key=lambda one: len(around & printed[one]), default=None
        )
        if rival is None:
            continue
        needed = NEARER if _sign(rival) == _sign(number) else NEARER + 1
        if len(around & printed[rival]) - len(around & own) >= needed:
            return f"it says {number} where its source says {rival}"
    return other_kind(text, source)


def _sign(number: str) -> str:
    """Return "£", "%" or nothing: a share is seldom said where a sum or a count is printed."""
    return number.strip("0123456789.-e+")


def _surroundings(text: str) -> dict[str, set[str]]:
    """Return for each number of `text`, days of a date apart, the stems near it."""
    plain = normalise(text)
    days = {one.split()[0] for one in dates(plain)}
    found: dict[str, set[str]] = {}
    for number, start, end in numbers_in(plain):
        if number in days:
            continue
        near = _meaning(words(plain[end:])[:AFTER])[:2] + _meaning(words(plain[:start])[-BEFORE:])[-2:]
        year = {"a year"} if is_year(number) else set()
        found.setdefault(number, set()).update(year, near)
    return found


def _meaning(spoken: list[str]) -> list[str]:
    return [stem(word) for word in spoken if word.isalpha() and word not in STOP_WORDS]
