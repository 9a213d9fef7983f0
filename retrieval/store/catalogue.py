"""Reading and writing the rows of reports. Every function works within the caller's connection and transaction."""

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ingest.models import Chunk, Furniture, MediaType, Passage, ReadingNote, Report
from retrieval.errors import UnknownReport
from retrieval.models import LedgerCell, PrintedText
from retrieval.store import rows
from retrieval.store.rows import TABLES, Row

_BY_AUTHORITY_THEN_DATE = "authority COLLATE NOCASE, coalesce(published, produced, inspected_to, ''), key"


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file that was ingested; `attached` when it is another rendition of a report that was read from a better one."""

    sha256: str
    report: str
    name: str
    suffix: str
    media: MediaType
    attached: bool

    @property
    def stored_name(self) -> str:
        """Name of the library's own copy."""
        return self.sha256 + self.suffix


def all_reports(connection: sqlite3.Connection) -> list[Report]:
    """Return the catalogue, by authority, then date."""
    found = connection.execute(f"SELECT * FROM reports ORDER BY {_BY_AUTHORITY_THEN_DATE}")
    return [rows.report_from(row) for row in found]


def get_report(connection: sqlite3.Connection, key: str) -> Report:
    """Return one report by its key, or raise UnknownReport."""
    row = connection.execute("SELECT * FROM reports WHERE key = ?", (key,)).fetchone()
    if row is None:
        raise UnknownReport(f"No report {key!r} is held.", remedy="Run `inspection-qa reports` to see what is held.")
    return rows.report_from(row)


def possible_twins(connection: sqlite3.Connection, report: Report) -> list[Report]:
    """Return the reports of its key or its authority: all that can be the same publication.

    Only these rows are read whole, or the time of an ingest would grow with the square of the library.
    """
    wanted = report.authority.casefold()
    named = connection.execute("SELECT key, authority FROM reports").fetchall()
    keys = [row["key"] for row in named if row["key"] == report.key or row["authority"].casefold() == wanted]
    return [get_report(connection, key) for key in keys]


def versions(connection: sqlite3.Connection) -> dict[str, int]:
    """Return each report's version: it changes when, and only when, anything of the report changes."""
    return {row["key"]: row["version"] for row in connection.execute("SELECT key, version FROM reports")}


def passages_of(connection: sqlite3.Connection, report: str) -> list[Passage]:
    """Return a report's passages in reading order."""
    return [rows.passage_from(row) for row in _rows_of(connection, "passages", report)]


def passage_counts(connection: sqlite3.Connection) -> dict[str, int]:
    """Return how many passages each report has."""
    found = connection.execute("SELECT report, count(*) AS held FROM passages GROUP BY report")
    return {row["report"]: row["held"] for row in found}


def chunks_of(connection: sqlite3.Connection, report: str) -> list[Chunk]:
    """Return a report's chunks in reading order."""
    return [rows.chunk_from(row) for row in _rows_of(connection, "chunks", report)]


def chunks_of_passages(connection: sqlite3.Connection, passages: Iterable[str]) -> list[Chunk]:
    """Return the chunks of these passages, in the order of ingest."""
    found = connection.execute(
        "SELECT * FROM chunks WHERE passage IN (SELECT value FROM json_each(?)) ORDER BY position",
        (json.dumps(list(passages)),),
    )
    return [rows.chunk_from(row) for row in found]


def notes_of(connection: sqlite3.Connection, report: str) -> list[ReadingNote]:
    """Return what ingest wanted a person to know about a report."""
    return [rows.note_from(row) for row in _rows_of(connection, "notes", report)]


def furniture_of(connection: sqlite3.Connection, report: str) -> list[Furniture]:
    """Return what was taken as page furniture."""
    return [rows.furniture_from(row) for row in _rows_of(connection, "furniture", report)]


def page_texts_of(connection: sqlite3.Connection, report: str) -> list[str]:
    """Return the extracted text of each page, which the passages' spans index."""
    return [row["text"] for row in _rows_of(connection, "page_texts", report)]


def passages_with(connection: sqlite3.Connection, ids: Iterable[str]) -> dict[str, Passage]:
    """Return the passages of these ids; unknown ids are left out."""
    found = connection.execute(
        "SELECT * FROM passages WHERE id IN (SELECT value FROM json_each(?))", (json.dumps(list(ids)),)
    )
    return {row["id"]: rows.passage_from(row) for row in found}


