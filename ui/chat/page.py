"""The first page: what to ask of, the conversation, the question box."""

from pathlib import Path

import streamlit as st

from conversations.models import Selection
from conversations.transcript import LICENCE, SAMPLES
from ingest.kinds.loader import profile_of
from retrieval.library.intake import sample_files, take_in
from retrieval.library.library import Library
from retrieval.vectors.embeddings import open_embedder
from ui.chat.actions import WHOLE, show_export
from ui.chat.conversation import converse
from ui.chat.history import show_past
from ui.chat.links import open_linked_answer, show_link_note
from ui.chat.selection import choose, describe
from ui.engine import Engine
from ui.parts.words import label, show_message, show_words
from ui.printed.sources import show_opened_source
from ui.visitors.state import conversation_id, exchanges, put, start_again, waiting

LOOK = Path(__file__).with_name("chat.css")
SAMPLE_QUESTIONS = (
    "What was the overall judgement of {authority}?",
    "What needs to improve in {authority}?",
    "How many children are on a child protection plan in {authority}?",
    "How well are care leavers supported in {authority}?",
    "Who led the inspection of {authority}?",
)
"""What people ask of any full inspection."""


def draw(engine: Engine) -> None:
    """Draw the page for one visitor."""
    st.html(LOOK)
    if not engine.library.reports():
        _offer_samples(engine)
        return
    open_linked_answer(engine)
    with st.sidebar:
        of_conversation = st.container()
        selection = _show_choice(engine)
        of_past = st.container()
        _show_how(engine)
    # Placed by name: a question box of the page itself would have the view follow the end of a long answer.
    with st.bottom:
        question = st.chat_input("Ask a question about the reports", submit_mode="disable")
        samples = ", samples about an invented county" if engine.demo else ""
        show_words(f"Asking {describe(selection, engine.library)}{samples}.", style="foot")
    if question:
        put(question, selection)
    if exchanges() or waiting():
        show_link_note()
    else:
        _show_welcome(engine, selection)
    converse(engine)
    # Both are of the conversation with its newest answer.
    with of_conversation:
        _show_whole_conversation(engine)
    with of_past:
        show_past(engine)
    show_opened_source(engine.library, demo=engine.demo)


def _show_choice(engine: Engine) -> Selection:
    """Show what to ask of, and return what was chosen."""
    st.subheader("What to ask", anchor=False)
    selection = choose(engine.library)
    show_words("A question that names another report is put to that one.", style="quiet")
    return selection


def _show_how(engine: Engine) -> None:
    """Show what answers, and what to do with its references."""
    st.subheader("How it answers", anchor=False)
    if engine.settings.model:
        show_words(f"In the words of {engine.settings.model}, each checked against the report.", style="quiet")
    else:
        words = "In the report’s own words. No language model is set, and nothing leaves this computer."
        show_words(words, style="quiet")
    show_words("Each reference opens the passage it names. Check it before you quote it.", style="quiet")
    show_words(SAMPLES if engine.demo else LICENCE, style="quiet")


def _show_whole_conversation(engine: Engine) -> None:
    st.button(
        "New conversation", icon=":material/add:", on_click=start_again, disabled=not exchanges(), width="stretch"
    )
    if exchanges():
        show_export(engine, exchanges(), place=WHOLE, name=f"conversation-{conversation_id()}")


def _show_welcome(engine: Engine, selection: Selection) -> None:
    st.header("Ask the inspection reports", anchor=False)
    show_words("You get a short answer. Every statement names the paragraph it rests on, and opens it.")
    reports = [engine.library.report(key) for key in selection.reports] or [
        one for one in engine.library.reports() if selection.authority in (None, one.authority)
    ]
    authority = max(reports, key=lambda one: (profile_of(one.kind).default, str(one.published))).authority
    with st.container(key="samples"):
        for position, sample in enumerate(SAMPLE_QUESTIONS):
            question = sample.format(authority=authority)
            st.button(label(question), key=f"sample-{position}", wrap=True, on_click=put, args=(question, selection))


def _offer_samples(engine: Engine) -> None:
    st.header("Ask the inspection reports", anchor=False)
    show_message("No report is held yet. Add some on the Reports page, or run `inspection-qa ingest PATH`.")
    show_words("Or try it over sample reports about an invented county, in a library of their own.")
    if st.button("Try the sample reports", type="primary"):
        _fill_demo_library(engine)
        st.session_state["demo"] = True
        st.rerun()


def _fill_demo_library(engine: Engine) -> None:
    files = sample_files()
    bar = st.progress(0.0, "Reading the sample reports …")
    finished = 0

    def show(done: int, total: int) -> None:
        share = done / max(total, 1)
        bar.progress((finished + share) / len(files), f"{finished} of {len(files)} sample reports read")

    settings = engine.settings
    home = settings.home if engine.demo else settings.demo_home
    with Library.open(home, open_embedder(settings), create=True) as library:
        for _ in take_in(library, files, on_passages=show):
            finished += 1
            show(0, 1)
