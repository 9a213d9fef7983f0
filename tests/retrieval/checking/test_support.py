"""A reworded sentence is held against what it restates: words, numbers, negation, opposites."""

from dataclasses import replace

import pytest

from retrieval.checking.support import support_fault
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
        pytest.param("Late plans have fallen, and the scheme has 40 foster carers.", id="irregular verb, number apart"),
        pytest.param("Each child is known to one reviewing officer.", id="one, where nothing is counted so"),
        pytest.param("The scheme lost 29 of the 40 foster carers.", id="part of a whole"),
        pytest.param("17 children: Caseloads average 17 children.", id="a lead"),
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
        pytest.param("Caseloads average 29 children.", "“29” where its source says “17”", id="number put in place"),
        pytest.param(
            "Across the area caseloads are 29.", "not in the cited passages: area", id="number of another sentence"
        ),
        pytest.param("The scheme has 29 foster carers.", "29 where its source says 40", id="number of another thing"),
        pytest.param("29: Caseloads average 17 children.", "without this number: 29", id="lead of another number"),
        pytest.param("In Surrey caseloads average 17 children.", "Surrey", id="authority"),
        pytest.param("Surrey has caseloads of 17 children on average.", "Surrey", id="authority that opens"),
        pytest.param("Social workers always visit weekly.", "leaves out", id="negation left out"),
        pytest.param("Caseloads do not average 17 children.", "added", id="negation added"),
        pytest.param("The number of late plans rose from 61% to 12%.", "“rose”", id="opposite"),
        pytest.param(
            "Adopters praise their preparation courses.", "not in the cited passages: adopters", id="another subject"
        ),
        pytest.param("It is so.", "says nothing", id="nothing"),
    ],
)
def test_false_statements_are_not(text: str, fault: str) -> None:
    assert fault in (support_fault(text, PASSAGES) or "supported")


@pytest.mark.parametrize(
    ("printed", "text", "fault"),
    [
        pytest.param("Help lasts up to 12 weeks.", "Help lasts up to 12 months.", "“months”", id="unit"),
        pytest.param("Help for 83 families lasts 12 weeks.", "Help lasts for 12 families.", "12", id="time as a count"),
        pytest.param("In all 512 children had plans (43 per 10,000).", "In all 43 had plans.", "as a rate", id="rate"),
        pytest.param(
            "Caseloads average 17 children in 2023.", "Caseloads average 2023 children.", "as a count", id="year"
        ),
        pytest.param("Those aged 16 and 17 get help.", "Help is got by 16.", "as an age", id="age"),
        pytest.param("Two visits were late.", "One visit was late.", "One", id="one of what is counted"),
        pytest.param(
            "Leaders were late to see it, though others came early.",
            "Leaders were early to see it, though others came early.",
            "“early”",
            id="turned where it stands",
        ),
        pytest.param(
            "Visits continued until May.", "Visits did not continue until May.", "leaves out “until may”", id="until"
        ),
    ],
)
def test_a_number_of_another_kind_and_a_word_turned_in_place(printed: str, text: str, fault: str) -> None:
    assert fault in (support_fault(text, [make_passage("wexmoor_2024-05-01", 6, printed)]) or "supported")


@pytest.mark.parametrize(
    ("printed", "text"),
    [
        pytest.param(
            "Inspectors visited schools from 9 to 20 October.", "From 9 to 20 October they visited schools.", id="day"
        ),
        pytest.param("Of those aged 16 to 17, 19 went home.", "19 of the 16 to 17 year olds went home.", id="age"),
        pytest.param(
            "Care proceedings take 34 weeks, the target being 26 weeks.",
            "Proceedings take 34 weeks; the target for care is 26.",
            id="unit said once",
        ),
        pytest.param(
            "The rate rose from 48 to 51 per 10,000 children.", "The rate of children rose to 51 from 48.", id="rate"
        ),
    ],
)
def test_a_number_may_be_given_in_other_words(printed: str, text: str) -> None:
    assert support_fault(text, [make_passage("wexmoor_2024-05-01", 6, printed)]) is None


def test_not_until_is_from_then_on() -> None:
    passage = make_passage("wexmoor_2024-05-01", 6, "The rise that was promised for April was paid in May.")
    assert support_fault("The rise promised for April was not paid until May.", [passage]) is None


def test_a_hyphenated_authority_that_the_passage_prints_is_held() -> None:
    passage = make_passage("north_2024-05-01", 1, "Stoke-on-Trent City Council was inspected in February.")
    assert support_fault("Stoke-on-Trent City Council was inspected in February.", [passage]) is None
