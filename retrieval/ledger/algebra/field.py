"""What a query is put to, and which reports meet it."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from retrieval.ledger.algebra.query import ANY_AREA, EVERY_AREA, Condition, Query
from retrieval.ledger.algebra.scale import area_name, step
from retrieval.ledger.algebra.standings import Course, Standing
from retrieval.models import LedgerCell


@dataclass(frozen=True, slots=True)
class Told:
    """An answer's first line, and the cells behind it, a group for each report."""

    headline: str
    groups: tuple[tuple[LedgerCell, ...], ...]


@dataclass(frozen=True, slots=True)
class Field:
    """The authorities that a query is put to; `called` says which of their reports ("published in 2022")."""

    courses: tuple[Course, ...]
    called: str = "held"
    pairs: Literal["each", "last", "ends"] = "each"
    """Which inspections are compared for a move: each with the next, the last two, the first with the last."""
    reached: frozenset[str] | None = None
    """Keys of the reports that a move has to end at, where a period is named."""
    open: bool = True
    """Whether no years are named."""
    older: bool = True
    """Whether what an older report says is told beside the newest."""


def meets(standing: Standing, condition: Condition, *, alone: bool = False) -> bool:
    """Say whether a report gives the grades that a condition asks for."""
    if condition.area == EVERY_AREA:
        return bool(standing.cells) and all(cell.judgement.grade in condition.grades for cell in standing.cells)
    if condition.area == ANY_AREA:
        return any(cell.judgement.grade in condition.grades for cell in standing.cells)
    return standing.grade(condition.area, alone=alone) in condition.grades


def areas_of(query: Query) -> tuple[str, ...]:
    """Return the areas that a report has to grade to be in question."""
    of_conditions = tuple(one.area for one in query.conditions if one.area not in (EVERY_AREA, ANY_AREA))
    return of_conditions or query.lower or (() if query.conditions else query.areas or ("overall",))


def holding(query: Query) -> Callable[[Standing], bool]:
    """Return what says whether a report meets every condition."""

    def holds(standing: Standing) -> bool:
        if query.lower and step(*(standing.grade(area) for area in query.lower)) <= 0:
            return False
        return all(meets(standing, one, alone=query.alone) for one in query.conditions)

    return holds


def shown(query: Query, standing: Standing) -> tuple[LedgerCell, ...]:
    """Return the cells of a report that a query is about."""
    cells: list[LedgerCell] = []
    for one in query.conditions:
        if one.area in (EVERY_AREA, ANY_AREA):
            cells += [cell for cell in standing.cells if cell.judgement.grade in one.grades]
    named = [standing.cell(area) for area in dict.fromkeys((*areas_of(query), *query.areas))]
    cells += distinct(named)
    return distinct(cells or standing.cells)


def distinct(cells: Iterable[LedgerCell | None]) -> tuple[LedgerCell, ...]:
    """Return the cells that are there, each once."""
    return tuple({(one.report.key, one.judgement.area): one for one in cells if one is not None}.values())


def spoken(query: Query) -> str:
    """Say what is looked for: "good overall and inadequate for leadership"."""
    if query.lower:
        low, high = (area_name(area) for area in query.lower)
        return f"lower for {low} than for {high}"
    return " and ".join(one.spoken for one in query.conditions)


def for_area(area: str) -> str:
    """Return "overall" or "for leadership"."""
    return "overall" if area == "overall" else f"for {area_name(area)}"


def last_of(graded: Sequence[Course]) -> list[Standing]:
    """Return the newest report of each."""
    return [one for course in graded if (one := course.newest) is not None]


def all_of(graded: Sequence[Course]) -> list[Standing]:
    """Return every report of each."""
    return [one for course in graded for one in course.standings]
