"""The Feedback page: the staff read remarks and make evaluation cases of them; nobody else may."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from conversations.history import History
from conversations.models import Remark, now
from conversations.remarks import Remarks
from evals.cases import read_cases
from retrieval.library.library import Library
from retrieval.models import Answer
from settings import Settings
from tests.fakes import FakeEmbedder
from tests.ui.conftest import FakeAssistant
from ui.visitors.identity import User

Fill = Callable[..., str]
RECEIPT = "0123456789ab"


@pytest.fixture
def remark(fill: Fill, home: Path) -> Remark:
    """One remark on one answer, both kept."""
    key = fill()
    with Library.open(home, FakeEmbedder()) as library:
        *_, answer = FakeAssistant(library, Settings(home=home)).stream("How often?")
        assert isinstance(answer, Answer)
        library.receipts.save("How often?", answer.to_json(), generation=1, settings={}, receipt_id=RECEIPT)
    made = Remark(RECEIPT, "ada", "not helpful", "It was fortnightly.", now(), "How often?", (key,))
    Remarks(History(home, days=90).database).keep(made)
    return made


def _page() -> AppTest:
    def draw() -> None:
        from settings import Settings  # noqa: PLC0415 - the script of a page of its own
        from ui.engine import open_engine  # noqa: PLC0415
        from ui.pages import feedback  # noqa: PLC0415

        feedback.draw(open_engine(Settings.from_environment(), demo=False))

    return AppTest.from_function(draw, default_timeout=60).run()


def _shown(page: AppTest) -> str:
    assert not page.exception
    return "\n".join(one.proto.body for one in page.get("html"))


def test_a_remark_is_listed_and_made_a_case_that_an_evaluation_takes(remark: Remark, tmp_path: Path) -> None:
    page = _page()
    assert "It was fortnightly." in _shown(page)
    page = next(one for one in page.button if one.label == "Make an evaluation case").click().run()
    line = page.code[0].value
    assert json.loads(line)["why"] == "It was fortnightly."
    (tmp_path / "set.jsonl").write_text(line, encoding="utf-8")
    (case,) = read_cases(tmp_path / "set.jsonl")
    assert (case.question, case.reports) == ("How often?", remark.reports)


def test_a_question_that_was_not_shared_is_not_shown(remark: Remark, home: Path) -> None:
    withheld = Remark(remark.receipt, remark.user, "not helpful", remark.reason, now(), None)
    Remarks(History(home, days=90).database).keep(withheld)
    page = _page()
    assert "The question was not shared." in _shown(page)
    assert [one.label for one in page.button] == ["Open the answer"]


def test_without_remarks_the_page_says_so(fill: Fill) -> None:
    fill()
    assert "Nobody has said anything yet." in _shown(_page())


@pytest.mark.parametrize(("role", "shown"), [("reader", False), ("editor", False), ("administrator", True)])
def test_only_an_administrator_may_look(role: str, shown: bool, fill: Fill, monkeypatch: pytest.MonkeyPatch) -> None:
    fill()
    monkeypatch.setattr("ui.pages.feedback.current_user", lambda: User("ada", "Ada", role))  # type: ignore[arg-type]
    page = _page()
    assert bool(page.exception) != shown
