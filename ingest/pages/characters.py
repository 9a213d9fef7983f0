"""Characters that stand for something else than they seem: ligatures, spaces without width, marks without a meaning."""

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable, Sequence

LOST = "\ufffd"
"""Stands for a shape whose letter its font does not tell."""
LIGATURES = ("fi", "ff", "fl", "ffi", "ffl", "ft", "tt", "ti", "th")
"""What a shape without a letter may be inside a word, the commonest first."""

_JOINED = {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0xFB00, 0xFB07)}
_GONE = dict.fromkeys([0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, 0x180E, 0x200E, 0x200F, *range(0x202A, 0x202F)])
_SPACES = dict.fromkeys(
    [0x09, 0x0B, 0x0C, 0x85, 0xA0, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000, *range(0x2000, 0x200B)], " "
)
_TABLE = {**_JOINED, **_SPACES, **_GONE}
_SOFT = re.compile(r"\u00ad(?=\s*\w)")
_CONTROL = r"\x00-\x08\x0e-\x1f\x7f-\x9f\ufffe\uffff\ufffd"
_PRIVATE = r"\ue000-\uf8ff"
_BULLET = re.compile(rf"(\s*)[{_CONTROL}]+(?=\s)")
_IN_WORD = re.compile(rf"(?<=[^\W\d_])[{_CONTROL}{_PRIVATE}]|(?<![^\s(‘“'\"])[{_CONTROL}](?=[^\W\d_])")
_CONTROLS = re.compile(f"[{_CONTROL}]")
_WORD = re.compile(r"[^\W\d_]+")
_BROKEN = re.compile(rf"[^\W\d_]*{LOST}[^\W\d_{LOST}]*(?:{LOST}[^\W\d_{LOST}]*)*")


def plain_characters(text: str) -> str:
    """Return `text` with every character what a reader takes it for; what nobody can tell is `LOST`, in words only."""
    if text.isascii() and text.isprintable():
        return text
    text = _SOFT.sub("", text.translate(_TABLE))
    text = _BULLET.sub(r"\1•", text, count=1) if _BULLET.match(text) else text
    return _CONTROLS.sub(lambda found: LOST if found[0] == LOST else "", _IN_WORD.sub(LOST, text))


def restore_ligatures(texts: Sequence[str], known: Collection[str]) -> list[str]:
    """Return `texts` with each lost shape as the letters that make a word of its word, where exactly those do.

    A word is one of `known` or one that the texts hold elsewhere, whole.
    """
    words = Counter(word.lower() for text in texts for word in _WORD.findall(text) if len(word) > 2)
    return [
        _BROKEN.sub(lambda found: _restored(found[0], words, known), text) if LOST in text else text for text in texts
    ]


def _restored(broken: str, words: Counter[str], known: Collection[str]) -> str:
    parts = broken.split(LOST)
    readings: Iterable[str] = [parts[0]]
    for part in parts[1:4]:
        readings = [f"{reading}{letters}{part}" for reading in readings for letters in LIGATURES]
    if len(parts) > 4:
        return broken
    meant = [reading for reading in readings if reading.lower() in words or reading.lower() in known]
    return max(meant, key=lambda reading: words[reading.lower()], default=broken)
