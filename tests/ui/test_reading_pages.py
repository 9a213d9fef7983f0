"""Reports and judgements, driven without a browser: what is listed, read, added and removed."""

import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from retrieval.library.intake import sample_files
from retrieval.library.library import Library
from settings import Settings
from tests.fakes import FakeEmbedder
from tests.test_access import write_access
from ui.engine import open_engine
from ui.pages.quality import latest
from ui.reports.uploads import Uploads, safe_name, uploads_of
from ui.visitors.identity import User

Fill = Callable[..., str]
WAIT = 60.0
MODULES = {"reports": "ui.reports.page"}
"""Where a page is drawn, if not by the module of its name in `ui.pages`."""
SCRIPT = """
from settings import Settings
from ui.engine import open_engine
from {module} import draw
draw(open_engine(Settings.from_environment(), demo=False))
"""


def _open(page: str, **address: str) -> AppTest:
    opened = AppTest.from_string(SCRIPT.format(module=MODULES.get(page, f"ui.pages.{page}")), default_timeout=120)
    for name, value in address.items():
        opened.query_params[name] = value
    opened.run()
    assert not opened.exception
    return opened


def _tables(page: AppTest) -> list[dict[str, Any]]:
    drawn = [one.proto for one in page.get("bidi_component") if one.proto.component_name.endswith("inspection_table")]
    return [json.loads(one.json) for one in drawn]


def _words(page: AppTest) -> str:
    return "\n".join(one.proto.body for one in page.get("html"))


def test_the_list_says_what_is_held(fill: Fill) -> None:
    key = fill()
    (table,) = _tables(_open("reports"))
    (row,) = table["rows"]
    assert [cell["text"] for cell in row] == ["Newtown", "16 May 2018", "SIF", "No grade", "4", "1"]
    assert row[0]["opens"] == key


def test_the_list_is_narrowed_by_words(fill: Fill) -> None:
    fill()
    page = _open("reports")
    assert _tables(page.text_input(key="find-report").set_value("newtown 2018").run())
    page = page.text_input(key="find-report").set_value("newtown 2019").run()
    assert not _tables(page)
    assert "0 reports of 1" in _words(page)


def test_a_report_is_read_as_passages_with_its_facts_grades_and_warnings(fill: Fill) -> None:
    key = fill()
    page = _open("reports", report=key)
    shown = _words(page)
    assert "Ada Quill" in shown
    assert "Paragraph 4 is missing. (page 2)" in shown
    assert "Social workers visit children weekly." in shown
    (grades,) = _tables(page)
    assert [cell["text"] for cell in grades["rows"][0]] == ["Adoption performance", "Good", "Judgements, p. 1"]


def test_a_report_is_searched(fill: Fill) -> None:
    key = fill()
    page = _open("reports", report=key)
    page = page.text_input(key=f"find-{key}").set_value("carers FORTY-TWO").run()
    assert [row[0]["text"] for row in _tables(page)[1]["rows"]] == ["para 3"]
    page = page.text_input(key=f"find-{key}").set_value("unicorn").run()
    assert "No passage holds all of these words." in _words(page)


def test_a_report_that_is_not_held_is_told_and_the_list_stays(fill: Fill) -> None:
    fill()
    page = _open("reports", report="gone_2001-01-01")
    assert "gone" in page.warning[0].value
    assert _tables(page)


def test_removing_asks_first(fill: Fill, home: Path) -> None:
    key = fill()
    page = _open("reports", report=key)
    page.button(key="remove").click().run()
    with Library.open(home, None) as library:
        assert [one.key for one in library.reports()] == [key]
        page.button(key="remove-now").click().run()
        assert not library.reports()
        assert [one.who for one in library.audit.entries() if one.action == "removed"] == ["local"]


def test_a_reader_can_change_nothing(fill: Fill, monkeypatch: pytest.MonkeyPatch) -> None:
    key = fill()
    reader = User("ann@example.org", "Ann", "reader")
    monkeypatch.setattr("ui.visitors.identity.current_user", lambda: reader)
    monkeypatch.setattr("ui.reports.changing.current_user", lambda: reader)
    assert not _open("reports").get("file_uploader")
    assert {one.key for one in _open("reports", report=key).button} == {"all-reports"}


def test_the_ledger_is_filtered_and_opens_its_passages(fill: Fill) -> None:
    fill()
    page = _open("judgements")
    (table,) = _tables(page)
    cells = table["rows"][0]
    assert [cell["text"] for cell in cells] == ["Newtown", "Adoption", "Good", "16 May 2018", "Judgements, p. 1"]
    assert cells[2]["opens"]
    page = page.multiselect(key="of-grade").select("inadequate").run()
    assert not _tables(page)
    assert "0 judgements of 1" in _words(page)


