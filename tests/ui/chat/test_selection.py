"""What is chosen in the sidebar is what is asked, and it is said under the question box."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from retrieval.library.library import Library
from tests.factories import make_parsed, make_passage, make_report, write_source
from tests.fakes import FakeEmbedder
from tests.ui.conftest import FakeAssistant

Open = Callable[[], AppTest]
OLD, NEW, OTHER = "newtown_2015-05-16", "newtown_2018-05-16", "oldtown_2018-01-02"
LEAVERS = ("The experiences and progress of children", "Care leavers")


@pytest.fixture
def chat(home: Path, tmp_path: Path, open_chat: Open) -> AppTest:
    """The chat over two reports of one authority and one of another."""
    reports = (
        make_report(OLD, published=date(2015, 5, 16)),
        make_report(NEW),
        make_report(OTHER, authority="Oldtown", published=date(2018, 1, 2)),
    )
    with Library.open(home, FakeEmbedder(), create=True) as library:
        for report in reports:
            first = make_passage(report.key, 0, "Heads count.", kind="judgements")
            second = replace(make_passage(report.key, 1, "Advisers stay in touch."), section=LEAVERS)
            library.add(*write_source(tmp_path, make_parsed(report, passages=[first, second])))
    return open_chat()


def _ask(chat: AppTest) -> tuple[tuple[str, ...], str | None, tuple[str, ...], str]:
    """Ask, and return which reports, authority and section were asked, and what the page says of it."""
    chat = chat.chat_input[0].set_value("How often?").run()
    assert not chat.exception
    said = next(one.proto.body for one in chat.get("html") if "Asking " in one.proto.body)
    return (FakeAssistant.asked[-1][1], *FakeAssistant.scopes[-1], said)


def test_everything_is_asked_unless_something_is_chosen(chat: AppTest) -> None:
    reports, authority, section, said = _ask(chat)
    assert (reports, authority, section) == ((), None, ())
    assert "Asking all 3 reports." in said


def test_an_authority_stands_for_its_newest_inspection(chat: AppTest) -> None:
    chat = chat.selectbox(key="authority").select("Newtown").run()
    assert chat.selectbox(key="report").options[0].replace("\\", "") == "Newest inspection (16 May 2018)"
    reports, authority, _, said = _ask(chat)
    assert (reports, authority) == ((), "Newtown")
    assert "Asking Newtown, the newest inspection unless you name another." in said


def test_all_reports_of_an_authority(chat: AppTest) -> None:
    chat = chat.selectbox(key="authority").select("Newtown").run()
    chat = chat.selectbox(key="report").select("*").run()
    assert set(_ask(chat)[0]) == {OLD, NEW}


def test_a_year_narrows_the_reports(chat: AppTest) -> None:
    chat = chat.selectbox(key="year").select("2018").run()
    assert set(_ask(chat)[0]) == {NEW, OTHER}
    # A choice that is no longer offered is given up.
    chat = chat.selectbox(key="report").select(OTHER).run()
    chat = chat.selectbox(key="authority").select("Newtown").run()
    assert set(_ask(chat)[0]) == {NEW}


def test_a_section_of_a_report(chat: AppTest) -> None:
    chat = chat.selectbox(key="report").select(NEW).run()
    options = [one.replace("\\", "") for one in chat.selectbox(key="section").options]
    assert options[-1] == "– Care leavers"
    chat = chat.selectbox(key="section").select(str(len(options) - 2)).run()
    reports, _, section, said = _ask(chat)
    assert (reports, section) == ((NEW,), LEAVERS)
    assert "Care leavers" in said
