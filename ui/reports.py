"""The reports held: when each was published, what kind it is, and how much was read from it."""

import streamlit as st

from presentation import KINDS, in_words
from ui.engine import Engine
from ui.words import show_words


def draw(engine: Engine) -> None:
    """Draw the page."""
    st.header("Reports held", anchor=False)
    held = engine.library.reports()
    if not held:
        show_words("No report is held yet.")
        return
    st.dataframe(
        [
            {
                "Authority": one.authority,
                "Kind": KINDS[one.kind],
                "Framework": one.framework,
                "Published": in_words(one.published),
                "Passages": len(engine.library.passages(one.key)),
            }
            for one in held
        ],
        hide_index=True,
    )
