"""The Quality page: how well it answers, in words and in figures, from the latest evaluation that is known here."""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import streamlit as st

from presentation import begin, in_words
from ui.engine import Engine
from ui.parts.drawing import show_drawn
from ui.parts.table import Cell, Table, show_table
from ui.parts.words import show_words

FILE = "evaluation.json"
"""The same name in two places: beside this module, as published; in the library's folder, as evaluated here."""
SCOPES = {"report": "each asked of the report that it is about", "library": "each asked of every report held"}

Run = Mapping[str, Any]


def draw(engine: Engine) -> None:
    """Draw the page."""
    st.title("How well it answers", anchor=False)
    show_words(
        "Before a release, the assistant is asked hundreds of questions whose answers are known, and each answer is"
        " compared with the report. Some questions have no answer: then it should say so."
    )
    runs = latest(read_runs(Path(__file__).resolve().parent / FILE), read_runs(engine.library.home / FILE))
    if not runs:
        show_words("No evaluation is known here. Run `inspection-qa eval gate`.")
        return
    chosen = st.selectbox("Evaluation", list(runs), format_func=lambda name: _name(runs[name]), key="run")
    _show_run(runs[chosen])


def read_runs(path: Path) -> dict[str, Run]:
    """Return the runs that a file holds, by name; {} where there is none."""
    runs: dict[str, Run] = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    return runs


def latest(published: Mapping[str, Run], own: Mapping[str, Run]) -> dict[str, Run]:
    """Return the newer of two runs of one name, the newest first."""
    newer = {
        name: max((one[name] for one in (published, own) if name in one), key=_date) for name in {*published, *own}
    }
    return dict(sorted(newer.items(), key=lambda item: (_date(item[1]), item[0]), reverse=True))


def _date(run: Run) -> str:
    return str(run["date"])


def _name(run: Run) -> str:
    of = "Invented sample reports" if run["set"] == "samples" else str(run["set"]).replace("_", " ").capitalize()
    return f"{of}: {run['questions']} questions, {SCOPES.get(run['scope'], run['scope'])}"


def _show_run(run: Run) -> None:
    model = run["model"] or "no language model, in the reports' own sentences"
    show_words(f"Asked on {in_words(date.fromisoformat(run['date']))}. Answered by {model}.", style="quiet")
    st.header("In words", anchor=False)
    show_words("\n".join(f"• {line}" for line in run["words"]))
    st.header("What must never happen", anchor=False)
    never = [
        [Cell(begin(one["what"])), Cell(f"{one['answers']:,}"), Cell(f"{one['happened']:,}")] for one in run["never"]
    ]
    _show_table("What must never happen", ("What", "Answers", "Happened"), never)
    st.header("In figures", anchor=False)
    show_words(
        "The range says how far chance alone could have moved a figure, had other reports been asked about.",
        style="quiet",
    )
    figures = [
        [
            Cell(one["name"]),
            Cell(one["meaning"]),
            Cell(one["value"]),
            Cell(one.get("interval", "-")),
            Cell(f"{one['n']:,}" if "n" in one else "-"),
        ]
        for one in run["figures"]
    ]
    _show_table("Figures", ("Figure", "What it means", "Value", "Range", "Questions"), figures)
    if run["plots"]:
        st.header("In pictures", anchor=False)
        show_drawn("".join(run["plots"]), key="plots", wide=True)


def _show_table(caption: str, columns: Sequence[str], rows: Sequence[Sequence[Cell]]) -> None:
    numeric = frozenset({"Answers", "Happened", "Value", "Range", "Questions"})
    show_table(Table(caption, columns, rows, numeric=numeric, sortable=False), key=caption)
