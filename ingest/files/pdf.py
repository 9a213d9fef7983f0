"""PDF files to pages of lines. The one module that knows pypdf.

`extract_text` hands each piece of text to a visitor together with its matrices and font; the concatenation of the
pieces is the page's text, so every line gets its position, size and weight at no extra cost, with exact offsets.
"""

import hashlib
import logging
import math
import re
import warnings
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any

from pypdf import PdfReader, apply_configuration
from pypdf.errors import DependencyError, LimitReachedError

from ingest.document import Document, Line, Page
from ingest.errors import IngestError, LimitExceeded, UnreadableFile

MAXIMUM_BYTES = 100_000_000
"""The largest of 431 reports has 3 MB."""
MAXIMUM_PAGES = 500
"""The longest of 431 reports has 60 pages."""
MAXIMUM_OPERATORS = 200_000
"""A page of a report takes under 10,000; a 7 kB file with 600,000 of them held the default limits for 12 seconds."""
MAXIMUM_STREAM_BYTES = 50_000_000
RAISED = 0.08
"""Least rise of a footnote marker over its line, as a share of the line's size."""
SMALLER = 0.85
"""Greatest size of a footnote marker, as a share of the line's size."""

logging.getLogger("pypdf").setLevel(logging.ERROR)


@dataclass(frozen=True, slots=True)
class _Piece:
    """A stretch of one line: [start, end) in the page's text, with where and how it is set."""

    start: int
    end: int
    x: float
    y: float
    size: float
    bold: bool


def read_pdf(path: Path) -> Document:
    """Read the text layer of `path`.

    Raises `UnreadableFile` for anything that is not a readable PDF with text, `LimitExceeded` for a file that would
    take more than a report can need.
    """
    content = _read_bytes(path)
    try:
        with (
            warnings.catch_warnings(),
            apply_configuration(
                stream_parsing_work_maximum_count=MAXIMUM_OPERATORS,
                zlib_maximum_output_length=MAXIMUM_STREAM_BYTES,
                lzw_maximum_output_length=MAXIMUM_STREAM_BYTES,
                page_tree_maximum_entries=10 * MAXIMUM_PAGES,
                disable_legacy_handling=True,
            ),
        ):
            warnings.simplefilter("ignore")
            pages, title, produced = _read_pages(content, path.name)
    except IngestError:
        raise
    except LimitReachedError as error:
        raise LimitExceeded(
            f"{path.name} was refused: it asks for more work than a report can need ({error}).",
            remedy="Check where the file comes from, or save it anew as PDF from its source.",
        ) from error
    except RecursionError as error:
        raise LimitExceeded(
            f"{path.name} was refused: its objects refer to each other without end.",
            remedy="Download the file again, or save it anew as PDF from its source.",
        ) from error
    except Exception as error:
        # pypdf meets damage with whichever error its code runs into.
        raise UnreadableFile(
            f"{path.name} could not be read: the file is damaged ({error}).", remedy="Download the file again."
        ) from error
    if not any(page.text.strip() for page in pages):
        raise UnreadableFile(
            f"{path.name} has no text layer: it is a scan, or its pages are empty.",
            remedy="Make a searchable PDF of it (OCR) and ingest that.",
        )
    return Document(
        pages=pages, media="pdf", sha256=hashlib.sha256(content).hexdigest(), title=title, produced=produced
    )


def _read_bytes(path: Path) -> bytes:
    """Return the file's bytes once they look like a PDF of a sane size."""
    try:
        size = path.stat().st_size
        if size > MAXIMUM_BYTES:
            raise LimitExceeded(
                f"{path.name} was refused: {size // 1_000_000} MB is more than a report can need "
                f"(limit {MAXIMUM_BYTES // 1_000_000} MB).",
                remedy="Save it with smaller pictures.",
            )
        content = path.read_bytes()
    except OSError as error:
        reason = "there is no such file" if isinstance(error, FileNotFoundError) else error.strerror
        raise UnreadableFile(f"{path.name} could not be read: {reason}.", remedy="Check the path.") from error
    start = content[:1024].lstrip()
    if not start:
        raise UnreadableFile(f"{path.name} is empty.", remedy="Download the file again.")
    if b"%PDF-" not in start:
        page = start[:200].lower()
        what = "a web page" if b"<html" in page or b"<!doctype" in page else "no PDF"
        raise UnreadableFile(f"{path.name} is {what}, whatever its name says.", remedy="Download the report again.")
    return content


