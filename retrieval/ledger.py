"""Questions about grades, answered from the ledger: each cell quoted from the passage that prints it.

A grade is never inferred from prose, and counting never comes from a search. See docs/decisions/0001-ledger-answers.md.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from ingest.models import Report
from retrieval.authorities import find_authorities
from retrieval.dates import find_dates
from retrieval.ledger_questions import RANK, GradeQuestion, looks_back, read_grade_question, read_premise
from retrieval.ledger_rows import FindPassages, Row, build_rows
from retrieval.ledger_tables import Table, tabulate
from retrieval.models import Draft, LedgerCell, Notice, Scope
from retrieval.periods import published_in
from retrieval.report_dates import in_order, name_report, report_day
from retrieval.scope import newer_held

AREA_NAMES = {
    "overall": "overall effectiveness",
    "help_and_protection": "help and protection",
    "looked_after_or_in_care": "children in care",
    "adoption": "adoption",
    "care_leavers": "care leavers",
    "leadership": "leadership",
    "safeguarding_board": "the safeguarding board",
}


@dataclass(frozen=True, slots=True)
class LedgerAnswer:
    """The draft, the reports it really rests on, and whether it answers the whole question."""

    draft: Draft
    scope: Scope
    complete: bool = True
    """False where the question asks for more than grades: the paragraphs belong after these statements."""


def answer_ledger(
    question: str, scope: Scope, cells: Sequence[LedgerCell], reports: Sequence[Report], find: FindPassages
) -> LedgerAnswer | None:
    """Answer a question about grades, or return None where it is about anything else.

    `cells` is the whole ledger and `reports` the whole catalogue: a newest report that does not grade an area gives way
    to the newest that does.
    """
    names = find_authorities(question, reports)
    asked = read_grade_question(question, [(one.start, one.end) for one in names])
    held = {report.key: report for report in reports}
    chosen = in_order([held[key] for key in scope.reports if key in held])
    if asked is None or not chosen or _about_another_time(question, scope, chosen):
        return None
    if asked.form in ("list", "distribution", "change"):
        table = tabulate(question, asked, chosen, cells)
        return _from_table(table, scope, find) if table else None
    if asked.form == "all_grades":
        groups = [
            [cell for cell in cells if cell.report.key == report.key and cell.judgement.grade] for report in chosen
        ]
        return _answer(asked, scope, [[cell] for group in groups for cell in group], find, several=len(chosen) > 1)
    if asked.form == "which_area":
        return _which_area(asked, scope, chosen, cells, find)
    return _grade(question, asked, scope, chosen, cells, held, find)


def _grade(
    question: str,
    asked: GradeQuestion,
    scope: Scope,
    chosen: Sequence[Report],
    cells: Sequence[LedgerCell],
    held: Mapping[str, Report],
    find: FindPassages,
) -> LedgerAnswer | None:
    areas = asked.areas or ("overall",)
    if scope.reading in ("newest", "only_one") and len(chosen) == 1:
        chosen, scope = _newest_that_grades(areas, chosen[0], cells, list(held.values()), scope)
    found = [(report, [cell for area in areas if (cell := grade_of(report, area, cells))]) for report in chosen]
    groups = [list({cell.judgement: cell for cell in group}.values()) for _, group in found if group]
    if not groups:
        return _not_graded(areas, chosen, scope)
    silent = [report for report, group in found if not group]
    notices = tuple(_ungraded_notice(areas, report) for report in silent)
    summary = _summary(question, asked, groups)
    return _answer(asked, scope, groups, find, several=len(chosen) > 1, summary=summary, notices=notices)


def _answer(
    asked: GradeQuestion,
    scope: Scope,
    groups: Sequence[Sequence[LedgerCell]],
    find: FindPassages,
    *,
    several: bool,
    summary: str = "",
    notices: tuple[Notice, ...] = (),
) -> LedgerAnswer | None:
    rows = build_rows(groups, find, named=several)
    if not rows:
        return None
    text = _text(summary, rows) if several else None
    outcome = "answered" if asked.complete else "partial"
    draft = Draft(
        outcome,
        tuple(row.statement for row in rows),
        text=text,
        notices=notices,
        confidence=1.0,
        long_form=len(rows) > 3,
    )
    return LedgerAnswer(draft, scope, asked.complete)


def _from_table(table: Table, scope: Scope, find: FindPassages) -> LedgerAnswer:
    rows = build_rows(table.groups, find, named=True)
    draft = Draft(
        "answered",
        tuple(row.statement for row in rows),
        text=_text(table.headline, rows),
        confidence=1.0,
        long_form=True,
    )
    return LedgerAnswer(draft, scope)


def _text(summary: str, rows: Sequence[Row]) -> str:
    return "\n".join([*([summary] if summary else []), *(row.text for row in rows)])


def _which_area(
    asked: GradeQuestion, scope: Scope, chosen: Sequence[Report], cells: Sequence[LedgerCell], find: FindPassages
) -> LedgerAnswer | None:
    groups: list[list[LedgerCell]] = []
    summaries = []
    for report in chosen:
        graded = [
            cell
            for cell in cells
            if cell.report.key == report.key and cell.judgement.grade and cell.judgement.area != "overall"
        ]
        matching = _extreme(graded, best=asked.best) if asked.best is not None else _with_grades(graded, asked)
        if graded and not matching:
            summaries.append(f"No area is graded so: {name_report(report)}.")
        groups += [[cell] for cell in matching or graded]
    several = len(chosen) > 1 or bool(summaries)
    return _answer(asked, scope, groups, find, several=several, summary=" ".join(summaries))


def _extreme(cells: Sequence[LedgerCell], *, best: bool) -> list[LedgerCell]:
    ranks = [RANK.get(cell.judgement.grade or "", 0) for cell in cells]
    wanted = (max if best else min)(ranks, default=0)
    return [cell for cell, rank in zip(cells, ranks, strict=True) if rank == wanted]


def _with_grades(cells: Sequence[LedgerCell], asked: GradeQuestion) -> list[LedgerCell]:
    wanted = asked.wanted or frozenset(RANK)
    return [cell for cell in cells if cell.judgement.grade in wanted]


def grade_of(report: Report, area: str, cells: Sequence[LedgerCell], *, own: bool = False) -> LedgerCell | None:
    """Return the cell that grades `area` in `report`: its own, else the shared one for children in care and care leavers."""
    graded = [cell for cell in cells if cell.report.key == report.key and cell.judgement.grade]
    for cell in graded:
        if cell.judgement.area == area:
            return cell
    if area == "care_leavers" and not own:
        for cell in graded:
            if (
                cell.judgement.area == "looked_after_or_in_care"
                and "care leavers" in cell.judgement.printed_area.lower()
            ):
                return cell
    return None


def _newest_that_grades(
    areas: Sequence[str], newest: Report, cells: Sequence[LedgerCell], reports: Sequence[Report], scope: Scope
) -> tuple[list[Report], Scope]:
    """Step back to the newest report that grades one of the areas (DESIGN, decision 7)."""
    own = in_order([report for report in reports if report.authority == newest.authority])
    for report in reversed(own):
        if any(grade_of(report, area, cells) for area in areas):
            if report.key == newest.key:
                break
            text = (
                f"The newest report of {newest.authority} that grades {_name(areas)} is that of {name_report(report)}."
            )
            notices = (Notice("newest_graded", text), *newer_held([report], own))
            return [report], replace(scope, reports=(report.key,), reading="newest", notices=notices)
    return [newest], scope


def _not_graded(areas: Sequence[str], chosen: Sequence[Report], scope: Scope) -> LedgerAnswer:
    notices = tuple(_ungraded_notice(areas, report) for report in chosen)
    return LedgerAnswer(Draft("not_in_reports", reason="not_graded", notices=notices, confidence=0.0), scope)


def _ungraded_notice(areas: Sequence[str], report: Report) -> Notice:
    visit = report.kind in ("focused_visit", "monitoring_visit")
    text = f"No grade for {_name(areas)} is printed in the report of {name_report(report)}."
    return Notice("not_graded", f"{text} Visits of this kind give none." if visit else text)


def _name(areas: Sequence[str]) -> str:
    return " or ".join(AREA_NAMES.get(area, area.replace("_", " ")) for area in areas)


def _summary(question: str, asked: GradeQuestion, groups: Sequence[Sequence[LedgerCell]]) -> str:
    """Say in a sentence what several rows come to: always or ever so, risen or fallen, higher or lower."""
    cells = [group[0] for group in groups]
    if len(cells) < 2:
        return ""
    grades = [cell.judgement.grade or "" for cell in cells]
    if asked.wanted and asked.always is not None:
        holds = (
            all(grade in asked.wanted for grade in grades)
            if asked.always
            else any(grade in asked.wanted for grade in grades)
        )
        return "Yes." if holds else "No."
    ranks = [RANK.get(grade, 0) for grade in grades]
    if len({cell.report.authority for cell in cells}) == 1:
        if len(set(ranks)) == 1:
            return f"The same each time: {grades[0]}."
        return f"From {grades[0]} ({_year(cells[0])}) to {grades[-1]} ({_year(cells[-1])})."
    if len(set(ranks)) == 1:
        return f"The same grade: {grades[0]}."
    best = cells[ranks.index(max(ranks))]
    return f"{best.report.authority} has the highest grade, {best.judgement.grade}."


def _year(cell: LedgerCell) -> int:
    return report_day(cell.report).year


def _about_another_time(question: str, scope: Scope, chosen: Sequence[Report]) -> bool:
    """Say whether the question is about an inspection other than those in scope: prose may recall it, not the ledger."""
    if scope.reading != "selected":
        return False
    return looks_back(question) or any(not published_in(one, chosen) for one in find_dates(question))


def check_premise(question: str, scope: Scope, cells: Sequence[LedgerCell], find: FindPassages) -> Draft | None:
    """Correct a question that takes a wrong grade for granted ("why was adoption inadequate?" where it was good)."""
    premise = read_premise(question)
    if premise is None or len(scope.reports) != 1:
        return None
    reports = [cell.report for cell in cells if cell.report.key == scope.reports[0]]
    cell = grade_of(reports[0], premise.area, cells) if reports else None
    if cell is None or cell.judgement.grade in premise.grades or len(premise.grades) != 1:
        return None
    rows = build_rows([[cell]], find, named=False)
    if not rows:
        return None
    supposed = min(premise.grades)
    text = f"The report does not grade {AREA_NAMES.get(premise.area, premise.area)} {supposed}."
    return Draft(
        "partial",
        tuple(row.statement for row in rows),
        reason="false_premise",
        text=_text(text, rows),
        notices=(Notice("premise_corrected", text),),
        confidence=1.0,
    )
