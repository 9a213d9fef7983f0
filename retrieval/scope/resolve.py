"""Which reports a question is about."""

import re
from collections.abc import Sequence
from typing import Literal

from ingest.models import Report
from retrieval.models import Draft, Notice, Scope
from retrieval.question.grades import asks_across_authorities, asks_for_figure, asks_for_grade
from retrieval.question.models import Question
from retrieval.reports.authorities import NamedAuthority
from retrieval.reports.kinds import ANY_KIND, NO_KIND, may_mean, name_of, of_kind
from retrieval.reports.periods import (
    Period,
    asks_for_period,
    choose_period,
    names_report,
    newest_inspection,
    published_in,
)
from retrieval.reports.report_dates import in_order, inspected_at, published_at, report_year
from retrieval.scope.notices import newer_held, period_notices, report_not_held, which_authority
from retrieval.text.dates import DateMention, find_dates

_CONTENT_BEFORE = re.compile(
    r"\b(?:with|from|near|neighbouring|by|to|into|across|outside|beyond|between|via|and)\s(?:the\s)?$"
)
_ABOUT_BEFORE = re.compile(
    r"(?:^|\b(?:in|for|at|of|about|does|did|do|is|was|were|has|had|have|compared?|with|than|versus|vs?)\s)$"
)
_COMPARING = re.compile(r"\b(?:compared?|comparison|versus|vs?)\b|\b(?:better|worse) than\b")
_IN_PASSING = re.compile(
    r"\b(?:placed|living|lives?|moved?|moving|housed|based|attend(?:ing)?|schools?|homes?|work(?:s|ing)?|partnership"
    r"|shared?|links?|neighbouring|move) (?:in|to|at|near|outside|with|from|between)\s(?:the\s)?$"
)
_CHANGED = Notice(
    "scope_changed", "The question names another report than the one selected, so it was put to that one."
)
_REPORT_NEAR = re.compile(r"\b(?:reports?|inspections?|ofsted|grades?|graded|rated|rating|judged|judgements?)\b")


def resolve_scope(
    question: Question, reports: Sequence[Report], *, selected: Sequence[str] = (), authority: str | None = None
) -> Scope | Draft:
    """Resolve the reports that `question` is about, or say why there is none or ask which.

    `selected` are the keys chosen in the session: they hold unless the question's own words name another report.
    `authority` is one chosen, no report.
    """
    if question.inspection not in (NO_KIND, ANY_KIND) and not selected and not _names_another(question):
        own = of_kind(question.inspection, reports)
        return _of_kind(question, own, reports, authority=authority)
    folded, named = question.folded, question.names
    by_key = {report.key: report for report in reports}
    chosen = [by_key[key] for key in selected if key in by_key]
    carried = [by_key[key] for key in question.carried if key in by_key]
    if chosen:
        return _within_selection(folded, named, chosen, reports)
    if authority and any(report.authority == authority for report in reports):
        return _within_authority(folded, named, authority, reports, carried)
    held = list(dict.fromkeys(one.name for one in named if one.held))
    absent = [one for one in named if not one.held and not _IN_PASSING.search(folded[: one.start])]
    if absent and not held:
        return report_not_held(f"No report of {absent[0].name} is held.", reports)
    if not held and asks_across_authorities(folded):
        return _everything(folded, reports)
    if not held and carried:
        held = list(dict.fromkeys(report.authority for report in carried))
        if not asks_for_period(folded):
            return _kept(carried, reports, "named")
    authorities = list(dict.fromkeys(report.authority for report in reports))
    only_one = len(authorities) == 1 and not held
    if held or only_one:
        return _of_authorities(folded, held or authorities, named, reports, only_one=only_one)
    if _is_of_one(question):
        return which_authority(question.text, reports)
    return _everything(folded, reports)


def _names_another(question: Question) -> bool:
    """Say whether a question dates the report that it means, and a visit only in passing: "… after the focused visit,
    per the 2022 report"."""
    spans = [(one.start, one.end) for one in question.names]
    told = [one for one in question.dates if names_report(question.folded, one, spans)]
    around = [question.folded[max(0, one.start - _NEAR) : one.end + _NEAR] for one in told]
    return any(not may_mean(question.inspection, window) for window in around)


_NEAR = 25
"""Characters beside a date in which a word for a kind of inspection makes the date that inspection's."""


