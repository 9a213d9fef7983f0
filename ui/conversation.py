"""The conversation: questions, answers with their references, what to do when there is no answer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from itertools import groupby

import streamlit as st

from presentation import OUTCOMES, headline, name_briefly, name_report, nearest, reference, terms_in_words
from retrieval.models import Answer, Choice, Evidence, Outcome, Statement, Turn
from ui.engine import Engine
from ui.sources import Source, show_source
from ui.words import label, show_words

ICONS: dict[Outcome, str] = {
    "answered": ":material/check_circle:",
    "partial": ":material/incomplete_circle:",
    "not_in_reports": ":material/search_off:",
    "report_not_held": ":material/folder_off:",
    "out_of_scope": ":material/block:",
    "needs_clarification": ":material/help:",
}


@dataclass(frozen=True, slots=True)
class Exchange:
    """One question with its answer. `reports` is the choice of reports it was asked under."""

    question: str
    answer: Answer
    reports: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Asked:
    """A question waiting for its answer."""

    question: str
    reports: tuple[str, ...] = ()


def exchanges() -> list[Exchange]:
    """Return this visitor's conversation."""
    held: list[Exchange] = st.session_state.setdefault("exchanges", [])
    return held


def history() -> tuple[Turn, ...]:
    """Return the conversation as a follow-up question needs it."""
    return tuple(Turn(one.question, one.answer.text, one.answer.cited or one.answer.searched) for one in exchanges())


def put(question: str, reports: tuple[str, ...] = ()) -> None:
    """Have `question` asked in this run of the page."""
    st.session_state["asked"] = Asked(question, reports)


def answer_waiting(engine: Engine) -> None:
    """Ask the waiting question, showing each statement as soon as it is verified."""
    asked: Asked | None = st.session_state.pop("asked", None)
    if asked is None:
        return
    with st.chat_message("user", avatar=":material/person:"):
        show_words(asked.question)
    with st.chat_message("assistant", avatar=":material/menu_book:"), st.spinner("Reading the reports …"):
        for part in engine.assistant.stream(asked.question, reports=asked.reports, history=history()):
            if isinstance(part, Statement):
                show_words(part.text)
            else:
                exchanges().append(Exchange(asked.question, part, asked.reports))
    st.session_state.pop("source", None)
    st.rerun()


def show_conversation(engine: Engine) -> None:
    """Show every exchange so far."""
    for turn, exchange in enumerate(exchanges()):
        with st.chat_message("user", avatar=":material/person:"):
            show_words(exchange.question)
        with st.chat_message("assistant", avatar=":material/menu_book:"):
            _show_answer(engine, turn, exchange)


def _show_answer(engine: Engine, turn: int, exchange: Exchange) -> None:
    answer = exchange.answer
    st.badge(OUTCOMES[answer.outcome], icon=ICONS[answer.outcome], color="green" if answer.statements else "gray")
    if answer.statements:
        if opening := headline(answer):
            st.html(f"<p>{escape(opening)}</p>")
        _show_statements(engine, turn, answer)
    else:
        show_words(answer.text)
    if terms := terms_in_words(answer, map(engine.library.report, answer.cited)):
        show_words(terms, style="quiet")
    for notice in answer.notices:
        show_words(f"Note: {notice.text}", style="quiet")
    _show_choices(turn, exchange, answer.choices)
    _show_nearest(engine, turn, nearest(answer))
    if answer.standalone_question not in ("", exchange.question):
        show_words(f"Understood as: {answer.standalone_question}", style="quiet")
    show_words(f"{answer.seconds:.1f} seconds · receipt {answer.receipt}", style="quiet")


def _show_statements(engine: Engine, turn: int, answer: Answer) -> None:
    """Show each statement with its references as chips, under the name of the report they stand in."""
    row = 0
    for report, statements in groupby(answer.statements, key=lambda one: one.citations[0].report):
        show_words(name_report(engine.library.report(report)), style="quiet strong")
        for statement in statements:
            show_words(statement.text)
            chips = {}
            for one in statement.citations:
                other = "" if one.report == report else f"{name_briefly(engine.library.report(one.report))}, "
                chips[f"{other}{reference(one.label, one.pages)}"] = Source(turn, row, one.passage, one.quote)
            _show_chips(engine, chips)
            row += 1


def _show_nearest(engine: Engine, turn: int, evidence: Sequence[Evidence]) -> None:
    if not evidence:
        return
    show_words("The nearest passages, which do not answer it:", style="quiet")
    chips = {}
    for one in evidence:
        where = f"{name_briefly(one.report)}, {reference(one.passage.label, one.passage.pages)}"
        chips[where] = Source(turn, 0, one.passage.id)
    _show_chips(engine, chips)


def _show_chips(engine: Engine, chips: Mapping[str, Source]) -> None:
    """Show references as a row of buttons, and the source that one of them opened below it."""
    opened: Source | None = st.session_state.get("source")
    first = next(iter(chips.values()))
    place = f"{first.turn}-{first.row}"
    with st.container(horizontal=True, key=f"chips-{place}"):
        for position, (text, source) in enumerate(chips.items()):
            icon = ":material/expand_less:" if source == opened else ":material/article:"
            st.button(label(text), key=f"chip-{place}-{position}", icon=icon, on_click=_toggle, args=(source,))
    if opened and (opened.turn, opened.row) == (first.turn, first.row):
        show_source(engine.library, opened)


def _toggle(source: Source) -> None:
    st.session_state["source"] = None if st.session_state.get("source") == source else source


def _show_choices(turn: int, exchange: Exchange, choices: Sequence[Choice]) -> None:
    if not choices:
        return
    with st.container(horizontal=True, key=f"choices-{turn}"):
        for position, choice in enumerate(choices):
            reports = (choice.report,) if choice.report else exchange.reports
            question = choice.question or exchange.question
            st.button(label(choice.text), key=f"choice-{turn}-{position}", on_click=put, args=(question, reports))
