"""What a question of grades is put to: which authorities, which of their inspections, of which period."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from ingest.kinds.loader import default, profiles
from ingest.models import Report
from retrieval.held import Held
from retrieval.ledger.algebra import words
from retrieval.ledger.algebra.field import Field
from retrieval.ledger.algebra.reading import beyond_ledger, plain_words, read_query
from retrieval.ledger.algebra.standings import Course, courses, of_services
from retrieval.models import Scope
from retrieval.question.models import ANY_KIND, Period, Question
from retrieval.reports.regions import find_region
from retrieval.reports.report_dates import in_order, is_of_kind
from retrieval.reports.resolved import Resolved, published_in_any, resolve_period

_ACROSS = frozenset({"grade_list", "rank", "compare"})
_USUAL = frozenset(one.id for one in profiles().values() if one.family == default().family)
WHOLE = frozenset({"none", "all", "latest", "newest"})
_CALLED = {
    "the oldest held": "that are the oldest held of their authority",
    "the one before the newest held": "that come next before the newest held of their authority",
}
_FRAMEWORKS = {"SIF": ("sif", "single inspection framework"), "ILACS": ("ilacs",)}


class Asked:
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

    @property
    def elsewhere(self) -> bool:
        """Whether it is asked of a kind of inspection outside the usual family, whose grades are others."""
        kind = self.question.inspection
        return (
            kind not in ("none", ANY_KIND)
            and not of_services(one for one in self.held.reports if is_of_kind(one, kind))
            and kind not in _USUAL
        )

    def field(self, chosen: Sequence[Course]) -> Field:
        """Put the period to each authority: the reports in question, or those that a move has to end at."""
        period = self.question.period
        ends = words.ENDS.search(self.text)
        pairs: Literal["each", "last", "ends"] = "each"
        if period.op == "then_and_now" and not period.years:
            pairs = "ends" if ends else "last"
        if period.op in WHOLE or (period.op == "then_and_now" and not period.years):
            return Field(tuple(chosen), pairs=pairs, older=period.op == "none")
        resolved = [(course, self.resolve(course)) for course in chosen]
        said = next((one.said for _, one in resolved if one.reports), "held")
        within = [course.among(one.reports) for course, one in resolved if not one.missing or period.op == "at"]
        moves = self.query.move or (self.query.order and self.query.order.by == "change")
        if moves and period.op in ("since", "at", "between"):
            begun = period.years[0] if period.op == "between" else 0
            keys = frozenset(one.report.key for course in within for one in course.standings if one.year > begun)
            return Field(tuple(chosen), said, reached=keys, open=False, older=False)
        kept = tuple(course for course in within if course.standings)
        return Field(kept, _CALLED.get(said, said), open=False, older=False)

    def resolved(self, graded: Course, course: Course) -> Resolved:
        """Resolve the period; the report selected stands for "ours" where no period is named."""
        own = [one for one in self.selected if one.authority == course.authority]
        if self.scope.reading == "selected" and own and self.question.period.op == "none":
            return Resolved(tuple(in_order(own)), "selected")
        if self.scope.reading == "selected" and len(own) == 1 and self.question.period.op == "previous":
            earlier = [one for one in graded.standings if one.report.key != own[0].key]
            before = [one.report for one in earlier if in_order([one.report, own[0]])[0] is one.report]
            return Resolved(tuple(before[-1:]), "the one before the report selected")
        return self.resolve(graded)