@pytest.mark.parametrize("view", ["Over time", "Side by side", "Map"])
def test_each_view_shows_the_grade_in_words(view: str, fill: Fill) -> None:
    fill()
    page = _open("judgements")
    page.session_state["view"] = view
    (table,) = _tables(page.run())
    graded = [cell for row in table["rows"] for cell in row if cell.get("grade")]
    assert [cell["text"].split(" (")[0] for cell in graded] == ["Good"]
    assert all(cell["opens"] for cell in graded)


@pytest.mark.parametrize("page", ["reports", "judgements"])
def test_an_empty_library_says_so(page: str, home: Path) -> None:  # noqa: ARG001 (the fixture makes the folder)
    assert "is held yet" in _words(_open(page))


def _finish(uploads: Uploads) -> None:
    until = time.monotonic() + WAIT
    while uploads.busy:
        assert time.monotonic() < until, "the uploads were not read within a minute"
        time.sleep(0.05)


def test_uploads_are_read_one_after_another_and_leave_no_file_behind(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("INSPECTION_QA_SIGN_IN", str(write_access(tmp_path)))
    sample = next(iter(sample_files()))
    with Library.open(home, FakeEmbedder(), create=True) as library:
        uploads = Uploads(library)
        uploads.hand_in("../../Kelmouth report.PDF", sample.read_bytes(), user="ann@example.org")
        uploads.hand_in("twin.pdf", sample.read_bytes(), user="ann@example.org")
        uploads.hand_in("notes.md", b"Nothing of an inspection.", user="ann@example.org")
        _finish(uploads)
        assert [one.taken.status if one.taken else one.fault for one in uploads.all()] == [
            "added", "unchanged", "refused",
        ]  # fmt: skip
        assert [one.key for one in library.reports()] == ["kelmouth-report"]
        assert library.audit.entries()[0].who == "ann@example.org"
        assert not [path for path in (home / "uploads").rglob("*") if path.is_file() and path.suffix != ".lock"]
        uploads.forget()
        assert not uploads.all()


def test_a_replacement_takes_the_key_of_what_it_replaces(home: Path) -> None:
    sample = next(iter(sample_files()))
    with Library.open(home, FakeEmbedder(), create=True) as library:
        uploads = Uploads(library)
        uploads.hand_in("one.pdf", sample.read_bytes(), user="local")
        uploads.hand_in("corrected.pdf", sample.read_bytes() + b"\n", user="local", key="one")
        _finish(uploads)
        assert [one.taken.status for one in uploads.all() if one.taken] == ["added", "replaced"]
        assert [one.key for one in library.reports()] == ["one"]


def test_one_queue_serves_every_visitor(fill: Fill) -> None:
    fill()
    settings = Settings.from_environment()
    assert uploads_of(open_engine(settings, demo=False)) is uploads_of(open_engine(settings, demo=False))


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        pytest.param("Surrey_2018-05-16.pdf", "surrey_2018-05-16.pdf", id="plain"),
        pytest.param("../../etc/passwd", "passwd", id="up"),
        pytest.param("C:\\Users\\ann\\Report 1.PDF", "report-1.pdf", id="windows"),
        pytest.param("<b>.pdf", "b.pdf", id="markup"),
        pytest.param("....md", "report.md", id="dots"),
        pytest.param("x." + "a" * 300, "x", id="long ending"),
        pytest.param("y" * 300 + ".txt", "y" * 100 + ".txt", id="long"),
        pytest.param("", "report", id="empty"),
    ],
)
def test_the_name_of_an_upload_is_made_harmless(name: str, kept: str) -> None:
    assert safe_name(name) == kept


def test_the_quality_page_shows_the_published_run_in_words_figures_and_pictures(home: Path) -> None:  # noqa: ARG001
    page = _open("quality")
    assert "Of 100 questions that the reports answer" in _words(page)
    never, figures = _tables(page)
    assert {row[2]["text"] for row in never["rows"]} == {"0"}
    assert len(figures["rows"]) > 10
    assert any(one.proto.component_name.endswith("inspection_pictures") for one in page.get("bidi_component"))


def test_the_newer_of_two_runs_is_shown() -> None:
    old, new = {"date": "2026-01-01"}, {"date": "2026-02-01"}
    assert latest({"a": old, "b": new}, {"a": new, "b": old, "c": old}) == {"a": new, "b": new, "c": old}


def test_the_about_page_says_where_data_goes(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: ARG001
    assert "Nowhere: everything runs on the computer" in _open("about").markdown[0].value
    monkeypatch.setenv("INSPECTION_QA_MODEL", "openai:gpt-[x](https://example.org)")
    monkeypatch.setenv("INSPECTION_QA_OPERATOR", "Newtown Borough Council")
    monkeypatch.setenv("INSPECTION_QA_CONTACT", "clerk@example.org")
    told, record = (one.value.replace("\N{ZERO WIDTH NON-JOINER}", "") for one in _open("about").markdown[:2])
    assert "are sent to the language model **openai" in told
    assert "[x](https" not in told
    assert "clerk" in told
    assert "Newtown Borough Council" in record
    assert "{" not in told + record
