"""Which lines are headings, and how they nest."""

import re
from collections.abc import Sequence

from ingest.document import Line
from ingest.layout import BULLET, Layout, begins_small, ends_sentence, stands_apart

LARGER = 1.5
"""Points above the body's size from which a line is a heading by its size alone."""
LONGEST = 180
"""Characters of the longest heading."""

_KNOWN = re.compile(
    r"executive summary|contents|recommendations?|areas? for (?:improvement|development|priority action)"
    r"|priority and immediate action|inspection findings|findings|summary(?: (?:of|for) .{3,60})?"
    r"|what .{3,40} needs? to improve\??|the inspection team|information about (?:this|the) .{5,60}"
    r"|about this inspection|main findings|key findings",
    re.IGNORECASE,
)
_GRADE = re.compile(
    r"\W*(?:grade:?\s*)?(?:outstanding|good|adequate|inadequate|requires? improvement(?: to be good)?|not judged)\W*",
    re.IGNORECASE,
)


def is_heading(previous: Line | None, line: Line, layout: Layout) -> bool:
    """Whether `line` is (part of) a heading, judged by its setting and by the line before it."""
    text = line.text.strip()
    if line.level:
        return True
    if len(text) > LONGEST or BULLET.match(line.text) or not any(character.isalpha() for character in text):
        return False
    apart = previous is None or previous.page != line.page or stands_apart(previous, line, layout)
    if layout.known and line.size:
        if line.size >= layout.body + LARGER:
            return True
        if not line.bold or line.size < layout.body - 1:
            return bool(apart and _KNOWN.fullmatch(text) and not begins_small(text))
        runs_on = previous is not None and not apart and not previous.bold and not ends_sentence(previous.text)
        return not runs_on
    return bool(apart and _KNOWN.fullmatch(text))


def is_grade(text: str) -> bool:
    """Whether `text` is a grade and nothing else."""
    return bool(_GRADE.fullmatch(text))


def heading_ranks(headings: Sequence[Line]) -> dict[tuple[float, bool], int]:
    """Return the depth of each style that headings are set in, the largest first."""
    styles = sorted({style_of(line) for line in headings}, reverse=True)
    return {style: rank for rank, style in enumerate(styles, start=1)}


def style_of(line: Line) -> tuple[float, bool]:
    """Return what tells the depth of a heading: its size, then its weight; its level in an export."""
    return (-float(line.level), line.bold) if line.level else (float(round(line.size)), line.bold)
