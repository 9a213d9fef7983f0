"""A PDF that is filled from the top down, with running headers, page numbers, and footnotes at the foot."""

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, time

from fpdf import FPDF

from samples.lines import MARKERS, mark_footnotes, wrap
from samples.source import Source

WIDTH, HEIGHT = 595.28, 841.89
LEFT, RIGHT = 62.0, WIDTH - 62.0
TOP, BOTTOM = 64.0, HEIGHT - 70.0
INK, ACCENT, GREY = (28, 30, 34), (16, 72, 98), (96, 100, 108)
RULE, TINT = (160, 182, 192), (228, 237, 241)

_RAISED = re.compile(f"([{''.join(MARKERS.values())}])")
_NUMBERS = {mark: number for number, mark in MARKERS.items()}


@dataclass(frozen=True, slots=True)
class Style:
    """How a line of text looks; sizes and leading in points."""

    size: float = 12.0
    leading: float = 16.2
    bold: bool = False
    italic: bool = False
    colour: tuple[int, int, int] = INK


BODY = Style()
NOTE = Style(size=8.5, leading=10.8, colour=GREY)


@dataclass
class Sheet:
    """The document under way. Positions are points from the top left corner."""

    source: Source
    y: float = TOP
    pdf: FPDF = field(init=False)
    _foot: list[str] = field(default_factory=list)
    """Lines that belong at the foot of the current page."""

    def __post_init__(self) -> None:
        self.pdf = FPDF(unit="pt", format="A4")
        # The core fonts need no file beside the program, and Windows-1252 has the dashes, quotes and bullets.
        self.pdf.core_fonts_encoding = "cp1252"
        self.pdf.set_auto_page_break(auto=False)
        # Compressed streams differ between builds of zlib; plain ones are the same bytes everywhere.
        self.pdf.set_compression(False)
        self.pdf.set_creation_date(datetime.combine(self.source.published, time(9), UTC))
        self.pdf.set_producer("inspection-qa samples")
        self.pdf.set_title(self.source.title)
        self.pdf.set_lang("en-GB")
        self.start_page()

    @property
    def page(self) -> int:
        """The current page, 1-based."""
        return int(self.pdf.page_no())

    @property
    def room(self) -> float:
        """Points left on the page above its footnotes."""
        return BOTTOM - self.y - (len(self._foot) * NOTE.leading + 12 if self._foot else 0)

    def start_page(self) -> None:
        """Finish the page under way and begin another with its furniture."""
        if self.page:
            self._print_foot()
        self.pdf.add_page()
        self.y = TOP
        header = self.source.header if self.page > 1 else ()
        self.pdf.set_fill_color(*ACCENT)
        self.pdf.rect(0, 0, WIDTH, 26 if self.page == 1 else 8, style="F")
        for row, line in enumerate(header):
            self.put(LEFT, 36 + 11 * row, line, Style(size=8.5, colour=GREY))
        self.put(LEFT, HEIGHT - 34, self.source.footer, Style(size=8, italic=True, colour=GREY))
        self.put(RIGHT - 10, HEIGHT - 34, str(self.page), Style(size=9, colour=GREY))
        self.y += 12 * bool(header)

    def finish(self) -> bytes:
        """Finish the last page and return the file."""
        self._print_foot()
        return bytes(self.pdf.output())

    def need(self, height: float) -> None:
        """Begin a new page unless `height` points are left on this one."""
        if self.room < height:
            self.start_page()

    def lines(self, text: str, width: float, style: Style) -> list[str]:
        """Break `text` into lines of `width` points."""
        return wrap(mark_footnotes(text), width, lambda line: self._measure(line, style))

    def flow(self, text: str, left: float, style: Style = BODY, *, mark: str = "", hang: float = 0.0) -> None:
        """Print `text` from `left`, over pages where it must be; `mark` hangs `hang` points before its first line."""
        lines = self.lines(text, RIGHT - left, style)
        # A single first line is never left alone at the foot of a page.
        self.need(style.leading * min(2, len(lines)))
        for index, line in enumerate(lines):
            notes = [note for raised in _RAISED.findall(line) for note in self._note(_NUMBERS[raised])]
            self.need(style.leading + len(notes) * NOTE.leading)
            self._foot += notes
            if mark and index == 0:
                self.put(left - hang, self.y + style.size, f"{mark} ", style)
            self.put(left, self.y + style.size, line, style)
            self.y += style.leading

    def put(self, x: float, baseline: float, line: str, style: Style) -> None:
        """Print one line, its footnote markers small and raised."""
        for part in filter(None, _RAISED.split(line)):
            raised = part in _NUMBERS
            self._use(style, style.size * 0.62 if raised else style.size)
            self.pdf.text(x, baseline - style.size * 0.36 * raised, _NUMBERS.get(part, part))
            x += self.pdf.get_string_width(_NUMBERS.get(part, part))

    def rule(self, y: float, left: float = LEFT, right: float = RIGHT, thickness: float = 0.6) -> None:
        """Draw a horizontal line."""
        self.pdf.set_draw_color(*RULE)
        self.pdf.set_line_width(thickness)
        self.pdf.line(left, y, right, y)

    def tint(self, y: float, height: float) -> None:
        """Colour a band across the text."""
        self.pdf.set_fill_color(*TINT)
        self.pdf.rect(LEFT, y, RIGHT - LEFT, height, style="F")

    def _note(self, number: str) -> list[str]:
        return self.lines(f"^{number} {self.source.footnotes[number]}", RIGHT - LEFT, NOTE)

    def _print_foot(self) -> None:
        if not self._foot:
            return
        top = BOTTOM - len(self._foot) * NOTE.leading
        self.rule(top - 5, right=LEFT + 140, thickness=0.4)
        for row, line in enumerate(self._foot):
            self.put(LEFT, top + NOTE.size + row * NOTE.leading, line, NOTE)
        self._foot = []

    def _measure(self, line: str, style: Style) -> float:
        self._use(style, style.size)
        plain = _RAISED.sub("", line)
        return float(self.pdf.get_string_width(plain)) + 0.35 * style.size * (len(line) - len(plain))

    def _use(self, style: Style, size: float) -> None:
        self.pdf.set_font("helvetica", style="B" * style.bold + "I" * style.italic, size=size)
        self.pdf.set_text_color(*style.colour)
