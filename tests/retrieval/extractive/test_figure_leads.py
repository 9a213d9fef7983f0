"""A number question's answer opens with the number, where one figure plainly is it."""

from dataclasses import replace

import pytest

from retrieval.checking.citations import cite, fault, state
from retrieval.extractive.figure_leads import figure_lead, lead_with_figure
from tests.retrieval.generative.test_answerer import passage

LOOKED_AFTER = "On 9 May 2021, 412 children live in our care, which is a rate of 52 per 10,000 children."


@pytest.mark.parametrize(
    ("question", "sentence", "lead"),
    [
        ("How many children are looked after?", LOOKED_AFTER, "412 children"),
        ("How many kids are in care?", LOOKED_AFTER, "412 children"),
        ("How many posts are vacant?", "There are currently only three posts without a worker.", "three posts"),
        ("How many were adopted?", "Over the last 12 months there were 30 adoptions.", "30 adoptions"),
        ("How many asylum seekers are looked after?", "Of them all, in June, 20 are asylum seekers.", "20"),
        ("What is the re-referral rate?", "Just over a quarter of children, 26.1%, were re-referred.", "26.1%"),
        ("How long do proceedings take?", "They are quicker than in spring, at 39 weeks.", "39 weeks"),
        ("How much was invested?", "Members agreed to invest a further £3.2 million in the service.", "£3.2 million"),
        ("How long does approval take?", "Of all adopters, most wait less than nine months.", "less than nine months"),
        ("What share was approved?", "In the last year over 75% of adopters were approved.", "over 75%"),
        pytest.param(
            "How many were helped?", "The 858 families known include 412 who were helped.", "", id="two counts"
        ),
        pytest.param(
            "How many passed GCSEs?", "In 2013 the gap in five A*-C grades was large.", "", id="of something else"
        ),
        pytest.param("How many workers are there?", "It grew in June by 55 workers.", "", id="what it grew by"),
        pytest.param(
            "How many workers are there?", "The council now has, in all, 55 worker posts.", "", id="other things"
        ),
        pytest.param("How long do they wait?", "It is longer than the target of 26 weeks.", "", id="a target"),
        pytest.param("What share is absent?", "It is better than the national figure of 9%.", "", id="elsewhere"),
        pytest.param("How many children moved?", "Approximately 66 children moved.", "", id="first as it is"),
        pytest.param("How long does it take?", "It fell from 67 weeks in spring to 44 weeks.", "", id="two that fit"),
        pytest.param("How many children waited?", "Last year 16-year-olds and 17-year-olds waited.", "", id="ages"),
        pytest.param("How many children waited?", "None had waited at 31 March 2013.", "", id="dates"),
        pytest.param("Why are children waiting?", LOOKED_AFTER, "", id="no number asked for"),
    ],
)
def test_lead(question: str, sentence: str, lead: str) -> None:
    assert figure_lead(question, sentence) == lead


def test_a_bullet_is_opened_by_its_figure_not_by_its_lead_in() -> None:
    bullet = replace(
        passage(4, "298 (or 72%) live outside the area").passage, lead_in="416 are looked after. Of these:"
    )
    statement = state([cite(bullet, 0, len(bullet.text))], lead=bullet.lead_in)
    led = lead_with_figure("What percentage live outside the area?", statement, bullet)
    assert led.text.startswith("72%: 416 are looked after. Of these: 298 (or 72%) live")
    assert fault(led, {bullet.id: bullet}) is None
