"""Follow-ups are completed from the turn before; questions that stand by themselves are left alone."""

from datetime import date
from pathlib import Path

import pytest

from retrieval.models import Turn
from retrieval.question.conversation import make_standalone
from tests.retrieval.asking import make_report, real_questions

REPORTS = [
    make_report("ashcombe_2018-05-16", "Ashcombe", date(2018, 5, 16)),
    make_report("stowmere_2019-05-16", "Stowmere", date(2019, 5, 16)),
]
KEY = REPORTS[0].key


OLDER = make_report("ashcombe_2015-06-03", "Ashcombe", date(2015, 6, 3))


@pytest.mark.parametrize(
    ("before", "question", "expected"),
    [
        ("What was Ashcombe rated in 2018?", "and before that?", "What was Ashcombe rated in 2015?"),
        ("What was Ashcombe rated?", "And the time before?", "What was Ashcombe rated in 2015?"),
        ("What was adoption rated?", "what about the previous inspection?", "What was adoption rated in 2015?"),
        (
            "What does Ashcombe's latest inspection say about PEPs?",
            "and the one before?",
            "What does Ashcombe's 2015 inspection say about PEPs?",
        ),
    ],
)
def test_the_inspection_before_is_named_by_its_year(before: str, question: str, expected: str) -> None:
    found = make_standalone(question, [Turn(before, "Good.", (KEY,))], reports=[*REPORTS, OLDER])
    assert found.text == expected


def test_where_no_earlier_inspection_is_held_nothing_is_named() -> None:
    assert "2015" not in standalone("and before that?", "What was Ashcombe rated in 2018?")


def standalone(question: str, before: str, answer: str = "Yes.") -> str:
    return make_standalone(question, [Turn(before, answer, (KEY,))], reports=REPORTS).text


@pytest.mark.parametrize(
    ("before", "question", "expected"),
    [
        ("What was adoption rated?", "what about care leavers?", "What was care leavers rated?"),
        ("How many children are in care in Ashcombe?", "And Stowmere?", "How many children are in care in Stowmere?"),
        ("What was Ashcombe rated in 2018?", "and in 2015?", "What was Ashcombe rated in 2015?"),
        ("How many children are in care?", "And in Stowmere?", "How many children are in care in Stowmere?"),
        (
            "How good is supervision in Ashcombe?",
            "and how good is it in Stowmere?",
            "How good is it in Stowmere? (How good is supervision)",
        ),
        (
            "How good is supervision in Ashcombe?",
            "is it better than in Stowmere?",
            "Is it better than in Stowmere? (How good is supervision in Ashcombe)",
        ),
        (
            "How many kids are in our care?",
            "and the year before?",
            "The year before? (How many kids are in our care)",
        ),
        (
            "Is the workforce stable?",
            "ok and how do they feel about it?",
            "How do they feel about it? (Is the workforce stable)",
        ),
    ],
)
def test_completed(before: str, question: str, expected: str) -> None:
    assert standalone(question, before) == expected


def test_names_of_the_answer_are_kept() -> None:
    text = standalone("who runs it?", "Which home failed?", "The Old Rectory was found inadequate in December 2012.")
    assert "Old Rectory" in text
    assert "December" not in text


def test_a_chain_reaches_back_to_its_first_question() -> None:
    history = [
        Turn("Who left senior management?", "Two directors."),
        Turn("what about the interim one?", "She resigned."),
    ]
    text = make_standalone("so is there a permanent team?", history).text
    assert text == "Is there a permanent team? (What about the interim one; Who left senior management)"


@pytest.mark.parametrize(
    "question",
    [
        "How many children are on a child protection plan?",
        "What did inspectors say about the quality of personal education plans?",
        "Do foster carers get the training they need?",
        "What did they say about FGM?",
        "Which bit got the very top grade?",
        "What needs to improve?",
        "What does paragraph 61 say?",
    ],
)
def test_left_alone(question: str) -> None:
    done = make_standalone(question, [Turn("What was adoption rated?", "Good.", (KEY,))], reports=REPORTS)
    assert (done.text, done.changed) == (question, False)
    assert done.carried_reports == (KEY,)


def test_another_authority_ends_what_was_carried() -> None:
    done = make_standalone("Caseloads in Stowmere in 2019", [Turn("Caseloads?", "High.", (KEY,))], reports=REPORTS)
    assert done.carried_reports == ()


def test_without_history_nothing_changes() -> None:
    done = make_standalone("and then?", [], reports=REPORTS)
    assert (done.text, done.carried_reports, done.changed) == ("and then?", (), False)


@pytest.mark.reports
def test_real_follow_ups_are_completed_and_real_questions_mostly_left_alone(questions_folder: Path) -> None:
    asked = real_questions(questions_folder)
    follow_ups = [one for one in asked if one["kind"] == "followup"]
    completed = [
        make_standalone(one["question"], [Turn(turn["q"], turn["a"]) for turn in one["history"]]).changed
        for one in follow_ups
    ]
    assert sum(completed) >= 0.92 * len(follow_ups)
    before = [Turn("How many children are on a child protection plan?", "150.")]
    others = [one["question"] for one in asked if one["kind"] != "followup"]
    assert sum(make_standalone(one, before).changed for one in others) <= 0.05 * len(others)
