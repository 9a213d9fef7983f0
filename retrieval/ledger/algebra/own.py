"""Queries over one authority: the grades of a report, and every step of a history."""

from collections.abc import Sequence
from itertools import pairwise

from ingest.kinds.loader import profile_of
from retrieval.ledger.algebra import words
from retrieval.ledger.algebra.field import Told, areas_of, distinct, holding, shown, spoken
from retrieval.ledger.algebra.moves import fits
from retrieval.ledger.algebra.query import Move, Query
from retrieval.ledger.algebra.scale import AREAS, area_name, in_full, rank, step
from retrieval.ledger.algebra.standings import Course, Standing
from retrieval.ledger.algebra.wording import (
    JOINTLY,
    all_areas,
    begun,
    counted,
    joined,
    possessive,
    sentence,
    shares,
    steps,
    when,
)
from retrieval.models import LedgerCell


def tell_grades(query: Query, standing: Standing, *, now: bool) -> Told | None:
    """Tell the grades of one report: those asked for, else the overall one and then each area's."""
    if not standing.cells:
        return None
    if query.conditions:
        return _whether(query, standing, now=now)
    if query.extreme is not None and query.of_areas:
        return _extreme(standing, best=query.extreme)
    areas = query.areas or _told_areas(standing)
    graded = [area for area in areas if standing.cell(area)]
    if not graded:
        return None
    lines = [sentence(standing, graded[0], now=now)]
    lines += [all_areas(standing, graded[1:])] if len(graded) > 1 else []
    # Newer frameworks may grade areas alone: that there is no overall grade is said where all are asked for.
    named = query.areas or (("overall",) if standing.cell("leadership") else ())
    missing = [silence(standing, area) for area in named if area not in graded]
    cells = distinct(standing.cell(area) for area in graded)
    return Told(" ".join([*lines, *missing]), tuple((cell,) for cell in cells))


def silence(standing: Standing, area: str) -> str:
    """Say that a report does not grade an area, with its reason where one is known."""
    reason = next((one.judgement.reason for one in standing.silent if one.judgement.area == area), None)
    why = f": {reason}" if reason else ""
    visit = (
        ": visits of this kind give no grades"
        if not standing.cells and profile_of(standing.report.kind).standing == "visit"
        else ""
    )
    named = f"{standing.report.authority} ({when(standing.report)})"
    return f"No grade {_for(area)} is printed in the report on {named}{why or visit}."


def _told_areas(standing: Standing) -> tuple[str, ...]:
    others = [cell.judgement.area for cell in standing.cells if cell.judgement.area not in AREAS]
    return (*(area for area in AREAS if standing.cell(area)), *others)


def _whether(query: Query, standing: Standing, *, now: bool) -> Told | None:
    """Answer whether a report gives a grade, and which of its areas have it where that is asked."""
    holds = holding(query)(standing)
    if query.of_areas:
        wanted = frozenset().union(*(one.grades for one in query.conditions))
        having = [
            cell for cell in standing.cells if cell.judgement.grade in wanted and cell.judgement.area != "overall"
        ]
        names = joined(area_name(cell.judgement.area) for cell in having)
        number = f"{len(having) or 'None'} of {counted(len(_parts(standing)), 'area')}"
        grades = " or ".join(in_full(one) for one in sorted(wanted, key=rank, reverse=True))
        told = having or _parts(standing)
        opening = f"{number} {'is' if len(having) == 1 else 'are'} {grades} in {_called(standing)}"
        return Told(f"{opening}{f': {names}' if names else ''}.", tuple((cell,) for cell in told))
    areas = areas_of(query) or _told_areas(standing)
    graded = [area for area in areas if standing.cell(area)]
    if not graded:
        return None
    lines = [sentence(standing, graded[0], now=now), *([all_areas(standing, graded[1:])] if graded[1:] else [])]
    return Told(
        f"{'Yes' if holds else 'No'}. {' '.join(lines)}", tuple((cell,) for cell in shown_or_all(query, standing))
    )


