"""When a report is from, for ordering, for the year that a reader calls it by, and in words.

Reports under the framework of 2018 print no publication date, only the days of the inspection.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta

from ingest.kinds.loader import profiles
from ingest.models import Report
from retrieval.text.dates import MONTHS, DateMention, spell_date

_SOONEST, _LATEST, _USUAL = timedelta(days=28), timedelta(days=70), timedelta(days=52)
"""From the last day on site to publication: 31 to 66 days in the 41 reports of 2018-2025 that were checked."""


def report_day(report: Report) -> date:
    """Return the day of publication, else the day on which a report of that inspection is usually published."""
    if report.published:
        return report.published
    last = report.inspected_to or report.inspected_from
    return last + _USUAL if last else date.min


def report_year(report: Report) -> int:
    """Return the year that a reader calls a report by."""
    return report_day(report).year


def in_order(reports: Sequence[Report]) -> list[Report]:
    """Return the reports, oldest first."""
    return sorted(reports, key=report_day)


def published_at(report: Report, mention: DateMention) -> bool:
    """Say whether a report was published at the date named, as far as is known."""
    if report.published:
        return _falls_in(report.published, mention)
    last = report.inspected_to or report.inspected_from
    return last is not None and any(_falls_in(day, mention) for day in (last + _SOONEST, last + _USUAL, last + _LATEST))


def inspected_at(report: Report, mention: DateMention) -> bool:
    """Say whether a report's inspection began or ended at the date named."""
    return any(_falls_in(day, mention) for day in (report.inspected_from, report.inspected_to))


def _falls_in(day: date | None, mention: DateMention) -> bool:
    if day is None:
        return False
    if mention.last_year is not None:
        return mention.year <= day.year <= mention.last_year
    return day.year == mention.year and mention.month in (None, day.month) and mention.day in (None, day.day)


def spell_report_date(report: Report) -> str:
    """Say when a report is from: "published 16 May 2018", else "inspected in January 2022"."""
    if report.published:
        return f"published {spell_date(report.published)}"
    last = report.inspected_to or report.inspected_from
    return f"inspected in {MONTHS[last.month - 1]} {last.year}" if last else "undated"


def name_report(report: Report) -> str:
    """Name a report as a reader would: Surrey, published 16 May 2018."""
    return f"{report.authority}, {spell_report_date(report)}"


def name_briefly(report: Report) -> str:
    """Name a report in passing: Surrey 2018."""
    day = report_day(report)
    return f"{report.authority} {day.year}" if day != date.min else report.authority


def brief_names(reports: Sequence[Report]) -> dict[str, str]:
    """Name reports in passing, by their keys; two of one year by their months: Surrey June 2015."""
    names = {report.key: name_briefly(report) for report in reports}
    twice = {name for name, number in Counter(names.values()).items() if number > 1}
    for report in reports:
        day = report_day(report)
        if names[report.key] in twice and day != date.min:
            names[report.key] = f"{report.authority} {MONTHS[day.month - 1]} {day.year}"
    return names


def is_of_kind(report: Report, kind: str) -> bool:
    """Say whether a report is of the kind that a question names: a profile's id, or the word in it ("send")."""
    return kind == report.kind or kind in report.kind.split("_")


def kind_asked(kind: str) -> str:
    """Return what a reader calls the kind that a question names, known by its id or by the word in it."""
    known = next((one for key, one in profiles().items() if key == kind or kind in key.split("_")), None)
    return known.name if known else "report of another kind" if kind == "other" else f"{kind} inspection"
