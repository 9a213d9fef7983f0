"""Authorities in order: by grade, by how far a grade moved, by how often or how long it was given."""

from collections.abc import Callable, Mapping, Sequence

from retrieval.ledger.algebra.field import (
    Field,
    Told,
    all_of,
    areas_of,
    distinct,
    for_area,
    holding,
    last_of,
    shown,
    spoken,
)
from retrieval.ledger.algebra.moves import change, pair_groups, pairs_of
from retrieval.ledger.algebra.query import Order, Query
from retrieval.ledger.algebra.scale import GRADES, area_name, in_full, rank, step
from retrieval.ledger.algebra.standings import Standing
from retrieval.ledger.algebra.wording import JOINTLY, begun, counted, joined, name_years, shares
from retrieval.models import LedgerCell


def tell_order(query: Query, field: Field) -> Told | None:
    """Put authorities in order; without an order asked for, by their grades, best first."""
    order = query.order
    if order and order.by in ("times", "years") and query.conditions:
        return _by_count(query, order, field)
    if order and order.by == "change":
        return _by_change(query, order, field)
    if order and order.by == "steady":
        return _steady(query, field)
    return _by_grade(query, field)


def _by_grade(query: Query, field: Field) -> Told | None:
    """Put authorities in the order of their grades, ties by name; or the reports of a period."""
    area = (query.areas or ("overall",))[0]
    graded = [course.grading(area, alone=query.alone) for course in field.courses]
    each = query.when == "newest" or query.order is not None
    standings = last_of(graded) if each else all_of(graded)
    if not standings:
        return None
    best_first = query.order is None or query.order.best_first
    places = {
        grade: [one for one in standings if one.grade(area) == grade] for grade in GRADES[:: 1 if best_first else -1]
    }
    places = {grade: ones for grade, ones in places.items() if ones}
    told = _told(query.order, places)
    rest = [f"{len(ones)} {in_full(grade)}" for grade, ones in places.items() if grade not in told]
    lines = [f"{begun(in_full(grade))}: {joined(_named(one, area) for one in places[grade])}." for grade in told]
    among = _among(len(standings), area, field, each=each)
    if len(told) == 1 and rest:
        end = "Highest" if best_first else "Lowest"
        shared = f", shared by {len(places[told[0]])}" if len(places[told[0]]) > 1 else ""
        lines = [f"{end} {for_area(area)} {among}: {in_full(told[0])}{shared}: {lines[0].partition(': ')[2]}"]
    elif rest:
        lines = [f"{begun(among)}.", *lines]
    else:
        spread = joined(f"{len(ones)} {in_full(grade)}" for grade, ones in places.items())
        lines = [f"{begun(among)}: {spread}.", *lines]
    tail = f" The others: {joined(rest)}." if rest else ""
    notes = f" {JOINTLY}" if any(shares(one, area) for one in standings) else ""
    groups = [_cells(query, one, area) for grade in told for one in places[grade]]
    return Told(f"{' '.join(lines)}{tail}{notes}", tuple(groups))


def place_of(name: str, field: Field, area: str) -> str:
    """Say where one authority stands among the others: how many are graded higher, the same, lower."""
    graded = [course.grading(area) for course in field.courses]
    own = next((course.newest for course in graded if course.authority == name), None)
    if own is None:
        return ""
    others = [rank(one.grade(area)) for one in last_of(graded) if one is not own]
    mine = rank(own.grade(area))
    higher, same = sum(one > mine for one in others), sum(one == mine for one in others)
    lower = len(others) - higher - same
    stands = f"{name} is graded {in_full(own.grade(area))} {for_area(area)} ({own.year})"
    rest = f"{higher or 'none'} higher, {same or 'none'} the same, {lower or 'none'} lower"
    return f"{stands}; of the other {len(others)} {rest}."


def _told(order: Order | None, places: Mapping[str, Sequence[Standing]]) -> list[str]:
    """Return the grades told: all, the first, or as many as the number asked for takes (who shares a grade ties)."""
    if order is None or order.whole:
        return list(places)
    told: list[str] = []
    number = order.limit or 1
    for grade, ones in places.items():
        if number <= 0:
            break
        told.append(grade)
        number -= len(ones)
    return told


