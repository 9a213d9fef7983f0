"""One answer: its outcome, its statements with their references, what to know beside it, what to ask next."""

from collections.abc import Callable, Mapping, Sequence
from itertools import groupby

import streamlit as st

from conversations.figure_dates import figure_date, undated_figures
from conversations.models import Exchange, Selection
from conversations.suggestions import suggest
from conversations.transcript import find_report
from ingest.models import Passage, Report
from presentation import (
    OUTCOMES,
    headline,
    name_briefly,
    name_report,
    nearest,
    notices_beside,
    reference,
    understood_in_words,
)
from retrieval.models import Answer, Citation, Evidence, Outcome, Statement
from retrieval.reports.periods import newest_inspection
from retrieval.text.glossary import Explained, explain
from ui.chat.actions import show_actions
from ui.chat.terms import mark_terms
from ui.engine import Engine
from ui.parts.words import escape, label, show_words
from ui.visitors.state import Source, exchanges, open_source, opened_source, put

ICONS: dict[Outcome, str] = {
    "answered": ":material/check_circle:",
    "partial": ":material/incomplete_circle:",
    "nearest": ":material/near_me:",
    "not_in_reports": ":material/search_off:",
    "report_not_held": ":material/folder_off:",
    "out_of_scope": ":material/block:",
    "needs_clarification": ":material/help:",
    "help": ":material/waving_hand:",
}
SHOWN_CHOICES = 12
"""Readings of a question that are offered as buttons; further ones come from a list."""


def show_answer(engine: Engine, turn: int, exchange: Exchange, *, last: bool) -> None:
    """Show an answer; under the `last` one also what could be asked next."""
    with engine.library.one_state():
        _show_parts(engine, turn, exchange)
        # Emptied as soon as a question waits: what goes later would move that question out of the view.
        suggestions = st.empty()
        if last:
            with suggestions.container():
                _show_suggestions(engine, turn, exchange.answer)


def _show_parts(engine: Engine, turn: int, exchange: Exchange) -> None:
    answer = exchange.answer
    if understood := understood_in_words(answer):
        show_words(understood, style="quiet")
    answered = answer.statements and answer.outcome != "nearest"
    st.badge(OUTCOMES[answer.outcome], icon=ICONS[answer.outcome], color="green" if answered else "gray")
    if answer.statements:
        _show_statements(engine, turn, answer)
    elif answer.text:
        show_words(answer.text)
    _show_notices(engine, turn, exchange)
    _show_choices(turn, exchange)
    _show_nearest(turn, nearest(answer))
    show_actions(engine, turn, exchange)


def _show_statements(engine: Engine, turn: int, answer: Answer) -> None:
    """Show each statement with its references as chips, under the name of the report they stand in."""
    find = find_report(engine.library)
    learnt = [pair for key in answer.cited if (report := find(key)) for pair in report.acronyms]
    terms = explain(answer.text, learnt)
    passages = engine.library.passages_by_id({one.passage for each in answer.statements for one in each.citations})
    if opening := headline(answer):
        st.html(f'<div class="words">{mark_terms(opening, terms, place=f"{turn}-opening")}</div>')
    row = 0
    for key, found in groupby(answer.statements, key=lambda one: one.citations[0].report):
        group = list(found)
        report = find(key)
        show_words(name_report(report) if report else f"{key} (no longer held)", style="report")
        for statement in group:
            _show_statement(find, f"{turn}-{row}", statement, passages, terms)
            row += 1
        if report and (note := undated_figures(group, passages, report)):
            show_words(note, style="quiet")


def _show_statement(
    find: Callable[[str], Report | None],
    place: str,
    statement: Statement,
    passages: Mapping[str, Passage],
    terms: Sequence[Explained],
) -> None:
    words = mark_terms(statement.text, terms, place=place)
    day = figure_date(statement, passages)
    aside = f' <span class="aside">({escape(day)})</span>' if day else ""
    st.html(f'<div class="words">{words}{aside}</div>')
    main = statement.citations[0].report

    def name(one: Citation) -> str:
        other = find(one.report) if one.report != main else None
        return f"{f'{name_briefly(other)}, ' if other else ''}{reference(one.label, one.pages)}"

    _show_chips(place, {name(one): Source(one.passage, one.quote) for one in statement.citations})


