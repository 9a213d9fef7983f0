"""Breaking a text into printed lines."""

import re
from collections.abc import Callable

MARKERS = {str(number): chr(0xE000 + number) for number in range(10)}
"""Private characters that stand for raised footnote markers while a text is broken into lines."""
SOFT_HYPHEN = "~"

_MARK = re.compile(r"\^(\d)")
_CUT = re.compile(rf"(?<=[^\W\d])-(?=\w)|{SOFT_HYPHEN}")


def mark_footnotes(text: str) -> str:
    """Replace each `^1` by its private character."""
    return _MARK.sub(lambda found: MARKERS[found[1]], text)


def plain(text: str) -> str:
    """Return the words of a source's text, without what only the typesetter reads."""
    return " ".join(_MARK.sub("", text).replace("//", "").replace(SOFT_HYPHEN, "").split())


def wrap(text: str, width: float, measure: Callable[[str], float]) -> list[str]:
    """Break `text` greedily into lines no wider than `width` by `measure`; words may break at hyphens and `~`."""
    return [line for part in text.split("//") for line in _wrap_part(part.strip(), width, measure)]


def _wrap_part(text: str, width: float, measure: Callable[[str], float]) -> list[str]:
    lines: list[str] = []
    line = ""
    for word in text.split():
        rest = word
        while measure(_join(line, rest)) > width:
            head, tail = _split_word(line, rest, width, measure)
            if not line and not head:
                break
            lines.append(_join(line, head))
            line, rest = "", tail
        line = f"{line} {rest}".strip()
    return [*lines, _join(line, "")]


def _join(line: str, piece: str) -> str:
    return f"{line} {piece}".strip().replace(SOFT_HYPHEN, "")


def _split_word(line: str, word: str, width: float, measure: Callable[[str], float]) -> tuple[str, str]:
    """Return the longest part of `word` that still fits on `line`, with its hyphen, and what is left."""
    for cut in reversed(list(_CUT.finditer(word))):
        head = word[: cut.start()] + "-"
        if measure(_join(line, head)) <= width:
            return head, word[cut.end() :]
    return "", word
