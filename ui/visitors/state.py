"""This visitor's conversation: what was asked, what waits for its answer, which source is open."""

from dataclasses import dataclass, field

import streamlit as st

from conversations.models import Exchange, Selection, new_conversation_id
from retrieval.models import Turn


@dataclass(frozen=True, slots=True)
class Asked:
    """A question waiting for its answer."""

    question: str
    selection: Selection = field(default_factory=Selection)


@dataclass(frozen=True, slots=True)
class Source:
    """A passage to show, with the words that were quoted from it."""

    passage: str
    quote: str | None = None


def exchanges() -> list[Exchange]:
    """Return this visitor's conversation."""
    held: list[Exchange] = st.session_state.setdefault("exchanges", [])
    return held


def conversation_id() -> str:
    """Return the id under which this conversation is kept."""
    if "conversation" not in st.session_state:
        st.session_state["conversation"] = new_conversation_id()
    held: str = st.session_state["conversation"]
    return held


def history() -> tuple[Turn, ...]:
    """Return the conversation as a follow-up question needs it."""
    return tuple(Turn(one.question, one.answer.text, one.answer.cited or one.answer.searched) for one in exchanges())


def put(question: str, selection: Selection | None = None) -> None:
    """Have `question` asked in this run of the page, no source beside it."""
    open_source(None)
    st.session_state["asked"] = Asked(question, selection or Selection())


def waiting() -> bool:
    """Whether a question waits for its answer."""
    return "asked" in st.session_state


def take_waiting() -> Asked | None:
    """Return the waiting question, which then waits no longer."""
    asked: Asked | None = st.session_state.pop("asked", None)
    return asked


def resume(conversation: str, said: list[Exchange]) -> None:
    """Go on with a conversation that was kept, or begin one with an answer that a link named."""
    st.session_state["conversation"] = conversation
    st.session_state["exchanges"] = said
    open_source(None)


def start_again() -> None:
    """Begin a new conversation."""
    st.query_params.clear()
    st.session_state.pop("linked", None)
    resume(new_conversation_id(), [])


def open_source(source: Source | None) -> None:
    """Show a source beside the conversation, or close it."""
    st.session_state["source"] = source


def opened_source() -> Source | None:
    """Return the source that is open."""
    source: Source | None = st.session_state.get("source")
    return source
