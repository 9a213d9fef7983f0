"""The Judgements page: the ledger as a table, an authority over time, authorities side by side, and a map of grades."""

from collections.abc import Callable, Sequence

import streamlit as st

from ingest.kinds.loader import is_usual
from ingest.models import Report
from presentation import begin, count, in_words, kind_in_words, name_briefly, pages_in_words
from retrieval.models import LedgerCell
from retrieval.question.grade_words import GRADES
from retrieval.question.grades import area_name
from ui.engine import Engine
from ui.pages.timelines import Point, draw_timelines
from ui.parts.drawing import show_drawn
from ui.parts.spreadsheet import write_csv
from ui.parts.table import Cell, Table, show_table
from ui.parts.words import label, show_words
from ui.reports.passage import open_passage, show_opened

Cells = Sequence[LedgerCell]
AREAS = (
    "overall", "help_and_protection", "looked_after_or_in_care", "adoption", "care_leavers", "leadership",
    "safeguarding_board",
)  # fmt: skip
"""In the order of a report; an area that only some reports grade comes after."""
CSV_COLUMNS = (
    "authority", "report", "kind", "framework", "inspected_from", "inspected_to", "published", "area", "printed_area",
    "grade", "printed_grade", "reason", "label", "pages",
)  # fmt: skip
SIDE_BY_SIDE = 3
"""Authorities compared until others are chosen: as many as a laptop shows without scrolling."""


def draw(engine: Engine) -> None:
    """Draw the page."""
    st.title("Judgements", anchor=False)
    # One scale at a time: what other inspections conclude stands on the page of their report.
    cells = [one for one in engine.library.judgements() if is_usual(one.report.kind)]
    if not cells:
        show_words("No judgement is held yet: add reports on the Reports page.")
        return
    show_words("Every grade that the reports held print. Press a grade to read it where it is printed.")
    views: dict[str, Callable[[Cells], None]] = {
        "Table": _show_table, "Over time": _show_over_time, "Side by side": _show_side_by_side, "Map": _show_map,
    }  # fmt: skip
    view = st.segmented_control("View", list(views), default="Table", required=True, key="view")
    views[view or "Table"](cells)
    show_opened(engine.library)


def when(report: Report) -> str:
    """Return the date that a report is known by, for sorting: many print no date of publication."""
    return str(report.issued or "")


def areas_of(cells: Cells) -> list[str]:
    """Return the areas graded, the usual ones first."""
    found = dict.fromkeys(one.judgement.area for one in cells)
    return [one for one in AREAS if one in found] + sorted(one for one in found if one not in AREAS)


def newest(cells: Cells) -> dict[str, LedgerCell]:
    """Return the newest graded cell of each area, of one authority."""
    graded = sorted((one for one in cells if one.judgement.grade), key=lambda one: when(one.report))
    return {one.judgement.area: one for one in graded}


def rows_for_csv(cells: Cells) -> list[tuple[object, ...]]:
    """Return the ledger as rows of `CSV_COLUMNS`."""
    return [
        (
            one.report.authority, one.report.key, kind_in_words(one.report), one.report.framework,
            one.report.inspected_from, one.report.inspected_to, one.report.published, area_name(one.judgement.area),
            one.judgement.printed_area, one.judgement.grade, one.judgement.printed_grade, one.judgement.reason,
            one.label, " ".join(map(str, one.pages)),
        )
        for one in cells
    ]  # fmt: skip


def _name(area: str) -> str:
    return begin(area_name(area))


def _graded(cell: LedgerCell | None, *, dated: bool = False) -> Cell:
    """Return a grade as a cell that opens the passage which prints it."""
    if cell is None:
        return Cell("-", order=len(GRADES) + 1, says="Not graded")
    judgement = cell.judgement
    text = (judgement.grade or "Not graded").capitalize()
    of = f"{area_name(judgement.area)}, {name_briefly(cell.report)}"
    return Cell(
        f"{text} ({cell.report.issued.year})" if dated and cell.report.issued else text,
        order=GRADES.index(judgement.grade) if judgement.grade in GRADES else len(GRADES),
        opens=judgement.passage,
        grade=judgement.grade or "none",
        says=f"{text}: {of}; read where it is printed",
    )


