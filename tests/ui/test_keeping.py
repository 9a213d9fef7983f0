"""What the chat keeps: earlier conversations, links to an answer, what readers thought of it."""

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from conversations.history import History
from conversations.remarks import Remarks
from retrieval.library.library import Library
from retrieval.models import Answer
from settings import Settings
from tests.fakes import FakeEmbedder
from tests.ui.conftest import FakeAssistant
from ui.visitors.identity import VISITOR, User

Open = Callable[[], AppTest]
Fill = Callable[..., str]
ANSWER = "Social workers visit children weekly."
RECEIPT = "0123456789ab"


def _shown(page: AppTest) -> str:
    assert not page.exception
    return "\n".join(one.proto.body for one in page.get("html") if "<style>" not in one.proto.body)


def _keys(page: AppTest, prefix: str) -> list[str]:
    return [str(one.key) for one in page.button if str(one.key).startswith(prefix)]


def _new(page: AppTest) -> AppTest:
    return next(one for one in page.button if one.label == "New conversation").click().run()


def test_an_earlier_conversation_is_found_opened_and_gone_on_with(fill: Fill, open_chat: Open) -> None:
    fill()
    page = open_chat().chat_input[0].set_value("How often?").run()
    page = _new(page)
    assert ANSWER not in _shown(page)
    page = page.text_input(key="past-words").set_value("council tax").run()
    assert _keys(page, "open-") == []
    page = page.text_input(key="past-words").set_value("weekly").run()
    page = page.button(key=_keys(page, "open-")[0]).click().run()
    assert ANSWER in _shown(page)
    page.chat_input[0].set_value("And who writes it down?").run()
    assert [turn.question for turn in FakeAssistant.asked[-1][2]] == ["How often?"]


def test_an_earlier_conversation_is_deleted(fill: Fill, open_chat: Open, home: Path) -> None:
    fill()
    page = open_chat().chat_input[0].set_value("How often?").run()
    page = page.button(key=_keys(page, "delete-")[0]).click().run()
    assert ANSWER not in _shown(page)
    assert History(home, days=90).search(None) == []


def test_nothing_is_kept_for_no_days(fill: Fill, open_chat: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    fill()
    monkeypatch.setenv("INSPECTION_QA_HISTORY_DAYS", "0")
    page = open_chat().chat_input[0].set_value("How often?").run()
    assert ANSWER in _shown(page)
    assert "Conversations are not kept." in _shown(_new(page))


def test_nothing_is_kept_of_a_visitor(fill: Fill, open_chat: Open, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fill()
    for module in ("conversation", "history"):
        monkeypatch.setattr(f"ui.chat.{module}.current_user", lambda: User(f"{VISITOR}1", "a visitor", "reader"))
    page = open_chat().chat_input[0].set_value("How often?").run()
    assert ANSWER in _shown(page)
    assert "Conversations are not kept." in _shown(page)
    assert History(home, days=90).search(None) == []


def test_a_history_that_cannot_be_written_stops_no_answer(fill: Fill, open_chat: Open, home: Path) -> None:
    fill()
    (home / "history.sqlite3").write_bytes(b"no database" * 1000)
    page = open_chat().chat_input[0].set_value("How often?").run()
    assert ANSWER in _shown(page)
    assert "only past conversations are lost" in _shown(page)


def test_a_link_opens_one_answer(fill: Fill, open_chat: Open, home: Path) -> None:
    fill()
    open_chat().chat_input[0].set_value("How often?").run()
    History(home, days=90).delete(History(home, days=90).search(None)[0].id, "local")
    with Library.open(home, FakeEmbedder()) as library:
        *_, answer = FakeAssistant(library, Settings(home=home)).stream("How often?")
        assert isinstance(answer, Answer)
        library.receipts.save("How often?", answer.to_json(), generation=1, settings={}, receipt_id=RECEIPT)
    page = open_chat()
    page.query_params["answer"] = RECEIPT
    page = page.run()
    assert "You opened a link to one answer." in _shown(page)
    assert ANSWER in _shown(page)
    page = _new(page)
    assert ANSWER not in _shown(page)


def test_a_link_to_nothing_is_a_sentence(fill: Fill, open_chat: Open) -> None:
    fill()
    page = open_chat()
    page.query_params["answer"] = "nothing"
    assert "No receipt" in page.run().warning[0].value


def test_a_thumb_is_kept_with_its_reason(fill: Fill, open_chat: Open, home: Path) -> None:
    key = fill()
    page = open_chat().chat_input[0].set_value("How often?").run()
    page = page.feedback(key=f"thumbs-0-{RECEIPT}").set_value(0).run()
    remarks = Remarks(History(home, days=90).database)
    assert [(one.verdict, one.reason) for one in remarks.all()] == [("not helpful", "")]
    page.text_input(key=f"words-{RECEIPT}").set_value("It was fortnightly.")
    page = next(one for one in page.button if one.label == "Send").click().run()
    (remark,) = remarks.all()
    assert (remark.reason, remark.question, remark.reports) == ("It was fortnightly.", "How often?", (key,))
    assert "Thank you." in _shown(page)
