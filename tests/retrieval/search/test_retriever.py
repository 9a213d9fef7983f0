"""The retriever over the invented samples, with the embedded model."""

from collections.abc import Sequence

import pytest
from langchain_core.documents import Document

from retrieval.library.library import Library
from retrieval.search import retriever as module
from retrieval.search.query import read_query
from retrieval.search.retriever import Retriever

OLD, NEW, OTHER = "wendshire_2016-06-27", "wendshire_2023-12-04", "kelmouth_2024-03-28"
QUESTIONS = (
    "How many children are on a child protection plan?",
    "UASC - how many do we look after?",
    "Who led the inspection?",
    "What should be done about supervision?",
    "Why do care leavers wait for housing?",
)


@pytest.fixture
def retriever(sample_library: Library) -> Retriever:
    return Retriever(library=sample_library)


@pytest.fixture
def of_candidates(retriever: Retriever, monkeypatch: pytest.MonkeyPatch) -> Retriever:
    """One that takes every library for a large one."""
    monkeypatch.setattr(module, "EXACT_REPORTS", 0)
    return retriever


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_ranking_is_of_the_reports_asked_for_best_first_each_passage_once(
    retriever: Retriever, question: str
) -> None:
    ranked = retriever.rank(question, reports=[OLD, OTHER], limit=12)
    assert len(ranked) == 12
    assert {one.passage.report for one in ranked} <= {OLD, OTHER}
    assert all(one.report.key == one.passage.report for one in ranked)
    assert [one.score for one in ranked] == sorted((one.score for one in ranked), reverse=True)
    assert len({one.passage.id for one in ranked}) == 12


def test_scores_are_shares_of_one(retriever: Retriever) -> None:
    ranked = retriever.rank(QUESTIONS[0], reports=[OLD], limit=10_000)
    assert sum(one.score for one in ranked) == pytest.approx(1.0, abs=1e-4)
    assert len(ranked) == len(retriever.library.passages(OLD))


def test_every_sentence_of_a_ranked_passage_stands_in_it_with_its_score(retriever: Retriever) -> None:
    for one in retriever.rank(QUESTIONS[4], reports=[NEW]):
        assert one.sentences
        for sentence in one.sentences:
            assert one.passage.text[sentence.start : sentence.end].strip()
            assert -1.001 <= sentence.score <= 1.001


def test_the_parts_name_each_signal(retriever: Retriever) -> None:
    ranked = retriever.rank(QUESTIONS[0], reports=[OLD], limit=10_000)
    assert ranked[0].parts["late"] > 0.5
    assert max(one.parts["keyword"] for one in ranked) == pytest.approx(1.0)


def test_the_same_question_has_the_same_ranking(retriever: Retriever) -> None:
    first, again = (retriever.rank(QUESTIONS[0], reports=[NEW]) for _ in range(2))
    assert first == again


@pytest.mark.parametrize("question", QUESTIONS)
def test_candidates_hold_what_the_whole_comparison_ranks_first(
    sample_library: Library, of_candidates: Retriever, monkeypatch: pytest.MonkeyPatch, question: str
) -> None:
    narrowed = of_candidates.rank(question, limit=3)
    monkeypatch.undo()
    whole = Retriever(library=sample_library).rank(question, limit=3)
    assert narrowed[0].passage.id == whole[0].passage.id


def test_candidates_are_of_the_reports_asked_for(of_candidates: Retriever) -> None:
    assert {one.passage.report for one in of_candidates.rank(QUESTIONS[0], reports=[OTHER])} == {OTHER}


@pytest.mark.parametrize("question", ["", "?!", "the of and", "zzzyx qqqq", "\u2603"])
def test_a_question_without_a_word_that_is_known_still_has_a_ranking(retriever: Retriever, question: str) -> None:
    assert len(retriever.rank(question, reports=[OLD], limit=3)) == 3


def test_no_report_no_passage(retriever: Retriever) -> None:
    assert retriever.rank(QUESTIONS[0], reports=[]) == []


def test_memory_is_bounded(retriever: Retriever, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_MEMORY", 1)
    for report in (OLD, NEW, OLD):
        assert retriever.rank(QUESTIONS[0], reports=[report], limit=1)[0].passage.report == report
        assert len(retriever._pools) == 1


def test_it_is_a_langchain_retriever(sample_library: Library) -> None:
    chain = Retriever(library=sample_library, reports=(OLD,), limit=2)
    documents: Sequence[Document] = chain.invoke(QUESTIONS[0])
    assert [one.metadata["report"] for one in documents] == [OLD, OLD]
    assert documents[0].metadata["score"] >= documents[1].metadata["score"]
    assert documents[0].page_content == sample_library.passage(documents[0].metadata["passage"]).text
    assert documents[0].metadata["label"]
    assert documents[0].metadata["pages"]


def test_an_acronym_is_searched_for_spelt_out_too(sample_library: Library) -> None:
    asked = read_query("UASC - how many?", sample_library.encode_query)
    assert len(asked.encoded) == 2
    assert any("asylum" in addition for addition in asked.additions)
    assert len(read_query("How many plans?", sample_library.encode_query).encoded) == 1


def test_the_acronyms_of_a_report_are_known(sample_library: Library) -> None:
    asked = read_query("how many QQTs?", sample_library.encode_query, [("QQT", "quick quality talk")])
    assert "quick quality talk" in asked.additions