def _among(number: int, area: str, field: Field, *, each: bool) -> str:
    if not each:
        return f"of {counted(number, 'report')} {field.called} graded {for_area(area)}"
    by = "the newest report held that grades it" if field.open else f"the newest of the reports {field.called}"
    return f"of the {counted(number, 'authority')} held, each by {by}"


def _cells(query: Query, standing: Standing, area: str) -> tuple[LedgerCell, ...]:
    """Return the row of the area asked for; of a table of all grades, every row."""
    return distinct([standing.cell(area)]) if query.areas or query.order else standing.cells


def _named(standing: Standing, area: str) -> str:
    return name_years(standing.report.authority, [standing], [area])


def _by_count(query: Query, order: Order, field: Field) -> Told | None:
    """Put authorities in the order of how often, or for how many years, they had a grade."""
    holds, years = holding(query), order.by == "years"
    rows = []
    for course in field.courses:
        own = course.grading(*areas_of(query)).standings
        met = [one for one in own if holds(one)]
        if met:
            rows.append((_longest(own, holds) if years else len(met), course.authority, met))
    if not rows:
        return None
    rows.sort(key=lambda row: (-row[0], row[1]))
    most = [row for row in rows if row[0] == rows[0][0]]
    measure = "years from the first to the last report of the longest run" if years else "reports"
    top = joined(f"{name_years(name, met, ())}" for _, name, met in most)
    rest = joined(f"{name} {number}" for number, name, _ in rows if number != rows[0][0])
    tail = f" Then: {rest}." if rest else ""
    headline = f"Most {measure} graded {spoken(query)}: {top}, {rows[0][0]}.{tail}"
    told = rows if order.whole else most
    return Told(headline, tuple(shown(query, one) for _, _, met in told for one in met))


def _longest(own: Sequence[Standing], holds: Callable[[Standing], bool]) -> int:
    longest = start = 0
    for at, one in enumerate(own):
        if holds(one):
            start = start or one.year
            longest = max(longest, own[at].year - start)
        else:
            start = 0
    return longest


def _steady(query: Query, field: Field) -> Told | None:
    """List who has had one grade at every inspection held, the most inspections first."""
    area = (query.areas or ("overall",))[0]
    graded = [course.grading(area) for course in field.courses]
    same = [one for one in graded if len(one.standings) > 1 and len({own.grade(area) for own in one.standings}) == 1]
    if not same:
        return Told(f"No authority with two or more inspections held has kept one grade {for_area(area)}.", ())
    same.sort(key=lambda one: (-len(one.standings), one.authority))
    names = joined(
        f"{one.authority} ({one.standings[0].grade(area)}: {', '.join(str(own.year) for own in one.standings)})"
        for one in same
    )
    cells = tuple(distinct([own.cell(area)]) for one in same for own in one.standings)
    return Told(f"The same grade {for_area(area)} at every inspection held: {names}.", cells)


def _by_change(query: Query, order: Order, field: Field) -> Told | None:
    """Put authorities in the order of how far their grade moved between two inspections."""
    area = (query.areas or ("overall",))[0]
    sign = 1 if order.best_first else -1
    pairs = [pair for course in field.courses for pair in pairs_of(course.grading(area), field)]
    if not pairs:
        return None
    moved = [(sign * step(before.grade(area), after.grade(area)), before, after) for before, after in pairs]
    far = [row for row in moved if row[0] > 0]
    direction = "rise" if sign > 0 else "fall"
    if not far:
        return Told(f"No {direction} {for_area(area)} in the reports {field.called}.", ())
    far.sort(key=lambda row: (-row[0], row[1].report.authority))
    most = far[0][0]
    top = [row for row in far if row[0] == most]
    rest = [row for row in far if row[0] != most]
    lead = joined(change(area, before, after) for _, before, after in top)
    tail = f" By one grade: {joined(change(area, one, other) for _, one, other in rest)}." if rest and most == 2 else ""
    by = f"between two inspections is by {counted(most, 'grade')}"
    headline = f"The biggest {direction} {for_area(area)} {by}: {lead}.{tail}"
    whole = [*top, *(rest if order.whole else [])]
    return Told(headline, pair_groups(area, [(before, after) for _, before, after in whole]))


def _for(area: str) -> str:
    return "overall" if area == "overall" else f"for {area_name(area)}"
