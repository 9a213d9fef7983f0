"""Questions about grades, answered from the ledger: each cell quoted from the passage that prints it.

A grade is never inferred from prose, and counting never comes from a search. See docs/decisions/0001-ledger-answers.md.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from ingest.kinds.loader import profile_of
from ingest.models import Report
from retrieval.held import FindPassages
from retrieval.ledger.premises import answer_premise
from retrieval.ledger.rows import Row, build_rows, grade_of
from retrieval.ledger.tables import Table, tabulate
from retrieval.models import Draft, LedgerCell, Notice, Outcome, Scope
from retrieval.question.grade_words import RANK
from retrieval.question.grades import GradeQuestion, area_name, looks_back, read_grade_question
from retrieval.reports.authorities import find_authorities
from retrieval.reports.periods import published_in
from retrieval.reports.report_dates import in_order, name_report, report_year
from retrieval.scope.notices import newer_held
from retrieval.text.dates import find_dates

_SHORT_LIST = 3
"""Rows that keep an answer within the usual length; more make it a list."""


@dataclass(frozen=True, slots=True)
class LedgerAnswer:
    """The draft, the reports it really rests on, and whether it answers the whole question."""

    draft: Draft
    scope: Scope
    complete: bool = True
    """False where the question asks for more than grades: the paragraphs belong after these statements."""


@dataclass(frozen=True, slots=True)
class _Enquiry:
    """A question of grades with all it is answered from; `chosen` are the reports in scope, oldest first."""

    asked: GradeQuestion
    scope: Scope
    chosen: tuple[Report, ...]
    cells: Sequence[LedgerCell]
    reports: Sequence[Report]
    find: FindPassages

    def graded(self, report: Report) -> list[LedgerCell]:
        return [cell for cell in self.cells if cell.report.key == report.key and cell.judgement.grade]


def answer_ledger(
    question: str, scope: Scope, cells: Sequence[LedgerCell], reports: Sequence[Report], find: FindPassages
) -> LedgerAnswer | None:
    """Answer a question about grades, or one that takes a wrong grade for granted; None for anything else.

    `cells` is the whole ledger and `reports` the whole catalogue: a newest report that does not grade an area gives way
    to the newest that does. `find` looks up passages by id (`Library.passages_by_id`).
    """
    asked = read_grade_question(question, [(one.start, one.end) for one in find_authorities(question, reports)])
    chosen = tuple(in_order([report for report in reports if report.key in scope.reports]))
    if asked is None and (granted := answer_premise(question, scope, cells, find)):
        return LedgerAnswer(granted, scope, complete=granted.reason is not None)
    if asked is None or not chosen or _about_another_time(question, scope, chosen):
        return None
    if asked.over_time and len(chosen) == 1:
        return None
    enquiry = _Enquiry(asked, scope, chosen, cells, reports, find)
    if asked.form in ("list", "distribution", "change"):
        table = tabulate(question, asked, chosen, cells)
        return _from_table(table, enquiry) if table else None
    if asked.form == "all_grades":
        return _answer(enquiry, [[cell] for report in chosen for cell in enquiry.graded(report)])
    return _which_area(enquiry) if asked.form == "which_area" else _grade(enquiry)


def _grade(enquiry: _Enquiry) -> LedgerAnswer | None:
    """Answer with the asked areas' grade in each report: one row, a trend or a comparison."""
    areas = enquiry.asked.areas or ("overall",)
    if enquiry.scope.reading in ("newest", "only_one"):
        enquiry = _step_back(enquiry, areas)
    groups, silent = [], []
    for report in enquiry.chosen:
        found = [cell for area in areas if (cell := grade_of(area, enquiry.graded(report)))]
        # One row of the table may grade two of the areas at once.
        groups.append(list({cell.judgement: cell for cell in found}.values()))
        silent += [] if found else [_ungraded(areas, report)]
    groups = [group for group in groups if group]
    if not groups:
        draft = Draft("not_in_reports", reason="not_graded", notices=tuple(silent), confidence=0.0)
        return LedgerAnswer(draft, enquiry.scope)
    return _answer(enquiry, groups, summary=_summary(enquiry.asked, groups), notices=silent)


def _answer(
    enquiry: _Enquiry,
    groups: Sequence[Sequence[LedgerCell]],
    *,
    summary: str = "",
    notices: Iterable[Notice] = (),
) -> LedgerAnswer | None:
    several = len(enquiry.chosen) > 1
    rows = build_rows(groups, enquiry.find, named=several)
    if not rows:
        return None
    draft = Draft(
        "answered" if enquiry.asked.complete else "partial",
        tuple(row.statement for row in rows),
        text=_text(summary, rows) if several or summary else None,
        notices=tuple(notices),
        confidence=1.0,
        long_form=len(rows) > _SHORT_LIST,
    )
    return LedgerAnswer(draft, enquiry.scope, enquiry.asked.complete)


def _from_table(table: Table, enquiry: _Enquiry) -> LedgerAnswer:
    rows = build_rows(table.groups, enquiry.find, named=True)
    statements = tuple(row.statement for row in rows)
    draft = Draft("answered", statements, text=_text(table.headline, rows), confidence=1.0, long_form=True)
    return LedgerAnswer(draft, enquiry.scope)


