"""Which authorities, or reports, meet every condition of a query; a list names all of them."""

from collections.abc import Sequence

from retrieval.ledger.algebra.field import Field, Told, all_of, areas_of, holding, last_of, shown, spoken
from retrieval.ledger.algebra.query import Query
from retrieval.ledger.algebra.standings import Course, Standing
from retrieval.ledger.algebra.wording import JOINTLY, counted, joined, name_years, shares

_MOST_UNMATCHED = 15
"""Reports told with their grade where none meets the question: more would bury the answer."""

_Found = Sequence[tuple[Course, Sequence[Standing]]]


def tell_list(query: Query, field: Field) -> Told | None:
    """List the authorities, or reports, that meet every condition."""
    areas, holds = areas_of(query), holding(query)
    graded = [course.grading(*areas, alone=query.alone) for course in field.courses]
    graded = [course for course in graded if any(one.cells for one in course.standings)]
    if not graded:
        return None
    met = [(course, [one for one in course.standings if holds(one)]) for course in graded]
    found = [(course, ones) for course, own in met if (ones := _at_the_time(query, field, course, own))]
    headline = _count(query, field, graded, found)
    groups = [shown(query, one) for _, ones in found for one in ones]
    each = older = ""
    if (
        not groups
        and len(candidates := last_of(graded) if query.when == "newest" else all_of(graded)) <= _MOST_UNMATCHED
    ):
        groups = [shown(query, one) for one in candidates]
        each = f" Their grades: {_each(candidates, areas[0])}." if areas else ""
    if query.when == "newest" and field.older:
        newest = {course.authority for course, _ in found}
        before = [(course, ones) for course, ones in met if ones and course.authority not in newest]
        names = joined(name_years(course.authority, ones, areas) for course, ones in before)
        older = f" In older reports only: {names}." if before else ""
    return Told(f"{headline}{each}{older}{_notes(query, areas, found)}", tuple(groups))


def _at_the_time(query: Query, field: Field, course: Course, own: Sequence[Standing]) -> list[Standing]:
    """Return the reports by which an authority belongs in the list, none where it does not."""
    if query.when == "newest":
        whole = next(one for one in field.courses if one.authority == course.authority)
        last = course.newest
        return [last] if last in own and last is not None and (not query.alone or last == whole.newest) else []
    if query.when == "always":
        return list(own) if len(own) == len(course.standings) else []
    if query.when == "never":
        return [] if own else list(course.standings)
    if query.when == "each":
        wanted = frozenset[str]().union(*(one.grades for one in query.conditions)) - {"adequate"}
        given = {one.grade(area) for one in own for area in areas_of(query)}
        return list(own) if wanted <= given else []
    return list(own) if len(own) >= (query.times if query.when == "times" else 1) else []


def _count(query: Query, field: Field, graded: Sequence[Course], found: _Found) -> str:
    areas = areas_of(query)
    said = spoken(query)
    number = sum(len(ones) for _, ones in found)
    reports, names = len(all_of(graded)), joined(name_years(course.authority, ones, areas) for course, ones in found)
    ending = f": {names}." if found else "."
    authorities = counted(len(graded), "authority")
    if query.of_reports or (query.when == "ever" and not field.open):
        gives = "gives" if number == 1 else "give"
        return f"{number or 'None'} of the {counted(reports, 'report')} {field.called} {gives} {said}{ending}"
    one = len(found) == 1
    opening = f"{len(found) or 'None'} of the {authorities} {'is' if one else 'are'} graded {said}"
    was = f"{len(found) or 'None'} of the {authorities} {'was' if one else 'were'}"
    match query.when:
        case "newest":
            return f"{opening} in the newest report {'held' if field.open else field.called}{ending}"
        case "always":
            return f"{was} graded {said} in every report {field.called}{ending}"
        case "never":
            return f"{was} never graded {said} in the reports {field.called}{ending}"
        case "times":
            return f"{was} graded {said} in {query.times} or more reports {field.called}{ending}"
        case "each":
            return f"{was} given each of these grades at one time or another{ending}"
    of_reports = f" ({counted(number, 'report')} of {reports})" if number else ""
    return f"{was} graded {said} in a report {field.called}{of_reports}{ending}"


def _notes(query: Query, areas: Sequence[str], found: _Found) -> str:
    joint = any(shares(one, area) for _, ones in found for one in ones for area in areas)
    adequate = any("adequate" in one.grades and len(one.grades) == 1 for one in query.conditions)
    note = " “Adequate” was a grade of the frameworks before late 2013." if adequate else ""
    return (f" {JOINTLY}" if joint else "") + note


def _each(standings: Sequence[Standing], area: str) -> str:
    return joined(f"{one.report.authority} {one.grade(area)} ({one.year})" for one in standings)
