"""What the reader chooses to ask, in the sidebar: authority, report, date of publication, section."""

from collections.abc import Mapping, Sequence

import streamlit as st

from conversations.models import Selection
from ingest.models import Passage, Report
from presentation import count, in_words, name_report
from retrieval.library.library import Library
from retrieval.reports.periods import newest_inspection
from retrieval.reports.report_dates import report_day, report_year
from ui.parts.words import label

ALL = ""
EVERY_REPORT = "*"
"""All reports of the authority chosen, not only the newest."""
_LEAVES = ("summary", "inspection findings", "what the inspection judgements mean", "executive summary")
_DEEPEST = 3


def choose(library: Library) -> Selection:
    """Show the choices and return what was chosen."""
    reports = sorted(library.reports(), key=lambda one: (one.authority, -report_day(one).toordinal()))
    authority = _authority(reports)
    year = _year([one for one in reports if authority in (ALL, one.authority)])
    within = [one for one in reports if authority in (ALL, one.authority) and year in (ALL, str(report_year(one)))]
    chosen = _report(within, authority, dated=year != ALL)
    if chosen not in (ALL, EVERY_REPORT):
        section = _section(library.passages(chosen))
        return Selection(authority or None, (chosen,), section)
    narrowed = chosen == EVERY_REPORT or year != ALL
    return Selection(authority or None, tuple(one.key for one in within) if narrowed else ())


def describe(selection: Selection, library: Library) -> str:
    """Return the choice in words: "Surrey, inspection published 16 May 2018"."""
    if len(selection.reports) == 1:
        named = name_report(library.report(selection.reports[0]))
        return f"{named}: {selection.section[-1]}" if selection.section else named
    if selection.reports:
        return f"{count(len(selection.reports), 'report')}{f' of {selection.authority}' if selection.authority else ''}"
    if selection.authority:
        return f"{selection.authority}, the newest inspection unless you name another"
    return f"all {count(len(library.reports()), 'report')}"


def _authority(reports: Sequence[Report]) -> str:
    names = sorted({one.authority for one in reports})
    options = {ALL: f"All {len(names)} authorities"} | {one: label(one) for one in names}
    return _select("Authority", options, key="authority") if len(names) > 1 else names[0]


def _year(reports: Sequence[Report]) -> str:
    years = sorted({report_year(one) for one in reports}, reverse=True)
    options = {ALL: "Any year"} | {str(one): str(one) for one in years}
    return _select("Year of publication", options, key="year") if len(years) > 1 else ALL


def _report(reports: Sequence[Report], authority: str, *, dated: bool) -> str:
    if authority == ALL or dated:
        first = {ALL: f"All {count(len(reports), 'report')}" if len(reports) > 1 else "The one report"}
    else:
        newest = newest_inspection(reports)
        first = {ALL: f"Newest inspection ({_day(newest)})" if newest else "Newest inspection"}
        if len(reports) > 1:
            first[EVERY_REPORT] = f"All {count(len(reports), 'report')}"
    named = {one.key: label(name_report(one)) for one in reports}
    return _select("Report", first | named, key="report")


def _section(passages: Sequence[Passage]) -> tuple[str, ...]:
    """Offer the headings of a report, each below the ones that it stands under."""
    paths: dict[tuple[str, ...], str] = {}
    for passage in passages:
        for depth in range(1, min(len(passage.section), _DEEPEST) + 1):
            path = passage.section[:depth]
            if not path[-1].casefold().startswith(_LEAVES):
                paths.setdefault(path, f"{'– ' * (depth - 1)}{path[-1]}")
    options = {ALL: "The whole report"} | {str(number): label(name) for number, name in enumerate(paths.values())}
    chosen = _select("Section", options, key="section")
    return list(paths)[int(chosen)] if chosen else ()


def _select(name: str, options: Mapping[str, str], *, key: str) -> str:
    """Show a choice that is kept while other pages are looked at, and falls back when it is no longer offered."""
    if st.session_state.get(key, ALL) not in options:
        st.session_state[key] = ALL
    return st.selectbox(name, list(options), format_func=options.__getitem__, key=key, persist_state="session")


def _day(report: Report | None) -> str:
    return in_words(report.published or report.inspected_to) if report else ""
