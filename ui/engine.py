"""What the chat asks: one library and one assistant, shared by every visitor."""

from dataclasses import dataclass, replace

import streamlit as st

from access import is_loopback
from retrieval.assistant import Assistant
from retrieval.embeddings import open_embedder
from retrieval.library import Library
from settings import Settings


@dataclass(frozen=True, slots=True)
class Engine:
    """A library with what answers from it; `demo` where it holds the invented samples."""

    settings: Settings
    library: Library
    assistant: Assistant
    demo: bool


def open_engine(settings: Settings, *, demo: bool) -> Engine:
    """Return the engine over the user's library, or the demo library; an empty one is made where there is none."""
    return _open(replace(settings, home=settings.demo_home) if demo else settings, demo)


@st.cache_resource(show_spinner="Opening the library …")
def _open(settings: Settings, demo: bool) -> Engine:
    # Its text is kept where one person alone can be asking; elsewhere it stands in that person's own history only.
    private = settings.sign_in is None and is_loopback(st.get_option("server.address"))
    settings = replace(settings, keep_questions=settings.keep_questions and private)
    library = Library.open(settings.home, open_embedder(settings), create=True, serve=True, chroma=settings.chroma)
    return Engine(settings, library, Assistant(library, settings), demo)
