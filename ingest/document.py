"""What every reader yields: pages of lines that remember where they stand."""

from dataclasses import dataclass
from datetime import date

from ingest.models import MediaType, ReadingNote


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line. `text` is `page.text[start:end]`, its line break left out.

    Positions and sizes are PDF points (y grows upwards); in an export they are 0.0 and `level` and `indent` tell
    the structure instead.
    """

    text: str
    page: int
    start: int
    end: int
    x: float = 0.0
    y: float = 0.0
    size: float = 0.0
    """Size of most of its characters."""
    bold: bool = False
    """Whether most of its letters are bold."""
    superscripts: tuple[tuple[int, int], ...] = ()
    """[start, end) within `text` of raised, smaller digits: footnote markers."""
    level: int = 0
    """Heading level in an export (1-6), 0 elsewhere."""
    indent: int = 0
    """Depth of indentation in an export."""
    end_x: float = 0.0
    """Where its last character ends."""
    cells: tuple[tuple[int, float, float], ...] = ()
    """Where wide white space parts it: offset of what follows, its x, and where what stands before it ends."""
    column: int = 0
    """Which stretch of its page it stands in, where a page has columns; `x` is measured as if it were the first."""
    aside: str = ""
    """Why it is no part of the report, where its reader saw that: a watermark, text that no reader sees."""

    @property
    def sheet(self) -> tuple[int, int]:
        """The page and the column: what follows in another goes on after it, whatever their heights."""
        return self.page, self.column


@dataclass(frozen=True, slots=True)
class Page:
    """One page: `number` is 1-based, 0 for an export; `text` is what every offset indexes."""

    number: int
    text: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """A file's text as its reader found it."""

    pages: tuple[Page, ...]
    media: MediaType
    sha256: str
    title: str | None = None
    """The file's own metadata title: a hint, never trusted alone."""
    produced: date | None = None
    """When the file was made, by its own metadata."""
    labels: tuple[str, ...] = ()
    """What the file calls its pages, () where it does not say."""
    notes: tuple[ReadingNote, ...] = ()
    """What its reader wants a person to know."""
