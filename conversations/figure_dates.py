"""How old a figure is: the day that the report gives for it, else the inspection that it comes from."""

import re
from collections.abc import Iterable, Mapping

from ingest.models import Passage, Report
from retrieval.models import Statement
from retrieval.text.dates import MONTHS, find_dates
from retrieval.text.quantities import quantities

_AS_AT = re.compile(r"\b(?:(?:as )?at|as of|on)(?: the)?\s+$", re.IGNORECASE)


def figure_date(statement: Statement, passages: Mapping[str, Passage]) -> str:
    """Return "at 31 January 2018" for a figure whose day stands before the words quoted, or in what they hang from.

    "" where the statement has no figure, prints a date itself, or no day is given. `passages` are by id.
    """
    if _is_dated(statement) or not quantities(statement.text):
        return ""
    for citation in statement.citations:
        passage = passages.get(citation.passage)
        if passage is not None and (day := _day_before(passage, citation.quote)):
            return f"at {day}"
    return ""


def undated_figures(statements: Iterable[Statement], passages: Mapping[str, Passage], report: Report) -> str:
    """Say how old the figures of one report are for which it gives no day, or "" where there is none."""
    last = report.inspected_to or report.inspected_from
    undated = (quantities(one.text) and not _is_dated(one) and not figure_date(one, passages) for one in statements)
    if last is None or not any(undated):
        return ""
    return f"Figures without a date are as found at the inspection, {MONTHS[last.month - 1]} {last.year}."


def _is_dated(statement: Statement) -> bool:
    return bool(find_dates(statement.text))


def _day_before(passage: Passage, quote: str) -> str:
    before = f"{passage.lead_in} {passage.text.partition(quote)[0]}"
    days = [one for one in find_dates(before) if one.day and _AS_AT.search(before[: one.start])]
    return before[days[-1].start : days[-1].end] if days else ""