def shown_or_all(query: Query, standing: Standing) -> tuple[LedgerCell, ...]:
    """Return the cells that a query is about, every one where none meets it."""
    return shown(query, standing) or standing.cells


def _parts(standing: Standing) -> list[LedgerCell]:
    return [cell for cell in standing.cells if cell.judgement.area != "overall"]


def _called(standing: Standing) -> str:
    return f"{standing.report.authority} ({when(standing.report)})"


def _extreme(standing: Standing, *, best: bool) -> Told | None:
    parts = _parts(standing)
    if not parts:
        return None
    ranks = [rank(cell.judgement.grade or "") for cell in parts]
    end = (max if best else min)(ranks)
    having = [cell for cell, place in zip(parts, ranks, strict=True) if place == end]
    names = joined(area_name(cell.judgement.area) for cell in having)
    grade = in_full(having[0].judgement.grade or "")
    word = "highest" if best else "lowest"
    if len(having) == len(parts):
        return Told(
            f"All {len(parts)} areas have the same grade in {_called(standing)}: {grade}.",
            tuple((one,) for one in having),
        )
    return Told(f"The {word} grade in {_called(standing)} is {grade}: {names}.", tuple((cell,) for cell in having))


# History


def tell_history(query: Query, course: Course, text: str, *, newest_first: bool = False) -> Told | None:
    """Tell every step of each area asked for, opened by what they come to."""
    areas = areas_of(query) or query.areas or ("overall",)
    if not query.areas and not query.conditions and words.ALL_AREAS.search(text):
        areas = tuple(area for area in AREAS if any(one.cell(area) for one in course.standings))
    lines, groups = [], []
    for area in areas:
        own = course.grading(area).standings
        if not own:
            continue
        told = own[::-1] if newest_first else own
        opening = _opening(query, own, area, text)
        name = f"{begun(area_name(area))}: " if len(areas) > 1 or area != "overall" else ""
        path = steps(told, area)
        lines.append(f"{opening}{name}{path if name else begun(path)}.")
        groups += [distinct([one.cell(area)]) for one in told]
    if not lines:
        return None
    joint = any(shares(one, area) for area in areas for one in course.standings)
    return Told(" ".join([*lines, *([JOINTLY] if joint else [])]), _by_report(groups))


def _by_report(groups: Sequence[tuple[LedgerCell, ...]]) -> tuple[tuple[LedgerCell, ...], ...]:
    """Join the groups of one report, in the order in which they were first told."""
    found: dict[str, list[LedgerCell]] = {}
    for group in groups:
        for cell in group:
            found.setdefault(cell.report.key, []).append(cell)
    return tuple(distinct(cells) for cells in found.values())


def _opening(query: Query, own: Sequence[Standing], area: str, text: str) -> str:
    if query.move and (query.move.before or query.move.after):
        return _opening_of_move(query.move, own, area)
    if query.conditions:
        return _opening_of_condition(query, own, text)
    grades = [one.grade(area) for one in own]
    if len(own) == 1:
        return f"Only one inspection that grades {area_name(area)} is held. "
    if len(set(grades)) == 1:
        return f"The same at each of {counted(len(own), 'inspection')}. "
    turns = _turns(query.move, own, area) if query.move else ""
    first, last = own[0], own[-1]
    if first.grade(area) == last.grade(area):
        return f"{turns}The same at the first and the last ({grades[0]}), but not between. "
    way = "Up" if step(grades[0], grades[-1]) > 0 else "Down" if step(grades[0], grades[-1]) < 0 else "Changed"
    return f"{turns}{way} from {grades[0]} ({first.year}) to {grades[-1]} ({last.year}). "


def _turns(move: Move, own: Sequence[Standing], area: str) -> str:
    """Say between which inspections a grade fell or rose, where it did not go one way all along."""
    pairs = [pair for pair in pairwise(own) if fits(move, area, *pair)]
    if move.direction not in ("up", "down") or len(pairs) == len(own) - 1:
        return ""
    verb = "Rose" if move.direction == "up" else "Fell"
    if not pairs:
        return f"{'Never rose' if move.direction == 'up' else 'Never fell'} between two inspections held. "
    return f"{verb} between {joined(f'{one.year} and {other.year}' for one, other in pairs)}. "


