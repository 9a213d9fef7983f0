"""What is said of the reports that a question is put to: the newest, an older one, none that is held, a choice."""

from collections.abc import Sequence

from ingest.models import Report
from retrieval.models import Choice, Draft, Notice
from retrieval.reports.periods import Period, asks_for_latest, newest_inspection
from retrieval.reports.report_dates import report_day, spell_report_date

_MOST_LISTED = 12


def which_authority(question: str, reports: Sequence[Report]) -> Draft:
    names = sorted({report.authority for report in reports})
    newest = [newest_inspection([report for report in reports if report.authority == name]) for name in names]
    stem = question.rstrip(" ?.!")
    choices = tuple(
        Choice(
            f"{report.authority} ({spell_report_date(report)})",
            report=report.key,
            question=f"{stem} in {report.authority}?",
        )
        for report in newest
        if report is not None
    )
    text = f"Which authority do you mean? Reports of {len(names)} are held: {_some(names)}."
    return Draft("needs_clarification", reason="which_authority", text=text, choices=choices)


def which_report(question: str, reports: Sequence[Report]) -> Draft:
    """Ask of which report a number is meant: "paragraph 61" stands in each of them."""
    stem = question.rstrip(" ?.!")
    ordered = sorted(reports, key=lambda one: (one.authority, report_day(one)))
    choices = tuple(
        Choice(f"{report.authority} ({spell_report_date(report)})", report=report.key, question=f"{stem}?")
        for report in ordered
    )
    text = f"Which report do you mean? {len(reports)} reports are held: {_some([one.text for one in choices])}."
    return Draft("needs_clarification", reason="which_report", text=text, choices=choices)


def report_not_held(sentence: str, reports: Sequence[Report]) -> Draft:
    """Say that a report is not held, and what is: the reports of one authority by date, else the authorities."""
    names = sorted({report.authority for report in reports})
    if len(names) == 1:
        dates = [spell_report_date(report) for report in sorted(reports, key=report_day)]
        held = f"Held for {names[0]}: {_some(dates)}."
    else:
        held = f"Held are reports of {len(names)} authorities: {_some(names)}." if names else "No report is held yet."
    return Draft("report_not_held", reason="not_held", text=f"{sentence} {held}")


def period_notices(question: str, name: str, period: Period) -> list[Notice]:
    newest = period.reports[-1]
    when = spell_report_date(newest)
    if period.how == "newest":
        code = "newest_used"
        text = f"Answered from the newest inspection of {name} that is held, {when}."
        return [] if asks_for_latest(question) else [Notice(code, text)]
    if period.how == "inspected" and newest.inspected_to:
        text = f"Taken as the year of inspection: the {name} report was {when}."
        return [Notice("year_of_inspection", text)]
    if period.how == "next":
        return [Notice("next_report", f"Answered from the first report of {name} after that date, {when}.")]
    if period.missing:
        years = " or ".join(str(one.year) for one in period.missing)
        return [Notice("not_held", f"No report of {name} from {years} is held.")]
    return []


def newer_held(used: Sequence[Report], own: Sequence[Report]) -> list[Notice]:
    """Warn where a newer inspection of the same authority is held than those used."""
    newest = newest_inspection(own)
    if newest is None or any(report_day(report) >= report_day(newest) for report in used):
        return []
    text = f"A newer inspection of {newest.authority} is held, {spell_report_date(newest)}."
    return [Notice("newer_held", text)]


def _some(names: Sequence[str]) -> str:
    shown = ", ".join(names[:_MOST_LISTED])
    return shown if len(names) <= _MOST_LISTED else f"{shown} and {len(names) - _MOST_LISTED} more"
