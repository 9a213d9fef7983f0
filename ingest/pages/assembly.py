"""Drawn pages to pages of lines: bullets that are shapes, numbers in the margin, what no reader sees, columns."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from ingest.document import Line, Page
from ingest.pages.characters import plain_characters
from ingest.pages.lines import CLOSE, RAISED, SMALLER, Row, cut_pieces, join_pieces, quarter, spaced, upright
from ingest.pages.order import find_zones, read_order, set_columns
from ingest.pages.pdfium import Drawn, Run
from ingest.pages.pictured import Box

LEAST_NUMBERS = 8
"""Lines that must be counted in a margin before the numbers are no text."""
DENSE = 2.6
"""Greatest distance of two counted lines, in sizes."""
DOT_GAP = 26.0
"""Points between a bullet and its text, at most."""
SPREAD = 0.85
"""Width of a usual character, in sizes, from which a line is letter-spaced; bold capitals take under 0.75."""
WIDER = 1.4
"""How much larger letter-spaced words look."""

_MARKED = re.compile(r"\s*(?:[^\w\s(‘“'\"£$]|\(?\w{1,4}[.)])")
_INTEGER = re.compile(r"\s*\d{1,4}\s*")


def build_page(drawn: Drawn, number: int, fields: Sequence[tuple[Box, str]] = ()) -> Page:
    """Return the lines of a page in reading order; `fields` are what is filled in on it."""
    seen = replace(drawn, runs=tuple(run for run in drawn.runs if run.setting.place not in drawn.unseen))
    runs, turned = upright(replace(seen, runs=tuple(_filled(seen.runs, fields))))
    pieces = cut_pieces(runs)
    counted = _margin_numbers(pieces)
    pieces = [piece for piece in pieces if piece not in counted]
    set_columns(pieces, find_zones(pieces))
    rows = read_order(join_pieces(pieces))
    _mark(rows, drawn.dots)
    unseen = [run for run in drawn.runs if run.setting.place in drawn.unseen]
    slanted = [run for run in turned if quarter(run.setting.turned) is None]
    sideways = [run for run in turned if quarter(run.setting.turned) is not None]
    kinds = [
        (rows, ""),
        (join_pieces(cut_pieces(sideways)), ""),
        (join_pieces(cut_pieces(slanted)), "watermark"),
        (counted, "line number"),
        (join_pieces(cut_pieces(unseen)), "not shown"),
    ]
    return _page([(row, aside) for rows, aside in kinds for row in rows], number)


def _page(rows: Sequence[tuple[Row, str]], number: int) -> Page:
    lines: list[Line] = []
    start = 0
    for row, aside in rows:
        line = _line(row, number, start, aside)
        if line.text.strip():
            lines.append(line)
            start = line.end + 1
    return Page(number=number, text="\n".join(line.text for line in lines), lines=tuple(lines))


def _line(row: Row, page: int, start: int, aside: str) -> Line:
    text, raised, cells, heavy, length = "", [], [], 0, 0
    end: float | None = None
    size, base = row.size, row.y
    for printed, run in spaced(row.runs):
        words = plain_characters(printed)
        ink = len(words.strip())
        length += ink
        heavy += ink if run.setting.bold else 0
        if words.strip().isdecimal() and run.setting.size <= SMALLER * size and run.y >= base + RAISED * size:
            raised.append((len(text) + len(words) - len(words.lstrip()), len(text) + len(words)))
        if end is not None and run.x - end > CLOSE * size:
            cells.append((len(text) + len(words) - len(words.lstrip()), run.x, end))
        end = run.end_x
        text += words
    bold = 2 * heavy > length
    # Letter-spaced headings are set smaller than they look.
    spread = bold and not cells and row.end - row.x > SPREAD * size * max(len(text), LEAST_NUMBERS)
    return Line(
        text=text,
        page=page,
        start=start,
        end=start + len(text),
        x=round(row.x - row.shift, 1),
        y=round(base, 1),
        size=round(size * (WIDER if spread else 1.0), 1),
        bold=bold,
        superscripts=tuple(raised),
        end_x=round(row.end - row.shift, 1),
        cells=tuple(cells),
        column=row.column,
        aside=aside,
    )


def _filled(runs: Sequence[Run], fields: Sequence[tuple[Box, str]]) -> list[Run]:
    """Put what is filled into a form behind the words that it stands beside."""
    filled = list(runs)
    for (left, bottom, right, top), words in fields:
        beside = [index for index, run in enumerate(filled) if bottom - 2 <= run.y <= top and run.x < left]
        if beside:
            before = filled[max(beside, key=lambda index: filled[index].end_x)]
            # The words beside a narrow box may run on below it.
            end = min(before.end_x, left - 1.5 * before.setting.size)
            filled[filled.index(before)] = before = replace(before, end_x=end)
            run = replace(before, text=words, x=left, end_x=right, before=" ")
            filled.insert(filled.index(before) + 1, run)
        elif filled:
            y = bottom + (top - bottom) / 4
            filled.append(replace(filled[-1], text=words, x=left, y=y, end_x=right, end_y=y, before="\n"))
    return filled


def _margin_numbers(pieces: Sequence[Row]) -> list[Row]:
    """Return the numbers that count the lines of a page in its margin."""
    found = [piece for piece in pieces if _INTEGER.fullmatch(piece.text)]
    for places in ([round(piece.x / 2) for piece in found], [round(piece.end / 2) for piece in found]):
        for place, count in Counter(places).items():
            if count < LEAST_NUMBERS:
                continue
            column = [piece for piece, at in zip(found, places, strict=True) if abs(at - place) <= 1]
            if _counts_lines(sorted(column, key=lambda piece: -piece.y)):
                return column
    return []


def _counts_lines(column: Sequence[Row]) -> bool:
    numbers = [int(piece.text) for piece in column]
    steps = Counter(after - before for before, after in pairwise(numbers))
    step, many = steps.most_common(1)[0]
    drops = [above.y - below.y for above, below in pairwise(column)]
    usual = sorted(drops)[len(drops) // 2]
    return step in (1, 5, 10) and many >= 0.8 * len(drops) and usual <= DENSE * max(12.0, column[0].size) * step


def _mark(rows: Sequence[Row], dots: Sequence[Box]) -> None:
    """Put a bullet before each line that a small shape stands in front of."""
    for left, bottom, right, top in dots:
        middle = (bottom + top) / 2
        for row in rows:
            near = 0 < row.x - right <= DOT_GAP and -0.1 * row.size <= middle - row.y <= 0.9 * row.size
            if near and not _MARKED.match(row.text):
                row.runs.insert(0, replace(row.runs[0], text="•", x=left, end_x=right, before=""))
                break
