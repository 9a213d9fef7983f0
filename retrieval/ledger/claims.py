"""What a question takes for granted about grades: held against the ledger, corrected in the first sentence where false.

"Why did Leeds lose its outstanding?", "since it failed", "still inadequate", "both good", "the weakest area". The claim
is never said again: the answer tells what the grades are.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import pairwise

from retrieval.held import Held, LookedUp
from retrieval.ledger.algebra import words
from retrieval.ledger.algebra.field import Told, distinct, for_area
from retrieval.ledger.algebra.moves import fits
from retrieval.ledger.algebra.own import tell_grades
from retrieval.ledger.algebra.query import Move, Query
from retrieval.ledger.algebra.reading import beyond_ledger, plain_words, read_query, words_between
from retrieval.ledger.algebra.scale import area_name, in_full, rank
from retrieval.ledger.algebra.standings import Course, Standing, courses, of_services
from retrieval.ledger.algebra.wording import possessive, sentence, steps
from retrieval.ledger.rows import build_rows
from retrieval.models import Draft, Notice, Scope
from retrieval.question.grade_words import GRADE, GRADE_NOUN
from retrieval.question.models import Question
from retrieval.reports.resolved import resolve_period
from retrieval.text.folding import fold

_SUPERLATIVE = re.compile(r"\b(?:weakest|strongest|best|worst|lowest|highest|poorest)\b")


@dataclass(frozen=True, slots=True)
class _Checked:
    """Whether a claim holds, and the grades that say so."""

    holds: bool
    told: Told


def answer_claim(question: Question, scope: Scope, held: Held) -> LookedUp | None:
    """Correct or confirm what a question takes for granted of grades; None where it claims nothing of the kind."""
    if question.act != "premise" or (question.topics and not (question.grades or question.areas)):
        return None
    if _of_another_matter(question):
        return None
    named = question.authorities or tuple(
        dict.fromkeys(one.authority for one in held.reports if one.key in scope.reports and scope.reading != "all")
    )
    own = courses(of_services(held.reports), held.cells)
    chosen = [course for course in own if course.authority in named]
    checked = [one for course in chosen if (one := _check(question, scope, course))]
    if not checked:
        return None
    holds = all(one.holds for one in checked)
    groups = tuple(group for one in checked for group in one.told.groups)
    rows = build_rows(groups, held.find, named=True)
    if not rows:
        return None
    headline = " ".join(one.told.headline for one in checked if holds or not one.holds)
    statements = tuple(row.statement for row in rows)
    reports = tuple(dict.fromkeys(row.report.key for row in rows))
    if holds:
        return LookedUp(Draft("answered", statements), scope, complete=False)
    headline = f"The grades say otherwise. {headline}"
    text = "\n".join([headline, *(row.text for row in rows)])
    notice = Notice("premise_corrected", headline)
    draft = Draft("answered", statements, "false_premise", text, notices=(notice,), confidence=1.0, long_form=True)
    return LookedUp(draft, replace(scope, reports=reports, sides=(), notices=()))


def _of_another_matter(question: Question) -> bool:
    """Say whether what fell, rose or was good is no grade ("why did agency staff go up", "our fostering was good")."""
    beyond, text = beyond_ledger(question), plain_words(question)
    if not beyond:
        return False
    if not question.grades:
        return GRADE_NOUN.search(text) is None
    subject = "|".join(re.escape(fold(one)) for one in beyond)
    grade = GRADE.search(text)
    return grade is not None and re.search(rf"(?:{subject})\b[^,;.?]{{0,20}}$", text[: grade.start()]) is not None


def _check(question: Question, scope: Scope, course: Course) -> _Checked | None:
    """Check the claim of one authority: a move, a standing over all its inspections, a place among areas, a grade."""
    text, query = plain_words(question), read_query(question)
    between = words_between(text)
    area = (query.areas or ("overall",))[0]
    graded = course.grading(area)
    if not graded.standings:
        return None
    if query.move:
        checked = _check_move(question, query.move, graded, area, scope)
        return replace(checked, holds=not checked.holds) if words.NEVER.search(between) else checked
    if query.conditions and (words.NEVER.search(between) or words.ALWAYS.search(between)):
        return _check_all(query, graded, area, always=not words.NEVER.search(between))
    standing = _standing(question, scope, graded)
    if standing is None:
        return None
    if query.conditions:
        return _check_grade(query, standing, now=standing is course.newest)
    if query.extreme is not None and _SUPERLATIVE.search(between) and query.areas and area != "overall":
        return _check_place(standing, area, best=query.extreme, now=standing is course.newest)
    return None


def _standing(question: Question, scope: Scope, graded: Course) -> Standing | None:
    """Return the inspection that a claim is about: of the year named, the one selected, else the newest."""
    selected = [one for one in graded.standings if scope.reading == "selected" and one.report.key in scope.reports]
    if selected and question.period.op in ("none", "latest"):
        return selected[-1]
    found = resolve_period(question.period, [one.report for one in graded.standings]).reports
    return next((one for one in reversed(graded.standings) if one.report in found), None)


def _check_move(question: Question, move: Move, graded: Course, area: str, scope: Scope) -> _Checked:
    """A move holds where one of its authority's, in the period named, is the one claimed."""
    pairs = list(pairwise(graded.standings))
    if question.period.years and question.period.op in ("at", "since", "between", "before"):
        found = resolve_period(question.period, [one.report for one in graded.standings]).reports
        pairs = [pair for pair in pairs if pair[1].report in found]
    selected = [pair for pair in pairs if scope.reading == "selected" and pair[1].report.key in scope.reports]
    pairs = selected or pairs
    claimed = [pair for pair in pairs if fits(move, area, *pair)]
    told = [one for pair in claimed or pairs for one in pair] or list(graded.standings)
    shown = list({one.report.key: one for one in told}.values())
    whole = shown if claimed else list(graded.standings)
    headline = f"{_whose_grade(graded, area)} was {_path(whole, area)}."
    return _Checked(bool(claimed), Told(headline, tuple(distinct([one.cell(area)]) for one in whole)))


