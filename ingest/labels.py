"""What a person would call each passage: unique in its report, without a page, the same from PDF and export."""

from collections import Counter
from collections.abc import Sequence

SHORT = 60
"""Characters of a heading that are shown in its label."""


def ordinal_word(number: int) -> str:
    """Return 1st, 2nd, 3rd, 4th, 11th …"""
    if 10 <= number % 100 <= 20:
        return f"{number}th"
    return f"{number}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th') }"


def shorten(text: str, limit: int = SHORT) -> str:
    """Cut `text` at a word border, with an ellipsis when something was cut."""
    text = " ".join(text.split())
    if len(text) <= limit:
        return text
    return text[: limit + 1].rsplit(" ", 1)[0].rstrip(" ,;:") + " …"


def make_unique(labels: Sequence[str], qualifiers: Sequence[str]) -> list[str]:
    """Tell equal labels apart: by their qualifier (the section) where that suffices, else by a count."""
    labels = _qualify(labels, qualifiers)
    seen: Counter[str] = Counter()
    unique = []
    for label in labels:
        seen[label] += 1
        unique.append(label if seen[label] == 1 else f"{label} [{seen[label]}]")
    return unique


def _qualify(labels: Sequence[str], qualifiers: Sequence[str]) -> list[str]:
    counts = Counter(labels)
    return [
        f"{label} ({qualifier})" if counts[label] > 1 and qualifier and qualifier not in label else label
        for label, qualifier in zip(labels, qualifiers, strict=True)
    ]
