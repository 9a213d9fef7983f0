"""Reading: how much of a question a sentence holds, the glossary's other words included."""

import pytest

from retrieval.extractive.sentences import Asked, Reading, read
from retrieval.models import Evidence, SentenceScore
from tests.factories import make_passage, make_report

REPORT = make_report()


@pytest.mark.parametrize(
    ("question", "stems", "covers"),
    [
        ("adoption panels", {"adopt", "panel"}, 1.0),
        ("what did inspectors say about FGM?", {"femal", "genital", "mutilat", "inspect"}, 1.0),
        ("FGM", {"femal"}, 0.0),
        ("kids", {"child"}, 1.0),
        ("How many?", {"many"}, 0.0),
    ],
    ids=["own words", "acronym spelt out", "half an acronym", "everyday word", "no content"],
)
def test_coverage(question: str, stems: set[str], covers: float) -> None:
    asked = Asked(question)
    assert asked.coverage(frozenset(stems)) == pytest.approx(covers)


def test_rare_words_weigh_more() -> None:
    asked = Asked("support for lighthouse keepers")
    assert asked.coverage(frozenset({"lighthous"})) > asked.coverage(frozenset({"support"}))


def test_sentences_keep_their_similarity_even_where_a_chunk_cut_them() -> None:
    text = "One long sentence that was cut. Another."
    cut = Evidence(
        make_passage(REPORT.key, 1, text), REPORT, 1.0, (SentenceScore(0, 14, 0.3), SentenceScore(14, 31, 0.6))
    )
    heading = Evidence(make_passage(REPORT.key, 2, "Findings", kind="heading"), REPORT, 0.5)
    reading = Reading(Asked("?"), [cut, heading])
    assert [(one.text, one.similarity) for one in reading.sentences] == [
        ("One long sentence that was cut.", 0.6),
        ("Another.", 0.0),
    ]
    assert reading.best_similarity == 0.6


def test_no_evidence_has_no_sentences() -> None:
    assert Reading(Asked("?"), []).sentences == ()


def test_the_words_that_name_a_report_are_no_part_of_what_is_asked() -> None:
    evidence = [Evidence(make_passage(REPORT.key, 1, "Visits are late."), REPORT, 1.0)]
    named = read("Were visits late in Newtown in 2018?", evidence)
    assert named.asked.weights.keys() == Asked("Were visits late?").weights.keys()
