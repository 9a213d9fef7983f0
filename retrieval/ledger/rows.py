"""One row of a ledger answer: a report's grades, quoted from the passages that print them.

A row reads "Surrey, 16 May 2018: 2.1 Adoption performance Good" and is nothing but quotations: the authority and the
date are quoted from the passages that `Report.sources` names, so that each word of a row can be checked.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from ingest.models import Passage, Report
from retrieval.checking.citations import cite
from retrieval.held import FindPassages
from retrieval.models import Citation, LedgerCell, Statement
from retrieval.reports.report_dates import spell_report_date
from retrieval.text.dates import MONTHS, spell_date

_OPENING = ("authority", "published", "inspected_to")
_LONGEST_WHOLE = 250
"""Characters of a passage that is quoted whole where its row cannot be told from the rest."""


@dataclass(frozen=True, slots=True)
class Row:
    """What a reader sees of one report's grades, and the statement behind it."""

    report: Report
    text: str
    statement: Statement


def build_rows(groups: Sequence[Sequence[LedgerCell]], find: FindPassages, *, named: bool) -> tuple[Row, ...]:
    """Build a row for each group of cells of one report, none for an empty one; `named` opens it with who and when."""
    wanted = {
        key
        for group in groups
        for cell in group
        for key in (cell.judgement.passage, *(cell.report.sources.get(field) for field in _OPENING))
        if key
    }
    passages = find(wanted)
    rows = (_row(group, passages, named=named) for group in groups if group)
    return tuple(row for row in rows if row is not None)


def _row(cells: Sequence[LedgerCell], passages: Mapping[str, Passage], *, named: bool) -> Row | None:
    report = cells[0].report
    quoted = [citation for cell in cells if (citation := _cite_grade(cell, passages)) is not None]
    if not quoted:
        return None
    grades = "; ".join(citation.quote for citation in dict.fromkeys(quoted))
    if not named:
        return Row(report, grades, Statement(grades, tuple(dict.fromkeys(quoted))))
    who = _cite_phrase(passages.get(report.sources.get("authority", "")), [report.authority])
    when = _cite_date(report, passages)
    opening = [citation for citation in (who, when) if citation is not None]
    text = f"{who.quote} ({when.quote}): {grades}" if who and when else grades
    shown = text if who and when else f"{report.authority} ({spell_report_date(report)}): {grades}"
    return Row(report, shown, Statement(text, (*(opening if who and when else ()), *dict.fromkeys(quoted))))


def grade_of(area: str, graded: Sequence[LedgerCell]) -> LedgerCell | None:
    """Return the cell of one report that grades `area`: its own, else the one it shares with children in care."""
    for cell in graded:
        if cell.judgement.area == area:
            return cell
    if area != "care_leavers":
        return None
    return next((cell for cell in graded if "care leavers" in cell.judgement.printed_area.lower()), None)


def cite_opening(report: Report, find: FindPassages) -> tuple[Citation | None, Citation | None]:
    """Quote a report's authority and its date from where it prints them."""
    passages = find({key for field in _OPENING if (key := report.sources.get(field))})
    who = _cite_phrase(passages.get(report.sources.get("authority", "")), [report.authority])
    return who, _cite_date(report, passages)


@dataclass(frozen=True, slots=True)
class Printed:
    """What a report prints of itself, quoted from where it prints it; None for what it does not print."""

    who: Citation | None
    published: Citation | None
    inspected: Citation | None
    lead: Citation | None


def cite_printed(report: Report, find: FindPassages) -> Printed:
    """Quote a report's authority, its dates and its lead inspector."""
    passages = find({key for field in (*_OPENING, "lead_inspector") if (key := report.sources.get(field))})
    who = _cite_phrase(passages.get(report.sources.get("authority", "")), [report.authority])
    published = _cite_phrase(passages.get(report.sources.get("published", "")), _spellings(report.published))
    lead = _cite_phrase(passages.get(report.sources.get("lead_inspector", "")), [report.lead_inspector or "\0"])
    return Printed(who, published, _cite_inspection(report, passages), lead)


def _cite_date(report: Report, passages: Mapping[str, Passage]) -> Citation | None:
    """Quote the day of publication, else the line that prints the days of the inspection."""
    printed = _cite_phrase(passages.get(report.sources.get("published", "")), _spellings(report.published))
    return printed or _cite_inspection(report, passages)


def _cite_inspection(report: Report, passages: Mapping[str, Passage]) -> Citation | None:
    """Quote the line that prints the days of the inspection, else its last day."""
    if not report.inspected_to:
        return None
    passage = passages.get(report.sources.get("inspected_to", ""))
    for day in _spellings(report.inspected_to):
        match = passage and re.search(
            rf"Inspection dates?\W{{1,3}}[^\n]{{0,40}}?{_words(day)}\b", passage.text, re.IGNORECASE
        )
        if passage and match:
            return cite(passage, match.start(), match.end())
    return _cite_phrase(passage, _spellings(report.inspected_to))


def _cite_grade(cell: LedgerCell, passages: Mapping[str, Passage]) -> Citation | None:
    """Quote the row that prints the grade: from the area's name (and its number) to the grade."""
    judgement = cell.judgement
    passage = passages.get(judgement.passage or "")
    if passage is None or not judgement.printed_grade:
        return None
    grade = _words(judgement.printed_grade)
    area = _words(judgement.printed_area)
    patterns = [
        rf"(?:(?<!grade )\b\d(?:\.\d)?\.?\s+)?\b{area}\b\W*\s*(?:\w+\W+){{0,12}}?{grade}\b",
        rf"(?:^|(?<=[.:;]\s))[^.:;]{{0,160}}\b{grade}\b",
    ]
    for pattern in patterns if area else patterns[1:]:
        match = re.search(pattern, passage.text, re.IGNORECASE)
        if match:
            return cite(passage, match.start(), match.end())
    match = re.search(rf"\b{grade}\b", passage.text, re.IGNORECASE)
    if match and len(passage.text) <= _LONGEST_WHOLE:
        return cite(passage, 0, len(passage.text))
    return cite(passage, match.start(), match.end()) if match else None


def _cite_phrase(passage: Passage | None, phrases: Sequence[str]) -> Citation | None:
    if passage is None:
        return None
    for phrase in phrases:
        match = re.search(rf"(?<![\w-]){_words(phrase)}(?![\w-])", passage.text, re.IGNORECASE)
        if match:
            return cite(passage, match.start(), match.end())
    return None


def _words(phrase: str) -> str:
    """Return a pattern for `phrase` whatever stands between its words: spaces, line ends, other quote marks."""
    return r"\W+".join(re.escape(word) for word in re.findall(r"\w+", phrase))


def _spellings(day: date | None) -> list[str]:
    if day is None:
        return []
    month = MONTHS[day.month - 1]
    return [spell_date(day), f"{day.day:02d} {month} {day.year}", f"{month} {day.year}"]
