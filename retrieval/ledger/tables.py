"""Ledger questions over many reports: which, how many, how many at each grade, which rose or fell."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from ingest.models import Report
from retrieval.models import LedgerCell
from retrieval.question.grade_words import GRADES, RANK
from retrieval.question.grades import Condition, GradeQuestion, area_name
from retrieval.reports.periods import inspections, published_in
from retrieval.reports.report_dates import in_order, report_year
from retrieval.text.dates import find_dates
from retrieval.text.folding import fold

_Ledger = dict[tuple[str, str], LedgerCell]
_MOST_UNMATCHED = 15
"""Reports listed with their grade where none meets the question: more would bury the answer."""


@dataclass(frozen=True, slots=True)
class Table:
    """A headline with its count, and the cells behind it, grouped by report."""

    headline: str
    groups: tuple[tuple[LedgerCell, ...], ...]


@dataclass(frozen=True, slots=True)
class Restricted:
    """The reports left after the question's years and framework, and how a reader would call them."""

    reports: tuple[Report, ...]
    called: str


def tabulate(
    question: str, asked: GradeQuestion, reports: Sequence[Report], cells: Sequence[LedgerCell]
) -> Table | None:
    """Answer a question over many reports; None where no report is left or nothing is graded."""
    restricted = restrict(fold(question), reports)
    ledger = {(cell.report.key, cell.judgement.area): cell for cell in cells if cell.judgement.grade}
    if asked.form == "change":
        return _changes(asked, restricted, ledger)
    if asked.any_area and asked.wanted:
        return _anywhere(asked, restricted, ledger)
    areas = tuple(one.area for one in asked.conditions) or asked.areas or ("overall",)
    graded = [report for report in restricted.reports if all((report.key, area) in ledger for area in areas)]
    if asked.latest_only or asked.best is not None:
        graded = _newest_of_each(graded)
    if not graded:
        return None
    if asked.form == "distribution":
        return _distribution(areas[0], restricted, graded, ledger)
    if asked.best is not None and not asked.conditions:
        conditions = _extreme(areas, graded, ledger, best=asked.best)
        return _matching(replace(asked, latest_only=True), conditions, restricted, graded, ledger)
    return _matching(asked, asked.conditions, restricted, graded, ledger)


def _matching(
    asked: GradeQuestion,
    conditions: Sequence[Condition],
    restricted: Restricted,
    graded: Sequence[Report],
    ledger: _Ledger,
) -> Table:
    met = [report for report in graded if _meets(report, conditions, ledger)]
    if asked.every_time:
        failing = {report.authority for report in graded if report not in met}
        met = [report for report in met if report.authority not in failing]
    every = not met and len(graded) <= _MOST_UNMATCHED
    groups = tuple(tuple(ledger[report.key, one.area] for one in conditions) for report in (graded if every else met))
    total = (
        f"{len(graded)} authorities" if asked.latest_only else f"{len(restricted.reports)} reports {restricted.called}"
    )
    newest = " in the newest report held" if asked.latest_only else ""
    spelled = _spell(conditions, [cell for cell in ledger.values() if cell.report in graded])
    authorities = list(dict.fromkeys(report.authority for report in met))
    names = ", ".join(authorities)
    if asked.every_time:
        everyone = len({report.authority for report in graded})
        headline = (
            f"{len(authorities) or 'None'} of the {everyone} authorities {spelled} in every report {restricted.called}"
        )
        return Table(f"{headline}{f': {names}' if names else ''}.", groups)
    headline = f"{len(met) or 'None'} of the {total} {spelled}{newest}{f': {names}' if names else ''}."
    if asked.latest_only:
        others = [one for one in restricted.reports if all((one.key, wanted.area) in ledger for wanted in conditions)]
        ever = sum(_meets(report, conditions, ledger) for report in others)
        headline += f" Older reports counted too: {ever} of {len(restricted.reports)}."
    return Table(headline, groups)


def _anywhere(asked: GradeQuestion, restricted: Restricted, ledger: _Ledger) -> Table | None:
    """List the reports that give a grade in any area, with the areas."""
    graded = [report for report in restricted.reports if any(report.key == key for key, _ in ledger)]
    if asked.latest_only:
        graded = _newest_of_each(graded)
    groups = []
    for report in graded:
        cells = [cell for (key, _), cell in ledger.items() if key == report.key]
        groups.append(tuple(cell for cell in cells if cell.judgement.grade in asked.wanted))
    met = tuple(group for group in groups if group)
    if not graded:
        return None
    names = ", ".join(dict.fromkeys(group[0].report.authority for group in met))
    among = f"{len(graded)} authorities, in the newest report held" if asked.latest_only else f"{len(graded)} reports"
    grades = " or ".join(grade for grade in GRADES if grade in asked.wanted)
    found = f"{len(met) or 'None'} of the {among} give {grades} in any area"
    return Table(f"{found}{f': {names}' if names else ''}.", met)


def _meets(report: Report, conditions: Sequence[Condition], ledger: _Ledger) -> bool:
    return all(ledger[report.key, one.area].judgement.grade in one.grades for one in conditions)


def _spell(conditions: Sequence[Condition], cells: Sequence[LedgerCell]) -> str:
    """Say what was looked for: "graded good or outstanding for leadership and inadequate overall"."""
    used = {cell.judgement.grade for cell in cells}
    parts = []
    for one in conditions:
        left_out = [grade for grade in GRADES if grade not in one.grades]
        named = [grade for grade in GRADES if grade in one.grades and (grade in used or len(one.grades) == 1)]
        grades = f"not {left_out[0]}" if len(left_out) == 1 else " or ".join(named)
        parts.append(f"{grades} overall" if one.area == "overall" else f"{grades} for {area_name(one.area)}")
    return f"graded {' and '.join(parts)}"