def _of_kind(
    question: Question, own: Sequence[Report], reports: Sequence[Report], *, authority: str | None
) -> Scope | Draft:
    """Resolve a question that names a kind of inspection among the reports of that kind, and no other."""
    called = name_of(question.inspection)
    present = {report.authority for report in reports}
    carried = [report.authority for report in reports if report.key in question.carried]
    names = [one for one in dict.fromkeys(question.authorities or ([authority] if authority else carried)) if one]
    unheld = [name for name in names if name not in present]
    if unheld or (names and not any(report.authority in names for report in own)):
        theirs = [report for report in reports if report.authority in names]
        return report_not_held(f"No {called} of {' or '.join(unheld or names)} is held.", theirs or reports)
    if not own:
        return report_not_held(f"No {called} is held.", reports)
    chosen = [one for name in names for one in _of_dates(question, [each for each in own if each.authority == name])]
    if names and not chosen:
        years = " or ".join(str(one.year) for one in question.dates)
        theirs = [report for report in own if report.authority in names]
        return report_not_held(f"No {called} of {' or '.join(names)} from {years} is held.", theirs)
    keys = tuple(report.key for report in chosen or in_order(own))
    kept = [key for key in question.carried if key in keys]
    return Scope(tuple(kept) or keys, "named" if names else "all", _sides(keys) if names else ())


def _of_dates(question: Question, own: Sequence[Report]) -> list[Report]:
    """Return one authority's reports of a kind that a question dates, by publication or inspection; else the newest."""
    ordered = in_order(own)
    if question.dates:
        return [one for one in ordered if any(_is_from(one, mention) for mention in question.dates)]
    return ordered if question.period.op == "all" else ordered[-1:]


def _is_from(report: Report, mention: DateMention) -> bool:
    return published_at(report, mention) or inspected_at(report, mention) or report_year(report) in mention.years


_OF_ONE = frozenset(
    {"overview", "section_summary", "strengths", "weaknesses", "strengths_weaknesses", "recommendations", "enquiry"}
)
"""Acts that are about one authority: without a name they ask back. A question of any other does where it asks for a
grade or a figure; a finding is looked for in all."""


def _is_of_one(question: Question) -> bool:
    if question.everyone:
        return False
    graded = question.act in ("fact", "grade") and question.graded is not None
    return graded or asks_for_figure(question.folded) or (question.act in _OF_ONE and not question.topics)


def _of_authorities(
    question: str,
    authorities: Sequence[str],
    named: Sequence[NamedAuthority],
    reports: Sequence[Report],
    *,
    only_one: bool = False,
) -> Scope | Draft:
    keys: tuple[str, ...] = ()
    notices: list[Notice] = []
    reading: Literal["only_one", "newest", "named"] = "only_one" if only_one and len(reports) == 1 else "newest"
    for name in authorities:
        own = [report for report in reports if report.authority == name]
        period = _period_of(question, name, own, [one for one in named if one.held], several=len(authorities) > 1)
        if not period.reports:
            absent = f"No report of {name} from {' or '.join(str(one.year) for one in period.missing)} is held."
            if len(authorities) == 1:
                return report_not_held(absent, own)
            notices.append(Notice("not_held", absent))
            continue
        keys += tuple(report.key for report in period.reports if report.key not in keys)
        notices += [*period_notices(question, name, period), *newer_held(period.reports, own)]
        reading = reading if period.how == "newest" else "named"
    if not keys:
        return report_not_held(" ".join(notice.text for notice in notices), reports)
    notices += [Notice("not_held", f"No report of {name} is held.") for name in _compared_but_absent(question, named)]
    return Scope(keys, reading, _sides(keys), tuple(dict.fromkeys(notices)))


def _compared_but_absent(question: str, named: Sequence[NamedAuthority]) -> list[str]:
    return [one.name for one in named if not one.held] if _COMPARING.search(question) else []


def _period_of(
    question: str, name: str, own: Sequence[Report], named: Sequence[NamedAuthority], *, several: bool
) -> Period:
    """Choose the period for one authority; where several are named, a year beside one belongs to it alone."""
    spans = [(one.start, one.end) for one in named if one.name == name]
    grade = asks_for_grade(question, [(one.start, one.end) for one in named])
    if several and spans:
        ordered = sorted(named, key=lambda one: one.start)
        for index, one in enumerate(ordered):
            if one.name != name:
                continue
            until = ordered[index + 1].start if index + 1 < len(ordered) else len(question)
            clause = question[one.start : until]
            dates = find_dates(clause)
            if dates and dates[0].start - (one.end - one.start) <= len(" in the ("):
                return choose_period(clause[: dates[0].end + 1], own, names=[(0, one.end - one.start)])
    return choose_period(question, own, names=spans, about_grade=grade)


def _within_selection(
    question: str, named: Sequence[NamedAuthority], chosen: Sequence[Report], reports: Sequence[Report]
) -> Scope | Draft:
    """Keep the selected reports unless the question's own words name another report outright."""
    if elsewhere := _elsewhere(question, named, {report.authority for report in chosen}, chosen, reports):
        return elsewhere
    if dated := _named_report(question, named, chosen, reports):
        keys = tuple(report.key for report in dated)
        return Scope(keys, "named", _sides(keys), (_CHANGED,))
    return _kept(chosen, reports, "selected")