def texts_holding(
    connection: sqlite3.Connection, groups: Sequence[Sequence[str]], reports: Sequence[str] | None = None
) -> list[PrintedText]:
    """Return the text of all passages that hold every one of the letters of any group, in reading order.

    A scan of the text rather than the keyword index, which knows no letters and stems by rules of its own: 77 reports
    take 30 ms, 431 take 170. Latin letters compare without regard to case.
    """
    groups = [group for group in groups if group]
    if not groups:
        return []
    held = " OR ".join(f"({' AND '.join(['text LIKE ?'] * len(group))})" for group in groups)
    within = "" if reports is None else "report IN (SELECT value FROM json_each(?)) AND"
    found = connection.execute(
        f"SELECT id, report, kind, text FROM passages WHERE {within} ({held}) ORDER BY report, ordinal",
        (*([] if reports is None else [json.dumps(list(reports))]), *(f"%{one}%" for group in groups for one in group)),
    )
    return [PrintedText(*row) for row in found]


def ledger(connection: sqlite3.Connection, authority: str | None = None) -> list[LedgerCell]:
    """Return the judgements, by authority, date and printed order; `authority` is a name or alias of it."""
    reports = {report.key: report for report in all_reports(connection)}
    cells: dict[str, list[LedgerCell]] = {
        key: [] for key, report in reports.items() if authority is None or _is_called(report, authority)
    }
    found = connection.execute(
        "SELECT judgements.*, passages.label, passages.spans FROM judgements "
        "LEFT JOIN passages ON passages.id = judgements.passage ORDER BY judgements.position"
    )
    for row in found:
        if row["report"] in cells:
            pages = dict.fromkeys(rows.pages_from(row))
            cell = LedgerCell(
                report=reports[row["report"]],
                judgement=rows.judgement_from(row),
                label=row["label"] or "",
                pages=tuple(pages),
            )
            cells[row["report"]].append(cell)
    return [cell for of_report in cells.values() for cell in of_report]


def files(connection: sqlite3.Connection, report: str | None = None) -> list[SourceFile]:
    """Return the ingested files of one report, or of all; a report's own file comes before attached ones."""
    found = connection.execute(
        "SELECT * FROM files WHERE ? IN (report, '*') ORDER BY report, attached, name", (report or "*",)
    )
    return [
        SourceFile(row["sha256"], row["report"], row["name"], row["suffix"], row["media"], bool(row["attached"]))
        for row in found
    ]


def stored_rows(connection: sqlite3.Connection, report: str) -> dict[str, list[Row]]:
    """Return all rows of a report as `rows.report_rows` made them."""
    return {
        table: [
            {column: row[column] for column in columns}
            for row in connection.execute(_select(table, columns), (report,))
        ]
        for table, (_, columns) in TABLES.items()
    }


def insert_report(connection: sqlite3.Connection, content: Mapping[str, list[Row]]) -> None:
    """Write all rows of a report, as the next generation's version."""
    version = raise_generation(connection)
    extra: Row = {"version": version, "digest": rows.digest(content)}
    for table in TABLES:
        for row in content[table]:
            insert(connection, table, row | extra if table == "reports" else row)


def delete_report(connection: sqlite3.Connection, key: str) -> list[str]:
    """Delete all rows of a report; return the contents of its chunks, whose vectors may have become unused."""
    raise_generation(connection)
    contents = [row["content"] for row in connection.execute("SELECT content FROM chunks WHERE report = ?", (key,))]
    # Before the passages they refer to.
    connection.execute("DELETE FROM judgements WHERE report = ?", (key,))
    connection.execute("DELETE FROM chunks WHERE report = ?", (key,))
    connection.execute("DELETE FROM reports WHERE key = ?", (key,))
    return contents


def generation(connection: sqlite3.Connection) -> int:
    """Return the number that each committed change raises."""
    return int(connection.execute("SELECT generation FROM library").fetchone()[0])


def state(connection: sqlite3.Connection) -> tuple[str, int]:
    """Return what no other state of this library or of another has, a restored one included."""
    row = connection.execute("SELECT identity, generation FROM library").fetchone()
    return str(row[0]), int(row[1])


def raise_generation(connection: sqlite3.Connection) -> int:
    """Raise the generation by one and return it."""
    connection.execute("UPDATE library SET generation = generation + 1")
    return generation(connection)


def insert(connection: sqlite3.Connection, table: str, row: Row) -> None:
    """Insert one row."""
    columns = ", ".join(f'"{column}"' for column in row)
    connection.execute(f"INSERT INTO {table} ({columns}) VALUES ({', '.join('?' * len(row))})", tuple(row.values()))


def _is_called(report: Report, name: str) -> bool:
    return name.casefold() in {other.casefold() for other in (report.authority, *report.aliases)}


def _rows_of(connection: sqlite3.Connection, table: str, report: str) -> list[sqlite3.Row]:
    """Return a table's rows of one report in order; raise UnknownReport where there is none of that key."""
    found = connection.execute(_select(table, ("*",)), (report,)).fetchall()
    if not found:
        get_report(connection, report)
    return found


def _select(table: str, columns: tuple[str, ...]) -> str:
    order = TABLES[table][0]
    owner = "key" if table == "reports" else "report"
    return f"SELECT {', '.join(columns)} FROM {table} WHERE {owner} = ? ORDER BY {order}"
