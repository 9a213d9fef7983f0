"""Which of the reports held a question about the library is put to."""

import re
from dataclasses import dataclass, replace

from ingest.kinds.loader import profile_of
from ingest.models import Report
from retrieval.held import Held
from retrieval.ledger.algebra import words
from retrieval.ledger.algebra.wording import joined
from retrieval.models import Scope
from retrieval.question.models import ANY_KIND, Question
from retrieval.reports.periods import newest_inspection
from retrieval.reports.regions import find_region
from retrieval.reports.report_dates import in_order, is_of_kind, kind_asked, report_day
from retrieval.reports.resolved import published_in_any, resolve_period

_FRAMEWORKS = {"SIF": ("sif", "single inspection framework"), "ILACS": ("ilacs",)}
_SPANS = frozenset({"at", "before", "since", "between"})
_OVER_ALL = frozenset({"oldest", "newest", "latest"})


@dataclass(frozen=True, slots=True)
class Chosen:
    """The reports, by authority and date, and how they would be called (" of Surrey published in 2018")."""

    reports: tuple[Report, ...]
    called: str
    unheld: tuple[str, ...] = ()
    missing: tuple[int, ...] = ()
    own: tuple[Report, ...] = ()
    """What is held of the authority named, of whatever kind and date."""
    notes: str = ""
    place: str = ""
    """"the oldest held", where a single report is meant by its place."""
    noun: str = "report"
    """What is chosen: a report, or the kind of inspection named."""


def choose_reports(question: Question, scope: Scope, held: Held) -> Chosen:
    """Choose by authority, region, kind of inspection, framework and period."""
    present = {one.authority for one in held.reports}
    names = question.authorities or _selected(question, scope, held)
    unheld = tuple(name for name in names if name not in present)
    named = tuple(name for name in names if name in present)
    own = [one for one in held.reports if not names or one.authority in named]
    region = find_region(question.folded) if not names else None
    if region:
        own = [one for one in own if one.authority in region.authorities]
    of_kind, kind, noun = _of_kind(question, own)
    found, said, missing = _in_period(question, of_kind, everyone=not named)
    whose = f" of {joined(named)}" if named else f" of {' '.join(region.words)}" if region else ""
    called = f"{whose}{kind}{'' if said == 'held' or 'held' in said else f' {said}'}"
    notes = " ".join(
        [*(f"No report of {name} is held." for name in unheld), *(f"None is held from {year}." for year in missing)]
    )
    ordered = tuple(sorted(found, key=lambda one: (one.authority, report_day(one))))
    one = said if "held" in said and said != "held" else ""
    return Chosen(ordered, called, unheld, missing, tuple(own) if named else (), notes, one, noun)


def narrow(question: Question, scope: Scope, chosen: Chosen) -> Chosen:
    """Take the report selected, or the newest inspection of each authority, where no period is named."""
    if question.period.op != "none":
        return chosen
    selected = tuple(one for one in chosen.reports if scope.reading == "selected" and one.key in scope.reports)
    names = dict.fromkeys(one.authority for one in chosen.reports)
    own = [[one for one in chosen.reports if one.authority == name] for name in names]
    newest = tuple(one for reports in own if (one := newest_inspection(reports)))
    return replace(chosen, reports=selected or newest)


def _selected(question: Question, scope: Scope, held: Held) -> tuple[str, ...]:
    if question.everyone or scope.reading == "all":
        return ()
    return tuple(dict.fromkeys(one.authority for one in held.reports if one.key in scope.reports))


def _of_kind(question: Question, reports: list[Report]) -> tuple[list[Report], str, str]:
    found, called, noun = reports, "", "report"
    if question.inspection not in ("none", ANY_KIND):
        found = [one for one in reports if is_of_kind(one, question.inspection)]
        noun = kind_asked(question.inspection)
    for framework, names in _FRAMEWORKS.items():
        if any(re.search(rf"\b{name}\b", question.folded) for name in names):
            found = [one for one in found if one.framework == framework]
            called = f" under the {framework}"
    return found, called, noun


def _in_period(
    question: Question, reports: list[Report], *, everyone: bool
) -> tuple[list[Report], str, tuple[int, ...]]:
    """Resolve the period: over each authority's reports, or, for "the oldest you hold", over all of them."""
    period = question.period
    if period.op in ("none", "all") or not reports:
        return reports, "held", ()
    after = bool(words.AFTER_YEAR.search(question.folded))
    if everyone and period.op in _OVER_ALL:
        ordered = in_order(reports)
        return [ordered[0] if period.op == "oldest" else ordered[-1]], f"the {period.op} held", ()
    found: list[Report] = []
    missing: set[int] | None = None
    said = "held"
    for name in dict.fromkeys(one.authority for one in reports):
        of_one = [one for one in reports if one.authority == name]
        resolved = resolve_period(
            period,
            of_one,
            after=after,
            visits=period.op in _SPANS,
            published=everyone and published_in_any(period, reports),
        )
        found += resolved.reports
        said = resolved.said if resolved.reports or said == "held" else said
        missing = set(resolved.missing) if missing is None else missing & set(resolved.missing)
    return found, said, tuple(sorted(missing or ())) if found else ()


def kind_name(report: Report) -> str:
    """Return what a reader calls a kind of inspection."""
    profile = profile_of(report.kind)
    return "inspection" if profile.default else profile.name