def _within_authority(
    question: str,
    named: Sequence[NamedAuthority],
    authority: str,
    reports: Sequence[Report],
    carried: Sequence[Report],
) -> Scope | Draft:
    """Answer of the authority selected as if the question named it, unless it names another outright."""
    if elsewhere := _elsewhere(question, named, {authority}, [], reports):
        return elsewhere
    if carried and not asks_for_period(question) and {report.authority for report in carried} == {authority}:
        return _kept(carried, reports, "named")
    return _of_authorities(question, [authority], named, reports)


def _elsewhere(
    question: str,
    named: Sequence[NamedAuthority],
    mine: set[str],
    chosen: Sequence[Report],
    reports: Sequence[Report],
) -> Scope | Draft | None:
    """Follow the question to another authority that it names outright; None where it names none but `mine`."""
    others = [one for one in named if one.name not in mine and _plainly_named(question, one)]
    if held := list(dict.fromkeys(one.name for one in others if one.held)):
        compares = _COMPARING.search(question)
        if compares and not chosen:
            held = [*sorted(mine), *held]
        theirs = _of_authorities(question, held, named, reports)
        if isinstance(theirs, Draft):
            return theirs
        keys = (*(report.key for report in chosen if compares), *theirs.reports)
        reading = "named" if compares else theirs.reading
        return Scope(keys, reading, _sides(keys), (_CHANGED, *theirs.notices))
    if others and (_REPORT_NEAR.search(question) or any(one.unknown for one in others)):
        return report_not_held(f"No report of {others[0].name} is held.", reports)
    return None


def _kept(used: Sequence[Report], reports: Sequence[Report], reading: Literal["selected", "named"]) -> Scope:
    """Scope reports that were settled before the question, with a warning where a newer one is held."""
    keys = tuple(report.key for report in used)
    notices: list[Notice] = []
    for name in dict.fromkeys(report.authority for report in used):
        own = [report for report in reports if report.authority == name]
        notices += newer_held([report for report in used if report.authority == name], own)
    return Scope(keys, reading, _sides(keys), tuple(notices))


def _sides(keys: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    return tuple((key,) for key in keys) if len(keys) > 1 else ()


def _plainly_named(question: str, one: NamedAuthority) -> bool:
    """Say whether an authority other than the selected one is what the question is about, not part of its content."""
    before, after = question[: one.start], question[one.end :]
    if _CONTENT_BEFORE.search(before) and not _COMPARING.search(before):
        return False
    near = _REPORT_NEAR.search(question[max(0, one.start - 25) : one.end + 30])
    dated = bool(re.match(r"[\s(:,-]{1,3}(?:19|20)\d\d", after) or re.search(r"\b(?:19|20)\d\d\s$", before))
    possessive = question[one.start : one.end].endswith(("'s", "s'"))
    return dated or (bool(_ABOUT_BEFORE.search(before) or possessive) and bool(near or one.held or one.unknown))


def _named_report(
    question: str, named: Sequence[NamedAuthority], chosen: Sequence[Report], reports: Sequence[Report]
) -> list[Report]:
    """Return the other report of the selected authority that the question names outright ("in the 2015 report")."""
    own = _same_authority(chosen[0], reports)
    if len({report.authority for report in chosen}) > 1 or len(own) == len(chosen):
        return []
    found: list[Report] = []
    spans = [one for one in named if one.name == chosen[0].authority]
    for mention in find_dates(question):
        after = question[mention.end :]
        says_report = re.match(r"(?:\s(?:ofsted|full|inspection))?\sreport\b", after)
        beside_name = any(0 <= mention.start - one.end <= 2 or 0 <= one.start - mention.end <= 1 for one in spans)
        if says_report or beside_name:
            found += [report for report in published_in(mention, own) if report not in found]
    if not found and re.search(r"\b(?:latest|newest|most recent) report\b", question):
        newest = newest_inspection(own)
        found = [newest] if newest else []
    return [] if any(report in chosen for report in found) else found


def _everything(question: str, reports: Sequence[Report]) -> Scope | Draft:
    """Scope a question that names no authority: all reports, or those of the year it names."""
    from_years = [
        mention
        for mention in find_dates(question)
        if re.search(r"(?:reports?|inspections?|published)(?:\s\w+){0,2}\s$", question[: mention.start])
        or re.match(r"\s(?:reports?|inspections?)", question[mention.end :])
    ]
    if len(from_years) == 1 and not asks_across_authorities(question):
        named = [one for one in reports if one.published and one.published.year in from_years[0].years]
        if not named:
            return report_not_held(f"No report from {from_years[0].year} is held.", reports)
        return Scope(tuple(report.key for report in named), "named")
    return Scope(tuple(report.key for report in reports), "all")


def _same_authority(report: Report, reports: Sequence[Report]) -> list[Report]:
    return [one for one in reports if one.authority == report.authority]
