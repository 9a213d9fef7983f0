"""Put other people's words on the page as text, whatever they contain.

Text from reports, questions and models reaches the browser as escaped HTML through `st.html`, never as Markdown, which
would load pictures and follow links. Only the labels of buttons have to be Markdown: `label` escapes those.
"""

import html
import re
import string

import streamlit as st

from ui.parts.quotes import find_quote

_ESCAPES = str.maketrans({character: f"\\{character}" for character in string.punctuation})
_COMMAND = re.compile("`([^`]+)`")
_LINK = re.compile(r"(?<=www)\.|(?<=http)s?://|@", re.IGNORECASE)

STYLE = """
<style>
  .stMainBlockContainer { max-width: 76rem; padding-top: 3.5rem; }
  /* Streamlit's own are made for a poster: a page's name takes two lines of a phone. */
  .stMain h1 { font-size: 2rem; padding: .5rem 0; }
  .stMain h2 { font-size: 1.45rem; padding: .75rem 0 .25rem; }
  .stMain h3 { font-size: 1.15rem; padding: .5rem 0 .25rem; }
  .words { white-space: pre-line; line-height: 1.55; overflow-wrap: anywhere; max-width: 46rem; }
  .words mark { background: #ffe08a; color: #1f1f1f; padding: 0 .1em; border-radius: .15em; }
  .quiet { font-size: .9rem; opacity: .85; overflow-wrap: anywhere; }
  .strong { font-weight: 600; }
  /* Streamlit writes a button under the pointer in the accent colour: in the dark under 4.5:1 on its own tint. */
  .stMultiSelect :has(> span[title]), .stMultiSelect span[title] {
    background: #1d5c8c !important; color: #fff !important; }
  .stButtonGroup button:is(:hover, :focus, :active) { color: inherit !important; }
  .facts { display: flex; flex-wrap: wrap; margin: 0; padding: 0; }
  .facts > div { margin: 0 2rem .5rem 0; }
  .facts dt { font-size: .9rem; opacity: .85; margin: 0; padding: 0; }
  .facts dd { margin: 0; font-weight: 600; overflow-wrap: anywhere; }
  .stImage img { border: 1px solid rgb(128 128 128 / .45); }
  /* The chosen one is told by its frame and weight: Streamlit's blue on blue is too faint in the dark. */
  .stButtonGroup [role="radio"][aria-checked="true"] { color: inherit; }
  .stButtonGroup [role="radio"][aria-checked="true"] p { font-weight: 600; }
  .passage { padding: .4rem .75rem; border-left: 3px solid transparent; }
  .passage.chosen { border-left-color: #d08700; background: rgb(255 224 138 / .18); }
  .words code { font-family: monospace; font-size: .95em; padding: .1em .3em; border-radius: .2em;
    background: rgb(128 128 128 / .15); }
</style>
"""
"""Static: no data ever enters it."""


def escape(text: str) -> str:
    """Return `text` as HTML that shows exactly it."""
    return html.escape(text)


def mark(text: str, quote: str | None) -> str:
    """Return `text` as HTML with `quote` highlighted where it stands in it, without highlight elsewhere."""
    places = find_quote(quote, text) if quote else []
    if not places:
        return escape(text)
    start, end = places[0]
    return f"{escape(text[:start])}<mark>{escape(text[start:end])}</mark>{escape(text[end:])}"


def label(text: str) -> str:
    """Return `text` as a widget's Markdown label that shows exactly it: no picture, link, icon or formatting."""
    unlinked = _LINK.sub(lambda found: found.group() + "\N{ZERO WIDTH NON-JOINER}", " ".join(text.split()))
    return unlinked.translate(_ESCAPES).replace("\\:", "\\:\N{ZERO WIDTH NON-JOINER}")


def show_words(text: str, *, style: str = "words") -> None:
    """Show text as it is."""
    st.html(f'<div class="{style}">{escape(text)}</div>')


def show_message(text: str) -> None:
    """Show a message of ours, the commands in it as code."""
    shown = _COMMAND.sub(r"<code>\1</code>", escape(text))
    st.html(f'<div class="words">{shown}</div>')
