"""Markdown and plain-text exports of reports to pages of lines, their usual slips mended.

A converter works page by page and loses the setting. So: the half of a sentence that a page break cut off, also where
it became a bullet, joins its beginning; numbered paragraphs that slid into a list come out of it; the header of a box
that names a section and its grade, set as a table, becomes a heading, and the box's text paragraphs.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from ingest.document import Document, Line, Page
from ingest.errors import LimitExceeded, UnreadableFile
from ingest.files.marks import mark_asides, read_aside
from ingest.files.markup import Span, cells, is_bold, paragraphs, plain
from ingest.files.wrapped import join_wrapped
from ingest.models import MediaType

MAXIMUM_BYTES = 10_000_000
"""The longest of 77 reports has 0.2 MB of text."""
BOX_LEVEL = 2
_LONG = 200
"""Characters; a row of a judgement table is shorter, the text of a section's box is longer."""

_HEADING = re.compile(r"\s{0,3}(#{1,6})\s+(.+?)(?:\s+#+)?\s*$")
_RULE = re.compile(r"\s*(?:[-*_]\s*){3,}$")
_BULLET = re.compile(r"(\s*)(?:[-*+•●▪■◼◆○–]|\uf0b7)\s+(?=\S)")
_WRAPPED = re.compile(r"(?:\d{1,4}\.|–)\s+\S")
"""How a wrapped line may begin by chance ("2014. Since then"): a paragraph's number follows a sentence's end."""
_NUMBER = re.compile(r"\s*(?:[-*]\s+)?((?:\*\*|<b>)?\d{1,3}\\?[.)](?:\*\*|</b>)?\s+\S)")
_WORDS = r"(?:outstanding|good|adequate|inadequate|requires? improvement(?: to be good)?)"
_GRADE = re.compile(rf"\W*{_WORDS}\W*", re.I)
_GRADED = re.compile(rf"\b{_WORDS}$", re.I)
_GENERIC = re.compile(r"(?:summary|(?:inspection|key|main)?\s*findings)", re.I)
_ENDED = re.compile(r"[.:;!?][)\]’”\"']*(?:\s*\(\w[^()]*\))?\s*$")
_WEB_PAGE = re.compile(r"\s*(?:<!doctype|<html|<\?xml)", re.I)


@dataclass(frozen=True, slots=True)
class _Piece:
    """A line to be: `apart` where a blank line stood before it."""

    text: str
    raised: tuple[Span, ...] = ()
    level: int = 0
    indent: int = 0
    apart: bool = False
    role: str = "text"
    """text, heading, bullet, numbered, row, note or aside."""
    aside: str = ""
    """Why it is no text of the report."""


def read_export(path: Path) -> Document:
    """Read a Markdown or text export; a form feed begins a page, without one there are no page numbers.

    Raises `UnreadableFile` for what is not text, `LimitExceeded` for what is longer than a report can be.
    """
    content = _read_bytes(path)
    text = mark_asides(_decode(content, path.name))
    media: MediaType = "text" if path.suffix.lower() == ".txt" else "markdown"
    chunks = text.split("\f")
    pages = tuple(_page(chunk, number if len(chunks) > 1 else 0) for number, chunk in enumerate(chunks, start=1))
    return Document(pages=pages, media=media, sha256=hashlib.sha256(content).hexdigest())


def _read_bytes(path: Path) -> bytes:
    try:
        size = path.stat().st_size
        if size > MAXIMUM_BYTES:
            raise LimitExceeded(
                f"{path.name} was refused: {size // 1_000_000} MB of text is more than a report can need "
                f"(limit {MAXIMUM_BYTES // 1_000_000} MB).",
                remedy="Check where the file comes from.",
            )
        return path.read_bytes()
    except OSError as error:
        reason = "there is no such file" if isinstance(error, FileNotFoundError) else error.strerror
        raise UnreadableFile(f"{path.name} could not be read: {reason}.", remedy="Check the path.") from error


def _decode(content: bytes, name: str) -> str:
    if content.lstrip()[:5] == b"%PDF-":
        raise UnreadableFile(f"{name} is a PDF, whatever its name says.", remedy="Give it the ending .pdf.")
    for mark, encoding in ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if content.startswith(mark):
            content = content.decode(encoding, errors="replace").encode()
    if b"\0" in content:
        raise UnreadableFile(f"{name} is not text.", remedy="Export the report as UTF-8 text, or ingest its PDF.")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    if not text.strip():
        raise UnreadableFile(f"{name} is empty.", remedy="Export or download the report again.")
    if _WEB_PAGE.match(text):
        raise UnreadableFile(f"{name} is a web page, whatever its name says.", remedy="Download the report again.")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _page(text: str, number: int) -> Page:
    joined = ""
    lines = []
    for piece in _mended(list(_nested(_pieces(join_wrapped(text.split("\n")))))):
        if joined:
            joined += "\n\n" if piece.apart else "\n"
        start = len(joined)
        joined += piece.text
        line = Line(piece.text, number, start, len(joined), superscripts=piece.raised, level=piece.level)
        lines.append(replace(line, indent=piece.indent, aside=piece.aside))
    return Page(number=number, text=joined, lines=tuple(lines))


