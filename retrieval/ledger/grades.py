"""Questions of grades: read into a query, put to the ledger, told in a sentence, each grade quoted where it is printed.

Counting never comes from a search, and a grade is never inferred from prose (docs/decisions/0001-ledger-answers.md).
"""

from collections.abc import Sequence
from dataclasses import replace

from retrieval.held import Held, LookedUp
from retrieval.ledger.algebra import words
from retrieval.ledger.algebra.field import Field, Told
from retrieval.ledger.algebra.lists import tell_list
from retrieval.ledger.algebra.moves import tell_moves
from retrieval.ledger.algebra.orders import place_of, tell_order
from retrieval.ledger.algebra.own import silence, tell_beside, tell_grades, tell_history
from retrieval.ledger.algebra.standings import Course, Standing
from retrieval.ledger.algebra.wording import joined
from retrieval.ledger.asked import WHOLE, Asked
from retrieval.ledger.rows import build_rows
from retrieval.models import Draft, Notice, Outcome, Scope
from retrieval.question.models import Question
from retrieval.reports.report_dates import is_of_kind, kind_asked
from retrieval.reports.resolved import Resolved
from retrieval.scope.notices import newer_held, report_not_held

LEDGER_ACTS = frozenset({"grade", "grade_history", "grade_list", "rank", "compare"})


def answer_grades(question: Question, scope: Scope, held: Held) -> LookedUp | None:
    """Answer a question whose act is one of grades; None where it asks for more than the ledger holds."""
    if question.act not in LEDGER_ACTS:
        return None
    asked = Asked(question, scope, held)
    if asked.elsewhere:
        return _answer_elsewhere(asked)
    if asked.beyond and question.act in ("rank", "compare") and not question.grades:
        return None
    if asked.across:
        return _answer_across(asked)
    return _answer_own(asked) if asked.authorities or asked.unheld else None


def _answer_elsewhere(asked: Asked) -> LookedUp | None:
    """Say that none of the kind is held; what is held of it has its own answers."""
    kind, names = asked.question.inspection, asked.authorities or asked.unheld
    of_kind = [one for one in asked.held.reports if is_of_kind(one, kind)]
    if any(one.authority in names or not names for one in of_kind):
        return None
    whose = f" of {joined(names)}" if names else ""
    text = f"No {kind_asked(kind)}{whose} is held."
    return LookedUp(Draft("report_not_held", reason="not_held", text=text), asked.scope)


def _answer_across(asked: Asked) -> LookedUp | None:
    """Answer of all authorities held, or of those named."""
    named = not asked.question.everyone and asked.authorities
    chosen = [one for one in asked.courses if not named or one.authority in asked.authorities]
    if not named and asked.authorities and words.BESIDES.search(asked.text):
        chosen = [one for one in chosen if one.authority not in asked.authorities]
    if asked.region:
        chosen = [one for one in chosen if one.authority in asked.region.authorities]
    field = asked.field(chosen)
    told = _tell_named(asked, field) if named else _tell_all(asked, field)
    return _look_up(asked, told, named=True) if told else None


def _tell_all(asked: Asked, field: Field) -> Told | None:
    query = asked.query
    if query.order and query.order.by != "grade":
        told = tell_order(query, field)
    elif query.move:
        told = tell_moves(query, query.move, field)
    elif query.conditions or query.lower:
        told = tell_list(query, field)
    else:
        told = _placed(asked, tell_order(query, field), field)
    if told and words.COUNTRYWIDE.search(asked.text):
        told = replace(told, headline=f"Among the reports held, not the whole country: {told.headline}")
    return told


def _placed(asked: Asked, told: Told | None, field: Field) -> Told | None:
    """Say where the authority stands that an order of all is asked about ("where are we?", "better than Leeds")."""
    ours = [one.authority for one in asked.selected] if words.OURS.search(asked.text) else []
    names = dict.fromkeys(asked.authorities or ours)
    area = (asked.query.areas or ("overall",))[0]
    places = [line for name in names if (line := place_of(name, field, area))]
    return replace(told, headline=" ".join([*places, told.headline])) if told else None


def _tell_named(asked: Asked, field: Field) -> Told | None:
    if asked.question.act == "grade_list":
        return _tell_all(asked, field)
    if asked.query.order and asked.query.order.whole and len(field.courses) > 2:
        return tell_order(asked.query, field)
    areas = asked.query.areas
    newest = [one for course in field.courses if (one := course.grading(*areas).newest or course.newest)]
    return tell_beside(asked.query, newest)


