"""Who moved from one grade to another, from one inspection to the next or over several."""

from collections.abc import Sequence
from itertools import combinations, pairwise

from retrieval.ledger.algebra.field import Field, Told, all_of, distinct, for_area
from retrieval.ledger.algebra.query import Move, Query
from retrieval.ledger.algebra.scale import GRADES, in_full, step
from retrieval.ledger.algebra.standings import Course, Standing
from retrieval.ledger.algebra.wording import counted, joined, steps
from retrieval.models import LedgerCell


def pairs_of(course: Course, field: Field) -> list[tuple[Standing, Standing]]:
    """Return each inspection with the next."""
    pairs = list(pairwise(course.standings))
    if field.pairs == "ends":
        pairs = [(course.standings[0], course.standings[-1])] if pairs else []
    pairs = pairs[-1:] if field.pairs == "last" else pairs
    return [pair for pair in pairs if field.reached is None or pair[1].report.key in field.reached]


def tell_moves(query: Query, move: Move, field: Field) -> Told | None:
    """List who went from one grade to another, or up or down, from one inspection to the next."""
    area = (query.areas or ("overall",))[0]
    graded = [course.grading(area) for course in field.courses]
    if not any(len(course.standings) > 1 for course in graded):
        return None
    if query.when == "never":
        return _never(move, area, graded, field)
    between = (
        "from the first inspection held to the last" if field.pairs == "ends" else "from one inspection to the next"
    )
    pairs = [pair for course in graded for pair in pairs_of(course, field) if fits(move, area, *pair)]
    steps_between: list[tuple[Standing, Standing]] = []
    if move.before and move.after:
        reached = {before.report.authority for before, _ in pairs}
        for course in graded:
            if course.authority not in reached:
                wide = [pair for pair in combinations(course.standings, 2) if fits(move, area, *pair)]
                steps_between += wide[:1]
    among = f"{counted(len(all_of(graded)), 'report')} {field.called}"
    lead = joined(change(area, *pair) for pair in pairs)
    if pairs:
        names = dict.fromkeys(before.report.authority for before, _ in pairs)
        who = f"{counted(len(names), 'authority')} {_spoken_move(move)}"
        opening = f"{who} {for_area(area)} {between}: {lead}."
    else:
        opening = f"No authority {_spoken_move(move)} {for_area(area)} {between}, among the {among}."
    wide_names = joined(change(area, *pair) for pair in steps_between)
    more = f" By way of another grade: {wide_names}." if steps_between else ""
    return Told(f"{opening}{more}", pair_groups(area, [*pairs, *steps_between]))


def _never(move: Move, area: str, graded: Sequence[Course], field: Field) -> Told:
    """List who never moved so, of those inspected twice or more and, where a grade was to be left, once given it."""
    able = [one for one in graded if len(one.standings) > 1]
    if move.before:
        able = [one for one in able if any(own.grade(area) in move.before for own in one.standings)]
    still = [one for one in able if not any(fits(move, area, *pair) for pair in pairs_of(one, field))]
    names = joined(f"{one.authority} ({steps(one.standings, area)})" for one in still)
    opening = f"{len(still) or 'None'} of {counted(len(able), 'authority')} inspected more than once never"
    cells = distinct(own.cell(area) for one in still for own in one.standings)
    headline = f"{opening} {_spoken_move(move)} {for_area(area)}{f': {names}' if names else ''}."
    return Told(headline, tuple((cell,) for cell in cells))


def fits(move: Move, area: str, before: Standing, after: Standing) -> bool:
    """Say whether a move is the one that is looked for."""
    first, last = before.grade(area), after.grade(area)
    if (move.before and first not in move.before) or (move.after and last not in move.after):
        return False
    by = step(first, last)
    match move.direction:
        case "up":
            return by >= move.steps
        case "down":
            return by <= -move.steps
        case "none":
            return first == last
    return first != last


def _spoken_move(move: Move) -> str:
    verb = {"up": "rose", "down": "fell", "any": "moved", "none": "stayed the same"}[move.direction]
    left = f" from {_grades(move.before)}" if move.before else ""
    reached = f" to {_grades(move.after)}" if move.after else ""
    return f"{verb}{left}{reached}"


def _grades(grades: frozenset[str]) -> str:
    return " or ".join(in_full(one) for one in GRADES if one in grades)


def change(area: str, before: Standing, after: Standing) -> str:
    """Return "Doncaster (inadequate 2015 to good 2018)"."""
    return f"{before.report.authority} ({before.grade(area)} {before.year} to {after.grade(area)} {after.year})"


def pair_groups(area: str, pairs: Sequence[tuple[Standing, Standing]]) -> tuple[tuple[LedgerCell, ...], ...]:
    """Return the cells of both ends of each move, a group for each report."""
    return tuple((cell,) for cell in distinct(one.cell(area) for pair in pairs for one in pair))
