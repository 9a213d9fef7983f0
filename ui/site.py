"""The site: its pages, who sees which, and what they share."""

import logging
from collections.abc import Callable
from functools import partial

import streamlit as st

from retrieval.errors import RetrievalError
from settings import APPLICATION, Settings
from ui.chat import page
from ui.engine import Engine, open_engine
from ui.navigation import ASK, REPORTS
from ui.pages import about, feedback, judgements, quality
from ui.parts.words import STYLE, label
from ui.reports import page as reports
from ui.visitors.gate import admit, record_entry, show_way_out
from ui.visitors.identity import current_user

Draw = Callable[[Engine], None]


def draw(settings: Settings, *, demo: bool) -> None:
    """Draw the page that a visitor opened; `demo` opens the library of sample reports."""
    st.set_page_config(page_title="Inspection reports", page_icon="📑", layout="wide")
    st.html(STYLE)
    user = admit()
    if user is None:
        return
    demo = demo or st.session_state.get("demo", False)
    pages = [
        _page(page.draw, "Ask", ASK, ":material/forum:", settings, demo=demo, default=True),
        _page(judgements.draw, "Judgements", "judgements", ":material/grading:", settings, demo=demo),
        _page(reports.draw, "Reports", REPORTS, ":material/library_books:", settings, demo=demo),
        _page(quality.draw, "Quality", "quality", ":material/monitoring:", settings, demo=demo),
        _page(about.draw, "About", "about", ":material/info:", settings, demo=demo),
    ]
    if user.may_administer:
        pages.append(_page(feedback.draw, "Feedback", "feedback", ":material/reviews:", settings, demo=demo))
    opened = st.navigation(pages, position="top")
    opened.run()
    show_way_out(user)


def _page(
    draw_page: Draw, title: str, address: str, icon: str, settings: Settings, *, demo: bool, default: bool = False
) -> "st.Page":
    show = partial(_show, draw_page, settings, demo=demo)
    return st.Page(show, title=title, icon=icon, url_path=address, default=default)


def _show(draw_page: Draw, settings: Settings, *, demo: bool) -> None:
    """Draw one page over the library; no fault reaches the reader as anything but a sentence."""
    try:
        with st.spinner("Opening the library …"):
            engine = open_engine(settings, demo=demo)
        record_entry(engine.library, current_user())
        if demo:
            st.info("Demo library: the reports are samples about an invented county.", icon=":material/science:")
        draw_page(engine)
    except RetrievalError as error:
        st.error(label(f"{error.message} {error.remedy}".strip()), icon=":material/error:")
    except Exception:  # the last resort, which logs
        logging.getLogger(APPLICATION).exception("unexpected error on a page")
        message = "Something went wrong that should not have. The details are in the terminal that started the chat."
        st.error(message, icon=":material/error:")
