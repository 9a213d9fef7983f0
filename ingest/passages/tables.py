"""Tables of figures: each row is read with the headers of its columns, an empty cell stays empty."""

import re
from collections.abc import Mapping, Sequence

from ingest.document import Line

LEAST_ROWS = 2
"""Rows below a header that make a table."""
MOST_BETWEEN = 3.5
"""Greatest distance of two rows, in sizes."""
FIGURES = 0.6
"""Share of the cells beside the first that are figures."""

_FIGURE = re.compile(
    r"[£$€]?\s*[-–—<>~]?\s*\d[\d,.:/–-]*\s*(?:%|per cent|pp|m|bn|k|days?|weeks?)?|n/?a|[-–—*.]+|c|x", re.IGNORECASE
)
_YEAR = re.compile(r"(?:19|20)\d\d(?:\s*[-/–]\s*\d{2,4})?")

Cell = tuple[float, float, str]
"""Where a cell begins and ends, and its words."""


def find_tables(lines: Sequence[Line]) -> Mapping[int, str]:
    """Return the words of each row of a table of figures by the index of its line, its header's among them."""
    found: dict[int, str] = {}
    index = 0
    while index < len(lines):
        rows = _rows(lines, index)
        if rows:
            header = _cells(lines[index])
            found[index] = "; ".join(words for _, _, words in header)
            found |= {row: _with_headers(header, _cells(lines[row])) for row in rows}
        index += 1 + len(rows)
    return found


def _rows(lines: Sequence[Line], start: int) -> list[int]:
    """Return the rows below the line at `start` if it is the header of a table of figures, else none."""
    header = _cells(lines[start])
    if len(header) < 2 or (lines[start].text.strip()[-1:] in ".;" and len(lines[start].text) > 60):
        return []
    rows: list[int] = []
    for index in range(start + 1, len(lines)):
        line, above = lines[index], lines[index - 1]
        cells = _cells(line)
        near = line.sheet == above.sheet and 0 < above.y - line.y <= MOST_BETWEEN * line.size
        if not near or len(cells) < 2 or any(_column(header, cell) is None for cell in cells[1:]):
            break
        rows.append(index)
    figures = [_FIGURE.fullmatch(words) is not None for row in rows for _, _, words in _cells(lines[row])[1:]]
    return rows if len(rows) >= LEAST_ROWS and sum(figures) >= FIGURES * len(figures) else []


def _cells(line: Line) -> list[Cell]:
    bounds = [(0, line.x, line.x), *line.cells]
    return [
        (x, bounds[at + 1][2] if at + 1 < len(bounds) else line.end_x, line.text[offset : _end(line, at)].strip())
        for at, (offset, x, _) in enumerate(bounds)
    ]


def _end(line: Line, at: int) -> int:
    return line.cells[at][0] if at < len(line.cells) else len(line.text)


def _column(header: Sequence[Cell], cell: Cell) -> int | None:
    """Return which header a cell stands under: the one that it overlaps, else the nearest within its own width."""
    left, right, _ = cell
    gaps = [max(begin - right, left - end) for begin, end, _ in header]
    best = min(range(len(header)), key=gaps.__getitem__)
    return best if gaps[best] <= max(12.0, right - left) else None


def _with_headers(header: Sequence[Cell], cells: Sequence[Cell]) -> str:
    """Return "Re-referrals within 12 months, 2021/22: 19%; 2022/23: 24%"."""
    named = [
        (header[column][2], words)
        for cell in cells[1:]
        if (column := _column(header, cell)) is not None
        for words in [cell[2]]
    ]
    # Where the first column has no header of its own, headers stand one further left.
    return f"{cells[0][2]}, " + "; ".join(f"{name}: {words}" for name, words in named)
