"""Where the pages are, and how one leads to a place on another."""

from typing import NoReturn

import streamlit as st

ASK, REPORTS = "chat", "reports"


def read_passage(report: str, passage: str) -> NoReturn:
    """Turn to a passage of a report on the Reports page."""
    page = st.Page(lambda: None, title="Reports", url_path=REPORTS)
    st.switch_page(page, query_params={"report": report, "passage": passage})


def open_answer(receipt: str) -> NoReturn:
    """Turn to one answer on the first page."""
    st.switch_page(st.Page(lambda: None, title="Ask", url_path=ASK, default=True), query_params={"answer": receipt})
