"""Earlier conversations in the sidebar: searched, opened again, deleted."""

import streamlit as st

from conversations.database import HistoryUnusable
from conversations.models import Kept
from presentation import count, in_words
from ui.engine import Engine
from ui.parts.words import label, show_words
from ui.visitors.identity import current_user
from ui.visitors.state import conversation_id, resume, start_again

SHOWN = 12


def show_past(engine: Engine) -> None:
    """Show this person's earlier conversations."""
    days = engine.settings.history_days
    with st.expander("Earlier conversations", icon=":material/history:", key="past"):
        if not days or current_user().is_visitor:
            show_words("Conversations are not kept.", style="quiet")
            return
        words = st.text_input("Search them", key="past-words", icon=":material/search:", placeholder="A word or two")
        try:
            kept = engine.history.search(current_user().id, words, limit=SHOWN)
        except HistoryUnusable as error:
            show_words(f"{error.message} {error.remedy}", style="quiet")
            return
        for one in kept:
            _show_kept(engine, one)
        if not kept:
            show_words("None holds these words." if words else "None yet.", style="quiet")
        show_words(f"Only you see them. They are deleted {count(days, 'day')} after the last question.", style="quiet")


def _show_kept(engine: Engine, kept: Kept) -> None:
    with st.container(horizontal=True, key=f"kept-{kept.id}", vertical_alignment="center", gap="small"):
        st.button(
            label(kept.title),
            key=f"open-{kept.id}",
            help=f"{in_words(kept.updated.date())}, {count(kept.exchanges, 'question')}",
            type="tertiary",
            width="stretch",
            disabled=kept.id == conversation_id(),
            on_click=_open,
            args=(engine, kept.id),
        )
        st.button(
            label(f"Delete “{kept.title}”"),
            key=f"delete-{kept.id}",
            icon=":material/delete:",
            type="tertiary",
            on_click=_delete,
            args=(engine, kept.id),
        )


def _open(engine: Engine, conversation: str) -> None:
    resume(conversation, engine.history.exchanges(conversation, current_user().id, engine.library))


def _delete(engine: Engine, conversation: str) -> None:
    engine.history.delete(conversation, current_user().id)
    if conversation == conversation_id():
        start_again()
