"""A reworded sentence is held against what it restates: words, numbers, negation, opposites."""

from dataclasses import replace

import pytest

from retrieval.support import support_fault
from tests.factories import make_passage

PASSAGES = [
    make_passage(
        "wexmoor_2024-05-01",
        4,
        "Caseloads average 17 children. The scheme has 40 foster carers and lost 29 of them in 2023. "
        "Social workers do not always visit weekly. The number of late plans fell quickly from 61% to 12%. "
        "Each independent reviewing officer (IRO) knows the children well.",
    )
]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("On average, caseloads are 17 children.", id="reordered"),
        pytest.param("Forty foster carers belong to the scheme.", id="number as a word"),
        pytest.param("Weekly visits by social workers do not always happen.", id="negation elsewhere"),
        pytest.param("Late plans fell from 61 per cent to 12 per cent.", id="per cent"),
        pytest.param("Wexmoor lost 29 foster carers in 2023.", id="the report's own authority"),
        pytest.param("IROs know the children well.", id="acronym in the plural"),
        pytest.param("Caseloads average 17 children. Late plans fell to 12%.", id="two sentences"),
    ],
)
def test_true_rewordings_are_supported(text: str) -> None:
    assert support_fault(text, PASSAGES) is None


def test_a_bullet_is_supported_with_the_sentences_that_it_hangs_from() -> None:
    lead_in = "At 31 March 2024, 60 children were looked after. Of this number:"
    bullet = replace(
        make_passage("wexmoor_2024-05-01", 5, "12 live with their parents", kind="bullet"), lead_in=lead_in
    )
    assert support_fault(f"{lead_in} 12 live with their parents", [bullet]) is None
    assert support_fault("Of these, 12 live with their parents.", [bullet]) is None
    assert support_fault("Of these, 60 live with their parents.", [bullet])


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        pytest.param("Caseloads average 19 children.", "not in the cited passages: 19", id="number"),
        pytest.param("Caseloads average 29 children.", "without this number: 29", id="number of another sentence"),
        pytest.param("The scheme has 29 foster carers.", "29 where its source says 40", id="number of another thing"),
        pytest.param("In Surrey caseloads average 17 children.", "Surrey", id="authority"),
        pytest.param("Surrey has caseloads of 17 children on average.", "Surrey", id="authority that opens"),
        pytest.param("Social workers always visit weekly.", "left out", id="negation left out"),
        pytest.param("Caseloads do not average 17 children.", "added", id="negation added"),
        pytest.param("The number of late plans rose from 61% to 12%.", "“rose”", id="opposite"),
        pytest.param("Adopters praise their preparation courses.", "most of what it says", id="another subject"),
        pytest.param("It is so.", "says nothing", id="nothing"),
    ],
)
def test_false_statements_are_not(text: str, fault: str) -> None:
    assert fault in (support_fault(text, PASSAGES) or "supported")


def test_a_hyphenated_authority_that_the_passage_prints_is_held() -> None:
    passage = make_passage("north_2024-05-01", 1, "Stoke-on-Trent City Council was inspected in February.")
    assert support_fault("Stoke-on-Trent City Council was inspected in February.", [passage]) is None
