"""What no wording may bring in: words in quotation marks that no passage prints, letters of other alphabets."""

import re
import unicodedata
from collections.abc import Sequence

from retrieval.text.normalise import normalise, words

_DOUBLE = re.compile(r'"([^"]*)(?:"|$)')
_SINGLE = re.compile(r"(?<!\w)'([^']+(?:'\w[^']*)*)'(?!\w)")
_LETTERS = re.compile(r"[^\W\d_]+")


def invention_fault(text: str, printed: Sequence[str]) -> str | None:
    """Return what stands in quotation marks in `text`, or is spelled in other letters, and in no text of `printed`."""
    held = [f" {' '.join(words(one))} " for one in printed]
    plain = normalise(text)
    for found in (*_DOUBLE.finditer(plain), *_SINGLE.finditer(plain)):
        spoken = " ".join(words(found[1]))
        if spoken and not any(f" {spoken} " in one for one in held):
            return f"it puts in quotation marks what no cited passage prints: “{found[1].strip()}”"
    together = " ".join(printed)
    for word in _LETTERS.findall(text):
        if not word.isascii() and word not in together and not all(_is_latin(letter) for letter in word):
            return f"it spells “{word}” with letters of another alphabet"
    return None


def unquoted_fault(text: str, sources: Sequence[str]) -> str | None:
    """Return whether `text` says as the report's own what a source only quotes."""
    said = f" {' '.join(words(text))} "
    for source in sources:
        plain = normalise(source)
        for found in (*_DOUBLE.finditer(plain), *_SINGLE.finditer(plain)):
            if said in f" {' '.join(words(found[1]))} ":
                return "it says as the report's own words what the report quotes"
    return None


def _is_latin(letter: str) -> bool:
    return letter.isascii() or unicodedata.name(letter, "").startswith("LATIN")
