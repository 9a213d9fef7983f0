"""The source of a statement: the passage with the quoted words marked, its neighbours, and the page it stands on."""

from dataclasses import dataclass, replace
from pathlib import Path

import streamlit as st

from ingest.models import Passage
from presentation import name_report, reference
from retrieval.library import Library
from ui.pictures import NoPicture, draw_pages
from ui.words import mark, show_words

CACHED_PICTURES = 64
"""About 10 MB: a few conversations' worth of pages."""


@dataclass(frozen=True, slots=True)
class Source:
    """A passage opened under a row of references of one turn, with the words that were quoted from it."""

    turn: int
    row: int
    passage: str
    quote: str | None = None


def show_source(library: Library, source: Source) -> None:
    """Show the opened passage beside the picture of its page."""
    passage = library.passages_by_id([source.passage]).get(source.passage)
    if passage is None:
        show_words("The library no longer holds this passage: its report was removed or read again.", style="quiet")
        return
    report = library.report(passage.report)
    with st.container(border=True, key="source"):
        show_words(reference(passage.label, passage.pages), style="strong")
        show_words(" › ".join([name_report(report), *passage.section]), style="quiet")
        if passage.pages:
            text, picture = st.columns([5, 6], gap="medium")
            with picture:
                _show_pages(library, passage, report.sha256, source.quote)
        else:
            text = st.container()
        with text:
            _show_text(passage, source.quote)
            _show_neighbours(library, passage, source)


def _show_text(passage: Passage, quote: str | None) -> None:
    if passage.lead_in:
        show_words(passage.lead_in, style="quiet")
    st.html(f'<div class="words" data-testid="passage">{mark(passage.text, quote)}</div>')


def _show_neighbours(library: Library, passage: Passage, source: Source) -> None:
    passages = library.passages(passage.report)
    with st.container(horizontal=True):
        for text, step, icon in (("Previous", -1, ":material/arrow_back:"), ("Next", 1, ":material/arrow_forward:")):
            place = passage.ordinal + step
            there = 0 <= place < len(passages)
            other = replace(source, passage=passages[place].id, quote=None) if there else None
            name = f"neighbour-{text}"
            st.button(text, icon=icon, key=name, disabled=not there, on_click=_open, args=(other,), type="tertiary")
        st.button("Close", icon=":material/close:", key="close", on_click=_open, args=(None,), type="tertiary")


def _open(source: Source | None) -> None:
    st.session_state["source"] = source


def _show_pages(library: Library, passage: Passage, sha256: str, quote: str | None) -> None:
    try:
        pictures = _draw(sha256, passage.pages, quote, _file=library.source(passage.report))
    except NoPicture as fault:
        show_words(str(fault), style="quiet")
        return
    for page, picture in zip(passage.pages, pictures, strict=True):
        st.image(picture, caption=f"Page {page} of the PDF", width="stretch")


@st.cache_data(max_entries=CACHED_PICTURES, show_spinner=False)
def _draw(sha256: str, pages: tuple[int, ...], quote: str | None, *, _file: Path) -> list[bytes]:  # noqa: ARG001
    """Draw pages once; the hash of the file is part of the key, its place is not."""
    return draw_pages(_file, pages, quote)
