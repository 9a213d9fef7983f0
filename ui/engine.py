"""What the pages work with: one library, one assistant, one queue and one history, shared by every visitor."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import streamlit as st

from conversations.history import History
from conversations.models import Selection
from conversations.remarks import Remarks
from operations.access import is_loopback
from operations.metrics import METRICS
from operations.observing import ObservedAssistant
from retrieval.assistant import Assistant
from retrieval.library.library import Library
from retrieval.models import Answer, Statement, Turn
from retrieval.vectors.embeddings import open_embedder
from settings import Settings
from ui.visitors.queue import AT_ONCE, AT_ONCE_WITH_MODEL, Turnstile


@dataclass(frozen=True, slots=True)
class Engine:
    """A library with what answers from it; `demo` where it holds the invented samples."""

    settings: Settings
    library: Library
    assistant: Assistant
    demo: bool
    history: History
    remarks: Remarks
    turnstile: Turnstile

    def answer(self, question: str, selection: Selection, history: Sequence[Turn] = ()) -> Iterator[Statement | Answer]:
        """Yield each statement once it has been checked, then the whole answer; raises Busy where too many ask."""
        with self.turnstile.enter():
            yield from self.assistant.stream(
                question,
                reports=selection.reports,
                history=history,
                authority=selection.authority,
                section=selection.section,
            )


def open_engine(settings: Settings, *, demo: bool) -> Engine:
    """Return the engine over the user's library, or the demo library; an empty one is made where there is none."""
    return _open(replace(settings, home=settings.demo_home) if demo else settings, demo)


@st.cache_resource(show_spinner=False)
def _open(settings: Settings, demo: bool) -> Engine:
    # Its text is kept where one person alone can be asking; elsewhere it stands in that person's own history only.
    shared = settings.sign_in or settings.public_hosts or not is_loopback(st.get_option("server.address"))
    settings = replace(settings, keep_questions=settings.keep_questions and not shared)
    library = Library.open(settings.home, open_embedder(settings), create=True, serve=True, chroma=settings.chroma)
    METRICS.watch(library)
    history = History(settings.home, days=settings.history_days)
    assistant = ObservedAssistant(library, settings)
    turnstile = Turnstile(at_once=AT_ONCE_WITH_MODEL if settings.model else AT_ONCE)
    return Engine(settings, library, assistant, demo, history, Remarks(history.database), turnstile)
