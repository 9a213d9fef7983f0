"""Small documents for tests, set as reports are: lines with position, size and weight, text with exact offsets."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ingest.document import Document, Line, Page

LEADING = 14.5
"""Points between the lines of a paragraph at size 12."""


@dataclass(frozen=True, slots=True)
class Set:
    """A line as it is set. `gap` is white space above it, in points; `y` places it regardless of the one above."""

    text: str
    x: float = 71.0
    size: float = 12.0
    bold: bool = False
    gap: float = 0.0
    y: float | None = None
    raised: tuple[tuple[int, int], ...] = ()


def para(*texts: str, x: float = 71.0) -> list[Set]:
    """A paragraph below white space."""
    return [Set(text, x, gap=6.0 if index == 0 else 0.0) for index, text in enumerate(texts)]


def item(mark: str, *texts: str, x: float = 71.0, hang: float = 18.0) -> list[Set]:
    """A numbered paragraph or bullet whose further lines hang under its text."""
    first = [Set(f"{mark} {texts[0]}", x, gap=6.0)]
    return first + [Set(text, x + hang) for text in texts[1:]]


def heading(*texts: str, size: float = 14.0) -> list[Set]:
    """A bold heading."""
    return [Set(text, size=size, bold=True, gap=12.0 if index == 0 else 0.0) for index, text in enumerate(texts)]


def folio(number: int) -> list[Set]:
    """A page number at the foot."""
    return [Set(str(number), x=513.0, size=20.0, y=25.0)]


def document(*pages: Sequence[Set]) -> Document:
    """Set each page's lines from the top."""
    return Document(
        pages=tuple(_page(lines, number) for number, lines in enumerate(pages, start=1)), media="pdf", sha256="0" * 64
    )


def flatten(*parts: Iterable[Set]) -> list[Set]:
    """One page of several parts."""
    return [line for part in parts for line in part]


def _page(lines: Sequence[Set], number: int) -> Page:
    placed: list[Line] = []
    start, y = 0, 740.0
    for line in lines:
        if line.y is None:
            y -= line.gap + LEADING * line.size / 12.0
        placed.append(
            Line(
                text=line.text,
                page=number,
                start=start,
                end=start + len(line.text),
                x=line.x,
                y=y if line.y is None else line.y,
                size=line.size,
                bold=line.bold,
                superscripts=line.raised,
            )
        )
        start += len(line.text) + 1
    return Page(number=number, text="\n".join(line.text for line in lines), lines=tuple(placed))
