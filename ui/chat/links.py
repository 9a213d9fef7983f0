"""Links to one answer: `?answer=RECEIPT` opens it."""

import streamlit as st

from conversations.models import Exchange, Selection, new_conversation_id
from conversations.restoring import readable, restore_answer
from retrieval.store.receipts import UnknownReceipt
from ui.engine import Engine
from ui.parts.words import show_words
from ui.visitors.identity import current_user
from ui.visitors.state import resume

_PARAMETER = "answer"


def open_linked_answer(engine: Engine) -> None:
    """Begin the conversation with the answer that the address names, once."""
    receipt = st.query_params.get(_PARAMETER)
    if receipt is None or st.session_state.get("linked") == receipt:
        return
    st.session_state["linked"] = receipt
    try:
        exchange = _find(engine, receipt)
    except UnknownReceipt as error:
        st.warning(f"{error.message} {error.remedy}", icon=":material/link_off:")
        return
    resume(new_conversation_id(), [exchange])


def show_link_note() -> None:
    """Say that an answer was opened by a link, and when it was given."""
    if st.query_params.get(_PARAMETER):
        show_words("You opened a link to one answer. Ask on from it, or begin a new conversation.", style="notice")


def _find(engine: Engine, receipt: str) -> Exchange:
    """Return a person's own exchange, else the answer by its receipt; raises UnknownReceipt."""
    own = engine.history.find(receipt, current_user().id, engine.library)
    if own is not None:
        return own
    kept = engine.library.receipts.load(receipt)
    settings = kept.settings
    return Exchange(
        question=readable(kept.question),
        answer=restore_answer(kept.answer, engine.library),
        asked=kept.created,
        selection=Selection(
            settings.get("authority"), tuple(settings.get("selected", ())), tuple(settings.get("section", ()))
        ),
        reports_held=settings.get("report_count", 0),
        generation=kept.generation,
        model=settings.get("model"),
    )
