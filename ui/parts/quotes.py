"""Find a quotation in a text that was printed differently: other spaces, line ends, quotation marks, ligatures."""

import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

Place = tuple[int, int]
"""[start, end) of a stretch of text."""


_CLOSING = ".,;:!?%)]}'\"’”…"


def find_quote(quote: str, printed: Sequence[str]) -> list[Place]:
    """Return every place in `printed` (a text, or its characters one by one) where the words of `quote` stand.

    Only letters and digits are compared, so a hyphen at a line's end, a page's furniture of spaces or a typographic
    apostrophe makes no difference, and a word that differs by one letter does. A closing mark of `quote` is kept.
    """
    wanted = "".join(letter for letter, _ in _letters(quote))
    text, places = "", []
    for letter, place in _letters(printed):
        text += letter
        places.append(place)
    tail = quote[len(quote.rstrip(_CLOSING)) :]
    found: list[Place] = []
    at = text.find(wanted) if wanted else -1
    while at >= 0:
        end = places[at + len(wanted) - 1] + 1
        for closing in tail:
            end += end < len(printed) and printed[end] == closing
        found.append((places[at], end))
        at = text.find(wanted, at + 1)
    return found


def split_quote(quote: str, pages: Mapping[int, Sequence[str]]) -> dict[int, str]:
    """Return which part of `quote` stands on which page: all of it on one, or its two halves on two that follow.

    {} where it, or a half, stands nowhere or in several places: a wrong highlight would be worse than none.
    """
    found = {number: len(find_quote(quote, printed)) for number, printed in pages.items()}
    if any(found.values()):
        return {number: quote for number in found if found[number]} if sum(found.values()) == 1 else {}
    words = quote.split()
    for first, second in pairwise(pages):
        # The longest beginning that stands on the first page: each shorter one stands there, too.
        longest = bisect_left(
            range(1, len(words)), True, key=lambda many: not find_quote(" ".join(words[:many]), pages[first])
        )
        parts = {first: " ".join(words[:longest]), second: " ".join(words[longest:])}
        if all(len(find_quote(part, pages[number])) == 1 for number, part in parts.items()):
            return parts
    return {}


def _letters(characters: Iterable[str]) -> Iterable[tuple[str, int]]:
    for place, character in enumerate(characters):
        for letter in unicodedata.normalize("NFKC", character).casefold():
            if letter.isalnum():
                yield letter, place
