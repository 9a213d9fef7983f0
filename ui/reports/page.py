"""The Reports page: what is held, files handed in, and one report to read."""

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from ingest.kinds.loader import profile_of
from ingest.models import ReadingNote, Report
from presentation import count, in_words, issued_in_words, kind_in_words, name_report
from retrieval.errors import UnknownReport
from retrieval.library.intake import READABLE
from retrieval.library.library import Library
from ui.engine import Engine
from ui.parts.table import Cell, Table, show_table
from ui.parts.words import label, show_words
from ui.reports.changing import editor, may_change, tell_change
from ui.reports.reading import read_report
from ui.reports.uploads import Upload, Uploads, uploads_of
from ui.visitors.identity import current_user
from ui.visitors.uploaders import expect_upload, take_content

COLUMNS = ("Report", "Published or inspected", "Framework", "Overall", "Passages", "Warnings")
FOLLOWING = 1.0
"""Seconds between two looks at what was handed in."""
VERBS = {
    "added": "added",
    "replaced": "added, in place of the earlier version",
    "attached": "the same publication as a report already held, kept beside it",
    "unchanged": "already held",
}


@dataclass(frozen=True, slots=True)
class Held:
    """A report with what the list says of it."""

    report: Report
    passages: int
    overall: str | None
    notes: tuple[ReadingNote, ...]


def draw(engine: Engine) -> None:
    """Draw the page: one report where the address names it, else all."""
    key = st.query_params.get("report")
    if key:
        try:
            report = engine.library.report(key)
        except UnknownReport:
            st.warning(label(f"No report “{key}” is held (any more)."), icon=":material/folder_off:")
        else:
            tell_change()
            read_report(engine, report)
            return
    st.title("Reports", anchor=False)
    tell_change()
    if may_change(engine):
        _take_files(engine)
    held = _held(engine.library, engine.library.state, str(engine.library.home))
    if held:
        _list(held)
    else:
        show_words("No report is held yet.")


@st.cache_data(show_spinner=False, max_entries=4)
def _held(_library: Library, state: tuple[str, int], home: str) -> list[Held]:  # noqa: ARG001 (the key of the cache)
    counts = _library.passage_counts()
    overall = {
        cell.report.key: cell.judgement.grade for cell in _library.judgements() if cell.judgement.area == "overall"
    }
    return [
        Held(one, counts.get(one.key, 0), overall.get(one.key), tuple(_library.notes(one.key)))
        for one in _library.reports()
    ]


def _list(held: Sequence[Held]) -> None:
    wanted = st.text_input("Find a report", placeholder="Authority, year or framework", key="find-report")
    shown = [one for one in held if _fits(one.report, wanted)]
    show_words(f"{count(len(shown), 'report')} of {len(held)}" if wanted else f"{count(len(held), 'report')} held")
    if not shown:
        return
    table = Table("Reports held", COLUMNS, [_row(one) for one in shown], numeric=frozenset({"Passages", "Warnings"}))
    show_table(table, key="reports", on_open=_open)


def _open(key: str) -> None:
    st.query_params["report"] = key


def _fits(report: Report, wanted: str) -> bool:
    said = " ".join(
        [report.authority, *report.aliases, report.framework, kind_in_words(report), in_words(report.issued)]
    )
    return all(word in said.casefold() for word in wanted.casefold().split())


def _row(held: Held) -> list[Cell]:
    report = held.report
    grade = held.overall
    kind = "" if profile_of(report.kind).default else f", {kind_in_words(report)}"
    return [
        Cell(f"{report.authority}{kind}", opens=report.key, says=f"Read {name_report(report)}"),
        Cell(issued_in_words(report), order=str(report.issued or "")),
        Cell(report.framework),
        Cell(grade.capitalize(), grade=grade) if grade else Cell("No grade", grade="none"),
        Cell(f"{held.passages:,}", order=held.passages),
        Cell(str(len(held.notes)), order=len(held.notes)),
    ]


def _take_files(engine: Engine) -> None:
    uploads = uploads_of(engine)
    # Another key empties the box once its files are handed in.
    turn = st.session_state.setdefault("upload-turn", 0)
    with st.expander("Add reports", icon=":material/upload_file:", expanded=uploads.busy or bool(uploads.all())):
        expect_upload(current_user())
        files = st.file_uploader(
            "Reports to add: PDF files, or Markdown or text exports of them",
            type=[ending.removeprefix(".") for ending in READABLE],
            accept_multiple_files=True,
            key=f"upload-{turn}",
            help="A newer version of a report that is held takes its place.",
        )
        if files:
            user = editor(engine)
            for file in files:
                uploads.hand_in(file.name, take_content(file), user=user.id)
            st.session_state["upload-turn"] = turn + 1
            st.rerun()
        follow_uploads(uploads)


def follow_uploads(uploads: Uploads) -> None:
    """Show what becomes of the files handed in, without drawing the rest of the page again until all are done."""
    st.fragment(_follow, run_every=FOLLOWING if uploads.busy else None)(uploads)


def _follow(uploads: Uploads) -> None:
    handed = uploads.all()
    if not handed:
        return
    if uploads.busy:
        st.session_state["uploads-running"] = True
        done = sum(one.share if one.state == "reading" else one.state != "waiting" for one in handed)
        finished = sum(one.state in ("done", "failed") for one in handed)
        st.progress(done / len(handed), f"{finished} of {count(len(handed), 'file')} read. You can go on working.")
    elif st.session_state.pop("uploads-running", False):
        st.rerun()
    for one in handed:
        _say(one)
    if not uploads.busy and st.button("Clear this list", key="forget-uploads"):
        uploads.forget()
        st.rerun()


def _say(upload: Upload) -> None:
    taken = upload.taken
    if upload.state == "waiting":
        show_words(f"{upload.name}: waiting", style="quiet")
    elif upload.state == "reading":
        show_words(f"{upload.name}: being read", style="quiet")
    elif taken is not None and taken.error is None:
        found = f", {count(len(taken.parsed.passages), 'passage')}" if taken.parsed else ""
        st.success(label(f"{upload.name}: {VERBS[taken.status]}{found}"), icon=":material/check_circle:")
        for note in taken.parsed.notes if taken.parsed else ():
            show_words(f"Warning: {note.text}", style="quiet")
    else:
        fault = f"{taken.error.message} {taken.error.remedy}" if taken and taken.error else upload.fault
        st.error(label(f"{upload.name} was not added. {fault}"), icon=":material/error:")