def _show_table(cells: Cells) -> None:
    with st.container(horizontal=True):
        authorities = st.multiselect(
            "Authority", sorted({one.report.authority for one in cells}), key="of-authority", format_func=label
        )
        areas = st.multiselect("Area", areas_of(cells), key="of-area", format_func=_name)
        grades = st.multiselect("Grade", [*GRADES, "not graded"], key="of-grade", format_func=str.capitalize)
    shown = [
        one
        for one in cells
        if (not authorities or one.report.authority in authorities)
        and (not areas or one.judgement.area in areas)
        and (not grades or (one.judgement.grade or "not graded") in grades)
    ]
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        show_words(f"{count(len(shown), 'judgement')} of {len(cells):,}")
        st.download_button(
            "Download as CSV",
            write_csv(CSV_COLUMNS, rows_for_csv(shown)),
            file_name="judgements.csv",
            mime="text/csv",
            icon=":material/download:",
            on_click="ignore",
        )
    if not shown:
        return
    rows = [
        [
            Cell(one.report.authority),
            Cell(_name(one.judgement.area)),
            _graded(one),
            Cell(in_words(one.report.issued), order=when(one.report)),
            Cell(", ".join(filter(None, [one.label, pages_in_words(one.pages)])) or "-"),
        ]
        for one in shown
    ]
    columns = ("Authority", "Area", "Grade", "Report of", "Printed in")
    show_table(Table("Judgements", columns, rows), key="ledger", on_open=open_passage)


def _show_over_time(cells: Cells) -> None:
    authorities = sorted({one.report.authority for one in cells if one.judgement.grade})
    authority = st.selectbox("Authority", authorities, key="over-time", format_func=label)
    own = sorted((one for one in cells if one.report.authority == authority), key=lambda one: when(one.report))
    charts = {
        _name(area): [
            Point(one.report.issued, one.judgement.grade)
            for one in own
            if one.judgement.area == area and one.judgement.grade and one.report.issued
        ]
        for area in areas_of(own)
    }
    if any(charts.values()):
        show_drawn(draw_timelines({area: points for area, points in charts.items() if points}), key="timelines")
    show_words("The frameworks differ: the same word need not mean the same under each.", style="quiet")
    reports = list({one.report.key: one.report for one in own}.values())
    rows = [
        [Cell(_name(area)), *(_graded(_of(own, one, area)) for one in reports)] for area in areas_of(own)
    ]  # fmt: skip
    columns = ("Area", *(f"{in_words(one.issued)} ({one.framework})" for one in reports))
    table = Table(f"Grades of {authority} over time", columns, rows, sortable=False, grid=True)
    show_table(table, key="over-time-table", on_open=open_passage)


def _of(cells: Cells, report: Report, area: str) -> LedgerCell | None:
    return next((one for one in cells if one.report.key == report.key and one.judgement.area == area), None)


def _show_side_by_side(cells: Cells) -> None:
    authorities = sorted({one.report.authority for one in cells if one.judgement.grade})
    chosen = st.multiselect(
        "Authorities", authorities, default=authorities[:SIDE_BY_SIDE], key="side-by-side", format_func=label
    )
    if not chosen:
        show_words("Choose the authorities to compare.")
        return
    grades = {authority: newest([one for one in cells if one.report.authority == authority]) for authority in chosen}
    shown = areas_of([cell for of_one in grades.values() for cell in of_one.values()])
    show_words("The newest grade of each area, with the year of its report.", style="quiet")
    rows = [[Cell(_name(area)), *(_graded(grades[one].get(area), dated=True) for one in chosen)] for area in shown]
    table = Table("Newest grades side by side", ("Area", *chosen), rows, sortable=False, grid=True)
    show_table(table, key="side-by-side-table", on_open=open_passage)


def _show_map(cells: Cells) -> None:
    graded = [one for one in cells if one.judgement.grade]
    areas = [area for area in areas_of(graded) if area in AREAS]
    reports = sorted({one.report.key: one.report for one in graded}.values(), key=when, reverse=True)
    held = {(one.report.key, one.judgement.area): one for one in graded}
    rows = [
        [
            Cell(report.authority),
            Cell(str(report.issued.year) if report.issued else "Unknown", order=when(report)),
            *(_graded(held.get((report.key, area))) for area in areas),
        ]
        for report in reports
    ]
    table = Table("Grades by year and area", ("Authority", "Year", *map(_name, areas)), rows, grid=True)
    show_table(table, key="map", on_open=open_passage)