def _answer_own(asked: Asked) -> LookedUp | None:
    """Answer of each authority named, or of the report selected."""
    told: list[Told] = []
    notices: list[Notice] = []
    missing = [f"No report of {name} is held." for name in asked.unheld]
    for name in asked.authorities:
        course = next((one for one in asked.courses if one.authority == name), None)
        if course is None:
            missing.append(f"No report of {name} that gives grades is held.")
            continue
        one, silent, noted = _own(asked, course)
        told += [one] if one else []
        missing += silent
        notices += noted
    if not told:
        return _nothing(asked, missing) if missing else None
    headline = " ".join([*(one.headline for one in told), *missing])
    groups = tuple(group for one in told for group in one.groups)
    outcome: Outcome = "partial" if missing and (asked.unheld or "held" in missing[0]) else "answered"
    return _look_up(asked, Told(headline, groups), named=True, outcome=outcome, notices=notices)


def _own(asked: Asked, course: Course) -> tuple[Told | None, list[str], list[Notice]]:
    """Tell one authority's grades; with what is missing, and what is to be noticed."""
    question, query = asked.question, asked.query
    history = question.act == "grade_history"
    if history and (question.period.op in WHOLE or not question.period.years):
        return tell_history(query, course, asked.text, newest_first="newest first" in asked.text), [], []
    graded = course.grading(*query.areas) if query.areas else course
    resolved = asked.resolved(graded if graded.standings else course, course)
    standings = [one for one in course.standings if one.report in resolved.reports]
    # Of several authorities, each year is of one of them: "Leeds 2022 and York 2017".
    missing = [] if standings and len(asked.authorities) > 1 else _missing(course, resolved)
    if not standings:
        return None, missing, []
    if history and question.period.op == "since" and len(standings) == 1:
        # What it was before the years named is where a change began.
        at = graded.standings.index(standings[0]) if standings[0] in graded.standings else 0
        standings = list(graded.standings[max(at - 1, 0) : at + 1])
    if history or len(standings) > 1:
        return tell_history(query, replace(course, standings=tuple(standings)), asked.text), missing, []
    return _one_report(asked, course, standings[0], missing, resolved)


def _one_report(
    asked: Asked, course: Course, standing: Standing, missing: list[str], resolved: Resolved
) -> tuple[Told | None, list[str], list[Notice]]:
    newest = next((one for one in reversed(course.standings) if one.cells), course.newest)
    told = tell_grades(asked.query, standing, now=standing is newest)
    notices = newer_held([standing.report], [one.report for one in course.standings])
    if told is None:
        silent = [silence(standing, area) for area in asked.query.areas or ("overall",)]
        return None, [*missing, *silent], notices
    if newest is not None and standing is not newest and asked.question.period.op in ("none", "latest", "newest"):
        silent = [silence(newest, area) for area in asked.query.areas if newest.cell(area) is None]
        told = replace(told, headline=" ".join([told.headline, *silent]))
    if resolved.said.startswith(("the one before", "of an inspection")):
        notices = [Notice("period_read", f"Taken as {resolved.said}."), *notices]
    return told, missing, notices


def _missing(course: Course, resolved: Resolved) -> list[str]:
    if not resolved.missing and resolved.reports:
        return []
    years = joined(map(str, resolved.missing), "or")
    which = f"from {years}" if resolved.missing else resolved.said
    have = joined(dict.fromkeys(str(one.year) for one in course.standings))
    if resolved.said.startswith("the one before"):
        return [f"Only one report of {course.authority} that grades it is held, that of {have}."]
    return [f"No report of {course.authority} {which} is held; held are those of {have}."]


def _nothing(asked: Asked, missing: Sequence[str]) -> LookedUp:
    text = " ".join(missing)
    if asked.unheld and not asked.authorities:
        return LookedUp(report_not_held(text, asked.held.reports), asked.scope)
    if any(" is held" in one for one in missing):
        return LookedUp(Draft("report_not_held", reason="not_held", text=text), asked.scope)
    return LookedUp(Draft("not_in_reports", reason="not_graded", text=text, confidence=0.0), asked.scope)


def _look_up(
    asked: Asked, told: Told, *, named: bool, outcome: Outcome = "answered", notices: Sequence[Notice] = ()
) -> LookedUp | None:
    rows = build_rows(told.groups, asked.held.find, named=named)
    if not rows and told.groups:
        return None
    text = "\n".join([told.headline, *(row.text for row in rows)])
    reports = tuple(dict.fromkeys(row.report.key for row in rows)) or asked.scope.reports
    beside = Notice("not_held", " ".join(f"No report of {one} is held." for one in asked.unheld))
    scope = replace(asked.scope, reports=reports, sides=(), notices=tuple(notices))
    draft = Draft(
        "partial" if asked.unheld else outcome,
        tuple(row.statement for row in rows),
        text=text,
        notices=(*((beside,) if asked.unheld else ()),),
        confidence=1.0,
        long_form=True,
    )
    return LookedUp(draft, scope, complete=not asked.beyond and "reason" not in asked.question.wants)
