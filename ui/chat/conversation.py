"""The conversation: questions and answers in turn, the waiting one streamed as it is verified."""

from itertools import groupby

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from conversations.database import HistoryUnusable
from conversations.models import Exchange, now
from conversations.transcript import find_report
from presentation import name_report, reference
from retrieval.models import Answer, Statement
from ui.chat.answer import show_answer
from ui.chat.scrolling import bring_to_top
from ui.engine import Engine
from ui.parts.words import escape, show_words
from ui.visitors.identity import current_user
from ui.visitors.queue import Busy
from ui.visitors.state import Asked, conversation_id, exchanges, history, put, take_waiting, waiting

PERSON, BOOK = ":material/person:", ":material/menu_book:"


def converse(engine: Engine) -> None:
    """Show what was said so far, and answer the question that waits."""
    with st.container(key="conversation"):
        _show_exchanges(engine)
        _answer_waiting(engine)


def _show_exchanges(engine: Engine) -> None:
    """Show every exchange so far; what could be asked next stands under the last, unless a question waits."""
    said = exchanges()
    last = -1 if waiting() else len(said) - 1
    for turn, exchange in enumerate(said):
        _show_question(exchange.question)
        with _answering().container():
            show_answer(engine, turn, exchange, last=turn == last)


def _answer_waiting(engine: Engine) -> None:
    """Ask the waiting question, showing each statement as soon as it is verified, then the whole answer in its place.

    All in one run: drawing the page again would double what a reader waits for.
    """
    asked = take_waiting()
    if asked is None:
        return
    _show_question(asked.question, newest=True)
    place = _answering()
    try:
        with place.container(), st.spinner("Reading the reports …"):
            answer = _stream(engine, asked)
    except Busy as busy:
        with place.container():
            show_words(f"{busy.message} {busy.remedy}")
            st.button("Ask again", icon=":material/refresh:", on_click=put, args=(asked.question, asked.selection))
        return
    exchange = Exchange(
        question=asked.question,
        answer=answer,
        asked=now(),
        selection=asked.selection,
        reports_held=len(engine.library.reports()),
        generation=engine.library.generation,
        model=engine.settings.model,
    )
    exchanges().append(exchange)
    _keep(engine, exchange)
    with place.container():
        show_answer(engine, len(exchanges()) - 1, exchange, last=True)


def _answering() -> DeltaGenerator:
    """Return the place of an answer, which shows one thing at a time."""
    return st.chat_message("assistant", avatar=BOOK).empty()


def _show_question(question: str, *, newest: bool = False) -> None:
    with st.chat_message("user", avatar=PERSON):
        show_words(question or "A question that is not kept with its answer.", style="words question")
        if newest:
            bring_to_top()


def _stream(engine: Engine, asked: Asked) -> Answer:
    """Show each statement with its references as it arrives, the report named once, and return the answer."""
    named = ""
    for part in engine.answer(asked.question, asked.selection, history()):
        if isinstance(part, Answer):
            return part
        named = _show_arriving(engine, part, named)
    raise AssertionError("an answer always comes last")


def _show_arriving(engine: Engine, statement: Statement, named: str) -> str:
    report = statement.citations[0].report
    if report != named:
        found = find_report(engine.library)(report)
        show_words(name_report(found) if found else report, style="report")
    references = groupby(statement.citations, key=lambda one: reference(one.label, one.pages))
    chips = "".join(f'<span class="chip">{escape(where)}</span>' for where, _ in references)
    st.html(f'<div class="words">{escape(statement.text)}</div><div class="chips">{chips}</div>')
    return report


def _keep(engine: Engine, exchange: Exchange) -> None:
    user = current_user()
    if user.is_visitor:
        return
    try:
        engine.history.keep(conversation_id(), user.id, len(exchanges()) - 1, exchange)
    except HistoryUnusable as error:
        # The answer matters more than its being kept.
        st.toast(error.message, icon=":material/history_toggle_off:")
