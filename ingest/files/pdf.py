"""PDF files to pages of lines. The one module that knows pypdf.

pypdf opens the file within limits and reads what is not on its pages: title, date. PDFium reads the pages
(`ingest.files.pdfium`): it gives each run of text as a viewer shows it, with its place.
"""

import hashlib
import logging
import re
import warnings
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

from pypdf import PdfReader, apply_configuration
from pypdf.errors import DependencyError, LimitReachedError

from ingest.document import Document, Line, Page
from ingest.errors import IngestError, LimitExceeded, UnreadableFile
from ingest.files.lines import RAISED, SMALLER, Row, cut_pieces, join_pieces, spaced, upright
from ingest.files.order import find_zones, read_order, set_columns
from ingest.files.pdfium import Drawn, TooMuch, open_file, read_page

MAXIMUM_BYTES = 100_000_000
"""The largest of 431 reports has 3 MB."""
MAXIMUM_PAGES = 500
"""The longest of 431 reports has 60 pages."""
MAXIMUM_OPERATORS = 200_000
"""Pieces of text on a page; one of a report has under 10,000."""
MAXIMUM_STREAM_BYTES = 50_000_000
logging.getLogger("pypdf").setLevel(logging.ERROR)


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
    except (LimitReachedError, TooMuch) as error:
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
    for page in reader.pages:
        _check_work(page)
    with open_file(content) as document:
        pages = tuple(_read_page(read_page(document, number - 1), number) for number in range(1, len(reader.pages) + 1))
    metadata: Any = reader.metadata or {}
    title = str(metadata.get("/Title") or "").strip() or None
    return pages, title, _day(str(metadata.get("/CreationDate") or ""))


def _check_work(page: Any) -> None:
    """Raise LimitReachedError where a page asks for more than one of a report can: PDFium has no limits of its own."""
    contents = page.get_contents()
    shown = contents.get_data() if contents is not None else b""
    if shown.count(b"Tj") + shown.count(b"TJ") > MAXIMUM_OPERATORS:
        raise LimitReachedError(f"over {MAXIMUM_OPERATORS:,} pieces of text on a page")


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


def _read_page(drawn: Drawn, number: int) -> Page:
    """Return the lines of a page in reading order."""
    runs, aside = upright(drawn)
    pieces = cut_pieces(runs)
    set_columns(pieces, find_zones(pieces))
    rows = [*read_order(join_pieces(pieces)), *join_pieces(cut_pieces(aside))]
    lines: list[Line] = []
    texts: list[str] = []
    start = 0
    for row in rows:
        line = _line(row, number, start)
        if line.text.strip():
            lines.append(line)
            texts.append(line.text)
            start = line.end + 1
    return Page(number=number, text="\n".join(texts), lines=tuple(lines))


def _line(row: Row, page: int, start: int) -> Line:
    text, raised, heavy, length = "", [], 0, 0
    size, base = row.size, row.y
    for words, run in spaced(row.runs):
        ink = len(words.strip())
        length += ink
        heavy += ink if run.setting.bold else 0
        if words.strip().isdecimal() and run.setting.size <= SMALLER * size and run.y >= base + RAISED * size:
            raised.append((len(text) + len(words) - len(words.lstrip()), len(text) + len(words)))
        text += words
    return Line(
        text=text,
        page=page,
        start=start,
        end=start + len(text),
        x=round(row.x, 1),
        y=round(base, 1),
        size=round(size, 1),
        bold=2 * heavy > length,
        superscripts=tuple(raised),
    )