def _whose_grade(graded: Course, area: str) -> str:
    named = "overall grade" if area == "overall" else f"grade {for_area(area)}"
    return f"{possessive(graded.authority)} {named}"


def _path(standings: list[Standing], area: str) -> str:
    grades = {one.grade(area) for one in standings}
    if len(standings) > 1 and len(grades) == 1:
        return f"{grades.pop()} each time ({', '.join(str(one.year) for one in standings)})"
    return steps(standings, area)


def _check_all(query: Query, graded: Course, area: str, *, always: bool) -> _Checked:
    wanted = frozenset[str]().union(*(one.grades for one in query.conditions))
    hits = [one for one in graded.standings if one.grade(area) in wanted]
    # "Never below good" names the grades that it was always given, "never inadequate" those that it was not.
    holds = len(hits) == len(graded.standings) if always else not hits
    headline = f"{_whose_grade(graded, area)} was {_path(list(graded.standings), area)}."
    return _Checked(holds, Told(headline, tuple(distinct([one.cell(area)]) for one in graded.standings)))


def _check_grade(query: Query, standing: Standing, *, now: bool) -> _Checked | None:
    asked = [one for one in query.conditions if standing.cell(one.area)]
    if not asked:
        return None
    wrong = [one for one in asked if standing.grade(one.area) not in one.grades]
    told = wrong or asked
    lines = " ".join(sentence(standing, one.area, now=now) for one in told)
    return _Checked(not wrong, Told(lines, tuple(distinct([standing.cell(one.area)]) for one in told)))


def _check_place(standing: Standing, area: str, *, best: bool, now: bool) -> _Checked | None:
    parts = [cell for cell in standing.cells if cell.judgement.area != "overall"]
    places = [rank(cell.judgement.grade or "") for cell in parts]
    if not parts or standing.cell(area) is None:
        return None
    end: Callable[[list[int]], int] = max if best else min
    own, grade = rank(standing.grade(area)), in_full(standing.grade(area))
    others = tell_grades(Query(areas=()), standing, now=now)
    holds = own == end(places) and len(set(places)) > 1
    opposite = (min if best else max)(places)
    place = f", the {'lowest' if best else 'highest'} grade of its areas" if own == opposite and not holds else ""
    headline = f"{area_name(area).capitalize()} was graded {grade}{place}. {others.headline if others else ''}".strip()
    return _Checked(holds, Told(headline, tuple((cell,) for cell in standing.cells)))
