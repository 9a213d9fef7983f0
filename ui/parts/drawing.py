"""Pictures drawn as SVG, in the colours of the page's theme: `st.html` would strip them, `st.image` keep their colours.

What is shown must be drawn by us, with every word in it escaped.
"""

import streamlit as st

_CSS = """
.pictures { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 20rem), 1fr)); gap: 1rem; }
.pictures.wide { grid-template-columns: minmax(0, 44rem); }
figure { margin: 0; color: var(--st-text-color); font-family: var(--st-font); }
figcaption { font-weight: 600; }
svg { width: 100%; display: block; }
text { font-size: 12px; fill: currentColor; }
.mark { font-size: 17px; }
.level { stroke: currentColor; stroke-opacity: .2; }
.steps { stroke: currentColor; stroke-width: 1.5; fill: none; stroke-opacity: .7; }
.bar { fill: var(--st-primary-color); }
.line { stroke: var(--st-primary-color); stroke-width: 2; fill: none; }
.axis { stroke: currentColor; stroke-opacity: .6; fill: none; }
"""
_JS = """
export default function ({ data, parentElement }) {
  const root = parentElement.querySelector(".pictures");
  root.className = data.wide ? "pictures wide" : "pictures";
  root.innerHTML = data.drawn;
}
"""

_component = st.components.v2.component("inspection_pictures", html='<div class="pictures"></div>', css=_CSS, js=_JS)


def show_drawn(drawn: str, *, key: str, wide: bool = False) -> None:
    """Show figures with SVG: side by side where there is room, or one under another and `wide`."""
    _component(data={"drawn": drawn, "wide": wide}, key=key)
