"""PDF files to pages of lines. The one module that knows pypdf.

pypdf opens the file within limits and reads what is not on its pages: title, date. PDFium reads the pages
(`ingest.pages.pdfium`): it gives each run of text as a viewer shows it, with its place.
"""

import hashlib
import logging
import re
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

from pypdf import PdfReader, apply_configuration
from pypdf.errors import DependencyError, LimitReachedError

from ingest.chunks.wordpieces import read_words
from ingest.document import Document, Line, Page
from ingest.errors import IngestError, LimitExceeded, UnreadableFile
from ingest.models import ReadingNote
from ingest.pages.assembly import build_page
from ingest.pages.characters import LOST, restore_ligatures
from ingest.pages.pdfium import Drawn, TooMuch, open_file, read_page
from ingest.pages.pictured import Box

MAXIMUM_BYTES = 100_000_000
"""The largest of 431 reports has 3 MB."""
MAXIMUM_PAGES = 500
"""The longest of 431 reports has 60 pages."""
MAXIMUM_OPERATORS = 200_000
"""Pieces of text on a page; one of a report has under 10,000."""
MAXIMUM_STREAM_BYTES = 50_000_000
HIDDEN = 2
"""The flag of a form's field that is not shown."""
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
            document = _read_pages(content, path.name)
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
    if not any(page.text.strip() for page in document.pages):
        raise UnreadableFile(
            f"{path.name} has no text layer: it is a scan, or its pages are empty.",
            remedy="Make a searchable PDF of it (OCR) and ingest that.",
        )
    return document


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


def _read_pages(content: bytes, name: str) -> Document:
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
    form = "/AcroForm" in reader.root_object
    fields = [_fields(page) if form else [] for page in reader.pages]
    with open_file(content) as document:
        drawn = [read_page(document, index) for index in range(len(reader.pages))]
    pages = [
        build_page(page, number, filled) for number, (page, filled) in enumerate(zip(drawn, fields, strict=True), 1)
    ]
    metadata: Any = reader.metadata or {}
    return Document(
        pages=tuple(_restored(pages)),
        media="pdf",
        sha256=hashlib.sha256(content).hexdigest(),
        title=str(metadata.get("/Title") or "").strip() or None,
        produced=_day(str(metadata.get("/CreationDate") or "")),
        labels=tuple(page.label for page in drawn) if "/PageLabels" in reader.root_object else (),
        notes=tuple(_notes(drawn, fields)),
    )


def _fields(page: Any) -> list[tuple[Box, str]]:
    """Return what is filled into the form on a page, and where; a hidden field is none."""
    filled: list[tuple[Box, str]] = []
    for reference in page.get("/Annots") or ():
        field = reference.get_object()
        if field.get("/Subtype") != "/Widget" or int(field.get("/F", 0)) & HIDDEN:
            continue
        parent = field.get("/Parent")
        owner = parent.get_object() if parent is not None else {}
        kind, value = field.get("/FT", owner.get("/FT")), field.get("/V", owner.get("/V"))
        if kind in ("/Tx", "/Ch") and value:
            words = " ".join(map(str, value)) if isinstance(value, list) else str(value)
        elif kind == "/Btn" and field.get("/AS", "/Off") != "/Off":
            words = "☒"
        else:
            continue
        x0, y0, x1, y1 = (float(one) for one in field["/Rect"])
        filled.append(((min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)), " ".join(words.split())))
    return filled


def _restored(pages: Sequence[Page]) -> list[Page]:
    """Return the pages with the letters of lost ligatures put back where the words tell them."""
    if not any(LOST in page.text for page in pages):
        return list(pages)
    texts = iter(restore_ligatures([line.text for page in pages for line in page.lines], read_words()))
    restored = []
    for page in pages:
        lines: list[Line] = []
        for line in page.lines:
            text, start = next(texts), lines[-1].end + 1 if lines else 0
            lines.append(replace(line, text=text, start=start, end=start + len(text)))
        restored.append(Page(page.number, "\n".join(line.text for line in lines), tuple(lines)))
    return restored


def _notes(drawn: Sequence[Drawn], fields: Sequence[Sequence[object]]) -> Iterator[ReadingNote]:
    for number, (page, filled) in enumerate(zip(drawn, fields, strict=True), start=1):
        if filled:
            yield ReadingNote("form_fields", f"Page {number} is a form: what is filled in is read, too.", number)
        if page.unseen:
            yield ReadingNote("not_shown", f"Page {number} holds text that no reader sees; it is left out.", number)


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
