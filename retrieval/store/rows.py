"""Between the frozen values of `ingest` and rows of the catalogue: one column a field, lists as JSON."""

import hashlib
import json
import sqlite3
from collections.abc import Callable, Iterable, Mapping
from dataclasses import astuple, fields, is_dataclass
from datetime import date
from functools import wraps
from typing import Any, TypeVar

from ingest.chunks.chunks import indexed_sentences, indexed_text
from ingest.models import Chunk, Furniture, Judgement, ParsedReport, Passage, ReadingNote, Report, Span
from retrieval.errors import DamagedLibrary

Value = TypeVar("Value")
Cell = str | int | float | None
Row = dict[str, Cell]


def _columns(kind: type, *extra: str) -> tuple[str, ...]:
    return (*extra, *(field.name for field in fields(kind)))


TABLES: dict[str, tuple[str, tuple[str, ...]]] = {
    "reports": ("key", _columns(Report)),
    "passages": ("ordinal", _columns(Passage)),
    "judgements": ("position", _columns(Judgement, "report", "position")),
    "chunks": ("position", (*_columns(Chunk, "report"), "content")),
    "page_texts": ("position", ("report", "position", "text")),
    "furniture": ("position", _columns(Furniture, "report", "position")),
    "notes": ("position", _columns(ReadingNote, "report", "position")),
}
"""Table -> (column its rows are ordered by, its columns), of everything that one report consists of."""

_CAME_LATER: dict[str, tuple[tuple[str, Cell], ...]] = {
    "reports": (("inspectorates", "[]"), ("subject", ""), ("theme", "")),
    "passages": (("role", ""),),
}
"""Table -> (column that a migration added, what it holds where nothing is said), so that old digests hold."""


def report_rows(parsed: ParsedReport) -> dict[str, list[Row]]:
    """Return the rows of every table that a parsed report becomes."""
    key: Row = {"report": parsed.report.key}

    def numbered(values: Iterable[Any]) -> list[Row]:
        return [{**key, "position": position, **_row(value)} for position, value in enumerate(values)]

    return {
        "reports": [_row(parsed.report)],
        "passages": [_row(passage) for passage in parsed.passages],
        "judgements": numbered(parsed.judgements),
        "chunks": [{**key, **_row(chunk), "content": content_hash(chunk)} for chunk in parsed.chunks],
        "page_texts": [{**key, "position": page, "text": text} for page, text in enumerate(parsed.page_texts)],
        "furniture": numbered(parsed.furniture),
        "notes": numbered(parsed.notes),
    }


def digest(rows: Mapping[str, list[Row]]) -> str:
    """Return the hash of all rows of a report, the same for rows to be written and rows read back."""
    lists = [[_hashed(table, row) for row in rows[table]] for table in TABLES]
    return hashlib.sha256(json.dumps(lists).encode()).hexdigest()


def _hashed(table: str, row: Row) -> list[Cell]:
    """Return what of a row is hashed: a column that came later counts from the first report that fills it."""
    columns = TABLES[table][1]
    return [row[column] for column in columns if (column, row[column]) not in _CAME_LATER.get(table, ())]


def content_hash(chunk: Chunk) -> str:
    """Return the hash of what is embedded for a chunk: its text with header, and where its sentences stand in it."""
    return hashlib.sha256(json.dumps([indexed_text(chunk), indexed_sentences(chunk)]).encode()).hexdigest()


def _read_whole(make: Callable[[sqlite3.Row], Value]) -> Callable[[sqlite3.Row], Value]:
    """Have `make` say that the library is damaged where a stored row makes no value of its kind."""

    @wraps(make)
    def read(row: sqlite3.Row) -> Value:
        try:
            return make(row)
        except (ValueError, TypeError, LookupError) as error:
            raise DamagedLibrary(
                f"The library is damaged: what it holds of a report cannot be read ({' '.join(str(error).split())}).",
                remedy="Run `inspection-qa verify` to see which, and restore a backup or ingest that report again.",
            ) from error

    return read


@_read_whole
def report_from(row: sqlite3.Row) -> Report:
    """Rebuild a report from its row."""
    return Report(
        key=row["key"],
        title=row["title"],
        authority=row["authority"],
        aliases=tuple(json.loads(row["aliases"])),
        kind=row["kind"],
        framework=row["framework"],
        inspected_from=_date(row["inspected_from"]),
        inspected_to=_date(row["inspected_to"]),
        published=_date(row["published"]),
        lead_inspector=row["lead_inspector"],
        sources=json.loads(row["sources"]),
        page_count=row["page_count"],
        media=row["media"],
        sha256=row["sha256"],
        acronyms=tuple((short, long) for short, long in json.loads(row["acronyms"])),
        produced=_date(row["produced"]),
        inspectorates=tuple(json.loads(row["inspectorates"])),
        subject=row["subject"],
        theme=row["theme"],
    )


@_read_whole
def passage_from(row: sqlite3.Row) -> Passage:
    """Rebuild a passage from its row."""
    return Passage(
        id=row["id"],
        report=row["report"],
        label=row["label"],
        kind=row["kind"],
        number=row["number"],
        section=tuple(json.loads(row["section"])),
        text=row["text"],
        ordinal=row["ordinal"],
        spans=tuple(Span(*span) for span in json.loads(row["spans"])),
        printed_pages=tuple(json.loads(row["printed_pages"])),
        lead_in=row["lead_in"],
        parent=row["parent"],
        footnotes=tuple(json.loads(row["footnotes"])),
        role=row["role"],
    )


@_read_whole
def judgement_from(row: sqlite3.Row) -> Judgement:
    """Rebuild a judgement from its row."""
    return Judgement(*(row[field.name] for field in fields(Judgement)))


@_read_whole
def chunk_from(row: sqlite3.Row) -> Chunk:
    """Rebuild a chunk from its row."""
    return Chunk(
        id=row["id"],
        passage=row["passage"],
        part=row["part"],
        text=row["text"],
        header=row["header"],
        start=row["start"],
        sentences=tuple((start, end) for start, end in json.loads(row["sentences"])),
    )


@_read_whole
def pages_from(row: sqlite3.Row) -> tuple[int, ...]:
    """Return the pages of a passage's spans."""
    return tuple(page for page, _, _ in json.loads(row["spans"] or "[]") if page)


@_read_whole
def note_from(row: sqlite3.Row) -> ReadingNote:
    """Rebuild a reading note from its row."""
    return ReadingNote(code=row["code"], text=row["text"], page=row["page"])


@_read_whole
def furniture_from(row: sqlite3.Row) -> Furniture:
    """Rebuild a piece of page furniture from its row."""
    return Furniture(text=row["text"], reason=row["reason"], span=Span(*json.loads(row["span"])))


def _row(value: Any) -> Row:
    return {field.name: _cell(getattr(value, field.name)) for field in fields(value)}


def _cell(value: object) -> Cell:
    match value:
        case None | str() | int() | float():
            return value
        case date():
            return value.isoformat()
        case _:
            return json.dumps(value, ensure_ascii=False, default=_plain)


def _plain(value: object) -> object:
    if is_dataclass(value) and not isinstance(value, type):
        return astuple(value)
    raise TypeError(f"a catalogue row cannot hold a {type(value).__name__}")


def _date(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
