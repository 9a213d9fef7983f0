"""When a passage carries a quote, and when a text states a fact."""

import re
import unicodedata
from collections.abc import Sequence

# Spaces and hyphens vary with the line breaks of the PDF, quote marks with the reader that extracted it.
_IGNORED = re.compile(r"[\s\-‐‑‒–—­'\"‘’“”`´]+")
_WORD = re.compile(r"\d+(?:[.:]\d+)*|[^\W\d_]+|[%£€$]")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}\b)")
_APOSTROPHE = re.compile(r"(?<=\w)['’](?=\w)")


def squeeze(text: str) -> str:
    """Return `text` without case, spaces, hyphens and quote marks, for finding a quote in a passage."""
    return _IGNORED.sub("", unicodedata.normalize("NFKC", text).casefold())


def contains_quote(passage: str, quote: str) -> bool:
    """Tell whether `quote` stands in `passage`, spaces, case, quote marks and line-end hyphens apart."""
    return squeeze(quote) in squeeze(passage)


def words(text: str) -> list[str]:
    """Split into lower-case words and numbers (`6,120` is `6120`, `5.2` one word); `%` and `£` are words."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return _WORD.findall(_APOSTROPHE.sub("", _THOUSANDS.sub("", folded)))


def states(text: str, accepted: Sequence[str]) -> bool:
    """Tell whether `text` contains one of the accepted strings, on word boundaries, punctuation apart.

    `ten` is not in `often`, `9%` not in `19%`.
    """
    haystack = "\x00" + "\x00".join(words(text)) + "\x00"
    return any("\x00" + "\x00".join(words(one)) + "\x00" in haystack for one in accepted if words(one))
