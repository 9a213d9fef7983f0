"""One report to read: who, when and which grades, then its passages beside the pictures of its pages, and a search."""

from collections.abc import Sequence
from functools import partial
from html import escape

import streamlit as st

from ingest.models import Passage, Report
from presentation import begin, count, in_words, kind_in_words, name_report, pages_in_words
from retrieval.library.library import Library
from retrieval.question.grades import area_name
from ui.engine import Engine
from ui.parts.table import Cell, Table, show_table
from ui.parts.words import label, show_words
from ui.printed.pictures import NoPicture
from ui.printed.sources import draw_once
from ui.reports.changing import may_change, offer_changes
from ui.reports.sheets import Sheet, around, cut_into_sheets, find_passages, sections_of, sheet_of

HITS = 50
"""Passages listed for a search: more are counted, and a further word narrows them."""


def read_report(engine: Engine, report: Report) -> None:
    """Draw one report."""
    st.button("All reports", icon=":material/arrow_back:", key="all-reports", type="tertiary", on_click=_close)
    st.title(label(f"{report.authority}: {kind_in_words(report)}"), anchor=False)
    passages = engine.library.passages(report.key)
    _show_facts(report, len(passages))
    if may_change(engine):
        offer_changes(engine, report)
    _show_grades(engine, report)
    notes = engine.library.notes(report.key)
    if notes:
        with st.expander(f"{count(len(notes), 'warning')} of the reader", icon=":material/warning:"):
            for note in notes:
                show_words(note.text + (f" (page {note.page})" if note.page else ""))
    st.header("Read the report", anchor=False)
    sheets = cut_into_sheets(passages, report.page_count)
    wanted = st.text_input(
        "Find in this report", key=f"find-{report.key}", placeholder="Words, or a paragraph’s number"
    )
    if hits := find_passages(passages, wanted):
        _show_hits(report, hits, wanted)
    else:
        if wanted:
            show_words("No passage holds all of these words.")
        _show_sheets(engine, report, sheets)


def _close() -> None:
    st.query_params.clear()


def _show_facts(report: Report, passages: int) -> None:
    inspected = " to ".join(dict.fromkeys(in_words(day) for day in (report.inspected_from, report.inspected_to) if day))
    facts = {
        "Published": in_words(report.published) if report.published else "not printed",
        "Inspected": inspected,
        "Framework": report.framework,
        "Led by": report.lead_inspector or "",
        "Length": (f"{count(report.page_count, 'page')}, " if report.page_count else "") + count(passages, "passage"),
        "Name here": report.key,
    }  # fmt: skip
    shown = "".join(f"<div><dt>{name}</dt><dd>{escape(fact)}</dd></div>" for name, fact in facts.items() if fact)
    st.html(f'<dl class="facts">{shown}</dl>')


def _show_grades(engine: Engine, report: Report) -> None:
    cells = [cell for cell in engine.library.judgements(report.authority) if cell.report.key == report.key]
    if not cells:
        return
    st.header("Judgements", anchor=False)
    rows = [
        [
            Cell(begin(one.judgement.printed_area or area_name(one.judgement.area))),
            Cell(
                begin(one.judgement.printed_grade or one.judgement.grade or one.judgement.reason or "no grade"),
                grade=one.judgement.grade or "none",
            ),
            Cell(
                ", ".join(filter(None, [one.label, pages_in_words(one.pages)])),
                opens=one.judgement.passage,
                says=f"{one.label} {pages_in_words(one.pages)}: read where {one.judgement.printed_area} is graded",
            ),
        ]
        for one in cells
    ]
    table = Table(f"Judgements of {name_report(report)}", ("Area", "Grade", "Printed in"), rows, sortable=False)
    show_table(table, key="grades", on_open=partial(_turn_to, report))


def _show_hits(report: Report, hits: Sequence[Passage], wanted: str) -> None:
    show_words(
        f"{count(len(hits), 'passage')}{f', the first {HITS} of them' if len(hits) > HITS else ''}", style="quiet"
    )
    rows = [
        [
            Cell(one.label, opens=one.id),
            Cell(pages_in_words(one.pages) or "-"),
            Cell(around(one.text, wanted)),
        ]
        for one in hits[:HITS]
    ]  # fmt: skip
    table = Table(f"Passages that hold “{wanted}”", ("Passage", "Page", "Text"), rows, sortable=False)
    show_table(table, key="hits", on_open=partial(_turn_to, report))


def _turn_to(report: Report, passage: str) -> None:
    st.session_state[f"find-{report.key}"] = ""
    st.query_params["passage"] = passage
    st.session_state.pop(f"place-{report.key}", None)


def _show_sheets(engine: Engine, report: Report, sheets: Sequence[Sheet]) -> None:
    chosen = st.query_params.get("passage", "")
    start = st.session_state.setdefault(f"place-{report.key}", sheet_of(chosen, sheets) or 0)
    sections = sections_of(sheets)
    turns = f"turns-{report.key}"
    # The pages' buttons begin anew, under another key, where a section or a passage was jumped to.
    key = f"sheet-{report.key}-{start}-{st.session_state.setdefault(turns, 0)}"

    def jump() -> None:
        if section := st.session_state[f"section-{report.key}"]:
            st.session_state[f"place-{report.key}"] = sections[section]
            st.session_state[turns] += 1

    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.selectbox(
            "Go to a section",
            list(sections),
            index=None,
            placeholder="Choose a section",
            format_func=label,
            key=f"section-{report.key}",
            on_change=jump,
        )
        place = st.pagination(len(sheets), default=start + 1, key=key) - 1
    unit = "Page" if report.page_count else "Section"
    sheet = sheets[place]
    show_words(f"{unit} {place + 1} of {len(sheets)}", style="strong")
    if sheet.page is None:
        _show_passages(sheet, chosen)
        return
    text, picture = st.columns([5, 6], gap="medium")
    with text:
        _show_passages(sheet, chosen)
    with picture:
        quote = next((one.text for one in sheet.passages if one.id == chosen), None)
        show_page(engine.library, report, sheet.page, quote)


def _show_passages(sheet: Sheet, chosen: str) -> None:
    """Show every passage of a sheet in order; `chosen`, by id, stands out."""
    if not sheet.passages:
        show_words("No passage stands on this page.", style="quiet")
    blocks = []
    for one in sheet.passages:
        marked = ' class="passage chosen" aria-current="true"' if one.id == chosen else ' class="passage"'
        blocks.append(
            f'<div{marked}><div class="quiet">{escape(one.label)}</div>'
            f'<div class="words{" strong" if one.kind == "heading" else ""}">{escape(one.text)}</div></div>'
        )
    st.html("".join(blocks))


def show_page(library: Library, report: Report, page: int, quote: str | None) -> None:
    """Show the picture of a page of a report's PDF, `quote` marked on it where it can be placed."""
    try:
        (picture,) = draw_once(report.sha256, (page,), quote, _file=library.source(report.key))
    except NoPicture as fault:
        show_words(str(fault), style="quiet")
        return
    st.image(picture, alt=f"Page {page} of the PDF; its text stands beside it", width="stretch")
