"""Runs of text to printed lines: what stands on one baseline is one line, whichever way the page is turned."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from ingest.pages.pdfium import Drawn, Run
from ingest.pages.pictured import Box

CLOSE = 1.0
"""White space, in sizes, up to which a run goes on with the one drawn before it."""
BACK = 0.35
"""How far, in sizes, a run may begin before the end of the one before it: kerning, slanted letters."""
SAME_LINE = 0.35
"""Greatest distance of two baselines of one line, in sizes."""
RAISED = 0.08
"""Least rise of a footnote marker over its line, as a share of the line's size."""
SMALLER = 0.85
"""Greatest size of a footnote marker, as a share of the line's size."""
HIGHEST = 0.7
"""Greatest rise of a footnote marker, in sizes of its line."""
SPACE = 0.2
"""White space, in sizes, that is a space where none is printed."""
LEANING = 5
"""Degrees that text may lean and still stand upright."""
MARK_GAP = 60.0
"""Points between a number or bullet and its text, at most."""

_MARK = re.compile(
    r"\s*(?:\(?(?:\d{1,3}(?:\.\d{1,3})*|[a-z]|[ivxlc]{1,6}|[A-Z]{1,2}\d{1,3})[.):]?|[^\w\s(‘“'\"£$&]|o)\s*"
)


@dataclass(slots=True)
class Row:
    """A printed line in the making: runs from left to right. `place` is its place in the order drawn."""

    runs: list[Run]
    place: int
    column: int = 0
    shift: float = 0.0
    """How far its column stands right of the first one."""

    @property
    def x(self) -> float:
        """Where it begins."""
        return self.runs[0].x

    @property
    def end(self) -> float:
        """Where it ends."""
        return self.runs[-1].end_x

    @property
    def main(self) -> Run:
        """The run that sets the line's size and baseline: the one with most ink."""
        return max(self.runs, key=lambda run: len(run.text.strip()))

    @property
    def y(self) -> float:
        """Its baseline."""
        return self.main.y

    @property
    def size(self) -> float:
        """The size of most of its characters."""
        return self.main.setting.size

    @property
    def text(self) -> str:
        """Its words."""
        return "".join(text for text, _ in spaced(self.runs))


def quarter(turned: int) -> int | None:
    """Return the quarter turn, in degrees, that text stands in, a scan's slant aside; None for text set aslant."""
    nearest = round(turned / 90) * 90
    return nearest % 360 if abs(turned - nearest) <= LEANING else None


def upright(drawn: Drawn) -> tuple[list[Run], list[Run]]:
    """Return the runs as they are read, the page turned so that most of them stand upright, and those that do not."""
    counts: Counter[int | None] = Counter()
    for run in drawn.runs:
        counts[quarter(run.setting.turned)] += len(run.text)
    counts.pop(None, None)
    turned = counts.most_common(1)[0][0] if counts else 0
    straight = [turn(run, turned or 0, drawn.box) for run in drawn.runs if quarter(run.setting.turned) == turned]
    return straight, [run for run in drawn.runs if quarter(run.setting.turned) != turned]


def turn(run: Run, turned: int, box: Box) -> Run:
    """Return a run as it stands when the page is turned back, measured from the lower left corner of what is shown."""
    left, bottom, right, top = box
    if turned == 0 and left == bottom == 0:
        return run

    def place(x: float, y: float) -> tuple[float, float]:
        match turned:
            case 90:
                return y - bottom, right - x
            case 180:
                return right - x, top - y
            case 270:
                return top - y, x - left
            case _:
                return x - left, y - bottom

    (x, y), (end_x, end_y) = place(run.x, run.y), place(run.end_x, run.end_y)
    return replace(run, x=x, y=y, end_x=end_x, end_y=end_y)


def cut_pieces(runs: Iterable[Run]) -> list[Row]:
    """Join what is drawn one after the other on a baseline without wide white space between."""
    rows: list[Row] = []
    for place, run in enumerate(run for run in runs if run.text.strip()):
        if rows and _continues(rows[-1], run):
            rows[-1].runs.append(run)
        else:
            rows.append(Row([run], place))
    return rows


def _continues(row: Row, run: Run) -> bool:
    last = row.runs[-1]
    size = max(row.size, run.setting.size)
    return _on_baseline(row, run) and -BACK * size <= run.x - last.end_x <= CLOSE * size


def _on_baseline(row: Row, run: Run) -> bool:
    main, size = row.main, run.setting.size
    rise = run.y - main.y
    if abs(rise) <= SAME_LINE * min(main.setting.size, size):
        return True
    if size <= SMALLER * main.setting.size:
        return 0 < rise <= HIGHEST * main.setting.size
    return main.setting.size <= SMALLER * size and 0 < -rise <= HIGHEST * size


def join_pieces(pieces: Sequence[Row]) -> list[Row]:
    """Join pieces to lines: drawn one after the other on one baseline; a mark and its text, wherever drawn."""
    rows: list[Row] = []
    for piece in pieces:
        last = rows[-1] if rows else None
        if last and last.column == piece.column and _on_baseline(last, piece.runs[0]) and _beside(last, piece):
            last.runs += piece.runs
        else:
            rows.append(piece)
    return _join_marks(rows)


def _beside(row: Row, piece: Row) -> bool:
    return piece.x >= row.end - BACK * max(row.size, piece.size)


def _join_marks(rows: list[Row]) -> list[Row]:
    """Put numbers and bullets that are drawn apart, and words that continue a line, in front of or behind it."""
    marks = [row for row in rows if _MARK.fullmatch(row.text)]
    gone: set[int] = set()
    for mark in marks:
        beside = [
            row
            for row in rows
            if row is not mark
            and id(row) not in gone
            and row.column == mark.column
            and _on_baseline(row, mark.runs[0])
            and -1.0 <= row.x - mark.end <= MARK_GAP
        ]
        if beside:
            row = min(beside, key=lambda row: row.x)
            row.runs[:0] = mark.runs
            gone.add(id(mark))
    return [row for row in rows if id(row) not in gone]


def spaced(runs: Sequence[Run]) -> Iterable[tuple[str, Run]]:
    """Yield the text of each run, with a space before it where the page shows one."""
    before: Run | None = None
    for run in runs:
        yield (f" {run.text}" if before and _parted(before, run) else run.text), run
        before = run


def _parted(before: Run, run: Run) -> bool:
    """Whether the page shows white space between two runs of which neither holds it."""
    if before.text.endswith(" ") or run.text.startswith(" "):
        return False
    gap = run.x - before.end_x
    if run.text[:1] in ".,;:)" and gap < SPACE * run.setting.size:
        return False
    return bool(run.before) or gap > SPACE * run.setting.size
