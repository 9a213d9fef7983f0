"""A sentence is told with what its meaning needs, or not at all."""

import pytest

from retrieval.findings.sentences import piece_for, read_findings
from retrieval.held import Held
from tests.factories import make_passage, make_report

TEXT = (
    "The offer to care leavers is out of date. In the meantime, they are helped in other ways. "
    "Homes are safe. However, two are too far away. Schools do well."
)


def _pieces(text: str) -> list[str | None]:
    passage = make_passage("newtown_2018-05-16", 1, text)
    held = Held((make_report(),), (), lambda _: [passage], lambda _: {passage.id: passage}, lambda *_: ())
    findings = read_findings([passage], held)
    return [piece.state().text if (piece := piece_for(one, findings)) else None for one in findings]


def test_what_leans_brings_the_sentence_before_and_what_is_taken_back_the_one_after() -> None:
    assert _pieces(TEXT) == [
        "The offer to care leavers is out of date.",
        "The offer to care leavers is out of date. In the meantime, they are helped in other ways.",
        "Homes are safe. However, two are too far away.",
        "Homes are safe. However, two are too far away.",
        "Schools do well.",
    ]


@pytest.mark.parametrize(
    "opening",
    [
        "This has not been done.",
        "They wait too long.",
        "However, plans are late.",
        "As a result, children wait.",
        "In the meantime, help is given.",
        "For example, one child waited a year.",
        "Until very recently, this has not been known.",
        "Some of these are late.",
    ],
)
def test_what_leans_on_nothing_is_not_told(opening: str) -> None:
    assert _pieces(opening) == [None]


@pytest.mark.parametrize(
    "sentence",
    [
        "Children in care thrive.",
        "When risks grow, social workers act.",
        "Young people who leave care are helped.",
        "In most cases, plans are good.",
    ],
)
def test_a_sentence_of_its_own_stands_alone(sentence: str) -> None:
    assert _pieces(sentence) == [sentence]


def test_a_printed_pointer_to_a_recommendation_is_not_quoted() -> None:
    assert _pieces("Visits are late. (Recommendation)") == ["Visits are late."]
