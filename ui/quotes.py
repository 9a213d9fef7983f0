"""Find a quotation in a text that was printed differently: other spaces, line ends, quotation marks, ligatures."""

import unicodedata
from collections.abc import Iterable, Sequence

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


def _letters(characters: Iterable[str]) -> Iterable[tuple[str, int]]:
    for place, character in enumerate(characters):
        for letter in unicodedata.normalize("NFKC", character).casefold():
            if letter.isalnum():
                yield letter, place
