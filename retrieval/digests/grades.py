"""The grades of one report as a sentence, and the rows of its ledger that they are quoted from."""

from collections.abc import Sequence

from ingest.models import Report
from retrieval.held import Held
from retrieval.ledger.rows import build_rows, grade_of
from retrieval.models import LedgerCell, Statement
from retrieval.question.grades import area_name
from retrieval.reports.report_dates import spell_report_date

_ORDER = ("outstanding", "good", "adequate", "requires improvement", "inadequate")


def graded_cells(report: str, held: Held) -> list[LedgerCell]:
    """Return the cells of a report that hold a grade, as printed."""
    return [one for one in held.cells if one.report.key == report and one.judgement.grade]


def cell_of(area: str, report: str, held: Held) -> LedgerCell | None:
    """Return the cell that grades an area in a report, by itself or jointly."""
    return grade_of(area, graded_cells(report, held))


def quote_cell(cell: LedgerCell, held: Held) -> Statement | None:
    """Return the row that prints a grade as a statement."""
    rows = build_rows([[cell]], held.find, named=False)
    return rows[0].statement if rows else None


def tell_grades(report: Report, cells: Sequence[LedgerCell]) -> str:
    """Say the grades in one sentence: "Camden (inspected in April 2022) was graded good overall: …"."""
    who = f"{report.authority} ({spell_report_date(report)})"
    if not cells:
        return f"{who}:"
    overall = next((one for one in cells if one.judgement.area == "overall"), None)
    others = [one for one in cells if one is not overall]
    parts = [
        f"{grade} for {_listed([_name(one) for one in graded])}"
        for grade in _ORDER
        if (graded := [one for one in others if one.judgement.grade == grade])
    ]
    if overall is None:
        return f"{who} was graded {'; '.join(parts)}."
    return f"{who} was graded {overall.judgement.grade} overall{': ' if parts else ''}{'; '.join(parts)}."


def _name(cell: LedgerCell) -> str:
    printed = cell.judgement.printed_area.lower()
    joint = cell.judgement.area != "care_leavers" and "care leavers" in printed
    return f"{area_name(cell.judgement.area)} (with care leavers)" if joint else area_name(cell.judgement.area)


def _listed(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
