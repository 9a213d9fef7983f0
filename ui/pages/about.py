"""The About page: what it does, where data goes, limits, licence, accessibility, and the transparency record."""

from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path

import streamlit as st

from settings import APPLICATION, Settings
from ui.engine import Engine
from ui.parts.words import label

FOLDER = Path(__file__).resolve().parent
TO_FILL_IN = "**to be filled in**"


def draw(engine: Engine) -> None:
    """Draw the page."""
    words = slots(engine.settings, reports=len(engine.library.reports()), embedder=engine.library.fingerprint)
    st.title("About these pages", anchor=False)
    st.markdown(_read("about.md", words))
    st.header("Transparency record", anchor=False)
    with st.expander("Show the record"):
        st.markdown(_read("transparency.md", words))


def slots(settings: Settings, *, reports: int, embedder: str) -> dict[str, str]:
    """Return what the two texts say of this installation; words from outside are made harmless as Markdown."""
    model = label(settings.model) if settings.model else ""
    embeddings = label(settings.embeddings) if settings.embeddings else ""
    sent = " ".join(
        filter(
            None,
            [
                f"The question and the paragraphs found for it are sent to the language model **{model}**, and to"
                " nothing else." if model else "",
                f"The text of the reports and each question are sent to the embedding model **{embeddings}**."
                if embeddings else "",
            ],
        )
    )  # fmt: skip
    here = "Nowhere: everything runs on the computer that serves these pages, and no language model is used."
    return {
        "data": sent or here,
        "days": str(settings.history_days),
        "contact": label(settings.contact) if settings.contact else "whoever runs these pages in your organisation",
        "operator": label(settings.operator) if settings.operator else TO_FILL_IN,
        "version": version(APPLICATION),
        "supplier": f"The language model {model} is run by its provider." if model else "No model is run elsewhere.",
        "answerer": (
            f"The language model {model} words the answer from them and names its sources."
            if model else "The answer is made of the best sentences as the reports print them; none is written anew."
        ),
        "model": model or "none, by extraction",
        "embedder": embeddings or label(embedder) or "all-MiniLM-L6-v2",
        "reports": f"{reports:,}",
        "storage": "On the computer that serves these pages. " + (sent or "Nothing is sent elsewhere."),
    }  # fmt: skip


def _read(name: str, words: Mapping[str, str]) -> str:
    return (FOLDER / name).read_text(encoding="utf-8").format_map(words)
