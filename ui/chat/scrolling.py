"""Bring the question just asked to the top of the view, where its answer is read from the start.

Streamlit's own question box would hold on to the end of a long answer, and without it nothing scrolls at all. The
script is ours and static: no data ever enters it.
"""

import streamlit as st

_JS = """
export default function ({ parentElement }) {
  parentElement.closest('[data-testid="stChatMessage"]').scrollIntoView({ block: "start" });
}
"""
_component = st.components.v2.component("inspection_scrolling", js=_JS, isolate_styles=False)


def bring_to_top() -> None:
    """Scroll to the chat message that is being drawn, once."""
    _component(key="bring-to-top")
