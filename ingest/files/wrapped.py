"""What an export prints over several lines though it is one: numbers alone on a line, graded headings, table rows."""

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile

from ingest.passages.grades import GRADE
from ingest.passages.headings import GRADED_HEADING

_NUMBER_ALONE = re.compile(r"\s*\d{1,3}[.)]\s*")
_OPENS_GRADED = re.compile(r"\s*(?:The (?:experiences|impact|graded)|Leadership, management)\b")
_GRADE = re.compile(rf"{GRADE}(?:\s+Grade\s+\d)?\W*", re.IGNORECASE)
_CELLS = re.compile(r"(?:(?P<left>\s*(?:\d(?:\.\d)?\.?\s+)?\S.*?)\s{3,}|\s{20,})(?P<right>\S(?:.*\S)?)\s*$")
_NUMBERED = re.compile(r"\s*\d(?:\.\d)?\.?\s+[A-Z]")
LONGEST_HEADING = 3
"""Lines of the longest heading of 77 reports that states a grade."""
LONGEST_ROW = 4
"""Lines of the tallest row of 77 judgement tables, set in columns."""


def join_wrapped(lines: Sequence[str]) -> list[str]:
    """Return `lines` with each of these on one line; their number stays, what is left behind is blank."""
    return join_headings(join_rows(join_numbers(lines)))


def join_numbers(lines: Sequence[str]) -> list[str]:
    """Put a paragraph's number that stands alone on its line before the words below it, a page's number between."""
    joined = list(lines)
    for index, line in enumerate(lines):
        if _NUMBER_ALONE.fullmatch(line):
            near = range(index + 1, min(index + 5, len(lines)))
            below = next((at for at in near if lines[at].strip() and not lines[at].strip().isdecimal()), index)
            if below > index and lines[below].strip()[0].isalpha():
                joined[index], joined[below] = "", f"{line.rstrip()} {lines[below].strip()}"
    return joined


def join_headings(lines: Sequence[str]) -> list[str]:
    """Put a heading that states a grade on its first line."""
    joined = list(lines)
    for index, line in enumerate(lines):
        if not _OPENS_GRADED.match(line):
            continue
        printed = list(takewhile(str.strip, lines[index : index + LONGEST_HEADING]))
        for length in range(len(printed), 0, -1):
            words = " ".join(part.strip() for part in printed[:length])
            if GRADED_HEADING.fullmatch(words):
                joined[index : index + length] = [words, *[""] * (length - 1)]
                break
    return joined


def join_rows(lines: Sequence[str]) -> list[str]:
    """Put a row that wraps in its cells on its first line, the grade last."""
    joined = list(lines)
    for start, end in _groups(lines):
        row = _row(lines[start:end])
        if row is not None:
            joined[start:end] = [row, *[""] * (end - start - 1)]
    return joined


def _groups(lines: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield [start, end) of the stretches between blank lines, parted where a numbered row follows other names.

    The first line of a numbered row's grade may stand a line above its name.
    """
    start: int | None = None
    named = False
    for index, line in enumerate([*lines, ""]):
        above = index + 1 < len(lines) and not _name(line) and bool(_NUMBERED.match(lines[index + 1]))
        if start is not None and (not line.strip() or (named and (above or _NUMBERED.match(line)))):
            yield start, index
            start, named = None, False
        if start is None and line.strip():
            start = index
        named = named or bool(_name(line))


def _row(lines: Sequence[str]) -> str | None:
    """Return name and grade of the row that `lines` set in two columns, None where they are none."""
    if len(lines) > LONGEST_ROW:
        return None
    cells = [match for line in lines if (match := _CELLS.match(line))]
    columns = {match.start("right") for match in cells}
    if not cells or max(columns) - min(columns) > 2 or not _GRADE.fullmatch(" ".join(one["right"] for one in cells)):
        return None
    return " ".join([*filter(None, map(_name, lines)), *(one["right"] for one in cells)])


def _name(line: str) -> str:
    """Return what a line holds of a row's name."""
    match = _CELLS.match(line)
    return (match["left"] or "" if match else line).strip()
