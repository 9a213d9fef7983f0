"""Questions of grades: read into a query, put to the ledger, told in a sentence, each grade quoted where it is printed.

Counting never comes from a search, and a grade is never inferred from prose (docs/decisions/0001-ledger-answers.md).
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from ingest.kinds.loader import default, profiles
from ingest.models import Report
from retrieval.held import Held, LookedUp
from retrieval.ledger.algebra import words
from retrieval.ledger.algebra.field import Field, Told
from retrieval.ledger.algebra.lists import tell_list
from retrieval.ledger.algebra.moves import tell_moves
from retrieval.ledger.algebra.orders import place_of, tell_order
from retrieval.ledger.algebra.own import silence, tell_beside, tell_grades, tell_history
from retrieval.ledger.algebra.reading import beyond_ledger, plain_words, read_query
from retrieval.ledger.algebra.standings import Course, Standing, courses, of_services
from retrieval.ledger.algebra.wording import joined
from retrieval.ledger.rows import build_rows
from retrieval.models import Draft, Notice, Outcome, Scope
from retrieval.question.models import ANY_KIND, Period, Question
from retrieval.reports.regions import find_region
from retrieval.reports.report_dates import in_order, is_of_kind, kind_asked
from retrieval.reports.resolved import Resolved, published_in_any, resolve_period
from retrieval.scope.notices import newer_held, report_not_held

LEDGER_ACTS = frozenset({"grade", "grade_history", "grade_list", "rank", "compare"})
_ACROSS = frozenset({"grade_list", "rank", "compare"})
_USUAL = frozenset(one.id for one in profiles().values() if one.family == default().family)
_WHOLE = frozenset({"none", "all", "latest", "newest"})
_CALLED = {
    "the oldest held": "that are the oldest held of their authority",
    "the one before the newest held": "that come next before the newest held of their authority",
}
_FRAMEWORKS = {"SIF": ("sif", "single inspection framework"), "ILACS": ("ilacs",)}


def answer_grades(question: Question, scope: Scope, held: Held) -> LookedUp | None:
    """Answer a question whose act is one of grades; None where it asks for more than the ledger holds."""
    if question.act not in LEDGER_ACTS:
        return None
    asked = _Asked(question, scope, held)
    if asked.elsewhere:
        return asked.answer_elsewhere()
    if asked.beyond and question.act in ("rank", "compare") and not question.grades:
        return None
    if asked.across:
        return asked.answer_across()
    return asked.answer_own() if asked.authorities or asked.unheld else None


class _Asked:
    """A question of grades with all that it is answered from."""

    def __init__(self, question: Question, scope: Scope, held: Held) -> None:
        self.question, self.scope, self.held = question, scope, held
        self.text = plain_words(question)
        self.query = read_query(question)
        if question.format.shape == "sentence" and not self.query.areas and question.act == "grade":
            self.query = replace(self.query, areas=("overall",))
        by_key = {one.key: one for one in held.reports}
        self.selected = [by_key[key] for key in scope.reports if key in by_key] if scope.reading != "all" else []
        named = [one.name for one in question.names]
        own = list(dict.fromkeys(one.authority for one in self.selected))
        self.authorities = list(dict.fromkeys(named)) or ([] if question.everyone else own)
        self.unheld = [one for one in self.authorities if one not in {report.authority for report in held.reports}]
        self.authorities = [one for one in self.authorities if one not in self.unheld]
        self.courses = courses(self._reports(), held.cells)
        self.region = find_region(self.text) if question.everyone or not self.authorities else None
        self.beyond = beyond_ledger(question, self.region.words if self.region else ())

    @property
    def across(self) -> bool:
        """Whether it is asked of several authorities at once."""
        several = len(self.authorities) > 1 and self.question.act in _ACROSS
        return self.question.everyone or several or (self.question.act in _ACROSS and not self.authorities)

    @property
    def _is_time(self) -> bool:
        return self.question.period.op == "since" and not self.question.period.years

    def _reports(self) -> list[Report]:
        """Return the inspections in question: those that grade, or those of the kind and the framework named."""
        kind, folded = self.question.inspection, self.question.folded
        if kind in ("none", ANY_KIND):
            found = of_services(self.held.reports)
        else:
            found = [one for one in self.held.reports if is_of_kind(one, kind)]
        named = [
            framework
            for framework, names in _FRAMEWORKS.items()
            if any(re.search(rf"\b{name}\b", folded) for name in names)
        ]
        # "Since the SIF" is a time, not a kind of report.
        return [one for one in found if not named or self._is_time or one.framework in named]

    def resolve(self, course: Course, *, period: Period | None = None) -> Resolved:
        """Resolve the period over one authority's inspections."""
        after = bool(words.AFTER_YEAR.search(self.text))
        period = period or self.question.period
        published = self.across and published_in_any(
            period, [one.report for each in self.courses for one in each.standings]
        )
        return resolve_period(period, [one.report for one in course.standings], after=after, published=published)

    # Other kinds of inspection

    @property
    def elsewhere(self) -> bool:
        """Whether it is asked of a kind of inspection outside the usual family, whose grades are others."""
        kind = self.question.inspection
        return (
            kind not in ("none", ANY_KIND)
            and not of_services(one for one in self.held.reports if is_of_kind(one, kind))
            and kind not in _USUAL
        )

    def answer_elsewhere(self) -> LookedUp | None:
        """Say that none of the kind is held; what is held of it has its own answers."""
        kind, names = self.question.inspection, self.authorities or self.unheld
        of_kind = [one for one in self.held.reports if is_of_kind(one, kind)]
        if any(one.authority in names or not names for one in of_kind):
            return None
        whose = f" of {joined(names)}" if names else ""
        text = f"No {kind_asked(kind)}{whose} is held."
        return LookedUp(Draft("report_not_held", reason="not_held", text=text), self.scope)

    # Across authorities

    def answer_across(self) -> LookedUp | None:
        """Answer of all authorities held, or of those named."""
        named = not self.question.everyone and self.authorities
        chosen = [one for one in self.courses if not named or one.authority in self.authorities]
        if not named and self.authorities and words.BESIDES.search(self.text):
            chosen = [one for one in chosen if one.authority not in self.authorities]
        if self.region:
            chosen = [one for one in chosen if one.authority in self.region.authorities]
        field = self._field(chosen)
        told = self._tell_named(field) if named else self._tell_all(field)
        return self._look_up(told, named=True) if told else None

    def _field(self, chosen: Sequence[Course]) -> Field:
        """Put the period to each authority: the reports in question, or those that a move has to end at."""
        period = self.question.period
        ends = words.ENDS.search(self.text)
        pairs: Literal["each", "last", "ends"] = "each"
        if period.op == "then_and_now" and not period.years:
            pairs = "ends" if ends else "last"
        if period.op in _WHOLE or (period.op == "then_and_now" and not period.years):
            return Field(tuple(chosen), pairs=pairs, older=period.op == "none")
        resolved = [(course, self.resolve(course)) for course in chosen]
        said = next((one.said for _, one in resolved if one.reports), "held")
        within = [course.among(one.reports) for course, one in resolved if not one.missing or period.op == "at"]
        moves = self.query.move or (self.query.order and self.query.order.by == "change")
        if moves and period.op in ("since", "at", "between"):
            keys = frozenset(one.report.key for course in within for one in course.standings)
            whole = chosen if period.op != "between" else within
            return Field(tuple(whole), said, reached=keys, open=False, older=False)
        kept = tuple(course for course in within if course.standings)
        return Field(kept, _CALLED.get(said, said), open=False, older=False)

    def _tell_all(self, field: Field) -> Told | None:
        query = self.query
        if query.order and query.order.by != "grade":
            told = tell_order(query, field)
        elif query.move:
            told = tell_moves(query, query.move, field)
        elif query.conditions or query.lower:
            told = tell_list(query, field)
        else:
            told = self._placed(tell_order(query, field), field)
        if told and words.COUNTRYWIDE.search(self.text):
            told = replace(told, headline=f"Among the reports held, not the whole country: {told.headline}")
        return told

    def _placed(self, told: Told | None, field: Field) -> Told | None:
        """Say where the authority stands that an order of all is asked about ("where are we?", "better than Leeds")."""
        ours = [one.authority for one in self.selected] if words.OURS.search(self.text) else []
        names = dict.fromkeys(self.authorities or ours)
        area = (self.query.areas or ("overall",))[0]
        places = [line for name in names if (line := place_of(name, field, area))]
        return replace(told, headline=" ".join([*places, told.headline])) if told else None

    def _tell_named(self, field: Field) -> Told | None:
        if self.question.act == "grade_list":
            return self._tell_all(field)
        if self.query.order and self.query.order.whole and len(field.courses) > 2:
            return tell_order(self.query, field)
        areas = self.query.areas
        newest = [one for course in field.courses if (one := course.grading(*areas).newest or course.newest)]
        return tell_beside(self.query, newest)

    # One authority

    def answer_own(self) -> LookedUp | None:
        """Answer of each authority named, or of the report selected."""
        told: list[Told] = []
        notices: list[Notice] = []
        missing = [f"No report of {name} is held." for name in self.unheld]
        for name in self.authorities:
            course = next((one for one in self.courses if one.authority == name), None)
            if course is None:
                missing.append(f"No report of {name} that gives grades is held.")
                continue
            one, silent, noted = self._own(course)
            told += [one] if one else []
            missing += silent
            notices += noted
        if not told:
            return self._nothing(missing) if missing else None
        headline = " ".join([*(one.headline for one in told), *missing])
        groups = tuple(group for one in told for group in one.groups)
        outcome: Outcome = "partial" if missing and (self.unheld or "held" in missing[0]) else "answered"
        return self._look_up(Told(headline, groups), named=True, outcome=outcome, notices=notices)

    def _own(self, course: Course) -> tuple[Told | None, list[str], list[Notice]]:
        """Tell one authority's grades; with what is missing, and what is to be noticed."""
        question, query = self.question, self.query
        history = question.act == "grade_history"
        if history and (question.period.op in _WHOLE or not question.period.years):
            return tell_history(query, course, self.text, newest_first="newest first" in self.text), [], []
        graded = course.grading(*query.areas) if query.areas else course
        resolved = self._resolved(graded if graded.standings else course, course)
        standings = [one for one in course.standings if one.report in resolved.reports]
        missing = self._missing(course, resolved)
        if not standings:
            return None, missing, []
        if history and question.period.op == "since" and len(standings) == 1:
            # What it was before the years named is where a change began.
            at = graded.standings.index(standings[0]) if standings[0] in graded.standings else 0
            standings = list(graded.standings[max(at - 1, 0) : at + 1])
        if history or len(standings) > 1:
            return tell_history(query, replace(course, standings=tuple(standings)), self.text), missing, []
        return self._one_report(course, standings[0], missing, resolved)

    def _one_report(
        self, course: Course, standing: Standing, missing: list[str], resolved: Resolved
    ) -> tuple[Told | None, list[str], list[Notice]]:
        newest = course.newest
        told = tell_grades(self.query, standing, now=standing is newest)
        notices = newer_held([standing.report], [one.report for one in course.standings])
        if told is None:
            silent = [silence(standing, area) for area in self.query.areas or ("overall",)]
            return None, [*missing, *silent], notices
        if newest is not None and standing is not newest and self.question.period.op in ("none", "latest", "newest"):
            silent = [silence(newest, area) for area in self.query.areas if newest.cell(area) is None]
            told = replace(told, headline=" ".join([told.headline, *silent]))
        if resolved.said.startswith(("the one before", "of an inspection")):
            notices = [Notice("period_read", f"Taken as {resolved.said}."), *notices]
        return told, missing, notices

    def _resolved(self, graded: Course, course: Course) -> Resolved:
        """Resolve the period; the report selected stands for "ours" where no period is named."""
        own = [one for one in self.selected if one.authority == course.authority]
        if self.scope.reading == "selected" and own and self.question.period.op == "none":
            return Resolved(tuple(in_order(own)), "selected")
        if self.scope.reading == "selected" and len(own) == 1 and self.question.period.op == "previous":
            earlier = [one for one in graded.standings if one.report.key != own[0].key]
            before = [one.report for one in earlier if in_order([one.report, own[0]])[0] is one.report]
            return Resolved(tuple(before[-1:]), "the one before the report selected")
        return self.resolve(graded)

    def _missing(self, course: Course, resolved: Resolved) -> list[str]:
        if not resolved.missing and resolved.reports:
            return []
        years = joined(map(str, resolved.missing), "or")
        which = f"from {years}" if resolved.missing else resolved.said
        have = joined(dict.fromkeys(str(one.year) for one in course.standings))
        if resolved.said.startswith("the one before"):
            return [f"Only one report of {course.authority} that grades it is held, that of {have}."]
        return [f"No report of {course.authority} {which} is held; held are those of {have}."]

    def _nothing(self, missing: Sequence[str]) -> LookedUp:
        text = " ".join(missing)
        if self.unheld and not self.authorities:
            return LookedUp(report_not_held(text, self.held.reports), self.scope)
        if any(" is held" in one for one in missing):
            return LookedUp(Draft("report_not_held", reason="not_held", text=text), self.scope)
        return LookedUp(Draft("not_in_reports", reason="not_graded", text=text, confidence=0.0), self.scope)

    # The answer

    def _look_up(
        self, told: Told, *, named: bool, outcome: Outcome = "answered", notices: Sequence[Notice] = ()
    ) -> LookedUp | None:
        rows = build_rows(told.groups, self.held.find, named=named)
        if not rows and told.groups:
            return None
        text = "\n".join([told.headline, *(row.text for row in rows)])
        reports = tuple(dict.fromkeys(row.report.key for row in rows)) or self.scope.reports
        beside = Notice("not_held", " ".join(f"No report of {one} is held." for one in self.unheld))
        scope = replace(self.scope, reports=reports, sides=(), notices=tuple(notices))
        draft = Draft(
            "partial" if self.unheld else outcome,
            tuple(row.statement for row in rows),
            text=text,
            notices=(*((beside,) if self.unheld else ()),),
            confidence=1.0,
            long_form=True,
        )
        return LookedUp(draft, scope, complete=not self.beyond and "reason" not in self.question.wants)