def _opening_of_move(move: Move, own: Sequence[Standing], area: str) -> str:
    pairs = [pair for pair in pairwise(own) if fits(move, area, *pair)]
    if not pairs:
        return "No such change in the inspections held. "
    return f"Yes, between {joined(f'{one.year} and {other.year}' for one, other in pairs)}. "


def _opening_of_condition(query: Query, own: Sequence[Standing], text: str) -> str:
    """Say how often, since when, or whether ever a grade was given."""
    holds, said = holding(query), spoken(query)
    hits = [one for one in own if holds(one)]
    years = joined(str(one.year) for one in hits)
    total = f"{counted(len(own), 'inspection')} held" if len(own) > 1 else "one inspection held"
    if not hits:
        return f"Not at the {total}: {said}. " if len(own) == 1 else f"At none of the {total}: {said}. "
    if words.TIMES.search(text) or words.MORE_THAN_ONCE.search(text):
        return f"At {len(hits)} of the {total}: {said} in {years}. "
    if words.NEVER.search(text) or words.ALWAYS.search(text):
        every = (
            "At every one of"
            if len(hits) == len(own) > 1
            else "At"
            if len(own) == 1
            else f"Not every time: at {len(hits)} of"
        )
        return f"{every} the {total}: {said} in {years}. "
    if words.UNTIL.search(text) and hits[-1] is own[-1]:
        return f"Not in the inspections held, the newest of {own[-1].year}: {said} in {years}. "
    if words.UNTIL.search(text):
        after = own[list(own).index(hits[-1]) + 1]
        return f"Until the inspection of {after.year}: {said} in {years}. "
    if words.STILL.search(text):
        return f"{'Yes' if hits[-1] is own[-1] else 'Not any more'}: {said} in {years}. "
    if words.FIRST.search(text) or words.LONGEST.search(text):
        return f"First {said} in {hits[0].year}, {len(hits)} of {counted(len(own), 'time')}. "
    return f"Yes: {said} in {years}. "


def _for(area: str) -> str:
    return "overall" if area == "overall" else f"for {area_name(area)}"


def tell_beside(query: Query, standings: Sequence[Standing]) -> Told | None:
    """Tell the grades of several authorities side by side, area by area; who is higher is said."""
    shared = [area for area in AREAS if all(one.cell(area) for one in standings)]
    areas = [area for area in query.areas if any(one.cell(area) for one in standings)] or shared
    if not areas:
        return None
    lines = []
    for area in areas:
        graded = _best_first(area, standings)
        each = joined(
            f"{one.report.authority} {in_full(one.grade(area))} ({one.year}{_jointly(one, area)})" for one in graded
        )
        lines.append(f"{begun(_name(area))}: {each}.")
    verdict = _verdict(areas[0], standings)
    groups = tuple(distinct(one.cell(area) for area in areas) for one in standings)
    return Told(" ".join([*([verdict] if verdict else []), *lines]), tuple(group for group in groups if group))


def _best_first(area: str, standings: Sequence[Standing]) -> list[Standing]:
    return sorted((one for one in standings if one.cell(area)), key=lambda one: -rank(one.grade(area)))


def _name(area: str) -> str:
    return "overall" if area == "overall" else area_name(area)


def _jointly(standing: Standing, area: str) -> str:
    return ", jointly" if shares(standing, area) else ""


def _verdict(area: str, standings: Sequence[Standing]) -> str:
    graded = [one for one in standings if one.cell(area)]
    if len(graded) < 2:
        return ""
    places = [rank(one.grade(area)) for one in graded]
    if len(set(places)) == 1:
        return f"The same grade {_for(area)}: {in_full(graded[0].grade(area))}."
    best = [one.report.authority for one, place in zip(graded, places, strict=True) if place == max(places)]
    return f"Highest {_for(area)}: {joined(best)}."


def whose(standing: Standing) -> str:
    """Return "Surrey's report (published May 2018)"."""
    return f"{possessive(standing.report.authority)} report ({when(standing.report)})"
