"""The Feedback page: what readers said of answers, for the staff, who make evaluation cases of them."""

import json
from collections.abc import Mapping
from typing import Any

import streamlit as st

from conversations.models import Remark
from conversations.remarks import make_case
from presentation import count, in_words
from retrieval.store.receipts import UnknownReceipt
from ui.engine import Engine
from ui.navigation import open_answer
from ui.parts.words import show_message, show_words
from ui.visitors.identity import NotAllowed, current_user

SETS = {"not helpful": "Not helpful", "helpful": "Helpful"}
SHOWN = 50


def draw(engine: Engine) -> None:
    """Draw the page for an administrator; raises NotAllowed for anybody else."""
    if not current_user().may_administer:
        raise NotAllowed(
            "This page is for who administers the assistant: it shows what readers asked and said.",
            remedy="Ask who runs these pages.",
        )
    st.title("Feedback", anchor=False)
    remarks = engine.remarks.all()
    if not remarks:
        show_words("Nobody has said anything yet. Readers do so by the thumbs under an answer.")
        return
    counts = {verdict: sum(one.verdict == verdict for one in remarks) for verdict in SETS}
    chosen = st.segmented_control(
        "Show", list(SETS), default="not helpful", required=True, format_func=lambda one: f"{SETS[one]} ({counts[one]})"
    )
    shown = [one for one in remarks if one.verdict == chosen]
    cases = [case for one in shown if (case := _case(engine, one))]
    if cases:
        st.download_button(
            f"Download {count(len(cases), 'evaluation case')}",
            "".join(_line(case) for case in cases),
            file_name=f"feedback-{str(chosen).replace(' ', '-')}.jsonl",
            mime="application/jsonl",
            icon=":material/download:",
            on_click="ignore",
        )
        show_message(
            "Fill in the facts that the answer should hold, then run `inspection-qa eval generate --set FILE`."
        )
    for remark in shown[:SHOWN]:
        _show(engine, remark)


def _show(engine: Engine, remark: Remark) -> None:
    place = f"{remark.receipt}-{remark.made:%f%S%M}"
    with st.container(border=True, key=f"remark-{place}"):
        show_words(remark.question or "The question was not shared.", style="strong")
        show_words(remark.reason or "No reason given.")
        show_words(f"{in_words(remark.made.date())}, receipt {remark.receipt}", style="quiet")
        with st.container(horizontal=True):
            if st.button("Open the answer", key=f"answer-{place}", icon=":material/open_in_new:"):
                open_answer(remark.receipt)
            case = _case(engine, remark)
            if case and st.button("Make an evaluation case", key=f"case-{place}", icon=":material/fact_check:"):
                st.session_state["case"] = remark.receipt
        if case and st.session_state.get("case") == remark.receipt:
            st.code(_line(case).strip(), language=None, wrap_lines=True)
            st.download_button(
                "Download it",
                _line(case),
                file_name=f"{case['id']}.jsonl",
                mime="application/jsonl",
                key=f"download-{place}",
                on_click="ignore",
            )


def _case(engine: Engine, remark: Remark) -> dict[str, Any] | None:
    try:
        answer = engine.library.receipts.load(remark.receipt).answer
    except UnknownReceipt:
        return None
    return make_case(remark, answer)


def _line(case: Mapping[str, Any]) -> str:
    return json.dumps(case, ensure_ascii=False) + "\n"
