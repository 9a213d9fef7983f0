"""A figure that its source prints, but of something else: told by the words that stand round it."""

from retrieval.normalise import STOP_WORDS, normalise, stem, words
from retrieval.quantities import dates, numbers_in

AFTER, BEFORE = 4, 5
"""Words looked at on either side of a number, two with a meaning kept of each."""
NEARER = 2
"""Words by which another number's surroundings must fit better; with 1, five of 102 true paraphrases are rejected."""


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
        if rival is not None and len(around & printed[rival]) - len(around & own) >= NEARER:
            return f"it says {number} where its source says {rival}"
        if around & _KINDS != own & _KINDS:
            return f"its source gives {number} as a number of another kind"
    return None


_KINDS = frozenset({"%", "£", "a year"})


def _surroundings(text: str) -> dict[str, set[str]]:
    """Return for each number of `text`, days of a date apart, the stems near it and what kind of number it is."""
    plain = normalise(text)
    days = {one.split()[0] for one in dates(plain)}
    found: dict[str, set[str]] = {}
    for number, start, end in numbers_in(plain):
        if number in days:
            continue
        kinds = {one for one in "%£" if one in number}
        if number.isdigit() and 1990 <= int(number) < 2040:
            kinds.add("a year")
        near = _meaning(words(plain[end:])[:AFTER])[:2] + _meaning(words(plain[:start])[-BEFORE:])[-2:]
        found.setdefault(number, set()).update(kinds, near)
    return found


def _meaning(spoken: list[str]) -> list[str]:
    return [stem(word) for word in spoken if word.isalpha() and word not in STOP_WORDS]
