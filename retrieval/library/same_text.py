"""Whether two files of one publication say the same: a copy or an export does; a corrected or forged one does not."""

import re
import unicodedata
from collections.abc import Sequence

from ingest.models import Passage

ALIKE = 0.9
"""Share of three-word runs that an export must have in common with its PDF: the one real pair has .9998."""
_WORD = re.compile(r"[^\W_]+")
_RUN = 3


def same_text(one: Sequence[Passage], other: Sequence[Passage], *, export: bool) -> bool:
    """Whether two readings agree: letter by letter, or where one is an `export`, in its figures and most words."""
    words, others = _words(one), _words(other)
    if not export:
        # Joined, since a file that was saved anew may break its words elsewhere.
        return "".join(words) == "".join(others)
    figures, other_figures = _figures(words), _figures(others)
    return _shared(figures, other_figures) >= ALIKE and _shared(_runs(words), _runs(others)) >= ALIKE


def _words(passages: Sequence[Passage]) -> list[str]:
    text = " ".join(passage.text for passage in passages)
    return _WORD.findall(unicodedata.normalize("NFKC", text).casefold())


def _figures(words: Sequence[str]) -> set[tuple[str, ...]]:
    return {(word,) for word in words if any(character.isdigit() for character in word)}


def _runs(words: Sequence[str]) -> set[tuple[str, ...]]:
    return {tuple(words[start : start + _RUN]) for start in range(max(len(words) - _RUN + 1, 1))}


def _shared(one: set[tuple[str, ...]], other: set[tuple[str, ...]]) -> float:
    return len(one & other) / max(len(one), len(other), 1) if one or other else 1.0
