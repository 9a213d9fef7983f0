"""The order in which the lines of a page are read: as drawn where that goes down the page, else by where they stand."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise, takewhile
from statistics import median

from ingest.pages.lines import Row

LEAST_ROWS = 4
"""Lines that each of two columns must have side by side."""
LEAST_LETTERS = 18
"""Characters of a column's usual line; cells of figures are shorter."""
FULL = 0.7
"""Share of the column's width that its usual line fills; names and headings in two columns do not."""
GAP = 1.6
"""Greatest distance of two lines of a paragraph, in sizes."""
RUNNING = 0.6
"""Share of a column's lines that stand close below another; rows of a table stand apart."""
FOOT = 60.0
"""Height of the strip at the bottom of a page where its number stands."""
GUTTER = 8.0
"""Least points between two columns."""
ALTERNATING = 0.55
"""Share of steps from one column to the other from which a page is drawn line by line across its columns; a table's
cells are drawn whole."""


@dataclass(frozen=True, slots=True)
class Zone:
    """A stretch of a page, in two columns from `gutter` on: lines between `top` and `bottom`."""

    top: float
    bottom: float
    left: float
    right: float


def find_zones(pieces: Sequence[Row]) -> list[Zone]:
    """Return the stretches of a page that are set in two columns of running text, from the top."""
    starts = sorted({round(piece.x) for piece in pieces})
    best: list[Zone] = []
    for start in starts:
        zones = _zones_at(pieces, start)
        if _covered(zones) > _covered(best):
            best = zones
    return best


def _covered(zones: Sequence[Zone]) -> float:
    return sum(zone.top - zone.bottom for zone in zones)


def _zones_at(pieces: Sequence[Row], start: float) -> list[Zone]:
    """Return the stretches in which nothing crosses a gutter left of `start`."""
    if sum(abs(piece.x - start) < 1.5 for piece in pieces) < LEAST_ROWS:
        return []
    zones: list[Zone] = []
    run: list[Row] = []
    for piece in [*sorted(pieces, key=lambda piece: -piece.y), None]:
        if piece is not None and not piece.x < start - 1.5 < piece.end + GUTTER:
            run.append(piece)
            continue
        zone = _zone(run, start)
        if zone:
            zones.append(zone)
        run = []
    return zones


def _zone(run: Sequence[Row], start: float) -> Zone | None:
    left = [piece for piece in run if piece.x < start - 1.5]
    right = [piece for piece in run if piece.x >= start - 1.5]
    if not (_is_column(left) and _is_column(right)):
        return None
    top = min(max(piece.y for piece in side) for side in (left, right))
    bottom = max(min(piece.y for piece in side) for side in (left, right))
    beside = [sum(bottom - 1 <= piece.y <= top + 1 for piece in side) for side in (left, right)]
    if min(beside) < LEAST_ROWS or not _reads_down(run, start):
        return None
    return Zone(
        max(piece.y for piece in run),
        min(piece.y for piece in run),
        min(piece.x for piece in left),
        min(piece.x for piece in right),
    )


def _is_column(side: Sequence[Row]) -> bool:
    """Whether lines are running text: long enough, and most of them as wide as the column."""
    if len(side) < LEAST_ROWS:
        return False
    width = max(piece.end for piece in side) - min(piece.x for piece in side)
    letters = median(len(piece.text) for piece in side)
    if letters < LEAST_LETTERS or median(piece.end - piece.x for piece in side) < FULL * width:
        return False
    down = sorted(side, key=lambda piece: -piece.y)
    near = sum(one.y - other.y <= GAP * one.size for one, other in pairwise(down))
    return near >= RUNNING * (len(side) - 1)


def _reads_down(run: Sequence[Row], start: float) -> bool:
    """Whether the columns are drawn one after the other, or line by line across; a table is drawn cell by cell."""
    drawn = [piece.x >= start - 1.5 for piece in sorted(run, key=lambda piece: piece.place)]
    steps = sum(one != other for one, other in pairwise(drawn))
    return steps <= 2 or steps > ALTERNATING * 2 * min(drawn.count(True), drawn.count(False))


def set_columns(pieces: Sequence[Row], zones: Sequence[Zone]) -> None:
    """Number the stretches of the page as they are read: what is above a zone, its columns, what is below."""
    for piece in pieces:
        above = sum(zone.bottom > piece.y + 1 for zone in zones)
        inside = next((zone for zone in zones if zone.bottom - 1 <= piece.y <= zone.top + 1), None)
        piece.column = 3 * above
        if inside:
            piece.column += 1 if piece.x < inside.right - 1.5 else 2
            piece.shift = 0.0 if piece.x < inside.right - 1.5 else inside.right - inside.left


def read_order(rows: Sequence[Row]) -> list[Row]:
    """Return lines in reading order; within a stretch the order drawn holds as long as it goes down the page."""
    ordered: list[Row] = []
    for column in sorted({row.column for row in rows}):
        ordered += _down([row for row in rows if row.column == column])
    return ordered


def _down(rows: Sequence[Row]) -> list[Row]:
    # A page's number is often drawn before everything else.
    feet = list(takewhile(lambda row: row.y < FOOT, rows))
    ordered: list[Row] = []
    for chunk in _chunks(rows[len(feet) :]):
        place = _place(ordered, chunk)
        ordered[place:place] = chunk
    return ordered + feet


def _chunks(rows: Sequence[Row]) -> list[list[Row]]:
    """Cut lines, in the order drawn, where one stands above what was drawn before in the same place."""
    chunks: list[list[Row]] = []
    for row in rows:
        if chunks and not any(_is_above(row, other) for other in chunks[-1]):
            chunks[-1].append(row)
        else:
            chunks.append([row])
    return chunks


def _is_above(row: Row, other: Row) -> bool:
    """Whether `row` stands above `other`, in the same column of the page."""
    higher = row.y - other.y > 0.5 * min(row.size, other.size)
    return higher and min(row.end, other.end) - max(row.x, other.x) > 0


def _is_left(row: Row, other: Row) -> bool:
    """Whether `row` stands left of `other` and not below it."""
    return row.end <= other.x and row.y >= other.y - row.size


def _place(ordered: Sequence[Row], chunk: Sequence[Row]) -> int:
    """Return where a chunk belongs among the lines in order: below the last that stands above it, paragraphs whole."""
    first = chunk[0]
    before = [index for index, other in enumerate(ordered) if _is_above(other, first) or _is_left(other, first)]
    place = 1 + max(before, default=-1)
    while 0 < place < len(ordered) and _is_one_paragraph(ordered[place - 1], ordered[place]):
        place += 1
    return place


def _is_one_paragraph(row: Row, following: Row) -> bool:
    near = 0 < row.y - following.y <= 1.5 * max(row.size, following.size)
    return near and row.text.rstrip()[-1:] not in ".:;?!"
