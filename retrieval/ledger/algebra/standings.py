"""Where an authority stood at each inspection: its grades by area, joint ones counted for each area that they name."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from ingest.kinds.loader import default, profile_of
from ingest.models import Report
from retrieval.models import LedgerCell
from retrieval.reports.report_dates import in_order, report_year

_NAMED_IN = {
    "looked_after_or_in_care": ("in care", "looked after"),
    "care_leavers": ("care leavers",),
    "adoption": ("adoption",),
    "help_and_protection": ("help and protection",),
}


def of_services(reports: Iterable[Report]) -> list[Report]:
    """Return the reports on the services that a question means by itself: a school's grade is none of the council's."""
    return [one for one in reports if profile_of(one.kind).family == default().family]


@dataclass(frozen=True, slots=True)
class Standing:
    """One report's grades; `silent` are the areas that it does not grade, with the reason."""

    report: Report
    cells: tuple[LedgerCell, ...]
    silent: tuple[LedgerCell, ...] = ()

    def cell(self, area: str, *, alone: bool = False) -> LedgerCell | None:
        """Return the cell that grades `area`: its own, else one that it shares, unless it is asked for `alone`."""
        for cell in self.cells:
            if cell.judgement.area == area:
                return None if alone and is_joint(cell) else cell
        shared = [cell for cell in self.cells if area in _named_in(cell) and is_joint(cell)]
        return shared[0] if shared and not alone else None

    def grade(self, area: str, *, alone: bool = False) -> str:
        """Return the grade of `area`, "" where it has none."""
        cell = self.cell(area, alone=alone)
        return (cell.judgement.grade or "") if cell else ""

    @property
    def year(self) -> int:
        """The year that a reader calls the report by."""
        return report_year(self.report)


@dataclass(frozen=True, slots=True)
class Course:
    """One authority's standings, oldest first."""

    authority: str
    standings: tuple[Standing, ...]

    def grading(self, *areas: str, alone: bool = False) -> "Course":
        """Return the course of those inspections that grade every one of `areas`."""
        graded = [one for one in self.standings if all(one.cell(area, alone=alone) for area in areas)]
        return replace(self, standings=tuple(graded))

    def among(self, reports: Iterable[Report]) -> "Course":
        """Return the course of the inspections that `reports` tell of."""
        keys = {one.key for one in reports}
        return replace(self, standings=tuple(one for one in self.standings if one.report.key in keys))

    @property
    def newest(self) -> Standing | None:
        """The last standing, if there is any."""
        return self.standings[-1] if self.standings else None


def courses(reports: Sequence[Report], cells: Sequence[LedgerCell]) -> tuple[Course, ...]:
    """Return the course of each authority of `reports`, by name; one that grades nothing is part of it."""
    by_report: dict[str, list[LedgerCell]] = {}
    for cell in cells:
        by_report.setdefault(cell.report.key, []).append(cell)
    found: dict[str, list[Standing]] = {}
    for report in in_order(reports):
        own = by_report.get(report.key, [])
        graded = tuple(cell for cell in own if cell.judgement.grade)
        silent = tuple(cell for cell in own if not cell.judgement.grade)
        found.setdefault(report.authority, []).append(Standing(report, graded, silent))
    return tuple(Course(name, tuple(own)) for name, own in sorted(found.items()))


def is_joint(cell: LedgerCell) -> bool:
    """Say whether a cell grades two areas of the ledger at once ("children in care and care leavers")."""
    return len(_named_in(cell)) > 1


def _named_in(cell: LedgerCell) -> tuple[str, ...]:
    printed = cell.judgement.printed_area.lower()
    return tuple(area for area, words in _NAMED_IN.items() if any(word in printed for word in words))
