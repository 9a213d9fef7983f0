"""Composition: which sentences an answer says, what they bring along, and their order."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from ingest.models import Passage
from retrieval.checking.citations import compose_text, verify
from retrieval.extractive.composition import arrange, choose
from retrieval.extractive.sentences import Asked, Reading
from retrieval.models import Draft, Evidence, Statement
from tests.factories import make_passage, make_report

REPORT = make_report()
VISITS = make_passage(REPORT.key, 7, "Visits are often late. This worries families. Most workers are new.")
AUDITS = make_passage(REPORT.key, 9, "Audits are monthly. Few of the findings are acted on.")
LEAD_IN = "Of the children who left care:"
BULLETS = [
    replace(make_passage(REPORT.key, 20 + at, text, kind="bullet"), lead_in=LEAD_IN)
    for at, text in enumerate(
        ["three were adopted;", "70 moved to a home of their own; and", "nine stayed with carers."]
    )
]


def compose(
    passages: Sequence[Passage], scores: Mapping[str, float], *, question: str = "?", words: int = 120, most: int = 5
) -> list[Statement]:
    """Compose from sentences scored by how they begin; others score too low to be said."""
    reading = Reading(Asked(question), [Evidence(one, REPORT, 1.0) for one in passages])
    scored = [
        (one, next((value for start, value in scores.items() if one.text.startswith(start)), -99.0))
        for one in reading.sentences
    ]
    listing = reading.asked.intent.kind == "list"
    return arrange(choose(reading.asked, scored, words=words, sentences=most), listing=listing)


def texts(statements: Sequence[Statement]) -> list[str]:
    return [one.text for one in statements]


def test_the_direct_sentence_comes_first_and_its_support_in_reading_order() -> None:
    found = compose([VISITS, AUDITS], {"Audits": 3, "Few": 2.5, "Visits": 2, "Most": 1.9})
    assert texts(found) == [AUDITS.text, "Visits are often late.", "Most workers are new."]


def test_this_brings_the_sentence_it_points_to_in_one_quotation() -> None:
    (found,) = compose([VISITS], {"This": 3})
    assert found.text == "Visits are often late. This worries families."
    assert len(found.citations) == 1


def test_a_bullet_opens_with_the_line_it_hangs_from() -> None:
    (found,) = compose(BULLETS, {"70": 3})
    assert found.text == f"{LEAD_IN} 70 moved to a home of their own"


def test_a_bullet_within_a_paragraph_opens_with_the_line_above_it() -> None:
    text = (
        "The council should act.\nIt must at once:\n• train its staff\n• visit sooner\nWithin a year:\n• plan its homes"
    )
    passage = make_passage(REPORT.key, 28, text)
    assert texts(compose([passage], {"• plan": 3, "• visit": 2.5})) == [
        "Within a year: plan its homes",
        "It must at once: visit sooner",
    ]


def test_a_lead_in_is_told_again_after_another() -> None:
    text = "At once:\n• train staff\nWithin a year:\n• plan homes\n• find carers\n• count them"
    passage = make_passage(REPORT.key, 28, text)
    assert texts(compose([passage], {"• plan": 3, "• train": 2.5, "• count": 2})) == [
        "Within a year: plan homes",
        "At once: train staff",
        "Within a year: count them",
    ]


def test_a_list_is_told_in_the_reports_order_under_one_lead_in() -> None:
    found = compose(BULLETS, {"nine": 3, "three": 2, "70": 2.5}, question="What kinds of leavers were there?")
    assert texts(found) == [
        f"{LEAD_IN} three were adopted",
        "70 moved to a home of their own",
        "nine stayed with carers.",
    ]
    assert compose_text(found).count("\n") == 2


def test_nothing_is_said_twice() -> None:
    summary = make_passage(REPORT.key, 1, "Visits are too often late.")
    assert len(compose([summary, VISITS], {"Visits are too": 3, "Visits are often": 2.9})) == 1


def test_a_figure_makes_a_near_repeat_worth_saying() -> None:
    exact = make_passage(REPORT.key, 2, "Visits are often late: 31% were.")
    assert len(compose([VISITS, exact], {"Visits are often late.": 3, "Visits are often late: 31%": 2.9})) == 2


def test_announcements_are_not_said() -> None:
    announced = make_passage(REPORT.key, 3, "Late visits had these causes:")
    assert compose([announced], {"Late": 3}) == []


def test_limits_of_words_and_sentences_hold() -> None:
    scores = {"Audits": 3, "Few": 2.9, "Visits": 2.8, "Most": 2.7}
    assert sum(len(one.text.split()) for one in compose([VISITS, AUDITS], scores, words=8)) <= 8
    assert texts(compose([VISITS, AUDITS], scores, most=1)) == ["Audits are monthly."]


def test_reports_are_not_mixed() -> None:
    other = make_passage("elsewhere_2019-01-01", 4, "Audits are rare.")
    found = compose([AUDITS, other, VISITS], {"Audits are monthly": 3, "Audits are rare": 2.5, "Visits": 2})
    assert [one.citations[0].report for one in found] == [REPORT.key, REPORT.key, other.report]


def test_every_statement_holds() -> None:
    found = compose([VISITS, AUDITS, *BULLETS], {"This": 3, "Few": 2, "70": 1, "nine": 0})
    passages = {one.id: one for one in (VISITS, AUDITS, *BULLETS)}
    assert verify(Draft("answered", tuple(found)), passages).dropped == ()
