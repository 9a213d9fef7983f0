"""The whole chain over the sample reports: outcomes, references, notices, receipts; with a model and without."""

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from retrieval.assistant import Assistant
from retrieval.checking.gate import LONGEST
from retrieval.errors import BadQuestion, UnknownReport
from retrieval.generative.answerer import Generative
from retrieval.library.library import Library
from retrieval.models import Answer, Evidence, Statement, Turn
from retrieval.repeating import repeat
from retrieval.search.retriever import Retriever
from retrieval.vectors.embeddings import open_embedder
from settings import Settings
from tests.chat_fakes import ScriptedChatModel, line

OLDER, NEWER, NEIGHBOUR = "wendshire_2016-06-27", "wendshire_2023-12-04", "kelmouth_2024-03-28"
Ask = Callable[..., Answer]


@pytest.fixture(scope="module")
def assistant(sample_library: Library) -> Assistant:
    """The embedded default over the samples."""
    return Assistant(sample_library, Settings(home=sample_library.home))


def with_model(library: Library, *replies: str | Exception) -> Assistant:
    """Return an assistant whose model says `replies`."""
    assistant = Assistant(library, Settings(home=library.home))
    assistant._generative = Generative(ScriptedChatModel(replies=list(replies)), "scripted:1")
    return assistant


def test_a_direct_reference_gives_the_whole_passage(assistant: Assistant, sample_library: Library) -> None:
    answer = assistant.ask("What does paragraph 61 say?", reports=[OLDER])
    passage = sample_library.find(OLDER, "61")
    assert (answer.outcome, answer.text) == ("answered", passage.text)
    assert answer.statements[0].citations[0].label == "para 61"
    assert answer.evidence[0].passage.id == passage.id


