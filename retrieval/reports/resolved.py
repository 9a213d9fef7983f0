"""The period that a question asks for, resolved over the reports held, and how it was read."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from ingest.models import Report
from retrieval.reports.periods import grades_services, newest_inspection
from retrieval.reports.report_dates import in_order, report_year


class NamedPeriod(Protocol):
    """What a question asks for: an operation over the inspections held, and the years that it names."""

    @property
    def op(self) -> str:
        """As `retrieval.question.models.PeriodOp` has them."""

    @property
    def years(self) -> tuple[int, ...]:
        """The years named, in the order of the question."""


@dataclass(frozen=True, slots=True)
class Resolved:
    """The reports meant, oldest first, and how the words were taken."""

    reports: tuple[Report, ...]
    said: str
    """As a reader would say it: "the newest held", "published in 2018", "of an inspection in 2018"."""
    missing: tuple[int, ...] = ()
    """Years named of which no report is there."""


def resolve_period(
    period: NamedPeriod,
    own: Sequence[Report],
    *,
    after: bool = False,
    visits: bool = False,
    published: bool = False,
) -> Resolved:
    """Resolve a period over the reports of one authority, or of one kind of inspection of it.

    `after` leaves out the year that "since" begins with. Where whole inspections are held, visits count only if asked.
    `published` takes a year for that of publication alone: of many authorities, one year has one meaning.
    """
    ordered = [one for one in in_order(own) if visits or grades_services(one)] or in_order(own)
    newest = newest_inspection(ordered)
    first = period.years[0] if period.years else None
    if not ordered or newest is None:
        return Resolved((), "held", period.years)
    upto = ordered[: ordered.index(newest) + 1]
    match period.op:
        case "previous" | "before_last":
            return Resolved(tuple(upto[-2:-1]), "the one before the newest held")
        case "oldest":
            return Resolved(tuple(ordered[:1]), "the oldest held")
        case "at":
            return _at(period.years, ordered, published=published)
        case "before" if first:
            return Resolved(tuple(one for one in ordered if report_year(one) < first), f"before {first}")
        case "since" if first:
            begun = first + 1 if after else first
            said = f"after {first}" if after else f"in {first} or later"
            return Resolved(tuple(one for one in ordered if report_year(one) >= begun), said)
        case "between" if first:
            last = period.years[-1]
            found = tuple(one for one in ordered if first <= report_year(one) <= last)
            return Resolved(found, f"from {first} to {last}")
        case "then_and_now" if first:
            then = _at(period.years, ordered, published=published)
            now = (newest,) if len(period.years) == 1 and newest not in then.reports else ()
            said = f"{then.said} and the newest held" if now else then.said
            return replace(then, reports=(*then.reports, *now), said=said)
        case "then_and_now":
            return Resolved(tuple(upto[-2:]), "the newest held and the one before it")
        case "all" | "before" | "since" | "between":
            return Resolved(tuple(ordered), "held")
    return Resolved((newest,), "the newest held")


def _at(years: Sequence[int], ordered: Sequence[Report], *, published: bool) -> Resolved:
    """Take each year as that of publication, else of inspection."""
    found: list[Report] = []
    missing: list[int] = []
    inspected: list[int] = []
    for year in years:
        of_year = [one for one in ordered if report_year(one) == year]
        if not of_year and not published and (of_year := [one for one in ordered if year in _years_inspected(one)]):
            inspected.append(year)
        found += [one for one in of_year if one not in found]
        missing += [] if of_year else [year]
    called = " or ".join(map(str, years))
    said = f"of an inspection in {called}" if inspected and len(inspected) == len(years) else f"published in {called}"
    return Resolved(tuple(in_order(found)), said, tuple(missing))


def _years_inspected(report: Report) -> set[int]:
    return {day.year for day in (report.inspected_from, report.inspected_to) if day}


def published_in_any(period: NamedPeriod, reports: Sequence[Report]) -> bool:
    """Say whether any of the years named is one in which a report was published."""
    return any(report_year(one) in period.years for one in reports)
