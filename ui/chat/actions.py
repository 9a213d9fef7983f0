"""What a reader can do with an answer: say what they think of it, copy it, take it along, see how it came about."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial

import streamlit as st

from conversations.markdown import write_markdown
from conversations.models import Exchange, Remark, Verdict, now
from conversations.transcript import circumstances, cite_in_full, compose, find_report
from conversations.word import write_word
from presentation import headline, name_report, notices_beside
from ui.engine import Engine
from ui.parts.words import show_words
from ui.visitors.identity import LOCAL, current_user

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
VERDICTS: tuple[Verdict, Verdict] = ("not helpful", "helpful")
"""As `st.feedback` numbers its thumbs: down, up."""
WHOLE = "whole"
"""The place of the export of a whole conversation."""
NAMED = 10
"""Reports searched that an answer's details name."""
REASONS: dict[Verdict, tuple[str, ...]] = {
    "helpful": ("Right paragraph", "Clear", "Complete"),
    "not helpful": ("Wrong paragraph", "Misses something", "Out of date", "Hard to understand"),
}


def show_actions(engine: Engine, turn: int, exchange: Exchange) -> None:
    """Show the row of actions under an answer."""
    with st.container(horizontal=True, key=f"actions-{turn}", vertical_alignment="center"):
        verdict = st.feedback("thumbs", key=f"thumbs-{turn}-{exchange.answer.receipt}")
        with st.popover("Copy", icon=":material/content_copy:", key=f"copy-{turn}", type="tertiary"):
            show_words("The answer with its references. The button at its corner copies it.", style="quiet")
            st.code(answer_to_copy(engine, exchange), language=None, wrap_lines=True)
        show_export(engine, [exchange], place=str(turn), name=f"answer-{exchange.answer.receipt}")
        with st.popover("How this was answered", icon=":material/info:", key=f"how-{turn}", type="tertiary"):
            _show_details(engine, exchange)
    if verdict is not None:
        _ask_why(engine, exchange, VERDICTS[verdict])


def show_export(engine: Engine, said: Sequence[Exchange], *, place: str, name: str) -> None:
    """Offer exchanges as a Word document or Markdown; each is written when it is asked for."""
    whole = place == WHOLE
    with st.popover(
        "Export the conversation" if whole else "Export",
        icon=":material/download:",
        key=f"export-{place}",
        type="secondary" if whole else "tertiary",
        width="stretch" if whole else "content",
    ):
        show_words("For a committee paper: footnotes to paragraphs, sources, and what was not found.", style="quiet")
        write = partial(compose, tuple(said), engine.library, day=date.today(), demo=engine.demo)
        formats: list[tuple[str, str, str, Callable[[], bytes]]] = [
            ("Word", "docx", WORD, lambda: write_word(write())),
            ("Markdown", "md", "text/markdown", lambda: write_markdown(write()).encode()),
        ]
        for title, ending, mime, make in formats:
            st.download_button(
                title,
                make,
                file_name=f"{name}.{ending}",
                mime=mime,
                key=f"{ending}-{place}",
                icon=":material/description:",
                on_click="ignore",
                width="stretch",
            )


def answer_to_copy(engine: Engine, exchange: Exchange) -> str:
    """Return an answer with its references as plain text."""
    answer = exchange.answer
    find = find_report(engine.library)
    lines = [exchange.question, "", *([headline(answer)] if headline(answer) else [])]
    for statement in answer.statements:
        references = dict.fromkeys(cite_in_full(one, find(one.report)) for one in statement.citations)
        lines.append(f"{statement.text} [{'; '.join(references)}]")
    if not answer.statements:
        lines.append(answer.text)
    return "\n".join([*lines, *(f"Note: {one.text}" for one in notices_beside(answer))])


def _show_details(engine: Engine, exchange: Exchange) -> None:
    answer = exchange.answer
    find = find_report(engine.library)
    if answer.standalone_question not in ("", exchange.question):
        show_words("Understood as", style="strong")
        show_words(answer.standalone_question)
    names = [name_report(report) if (report := find(key)) else key for key in answer.searched[:NAMED]]
    if names:
        more = len(answer.searched) - len(names)
        show_words("Searched", style="strong")
        show_words("\n".join([*names, *([f"and {more} more"] if more else [])]))
    show_words("Answered", style="strong")
    show_words(f"{circumstances(exchange)} It took {answer.seconds:.1f} seconds.")
    show_words("Link to this answer", style="strong")
    st.code(f"{(st.context.url or '').partition('?')[0]}?answer={answer.receipt}", language=None, wrap_lines=True)


def _ask_why(engine: Engine, exchange: Exchange, verdict: Verdict) -> None:
    """Keep the thumb at once, then ask for the reason."""
    receipt = exchange.answer.receipt
    user = current_user()
    state = f"remark-{receipt}"
    if st.session_state.get(state) == ("sent", verdict):
        show_words("Thank you. The staff who look after this service can read it.", style="quiet")
        return

    def keep(reason: str, *, share: bool) -> None:
        reports = exchange.selection.reports or exchange.answer.searched
        question = exchange.question if share else None
        engine.remarks.keep(Remark(receipt, user.id, verdict, reason, now(), question, reports))

    if st.session_state.get(state) != ("kept", verdict):
        keep("", share=user == LOCAL)
        st.session_state[state] = ("kept", verdict)
    with st.form(f"why-{receipt}", border=True):
        chosen = st.pills("What makes it so?", REASONS[verdict], selection_mode="multi", key=f"reasons-{receipt}")
        words = st.text_input("In your own words, if you like", key=f"words-{receipt}", max_chars=500)
        share = user == LOCAL or st.checkbox("Show the staff my question, too", value=True, key=f"share-{receipt}")
        if st.form_submit_button("Send", icon=":material/send:"):
            keep("; ".join([*chosen, *([words.strip()] if words.strip() else [])]), share=bool(share))
            st.session_state[state] = ("sent", verdict)
            st.rerun()