def _read_pages(content: bytes, name: str) -> tuple[tuple[Page, ...], str | None, date | None]:
    reader = PdfReader(BytesIO(content))
    if reader.is_encrypted and not _opens(reader):
        raise UnreadableFile(
            f"{name} is encrypted: it opens with a password only.", remedy="Save an unprotected copy and ingest that."
        )
    if len(reader.pages) > MAXIMUM_PAGES:
        raise LimitExceeded(
            f"{name} was refused: {len(reader.pages)} pages are more than a report can need (limit {MAXIMUM_PAGES}).",
            remedy="Split the file and ingest the report alone.",
        )
    pages = tuple(_read_page(page, number) for number, page in enumerate(reader.pages, start=1))
    metadata: Any = reader.metadata or {}
    title = str(metadata.get("/Title") or "").strip() or None
    return pages, title, _day(str(metadata.get("/CreationDate") or ""))


def _opens(reader: PdfReader) -> bool:
    """Whether the file opens without a password, with the ciphers at hand."""
    try:
        return bool(reader.decrypt(""))
    except (DependencyError, NotImplementedError):
        return False


def _day(printed: str) -> date | None:
    """Read "D:20180515164926+01'00'"; pypdf's own reader raises on the odd ones."""
    match = re.match(r"D:(\d{4})(\d{2})(\d{2})", printed)
    try:
        return date(*map(int, match.groups())) if match else None
    except ValueError:
        return None


def _read_page(page: Any, number: int) -> Page:
    pieces: list[_Piece] = []
    texts: list[str] = []
    end = 0

    def visit(text: str, cm: list[float], tm: list[float], font: dict[str, Any] | None, size: float) -> None:
        nonlocal end
        if not text:
            return
        start, end = end, end + len(text)
        texts.append(text)
        if text == "\n":
            return
        bold = font is not None and _is_bold(str(font.get("/BaseFont", "")))
        _, _, c, d, e, f = tm
        x = e * cm[0] + f * cm[2] + cm[4]
        y = e * cm[1] + f * cm[3] + cm[5]
        height = math.hypot(c * cm[0] + d * cm[2], c * cm[1] + d * cm[3])
        pieces.append(_Piece(start, end, x, y, abs(size) * height, bold))

    text = page.extract_text(visitor_text=visit)
    if "".join(texts) != text:
        # Offsets would not fit: keep the text, let the words alone tell the structure.
        pieces = []
    return Page(number=number, text=text, lines=_cut_lines(text, pieces, number))


@lru_cache(maxsize=1024)
def _is_bold(font: str) -> bool:
    name = font.lower()
    return "bold" in name or "black" in name or "heavy" in name


def _cut_lines(text: str, pieces: Sequence[_Piece], page: int) -> tuple[Line, ...]:
    """Cut `text` at its line breaks; blank lines are left out."""
    lines: list[Line] = []
    first, start = 0, 0
    for line in text.split("\n"):
        end = start + len(line)
        while first < len(pieces) and pieces[first].end <= start:
            first += 1
        last = first
        while last < len(pieces) and pieces[last].start < end:
            last += 1
        if line.strip():
            lines.append(_line(text, (start, end), pieces[first:last], page))
        start = end + 1
    return tuple(lines)


def _line(text: str, span: tuple[int, int], pieces: Sequence[_Piece], page: int) -> Line:
    start, end = span
    shown = [(piece, text[max(piece.start, start) : min(piece.end, end)]) for piece in pieces]
    inked = [(piece, len(words.strip())) for piece, words in shown if words.strip()]
    if not inked:
        return Line(text=text[start:end], page=page, start=start, end=end)
    sizes: Counter[float] = Counter()
    heavy = 0
    for piece, length in inked:
        sizes[round(piece.size, 1)] += length
        heavy += length if piece.bold else 0
    size = sizes.most_common(1)[0][0]
    base = next((piece.y for piece, _ in inked if round(piece.size, 1) == size), inked[0][0].y)
    return Line(
        text=text[start:end],
        page=page,
        start=start,
        end=end,
        x=round(inked[0][0].x, 1),
        y=round(base, 1),
        size=size,
        bold=2 * heavy > sum(sizes.values()),
        superscripts=tuple(
            (max(piece.start, start) - start, min(piece.end, end) - start)
            for piece, words in shown
            if words.strip().isdecimal() and piece.size <= SMALLER * size and piece.y >= base + RAISED * size
        ),
    )
