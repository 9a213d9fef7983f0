"""Questions about what is held are answered from the catalogue, each report by what it prints of itself."""

from datetime import date

import pytest

from retrieval.checking.citations import verify
from retrieval.lookups.holdings import answer_holdings
from tests.retrieval.asking import make_report, make_world

WORLD = make_world(
    (make_report("wendshire_2016-06-27", "Wendshire", date(2016, 6, 27)), {"overall": "inadequate"}),
    (make_report("wendshire_2023-12-04", "Wendshire", date(2023, 12, 4), framework="ILACS"), {"overall": "good"}),
    (make_report("kelmouth_2024-03-28", "Kelmouth", date(2024, 3, 28), framework="ILACS"), {"overall": "good"}),
)


@pytest.mark.parametrize(
    ("question", "opening"),
    [
        ("How many reports do you have?", "3 reports are held of 2 authorities."),
        ("Which reports do you hold for Wendshire, and from which years?", "2 reports of Wendshire are held."),
        ("any reports from 2016?", "1 report published in 2016 is held."),
        ("which councils were inspected under the SIF", "1 report of the SIF framework is held."),
        ("How many times has Wendshire been inspected?", "2 reports of Wendshire are held."),
        ("Do you have any reports from 2012?", "No report of inspections in 2012 is held."),
    ],
)
def test_answered(question: str, opening: str) -> None:
    draft = answer_holdings(question, WORLD.reports, WORLD.find)
    assert draft is not None
    assert (draft.text or "").splitlines()[0] == opening
    assert not verify(draft, WORLD.passages).dropped


@pytest.mark.parametrize(
    "question",
    [
        "Do you have a report of Leeds?",
        "How many reports were inadequate overall?",
        "What do the reports say about neglect?",
        "How many children have you in care?",
        "Are reports to the cabinet accurate?",
        "When was Wendshire inspected again?",
        "When is the next review of care plans due?",
    ],
)
def test_other_questions_are_left(question: str) -> None:
    assert answer_holdings(question, WORLD.reports, WORLD.find) is None


@pytest.mark.parametrize(
    "question",
    [
        "When is the next inspection of Wendshire?",
        "when will Wendshire be inspected again",
        "When is it due an inspection?",
    ],
)
def test_no_report_says_when_the_next_inspection_is(question: str) -> None:
    draft = answer_holdings(question, WORLD.reports, WORLD.find)
    assert draft is not None
    assert (draft.outcome, draft.statements) == ("not_in_reports", ())
