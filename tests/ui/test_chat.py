"""The chat, driven without a browser: what it shows, asks and passes on."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from retrieval.library.library import Library
from settings import Settings
from tests.factories import make_parsed, make_passage, make_report, write_source
from tests.fakes import FakeEmbedder
from tests.ui.conftest import FakeAssistant
from ui.engine import open_engine
from ui.parts.words import label
from ui.visitors.queue import Turnstile

Open = Callable[[], AppTest]
Fill = Callable[..., str]
HOSTILE = "<script>alert(1)</script> ![x](https://example.org/?leak=1) **bold** :red[no] [link](https://example.org)."


def _shown(page: AppTest) -> str:
    """Return all the HTML on the page, the style sheet left out."""
    assert not page.exception
    return "\n".join(one.proto.body for one in page.get("html") if "<style>" not in one.proto.body)


def _press(page: AppTest, key: str) -> AppTest:
    return page.button(key=key).click().run()


def test_no_library_offers_the_samples(open_chat: Open) -> None:
    page = open_chat()
    assert "inspection-qa ingest" in _shown(page)
    assert [button.label for button in page.button] == ["Try the sample reports"]


def test_an_answer_shows_its_outcome_report_and_reference(fill: Fill, open_chat: Open) -> None:
    fill()
    page = open_chat().chat_input[0].set_value("How often are children visited?").run()
    shown = _shown(page)
    assert "Social workers visit children weekly." in shown
    assert "Newtown, inspection published 16 May 2018" in shown
    assert "A newer inspection is held." in shown
    assert "0123456789ab" in shown
    assert any("Answered" in one.value for one in page.markdown)
    assert page.button(key="chip-0-0-0").label.replace("\\", "") == "para 1, p. 1"


def test_the_nearest_is_called_so(fill: Fill, open_chat: Open) -> None:
    fill()
    page = open_chat().chat_input[0].set_value("Nearly asked?").run()
    assert "The nearest:" in _shown(page)
    assert any("The nearest that the reports come" in one.value and ":gray" in one.value for one in page.markdown)


def test_help_offers_questions_to_press(fill: Fill, open_chat: Open) -> None:
    fill()
    page = open_chat().chat_input[0].set_value("Hello").run()
    assert any("What you can ask" in one.value for one in page.markdown)
    page = _press(page, "choice-0-0")
    assert FakeAssistant.asked[-1][0] == "How is Newtown doing?"


def test_an_answer_explains_its_acronyms(fill: Fill, open_chat: Open) -> None:
    fill("The MASH reads every contact within one day. RHIs are offered.")
    page = open_chat().chat_input[0].set_value("How quickly?").run()
    assert "<b>MASH</b>: multi-agency safeguarding hub" in _shown(page)


def test_a_reference_opens_the_passage_with_the_quoted_words_marked(fill: Fill, open_chat: Open) -> None:
    fill()
    page = open_chat().chat_input[0].set_value("How often?").run()
    page = _press(page, "chip-0-0-0")
    assert "<mark>Social workers visit children weekly.</mark> They write down" in _shown(page)
    page = _press(page, "neighbour-Next")
    assert '<div class="words cited" data-testid="passage">The front door decides within a day.' in _shown(page)
    assert "<mark>" not in _shown(page)
    assert "Newtown, inspection published 16 May 2018, para 2, p. 1" in [one.value for one in page.code]


def test_a_refusal_offers_the_nearest_passages_beside_it(fill: Fill, open_chat: Open) -> None:
    fill()
    page = open_chat().chat_input[0].set_value("What is the council tax rate?").run()
    shown = _shown(page)
    assert '<div class="words">The reports do not say.</div>' in shown
    assert "The nearest passages, which do not answer it:" in shown
    assert "They write down" in _shown(_press(page, "chip-0-0-0"))


def test_a_question_back_is_answered_by_a_button(fill: Fill, open_chat: Open) -> None:
    key = fill()
    page = open_chat().chat_input[0].set_value("Which council is better?").run()
    _press(page, "choice-0-0")
    assert FakeAssistant.asked[-1][:2] == ("Which council is better?", (key,))


def test_a_follow_up_carries_the_conversation(fill: Fill, open_chat: Open) -> None:
    key = fill()
    page = open_chat().chat_input[0].set_value("How often?").run()
    page.chat_input[0].set_value("And who writes it down?").run()
    (turn,) = FakeAssistant.asked[-1][2]
    assert (turn.question, turn.answer, turn.reports) == (
        "How often?",
        "Social workers visit children weekly.",
        (key,),
    )


def test_the_chosen_report_is_asked(fill: Fill, open_chat: Open) -> None:
    key = fill()
    page = open_chat()
    page.selectbox(key="report").select(key).run()
    page.chat_input[0].set_value("How often?").run()
    assert FakeAssistant.asked[-1][1] == (key,)


def test_a_sample_question_is_asked_by_a_button(fill: Fill, open_chat: Open) -> None:
    fill()
    _press(open_chat(), "sample-0")
    assert FakeAssistant.asked[-1][0] == "What was the overall judgement of Newtown?"


def test_a_new_conversation_forgets_the_old_one(fill: Fill, open_chat: Open) -> None:
    fill()
    page = open_chat().chat_input[0].set_value("How often?").run()
    page = next(one for one in page.button if one.label == "New conversation").click().run()
    assert "How often?" not in _shown(page)


def test_a_question_that_is_too_long_is_a_sentence_and_the_chat_goes_on(fill: Fill, open_chat: Open) -> None:
    fill()
    page = open_chat().chat_input[0].set_value("why " * 12_500).run()
    assert "2,000 characters" in page.error[0].value.replace("\\", "")
    page.chat_input[0].set_value("How often?").run()
    assert "Social workers visit children weekly." in _shown(page)


def test_words_of_a_report_or_a_question_stay_words(fill: Fill, open_chat: Open) -> None:
    fill(HOSTILE)
    page = open_chat().chat_input[0].set_value(HOSTILE).run()
    page = _press(page, "chip-0-0-0")
    shown = _shown(page)
    assert "<script>" not in shown
    assert "&lt;script&gt;" in shown
    assert not [one.value for one in page.markdown if "example.org" in one.value]


def test_an_answer_from_a_report_that_was_removed_stays(fill: Fill, home: Path, open_chat: Open) -> None:
    key = fill()
    other = write_source(home.parent, make_parsed(make_report("oldtown_2019-01-02", authority="Oldtown")))
    with Library.open(home, FakeEmbedder()) as library:
        library.add(*other)
        page = open_chat().chat_input[0].set_value("How often?").run()
        library.remove(key)
    page = page.run()
    assert f"{key} (no longer held)" in _shown(page)
    assert "no longer holds this passage" in _shown(_press(page, "chip-0-0-0"))


def test_an_unexpected_fault_is_a_sentence_and_a_log(
    fill: Fill, open_chat: Open, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    fill()
    page = open_chat()
    monkeypatch.setattr(FakeAssistant, "stream", lambda *_, **__: 1 / 0)
    page = page.chat_input[0].set_value("How often?").run()
    assert not page.exception
    assert "division" not in page.error[0].value
    assert "ZeroDivisionError" in caplog.text


@pytest.mark.parametrize("model", [None, "openai:gpt-test"])
def test_the_model_in_use_is_named(
    model: str | None, fill: Fill, open_chat: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill()
    if model:
        monkeypatch.setenv("INSPECTION_QA_MODEL", model)
    assert (model or "nothing leaves this computer") in _shown(open_chat())


def test_the_next_questions_come_from_the_report(home: Path, open_chat: Open) -> None:
    passage = replace(make_passage("newtown_2018-05-16", 0, "Text.", number=1), section=("What needs to improve?",))
    parsed, source = write_source(home.parent, make_parsed(passages=[passage]))
    with Library.open(home, FakeEmbedder(), create=True) as library:
        library.add(parsed, source)
    page = open_chat().chat_input[0].set_value("What is the council tax rate?").run()
    assert [one.label for one in page.button if str(one.key).startswith("next-")] == [label("What needs to improve?")]
    _press(page, "next-0-0")
    assert FakeAssistant.asked[-1][:2] == ("What needs to improve?", ("newtown_2018-05-16",))


def test_too_many_questions_are_asked_to_wait(fill: Fill, open_chat: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    fill()
    monkeypatch.setattr("ui.engine.Turnstile", lambda **_: Turnstile(at_once=1, waiting=0, patience=0.01))
    page = open_chat()
    engine = open_engine(Settings.from_environment(), demo=False)
    with engine.turnstile.enter():
        page = page.chat_input[0].set_value("How often?").run()
    assert "Many people are asking just now." in _shown(page)
    page = next(one for one in page.button if one.label == "Ask again").click().run()
    assert "Social workers visit children weekly." in _shown(page)


def test_an_answer_is_copied_with_its_references(fill: Fill, open_chat: Open) -> None:
    fill()
    page = open_chat().chat_input[0].set_value("How often?").run()
    expected = (
        "How often?\n\nSocial workers visit children weekly. "
        "[Newtown, inspection published 16 May 2018, para 1, p. 1]\nNote: A newer inspection is held."
    )
    assert expected in [one.value for one in page.code]