def _text(summary: str, rows: Sequence[Row]) -> str:
    return "\n".join([*([summary] if summary else []), *(row.text for row in rows)])


def _which_area(enquiry: _Enquiry) -> LedgerAnswer | None:
    """Answer "which area was only good?" with the rows of that grade, or all rows where none has it."""
    asked = enquiry.asked
    groups: list[list[LedgerCell]] = []
    without = []
    for report in enquiry.chosen:
        graded = [cell for cell in enquiry.graded(report) if cell.judgement.area != "overall"]
        if asked.best is not None:
            ranks = [RANK.get(cell.judgement.grade or "", 0) for cell in graded]
            extreme = (max if asked.best else min)(ranks, default=0)
            matching = [cell for cell, rank in zip(graded, ranks, strict=True) if rank == extreme]
        else:
            matching = [cell for cell in graded if not asked.wanted or cell.judgement.grade in asked.wanted]
        if asked.each_area and asked.wanted and graded:
            others = [cell for cell in graded if cell not in matching]
            without += [f"No: {len(matching)} of {len(graded)} areas." if others else f"Yes: all {len(graded)} areas."]
            groups += [[cell] for cell in others or graded]
            continue
        without += [f"No area is graded so in {name_report(report)}."] if graded and not matching else []
        without += [f"{len(matching)} of {len(graded)} areas."] if asked.counts_areas and matching else []
        groups += [[cell] for cell in matching or graded]
    return _answer(enquiry, groups, summary=" ".join(without))


def _step_back(enquiry: _Enquiry, areas: Sequence[str]) -> _Enquiry:
    """Step back to the newest report of each authority that grades one of the areas (DESIGN, decision 7)."""
    chosen: list[Report] = []
    notices: list[Notice] = []
    for newest in enquiry.chosen:
        own = in_order([report for report in enquiry.reports if report.authority == newest.authority])
        grading = [report for report in own if any(grade_of(area, enquiry.graded(report)) for area in areas)]
        used = newest if not grading or newest in grading else grading[-1]
        chosen.append(used)
        if used is not newest:
            text = f"The newest report that grades {_name(areas)} is used: {name_report(used)}."
            notices += [Notice("newest_graded", text), *newer_held([used], own)]
    if not notices:
        return enquiry
    keys = tuple(report.key for report in chosen)
    sides = tuple((key,) for key in keys) if len(keys) > 1 else ()
    scope = replace(enquiry.scope, reports=keys, sides=sides, reading="newest", notices=tuple(notices))
    return replace(enquiry, chosen=tuple(chosen), scope=scope)


def _ungraded(areas: Sequence[str], report: Report) -> Notice:
    visit = " Visits of this kind give no grades." if profile_of(report.kind).standing == "visit" else ""
    return Notice("not_graded", f"No grade for {_name(areas)} is printed in {name_report(report)}.{visit}")


def _name(areas: Sequence[str]) -> str:
    return " or ".join(area_name(area) for area in areas)


def _summary(asked: GradeQuestion, groups: Sequence[Sequence[LedgerCell]]) -> str:
    """Say in a sentence what several rows come to: always or ever so, risen or fallen, higher or lower."""
    cells = [group[0] for group in groups]
    if len(cells) < 2:
        return ""
    grades = [cell.judgement.grade or "" for cell in cells]
    if asked.wanted and asked.counts_times:
        times = sum(grade in asked.wanted for grade in grades)
        return f"{times} of {len(grades)} times."
    if asked.wanted and asked.always is not None:
        holds = (all if asked.always else any)(grade in asked.wanted for grade in grades)
        return "Yes." if holds else "No."
    ranks = [RANK.get(grade, 0) for grade in grades]
    over_time = len({cell.report.authority for cell in cells}) == 1
    if len(set(grades)) == 1:
        return f"The same each time: {grades[0]}." if over_time else f"The same grade: {grades[0]}."
    if over_time:
        return f"From {grades[0]} ({report_year(cells[0].report)}) to {grades[-1]} ({report_year(cells[-1].report)})."
    best = [cell.report.authority for cell, rank in zip(cells, ranks, strict=True) if rank == max(ranks)]
    return f"Highest: {' and '.join(dict.fromkeys(best))}, {grades[ranks.index(max(ranks))]}."


def _about_another_time(question: str, scope: Scope, chosen: Sequence[Report]) -> bool:
    """Say whether the question is about an inspection before the one selected: prose may recall it, not the ledger."""
    if scope.reading != "selected":
        return False
    return looks_back(question) or any(not published_in(one, chosen) for one in find_dates(question))


def put_grades_first(looked_up: Draft | None, draft: Draft) -> Draft:
    """Put the grades that the ledger answered before the passages that give the reason."""
    if looked_up is None or not looked_up.statements:
        return draft
    outcome: Outcome = "answered" if draft.outcome == "answered" else "partial"
    said = {citation.passage for one in looked_up.statements for citation in one.citations}
    more = tuple(one for one in draft.statements if not said & {citation.passage for citation in one.citations})
    gap = () if draft.statements or not draft.text else (Notice("part_silent", f"On the rest: {draft.text}"),)
    return replace(
        draft,
        outcome=outcome,
        statements=looked_up.statements + more,
        notices=looked_up.notices + draft.notices + gap,
        text=None,
    )
