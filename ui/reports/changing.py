"""Changing a report that is held: a newer version in its place, or taking it out, each asked for twice."""

from collections.abc import Callable

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from ingest.models import Report
from presentation import name_report
from retrieval.errors import RetrievalError
from retrieval.library.intake import READABLE
from retrieval.store.audit_log import acting_as
from ui.engine import Engine
from ui.parts.words import label, show_words
from ui.reports.uploads import uploads_of
from ui.visitors.identity import NotAllowed, User, current_editor, current_user
from ui.visitors.uploaders import expect_upload, take_content


def may_change(engine: Engine) -> bool:
    """Say whether the person using the page may change what is held: never the samples, which are for trying out."""
    return current_user().may_edit and not engine.demo


def offer_changes(engine: Engine, report: Report) -> None:
    """Offer to replace or remove `report`."""
    with st.container(horizontal=True):
        if st.button("Replace …", icon=":material/sync:", key="replace"):
            _replace(engine, report)
        if st.button("Remove …", icon=":material/delete:", key="remove"):
            _remove(engine, report)


@st.dialog("Replace this report")
def _replace(engine: Engine, report: Report) -> None:
    show_words(f"Choose a newer file of {name_report(report)}. It is refused if it is of another inspection.")
    expect_upload(current_user())
    file = st.file_uploader("The newer file", type=[one.removeprefix(".") for one in READABLE], key="replacement")
    if st.button("Replace", type="primary", disabled=file is None, key="replace-now") and file is not None:
        _replace_now(engine, report, file)
        st.rerun()


@st.dialog("Remove this report?")
def _remove(engine: Engine, report: Report) -> None:
    show_words(
        f"{name_report(report)} will no longer be searched, and its passages can no longer be opened from earlier"
        " answers. To have it back, add its file again."
    )
    with st.container(horizontal=True):
        if st.button("Remove it", type="primary", key="remove-now", on_click=_remove_now, args=(engine, report)):
            st.rerun()
        if st.button("Keep it", key="keep"):
            st.rerun()


def _replace_now(engine: Engine, report: Report, file: UploadedFile) -> None:
    def change(user: User) -> None:
        uploads_of(engine).hand_in(file.name, take_content(file), user=user.id, key=report.key)

    _change(engine, change)


def _remove_now(engine: Engine, report: Report) -> None:
    def change(user: User) -> None:
        with acting_as(user.id):
            engine.library.remove(report.key)
        st.session_state["told"] = f"{name_report(report)} was removed."

    _change(engine, change)


def _change(engine: Engine, change: Callable[[User], None]) -> None:
    """Make a change, if the person may at this very moment; else, or where it fails, keep what the page says."""
    try:
        change(editor(engine))
    except RetrievalError as error:
        st.session_state["refused"] = f"{error.message} {error.remedy}".strip()
    else:
        st.query_params.clear()


def editor(engine: Engine) -> User:
    """Return who is about to change what is held; raises `NotAllowed`. Whatever the page shows may be of earlier."""
    if engine.demo:
        raise NotAllowed("The samples are for trying out: they are not changed.", remedy="Add reports of your own.")
    return current_editor()


def tell_change() -> None:
    """Say, once, what was changed last, or why it was not."""
    if told := st.session_state.pop("told", None):
        st.success(label(told), icon=":material/check_circle:")
    if refused := st.session_state.pop("refused", None):
        st.error(label(refused), icon=":material/block:")