def _extreme(areas: Sequence[str], graded: Sequence[Report], ledger: _Ledger, *, best: bool) -> tuple[Condition, ...]:
    """Turn "the best for leadership" into the highest grade that is there."""
    found = [(area, {ledger[report.key, area].judgement.grade or "" for report in graded}) for area in areas]
    pick = max if best else min
    return tuple(Condition(area, frozenset({pick(grades, key=lambda one: RANK.get(one, 0))})) for area, grades in found)


def _distribution(area: str, restricted: Restricted, graded: Sequence[Report], ledger: _Ledger) -> Table:
    cells = [ledger[report.key, area] for report in graded]
    counts = {grade: [cell for cell in cells if cell.judgement.grade == grade] for grade in GRADES}
    spread = ", ".join(f"{len(found)} {grade}" for grade, found in counts.items() if found)
    groups = tuple((cell,) for found in counts.values() for cell in found)
    noun, verb = ("report", "grades") if len(cells) == 1 else ("reports", "grade")
    graded_so = "" if area == "overall" else f" that {verb} {area_name(area)}"
    return Table(f"Of {len(cells)} {noun} {restricted.called}{graded_so}: {spread}.", groups)


def _changes(asked: GradeQuestion, restricted: Restricted, ledger: _Ledger) -> Table | None:
    area = asked.areas[0] if asked.areas else "overall"
    groups: list[tuple[LedgerCell, ...]] = []
    names = []
    for authority in dict.fromkeys(report.authority for report in restricted.reports):
        own = inspections([report for report in restricted.reports if report.authority == authority])
        graded = [ledger[report.key, area] for report in own if (report.key, area) in ledger]
        for before, after in pairwise(graded):
            if _moved(asked, before.judgement.grade or "", after.judgement.grade or ""):
                groups += [group for group in ((before,), (after,)) if group not in groups]
                names.append(f"{authority} ({report_year(before.report)} to {report_year(after.report)})")
    among = f"among the {len(restricted.reports)} reports {restricted.called}"
    if not names:
        return _unchanged(asked, restricted, ledger, area)
    noun = "change" if len(names) == 1 else "changes"
    return Table(f"{len(names)} {noun} {among}: {', '.join(names)}.", tuple(groups))


def _unchanged(asked: GradeQuestion, restricted: Restricted, ledger: _Ledger, area: str) -> Table | None:
    """Say that no authority has moved so, and show what each was graded where there are few."""
    groups = tuple((ledger[report.key, area],) for report in restricted.reports if (report.key, area) in ledger)
    if not groups or len(groups) > _MOST_UNMATCHED:
        return None
    moved = (
        f"went from {asked.steps[0]} to {asked.steps[1]}"
        if asked.steps
        else ("fell" if asked.direction == "down" else "rose")
    )
    return Table(
        f"No grade for {area_name(area)} {moved} among the {len(restricted.reports)} reports {restricted.called}.",
        groups,
    )


def _moved(asked: GradeQuestion, before: str, after: str) -> bool:
    if asked.steps:
        return (before, after) == asked.steps
    change = RANK.get(after, 0) - RANK.get(before, 0)
    return change < 0 if asked.direction == "down" else change > 0


def _newest_of_each(reports: Sequence[Report]) -> list[Report]:
    authorities = dict.fromkeys(report.authority for report in reports)
    return [inspections([one for one in reports if one.authority == name])[-1] for name in authorities]


def restrict(question: str, reports: Sequence[Report]) -> Restricted:
    """Keep the reports of the framework and the years that the question names."""
    kept, called = in_order(reports), "held"
    for framework, pattern in (("ILACS", r"\bilacs\b"), ("SIF", r"\b(?:sif|single inspection framework)\b")):
        if re.search(pattern, question):
            kept, called = [report for report in kept if report.framework == framework], f"of the {framework} framework"
            return Restricted(tuple(kept), called)
    mentions = find_dates(question)
    if not mentions:
        return Restricted(tuple(kept), called)
    first, last = mentions[0].years[0], mentions[-1].years[-1]
    before = question[: mentions[0].start]
    if (re.search(r"\b(?:since|from)\s$", before) and len(mentions) == 1) or re.match(
        r"\s(?:on|onwards?)\b", question[mentions[0].end :]
    ):
        return Restricted(tuple(one for one in kept if first <= report_year(one)), f"published since {first}")
    if re.search(r"\bafter\s$", before):
        return Restricted(tuple(one for one in kept if first < report_year(one)), f"published after {first}")
    if re.search(r"\bbefore\s$", before):
        return Restricted(tuple(one for one in kept if report_year(one) < first), f"published before {first}")
    if len(mentions) == 2 and re.search(r"\b(?:between|from)\s$", before):
        return Restricted(
            tuple(one for one in kept if first <= report_year(one) <= last), f"published from {first} to {last}"
        )
    named = [one for one in kept if any(published_in(mention, [one]) for mention in mentions)]
    by_publication = [one for one in named if any(report_year(one) in mention.years for mention in mentions)]
    years = " or ".join(dict.fromkeys(str(one.year) for one in mentions))
    if by_publication:
        return Restricted(tuple(by_publication), f"published in {years}")
    return Restricted(tuple(named), f"of inspections in {years}")
