"""A conversation as a paper for a committee: answers with numbered footnotes, sources, what was not found."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from conversations.figure_dates import figure_date, undated_figures
from conversations.models import Exchange
from ingest.models import Passage, Report
from presentation import (
    OUTCOMES,
    count,
    headline,
    in_words,
    name_report,
    nearest,
    notices_beside,
    reference,
    terms_in_words,
)
from retrieval.library.library import Library
from retrieval.models import Citation, Outcome, Statement

TITLE = "Questions to inspection reports"
LICENCE = (
    "Inspection reports are © Crown copyright. They are quoted under the Open Government Licence v3.0 "
    "(nationalarchives.gov.uk/doc/open-government-licence/version/3)."
)
_NOT_FOUND: frozenset[Outcome] = frozenset({"nearest", "not_in_reports", "report_not_held", "out_of_scope"})
SAMPLES = "The reports quoted are samples about an invented county."


@dataclass(frozen=True, slots=True)
class Sentence:
    """One statement with its footnotes; `aside` is the age of its figure."""

    text: str
    footnotes: tuple[int, ...] = ()
    aside: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """What one report says to a question."""

    report: str
    sentences: tuple[Sentence, ...]
    figures: str
    """How old its undated figures are, or ""."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One question with its answer. `remarks` are notices and terms; `nearest` stands beside a refusal."""

    question: str
    understood: str
    outcome: str
    opening: str
    sections: tuple[Section, ...]
    remarks: tuple[str, ...]
    nearest: tuple[str, ...]
    circumstances: str


@dataclass(frozen=True, slots=True)
class Transcript:
    """Everything that an export prints, in words. `footnotes[n - 1]` is footnote n."""

    made: str
    entries: tuple[Entry, ...]
    footnotes: tuple[str, ...]
    sources: tuple[str, ...]
    not_found: tuple[str, ...]
    licence: str


def compose(exchanges: Sequence[Exchange], library: Library, *, day: date, demo: bool = False) -> Transcript:
    """Return `exchanges` as a paper made on `day`."""
    return _Composer(library).compose(exchanges, day, SAMPLES if demo else LICENCE)


def cite_in_full(citation: Citation, report: Report | None) -> str:
    """Return "Surrey, inspection published 16 May 2018, para 61, p. 21"."""
    return f"{name_report(report) if report else citation.report}, {reference(citation.label, citation.pages)}"


def find_report(library: Library) -> Callable[[str], Report | None]:
    """Return a look-up of reports by key that says None where one is no longer held."""
    return {report.key: report for report in library.reports()}.get


class _Composer:
    def __init__(self, library: Library) -> None:
        self._library = library
        self._report = find_report(library)
        self._footnotes: list[str] = []

    def compose(self, exchanges: Sequence[Exchange], day: date, licence: str) -> Transcript:
        entries = tuple(self._entry(one) for one in exchanges)
        used = dict.fromkeys(key for one in exchanges for key in one.answer.cited)
        return Transcript(
            made=in_words(day),
            entries=entries,
            footnotes=tuple(self._footnotes),
            sources=tuple(self._source(key) for key in used),
            not_found=tuple(self._not_found(one) for one in exchanges if one.answer.outcome in _NOT_FOUND),
            licence=licence,
        )

    def _entry(self, exchange: Exchange) -> Entry:
        answer = exchange.answer
        terms = terms_in_words(answer, filter(None, map(self._report, answer.cited)))
        standalone = answer.standalone_question
        return Entry(
            question=exchange.question,
            understood=standalone if standalone != exchange.question else "",
            outcome=OUTCOMES[answer.outcome],
            opening=headline(answer) if answer.statements else answer.text,
            sections=self._sections(answer.statements),
            remarks=(*(one.text for one in notices_beside(answer)), *([terms] if terms else [])),
            nearest=tuple(
                f"{name_report(one.report)}, {reference(one.passage.label, one.passage.pages)}"
                for one in nearest(answer)
            ),
            circumstances=circumstances(exchange),
        )

    def _sections(self, statements: Sequence[Statement]) -> tuple[Section, ...]:
        ids = {one.passage for statement in statements for one in statement.citations}
        passages = self._library.passages_by_id(ids)
        sections = []
        for key, found in groupby(statements, key=lambda one: one.citations[0].report):
            group = tuple(found)
            report = self._report(key)
            sections.append(
                Section(
                    report=name_report(report) if report else key,
                    sentences=tuple(self._sentence(one, passages) for one in group),
                    figures=undated_figures(group, passages, report) if report else "",
                )
            )
        return tuple(sections)

    def _sentence(self, statement: Statement, passages: dict[str, Passage]) -> Sentence:
        numbers = []
        for citation in statement.citations:
            words = cite_in_full(citation, self._report(citation.report))
            # A quotation that is not the statement itself is what a reader needs to check it.
            quoted = "" if citation.quote in statement.text else f": “{citation.quote}”"
            self._footnotes.append(f"{words}{quoted}")
            numbers.append(len(self._footnotes))
        return Sentence(statement.text, tuple(numbers), figure_date(statement, passages))

    def _name(self, key: str) -> str:
        report = self._report(key)
        return name_report(report) if report else key

    def _source(self, key: str) -> str:
        report = self._report(key)
        return f"{name_report(report)}. {report.title}." if report else f"{key} (no longer held)."

    def _not_found(self, exchange: Exchange) -> str:
        searched = exchange.answer.searched
        where = self._name(searched[0]) if len(searched) == 1 else count(len(searched), "report")
        reason = OUTCOMES[exchange.answer.outcome]
        return f"{exchange.question} ({reason}.{f' Searched: {where}.' if searched else ''})"


def circumstances(exchange: Exchange) -> str:
    """Say when, from what and by what an answer was given."""
    words = f"worded by {exchange.model}" if exchange.model else "in the reports’ own words"
    return (
        f"Answered on {in_words(exchange.asked.date())} from a library of {count(exchange.reports_held, 'report')} "
        f"(state {exchange.generation}), {words}. Receipt {exchange.answer.receipt}."
    )
