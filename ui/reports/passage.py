"""One passage, opened over the page that named it: its words, the picture of where they are printed, the way there."""

from functools import partial

import streamlit as st

from presentation import name_report, reference
from retrieval.library.library import Library
from ui.navigation import read_passage
from ui.parts.words import show_words
from ui.reports.reading import show_page

_OPENED = "opened-passage"


def open_passage(passage: str) -> None:
    """Have a passage shown, by its id, when the page is drawn next."""
    st.session_state[_OPENED] = passage


def show_opened(library: Library) -> None:
    """Show the passage that was opened, once; closing it leaves nothing behind."""
    if passage := st.session_state.pop(_OPENED, None):
        st.dialog("Where it is printed", width="medium")(partial(_show, library))(passage)


def _show(library: Library, key: str) -> None:
    passage = library.passages_by_id([key]).get(key)
    if passage is None:
        show_words("The library no longer holds this passage: its report was removed or read again.")
        return
    report = library.report(passage.report)
    show_words(
        f"{name_report(report)}, {reference(passage.label, passage.pages, passage.printed_pages)}", style="strong"
    )
    show_words(passage.text)
    for page in passage.pages:
        show_page(library, report, page, passage.text)
    if st.button("Read it in the report", icon=":material/menu_book:", key="read-in-report"):
        read_passage(report.key, passage.id)
