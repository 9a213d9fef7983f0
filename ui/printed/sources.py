"""The source of a statement: the passage with the quoted words marked, its neighbours, and the page it stands on."""

from pathlib import Path

import streamlit as st

from conversations.transcript import LICENCE
from ingest.models import Passage
from presentation import name_report, reference
from retrieval.library.library import Library
from ui.navigation import read_passage
from ui.parts.words import mark, show_words
from ui.printed.pictures import NoPicture, draw_pages
from ui.visitors.state import Source, open_source, opened_source

CACHED_PICTURES = 64
"""About 10 MB: a few conversations' worth of pages."""


def show_opened_source(library: Library, *, demo: bool) -> None:
    """Show the source that is open, if any, in a drawer at the side of the page."""
    if opened_source() is not None:
        _show_drawer(library, demo=demo)


@st.dialog("Source", width="large", position="right", icon=":material/menu_book:", on_dismiss=lambda: open_source(None))
def _show_drawer(library: Library, *, demo: bool) -> None:
    """Show the passage beside the picture of its page; its buttons draw the drawer again, not the page behind it."""
    source = opened_source()
    passage = library.passages_by_id([source.passage]).get(source.passage) if source else None
    if source is None or passage is None:
        show_words("The library no longer holds this passage: its report was removed or read again.", style="quiet")
        return
    report = library.report(passage.report)
    with st.container(key="source"):
        show_words(reference(passage.label, passage.pages, passage.printed_pages), style="title")
        show_words(" › ".join([name_report(report), *passage.section]), style="quiet")
        if passage.pages:
            text, picture = st.columns([5, 6], gap="medium")
            with picture:
                _show_pages(library, passage, report.sha256, source.quote)
        else:
            text = st.container()
        with text:
            _show_text(library, passage, source.quote)
            show_words("Copy this reference", style="quiet")
            where = f"{name_report(report)}, {reference(passage.label, passage.pages, passage.printed_pages)}"
            st.code(where, language=None, wrap_lines=True)
            if st.button("Read it in the report", icon=":material/menu_book:", key="read-in-report"):
                open_source(None)
                read_passage(report.key, passage.id)
            if not demo:
                show_words(LICENCE, style="quiet")


def _show_text(library: Library, passage: Passage, quote: str | None) -> None:
    """Show the passage between the one before it and the one after it, each of which can be stepped to."""
    passages = library.passages(passage.report)
    before, after = (
        passages[place] if 0 <= place < len(passages) else None for place in (passage.ordinal - 1, passage.ordinal + 1)
    )
    _show_neighbour("Previous", ":material/arrow_upward:", before)
    if passage.lead_in:
        show_words(passage.lead_in, style="quiet")
    st.html(f'<div class="words cited" data-testid="passage">{mark(passage.text, quote)}</div>')
    _show_neighbour("Next", ":material/arrow_downward:", after)


def _show_neighbour(name: str, icon: str, passage: Passage | None) -> None:
    with st.container(key=f"beside-{name.lower()}"):
        where = f": {passage.label}" if passage and passage.kind != "heading" else ""
        st.button(
            f"{name}{where}".translate({ord("["): None, ord("]"): None}),
            icon=icon,
            key=f"neighbour-{name}",
            disabled=passage is None,
            on_click=open_source,
            args=(Source(passage.id) if passage else None,),
            type="tertiary",
        )
        if passage:
            show_words(passage.text, style="beside")


def _show_pages(library: Library, passage: Passage, sha256: str, quote: str | None) -> None:
    try:
        pictures = draw_once(sha256, passage.pages, quote, _file=library.source(passage.report))
    except NoPicture as fault:
        show_words(str(fault), style="quiet")
        return
    for page, picture in zip(passage.pages, pictures, strict=True):
        name = f"Page {page} of the PDF"
        st.image(picture, caption=name, alt=f"{name}; its text stands beside it", width="stretch")


@st.cache_data(max_entries=CACHED_PICTURES, show_spinner=False)
def draw_once(sha256: str, pages: tuple[int, ...], quote: str | None, *, _file: Path) -> list[bytes]:  # noqa: ARG001
    """Draw pages once; the hash of the file is part of the key, its place is not."""
    return draw_pages(_file, pages, quote)