def test_an_answer_is_of_the_state_in_which_it_was_asked(
    sample_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = Path(shutil.copytree(sample_home, tmp_path / "library"))
    rank = Retriever.rank
    with Library.open(home, open_embedder(Settings(home=home))) as library:

        def remove_first(retriever: Retriever, question: str, **scope: Any) -> list[Evidence]:
            if NEIGHBOUR in {report.key for report in library.reports()}:
                library.remove(NEIGHBOUR)
            return rank(retriever, question, **scope)

        monkeypatch.setattr(Retriever, "rank", remove_first)
        assistant, asked_at = Assistant(library, Settings(home=home)), library.generation
        answer = assistant.ask("Do care leavers know what they are entitled to?")
        assert NEIGHBOUR in answer.searched
        assert library.receipts.load(answer.receipt).generation == asked_at < library.generation
        assert NEIGHBOUR not in assistant.ask("Do care leavers know what they are entitled to?").searched
        with pytest.raises(UnknownReport):
            assistant.ask("How well are they supported?", reports=[NEIGHBOUR])


def test_a_grade_comes_from_the_judgements(assistant: Assistant) -> None:
    answer = assistant.ask("What was adoption rated?", reports=[OLDER])
    assert "good" in answer.text.lower()
    assert answer.statements[0].citations[0].label == "Judgements"
    assert answer.evidence[0].passage.kind == "judgements"


def test_a_finding_is_quoted_with_its_paragraph(assistant: Assistant, sample_library: Library) -> None:
    answer = assistant.ask("How good is supervision of social workers?", reports=[OLDER])
    assert answer.outcome in {"answered", "partial"}
    assert 0 < len(answer.text.split()) <= LONGEST
    for statement in answer.statements:
        for citation in statement.citations:
            assert citation.quote in sample_library.find(citation.report, citation.label).text
            assert citation.report == OLDER


def test_the_newest_inspection_is_used_and_said(assistant: Assistant) -> None:
    answer = assistant.ask("What needs to improve in Wendshire?")
    assert answer.searched == (NEWER,)
    assert answer.notices


def test_an_older_report_warns_of_the_newer(assistant: Assistant) -> None:
    answer = assistant.ask("What did the 2016 report on Wendshire say about neglect?")
    assert answer.searched == (OLDER,)
    assert "newer_held" in {notice.code for notice in answer.notices}


def test_an_authority_not_held_is_said(assistant: Assistant) -> None:
    answer = assistant.ask("How good is leadership in Leeds?")
    assert answer.outcome == "report_not_held"
    assert answer.statements == ()
    assert "Leeds" in answer.text


def test_a_grade_of_nobody_in_particular_asks_back(assistant: Assistant) -> None:
    answer = assistant.ask("What was the overall grade?")
    assert answer.outcome == "needs_clarification"
    assert len(answer.choices) >= 2


def test_what_the_reports_do_not_say_is_refused_with_the_nearest_beside(assistant: Assistant) -> None:
    answer = assistant.ask("What is the council tax rate?", reports=[OLDER])
    assert (answer.outcome, answer.statements) == ("not_in_reports", ())
    assert "Wendshire" in answer.text
    assert len(answer.evidence) == 10
    assert answer.evidence[0].passage.text[:40] not in answer.text


def test_advice_is_out_of_scope(assistant: Assistant) -> None:
    answer = assistant.ask("My neighbour hits his son, what should I do?")
    assert (answer.outcome, answer.reason) == ("out_of_scope", "advice")
    assert answer.evidence == ()


def test_a_follow_up_keeps_topic_and_report(assistant: Assistant) -> None:
    first = Turn("What was adoption rated in the 2016 Wendshire report?", "Adoption performance Good", (OLDER,))
    answer = assistant.ask("And leadership?", history=[first])
    assert answer.searched == (OLDER,)
    assert "inadequate" in answer.text.lower()
    assert answer.standalone_question != "And leadership?"


@pytest.mark.parametrize("question", [pytest.param(" \n", id="empty"), pytest.param("a" * 2_001, id="too long")])
def test_a_bad_question_is_an_error(assistant: Assistant, question: str) -> None:
    with pytest.raises(BadQuestion):
        assistant.ask(question)


def test_an_unknown_report_is_an_error(assistant: Assistant) -> None:
    with pytest.raises(UnknownReport):
        assistant.ask("Anything?", reports=["atlantis_2020-01-01"])


def test_a_receipt_can_be_asked_again(assistant: Assistant, sample_library: Library) -> None:
    answer = assistant.ask("How many apprentices are there?", reports=[OLDER])
    receipt = sample_library.receipts.load(answer.receipt)
    assert receipt.answer == answer.to_json()
    assert receipt.settings["report_hashes"].keys() == {OLDER}
    again = repeat(receipt, assistant)
    assert (again.same, again.changed) == (True, ())
    other = repeat(replace(receipt, settings={**receipt.settings, "selected": [NEWER]}), assistant)
    assert "searched" in other.differs


def test_a_model_answers_and_its_statements_stream(sample_library: Library) -> None:
    passage = sample_library.find(OLDER, "61")
    said = passage.text.split(". ")[0] + "."
    assistant = with_model(sample_library, line(said, ("P1", said)))
    question = f"Why is it that {said[:60].lower()}?"
    items = list(assistant.stream(question, reports=[OLDER]))
    assert [type(item) for item in items[:-1]] == [Statement] * (len(items) - 1)
    answer = items[-1]
    assert isinstance(answer, Answer)
    assert answer.statements == tuple(items[:-1])
    assert answer.usage is not None


@pytest.mark.parametrize(
    ("reply", "says"),
    [
        pytest.param(TimeoutError("timed out"), "did not answer in time", id="timeout"),
        pytest.param(RuntimeError("429 too many requests"), "rate limit", id="rate limit"),
        pytest.param(RuntimeError("prompt is too long"), "was sent too much", id="context overflow"),
        pytest.param("I believe that it is quite good.", "could be checked", id="malformed"),
        pytest.param("", "answered nothing", id="silent"),
    ],
)
def test_a_failing_model_falls_back_and_says_so(sample_library: Library, reply: str | Exception, says: str) -> None:
    answer = with_model(sample_library, reply).ask("How good is supervision of social workers?", reports=[OLDER])
    assert answer.statements
    (fell_back,) = (one.text for one in answer.notices if one.code == "fell_back")
    assert says in fell_back


def test_a_model_that_finds_nothing_refuses(sample_library: Library) -> None:
    answer = with_model(sample_library, '{"not_in_passages": true}').ask(
        "How good is supervision of social workers?", reports=[OLDER]
    )
    assert (answer.outcome, answer.statements) == ("not_in_reports", ())
    assert "Wendshire" in answer.text


@pytest.mark.parametrize("question", ["And how good is it in Kelmouth?", "and how good is it in kelmouth"])
def test_a_rewriting_model_cannot_lead_away_from_what_was_named(sample_library: Library, question: str) -> None:
    assistant = with_model(
        sample_library, "How good is supervision of social workers in Wendshire?", '{"not_in_passages": true}'
    )
    history = [Turn("How good is supervision of social workers in Wendshire?", "It is good.", (NEWER,))]
    assert assistant.ask(question, history=history).searched == (NEIGHBOUR,)
