"""What every reader yields: pages of lines that remember where they stand."""

from dataclasses import dataclass
from datetime import date

from ingest.models import MediaType


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