def _show_chips(place: str, chips: Mapping[str, Source]) -> None:
    """Show references as a row of buttons, each of which opens its source."""
    opened = opened_source()
    with st.container(horizontal=True, key=f"chips-{place}"):
        for position, (text, source) in enumerate(chips.items()):
            st.button(
                label(text),
                key=f"chip-{place}-{position}",
                icon=":material/article:",
                type="primary" if source == opened else "secondary",
                wrap=True,
                on_click=open_source,
                args=(source,),
            )


def _show_notices(engine: Engine, turn: int, exchange: Exchange) -> None:
    for number, notice in enumerate(notices_beside(exchange.answer)):
        show_words(notice.text, style=f"notice {'strong' if notice.code == 'fell_back' else ''}")
        if notice.code == "newer_held" and (newer := _newer(engine, exchange.answer)):
            st.button(
                "Ask the newest inspection",
                key=f"newer-{turn}-{number}",
                icon=":material/update:",
                type="tertiary",
                on_click=put,
                args=(exchange.question, Selection(reports=(newer,))),
            )


def _newer(engine: Engine, answer: Answer) -> str | None:
    """Return the newest inspection of the one authority that an answer is about."""
    report = find_report(engine.library)(answer.searched[0]) if len(answer.searched) == 1 else None
    if report is None:
        return None
    newest = newest_inspection([one for one in engine.library.reports() if one.authority == report.authority])
    return newest.key if newest and newest.key != report.key else None


def _show_choices(turn: int, exchange: Exchange) -> None:
    """Offer the readings of an ambiguous question: a few as buttons, many in a list."""
    choices = exchange.answer.choices
    if len(choices) > SHOWN_CHOICES:
        names = [one.text for one in choices]
        chosen = st.selectbox("Which one do you mean?", names, index=None, key=f"choose-{turn}", placeholder="Choose …")
        choices = tuple(one for one in choices if one.text == chosen)
    if not choices:
        return
    with st.container(horizontal=True, key=f"choices-{turn}"):
        for position, choice in enumerate(choices):
            selection = Selection(reports=(choice.report,)) if choice.report else exchange.selection
            st.button(
                label(choice.text),
                key=f"choice-{turn}-{position}",
                wrap=True,
                on_click=put,
                args=(choice.question or exchange.question, selection),
            )


def _show_nearest(turn: int, evidence: Sequence[Evidence]) -> None:
    if not evidence:
        return
    show_words("The nearest passages, which do not answer it:", style="quiet")
    several = len({one.report.key for one in evidence}) > 1
    chips = {}
    for one in evidence:
        where = reference(one.passage.label, one.passage.pages, one.passage.printed_pages)
        chips[f"{name_briefly(one.report)}, {where}" if several else where] = Source(one.passage.id)
    _show_chips(f"{turn}-0", chips)


def _show_suggestions(engine: Engine, turn: int, answer: Answer) -> None:
    """Offer questions about other sections of the report that was answered from, or searched."""
    keys = answer.cited or answer.searched
    if len(keys) != 1 or find_report(engine.library)(keys[0]) is None:
        return
    cited = {one.passage for statement in answer.statements for one in statement.citations}
    asked = [one.question for one in exchanges()]
    questions = suggest(engine.library.passages(keys[0]), cited=cited, asked=asked)
    if not questions:
        return
    show_words("Ask next:", style="quiet")
    with st.container(horizontal=True, key=f"next-{turn}"):
        for position, question in enumerate(questions):
            st.button(
                label(question),
                key=f"next-{turn}-{position}",
                wrap=True,
                on_click=put,
                args=(question, Selection(reports=(keys[0],))),
            )
