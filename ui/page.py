"""The first page: choice of report, conversation, question box."""

import streamlit as st

from intake import sample_files, take_in
from presentation import name_report
from retrieval.embeddings import open_embedder
from retrieval.library import Library
from ui.conversation import answer_waiting, exchanges, put, show_conversation
from ui.engine import Engine
from ui.words import label, show_message, show_words

SAMPLE_QUESTIONS = (
    "What was the overall judgement of {authority}?",
    "How many children are on a child protection plan in {authority}?",
    "How many care leavers of {authority} are in suitable accommodation?",
    "What needs to improve in {authority}?",
    "Who led the inspection of {authority}?",
)
"""What people ask of any full inspection."""


def draw(engine: Engine) -> None:
    """Draw the page for one visitor."""
    if not engine.library.reports():
        _offer_samples(engine)
        return
    chosen = _show_sidebar(engine)
    if not exchanges() and "asked" not in st.session_state:
        _show_welcome(engine, chosen)
    if question := st.chat_input("Ask a question about the reports"):
        put(question, chosen)
    show_conversation(engine)
    answer_waiting(engine)


def _show_sidebar(engine: Engine) -> tuple[str, ...]:
    """Show the choice of report and what answers; return the keys chosen, () for all reports."""
    reports = sorted(engine.library.reports(), key=lambda one: (one.authority, str(one.published)))
    names = {one.key: label(name_report(one)) for one in reports}
    with st.sidebar:
        st.title("Inspection reports", anchor=False)
        chosen = st.selectbox(
            "Report to ask",
            ["", *names],
            format_func=lambda key: names.get(key, f"All {len(names)} reports"),
            key="report",
        )
        st.button("New conversation", icon=":material/add:", on_click=_start_again, disabled=not exchanges())
        st.subheader("How it answers", anchor=False)
        if engine.settings.model:
            show_words(f"In the words of {engine.settings.model}, each checked against the report.", style="quiet")
        else:
            show_words(
                "In the report's own words. No language model is set, and nothing leaves this computer.", style="quiet"
            )
        show_words("Each reference opens the passage it names. Check it before you quote it.", style="quiet")
    return (chosen,) if chosen else ()


def _start_again() -> None:
    st.session_state.pop("exchanges", None)
    st.session_state.pop("source", None)


def _show_welcome(engine: Engine, chosen: tuple[str, ...]) -> None:
    st.header("Ask the inspection reports", anchor=False)
    show_words("You get a short answer. Every statement names the paragraph it rests on, and opens it.")
    reports = [engine.library.report(key) for key in chosen] or engine.library.reports()
    authority = max(reports, key=lambda one: (one.kind == "full", str(one.published))).authority
    with st.container(horizontal=True, key="samples"):
        for position, sample in enumerate(SAMPLE_QUESTIONS):
            question = sample.format(authority=authority)
            st.button(label(question), key=f"sample-{position}", on_click=put, args=(question, chosen))


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
        for _ in take_in(library, files, on_passages=show, model_folder=settings.embeddings_folder):
            finished += 1
            show(0, 1)
