"""A table that everyone can use: real rows and headings, sorted by a button, and cells that open what they rest on.

Streamlit's own grid is painted on a canvas, which neither a screen reader nor a browser's search can read well.
"""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import streamlit as st

FOLDER = Path(__file__).resolve().parent


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in one cell. `opens` makes it a button that hands this back; `grade` gives it that grade's colour."""

    text: str
    order: str | float | None = None
    """What it is sorted by, where that is not its text."""
    opens: str | None = None
    grade: str | None = None
    says: str | None = None
    """What a screen reader says instead of the text, where the text alone does not tell which it is."""


@dataclass(frozen=True, slots=True)
class Table:
    """What to show; the first cell of a row names it. A `grid` keeps its columns on a phone, and scrolls there."""

    caption: str
    columns: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    numeric: frozenset[str] = frozenset()
    sortable: bool = True
    grid: bool = False


_component = st.components.v2.component(
    "inspection_table",
    html='<div class="root"></div>',
    css=(FOLDER / "table.css").read_text(encoding="utf-8"),
    js=(FOLDER / "table.js").read_text(encoding="utf-8"),
)


def show_table(table: Table, *, key: str, on_open: Callable[[str], None] | None = None) -> None:
    """Show `table`; `on_open` is called, before the page is drawn again, with what the cell pressed opens."""
    data = {
        "caption": table.caption,
        "columns": list(table.columns),
        "numeric": sorted(table.numeric),
        "sortable": table.sortable,
        "grid": table.grid,
        "rows": [
            [{name: value for name, value in asdict(cell).items() if value is not None} for cell in row]
            for row in table.rows
        ],
    }

    def opened() -> None:
        if on_open is not None and (chosen := st.session_state[key].opened):
            on_open(chosen)

    _component(data=data, key=key, on_opened_change=opened)