def _pieces(lines: list[str]) -> Iterator[_Piece]:
    apart, before = True, ""
    for index, line in enumerate(lines):
        if not line.strip() or _RULE.match(line):
            apart = True
            continue
        if not apart and _WRAPPED.match(line) and not _ENDED.search(before):
            before = line
            yield _made(line, "text")
            continue
        for piece in _piece(line, lines[index + 1 :]):
            yield replace(piece, apart=apart or piece.apart)
            apart, before = piece.role == "heading", piece.text


def _piece(line: str, following: list[str]) -> Iterator[_Piece]:
    heading = _HEADING.match(line)
    numbered = _NUMBER.match(line)
    bullet = _BULLET.match(line)
    row = cells(line)
    aside = read_aside(line)
    if aside:
        yield _Piece(aside[1] or aside[0], apart=True, role="aside", aside=aside[0])
    elif heading:
        yield _made(heading[2], "heading", level=len(heading[1]))
    elif row is not None:
        yield from _row(row, following)
    elif numbered:
        yield _made(line[numbered.start(1) :], "numbered")
    elif bullet:
        words = _made(line[bullet.end() :], "bullet")
        raised = tuple((start + 2, end + 2) for start, end in words.raised)
        yield replace(words, text=f"• {words.text}", raised=raised, indent=len(bullet[1].expandtabs(4)) // 2)
    else:
        for index, part in enumerate(paragraphs(line)):
            yield replace(_paragraph(part), apart=index > 0 or is_bold(part))


def _row(row: list[str], following: list[str]) -> Iterator[_Piece]:
    """Yield a table's row as one line; a box's header as a heading, a box's text as paragraphs."""
    words = [plain(cell)[0] for cell in row]
    if not row:
        return
    if len(words) == 2 and _GRADE.fullmatch(words[1]) and not words[0][0].isdigit() and _opens_box(following):
        yield _made(" ".join(row), "heading", level=BOX_LEVEL, apart=True)
    elif len(words) == 1 and len(words[0]) > _LONG:
        for part in paragraphs(row[0]):
            yield replace(_paragraph(part), apart=True)
    else:
        yield _made(" ".join(row), "row")


def _opens_box(following: list[str]) -> bool:
    rows = (cells(line) for line in following[:3])
    line = next((line for line, row in zip(following, rows, strict=False) if row != [] and line.strip()), "")
    return len(line) > _LONG


def _paragraph(text: str) -> _Piece:
    bold = is_bold(text)
    made = _made(text, "heading" if bold else "text", level=3 if bold else 0)
    return replace(made, role="note") if made.raised and made.raised[0][0] == 0 else made


def _made(text: str, role: str, *, level: int = 0, apart: bool = False) -> _Piece:
    words, raised = plain(text)
    return _Piece(words, raised, level, apart=apart or role in ("heading", "numbered"), role=role)


def _nested(pieces: Iterable[_Piece]) -> Iterator[_Piece]:
    """Put "Summary" and "Inspection findings" below the box they belong to, bold lines beside them."""
    level, box = 0, False
    for piece in pieces:
        if piece.role == "heading":
            generic = bool(_GENERIC.fullmatch(piece.text))
            if generic and box and piece.level <= BOX_LEVEL:
                piece = replace(piece, level=BOX_LEVEL + 1)
            elif piece.level == BOX_LEVEL + 1 and level > piece.level:
                piece = replace(piece, level=level)
            elif not generic and piece.level <= BOX_LEVEL:
                box = bool(_GRADED.search(piece.text))
            level = piece.level
        yield piece


def _between(piece: _Piece) -> bool:
    """Whether `piece` may stand in the middle of a sentence: a footnote, a page's number."""
    return piece.role in ("note", "aside") or piece.text.isdecimal()


def _mended(pieces: list[_Piece]) -> list[_Piece]:
    """Join what a page break cut: an unfinished sentence and what begins in lower case, footnotes in between."""
    mended: list[_Piece] = []
    for index, piece in enumerate(pieces):
        bullets_on = index + 1 < len(pieces) and pieces[index + 1].role == "bullet"
        open_index = next((at for at in range(len(mended) - 1, -1, -1) if not _between(mended[at])), -1)
        before = mended[open_index] if open_index >= 0 else None
        words = piece.text.removeprefix("• ")
        if before is None or not piece.apart or _ENDED.search(before.text) or not words[:1].islower():
            mended.append(piece)
        elif piece.role == "text" and before.role in ("text", "numbered", "bullet"):
            mended.insert(open_index + 1, replace(piece, apart=False))
        elif piece.role == "bullet" and before.role in ("text", "numbered") and not bullets_on:
            raised = tuple((start - 2, end - 2) for start, end in piece.raised)
            mended.insert(open_index + 1, _Piece(words, raised, role="text"))
        else:
            mended.append(piece)
    return mended
