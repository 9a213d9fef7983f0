"""Grade questions are answered from the ledger, in quotations that hold."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from retrieval.checking.citations import verify
from retrieval.ledger.answers import LedgerAnswer, answer_ledger
from retrieval.models import Scope
from retrieval.question.grades import read_grade_question
from tests.retrieval.asking import World, make_report, make_world, real_questions, scope_of

SIF_GRADES = {
    "overall": "inadequate",
    "help_and_protection": "inadequate",
    "looked_after_or_in_care": "requires improvement",
    "adoption": "good",
    "care_leavers": "requires improvement",
    "leadership": "inadequate",
}
OLD = make_report("ashcombe_2015-06-03", "Ashcombe", date(2015, 6, 3))
NEW = make_report("ashcombe_2022-03-09", "Ashcombe", None, framework="ILACS", inspected=date(2022, 1, 28))
OTHER = make_report("stowmere_2022-07-01", "Stowmere", date(2022, 7, 1), framework="ILACS")
WORLD = make_world(
    (OLD, SIF_GRADES),
    (
        NEW,
        {
            "leadership": "inadequate",
            "help_and_protection": "good",
            "looked_after_or_in_care": "outstanding",
            "overall": "good",
        },
    ),
    (
        OTHER,
        {
            "leadership": "outstanding",
            "help_and_protection": "good",
            "looked_after_or_in_care": "good",
            "overall": "good",
        },
    ),
)


def ask(question: str, *, selected: Sequence[str] = (), world: World = WORLD) -> LedgerAnswer | None:
    scope = scope_of(question, world.reports, selected=selected)
    assert isinstance(scope, Scope), scope
    return answer_ledger(question, scope, world.cells, world.reports, world.find)


def shown(answer: LedgerAnswer | None) -> str:
    assert answer is not None
    assert verify(answer.draft, WORLD.passages).dropped == ()
    return answer.draft.text or " ".join(statement.text for statement in answer.draft.statements)


@pytest.mark.parametrize(
    ("question", "row"),
    [
        ("What was adoption rated?", "2.1 Adoption performance Good"),
        ("overall judgement pls", "Children’s services in Ashcombe are inadequate"),
        ("leadership & mgmt grade", "3. Leadership, management and governance Inadequate"),
        ("How were the people running the service rated?", "3. Leadership, management and governance Inadequate"),
        ("what did help & protection get", "1. Children who need help and protection Inadequate"),
        ("Which bit only got a Good?", "2.1 Adoption performance Good"),
        ("what did we get for adoption?", "2.1 Adoption performance Good"),
        ("Which part came out best?", "2.1 Adoption performance Good"),
        ("was any area better than requires improvement?", "2.1 Adoption performance Good"),
    ],
)
def test_one_row_of_the_selected_report(question: str, row: str) -> None:
    answer = ask(question, selected=(OLD.key,))
    assert shown(answer) == row
    assert answer is not None
    assert answer.complete


def test_all_grades_are_all_rows() -> None:
    answer = ask("What were the grades?", selected=(OLD.key,))
    assert answer is not None
    assert len(answer.draft.statements) == len(SIF_GRADES)
    assert answer.draft.long_form


def test_a_trend_names_each_date_and_grade() -> None:
    answer = ask("How has Ashcombe's grade for leadership changed?")
    assert shown(answer).splitlines() == [
        "The same each time: inadequate.",
        "Ashcombe (3 June 2015): 3. Leadership, management and governance Inadequate",
        "Ashcombe (Inspection dates: 1 to 28 January 2022): The impact of leaders on social work practice Inadequate",
    ]


def test_every_row_is_cited_to_its_own_report() -> None:
    answer = ask("How has Ashcombe's overall grade changed?")
    assert answer is not None
    reports = [{citation.report for citation in statement.citations} for statement in answer.draft.statements]
    assert reports == [{OLD.key}, {NEW.key}]


@pytest.mark.parametrize(
    ("question", "opening"),
    [
        ("Has Ashcombe always been inadequate?", "No."),
        ("Has Ashcombe ever been inadequate?", "Yes."),
        ("How has Ashcombe's overall grade changed?", "From inadequate (2015) to good (2022)."),
        ("Has Ashcombe got better since 2015?", "From inadequate (2015) to good (2022)."),
        ("Did Ashcombe get worse?", "From inadequate (2015) to good (2022)."),
        ("How many times has Ashcombe been inadequate?", "1 of 2 times."),
        ("Compare Ashcombe and Stowmere on leadership", "Highest: Stowmere, outstanding."),
        ("Which is rated better overall, Ashcombe or Stowmere?", "The same grade: good."),
        ("Is Ashcombe better than Stowmere?", "The same grade: good."),
    ],
)
def test_several_rows_open_with_what_they_come_to(question: str, opening: str) -> None:
    assert shown(ask(question)).splitlines()[0] == opening


@pytest.mark.parametrize(
    ("question", "headline"),
    [
        (
            "Which reports were inadequate for leadership but not inadequate overall?",
            "1 of the 3 reports held graded inadequate for leadership and not inadequate overall: Ashcombe.",
        ),
        (
            "How many of the reports published in 2022 were good overall?",
            "2 of the 2 reports published in 2022 graded good overall: Ashcombe, Stowmere.",
        ),
        (
            "Which councils have had adoption graded good?",
            "1 of the 3 reports held graded good for adoption: Ashcombe.",
        ),
        (
            "Which authorities are outstanding for leadership?",
            "1 of the 2 authorities graded outstanding for leadership in the newest report held: Stowmere."
            " Older reports counted too: 1 of 3.",
        ),
        ("How many reports came out at each overall grade?", "Of 3 reports held: 2 good, 1 inadequate."),
        (
            "Which councils went from inadequate to good overall?",
            "1 change among the 3 reports held: Ashcombe (2015 to 2022).",
        ),
        (
            "Which authorities have never been inadequate overall?",
            "1 of the 2 authorities graded not inadequate overall in every report held: Stowmere.",
        ),
        (
            "Who has ever had an outstanding for anything?",
            "2 of the 3 reports give outstanding in any area: Ashcombe, Stowmere.",
        ),
        ("Any adoption grades in the library?", "Of 1 report held that grades adoption: 1 good."),
        ("Which councils have got better?", "1 change among the 3 reports held: Ashcombe (2015 to 2022)."),
        (
            "Which councils have got worse?",
            "No grade for overall effectiveness fell among the 3 reports held.",
        ),
        ("Was anyone outstanding overall?", "None of the 3 reports held graded outstanding overall."),
    ],
)
def test_counts_and_lists(question: str, headline: str) -> None:
    assert shown(ask(question)).splitlines()[0] == headline


def test_the_newest_that_grades_an_area_is_used_and_said() -> None:
    answer = ask("What is Ashcombe rated for adoption?")
    assert answer is not None
    assert answer.scope.reports == (OLD.key,)
    assert [notice.code for notice in answer.scope.notices] == ["newest_graded", "newer_held"]


def test_a_grade_shared_with_children_in_care_answers_for_care_leavers() -> None:
    assert "children in care and care leavers Outstanding" in shown(ask("care leavers grade", selected=(NEW.key,)))


def test_no_grade_is_inferred_where_none_is_printed() -> None:
    answer = ask("What was adoption rated?", selected=(NEW.key,))
    assert answer is not None
    assert (answer.draft.outcome, answer.draft.reason) == ("not_in_reports", "not_graded")
    assert answer.draft.statements == ()


def test_a_grade_with_a_reason_is_half_an_answer() -> None:
    answer = ask("What was leadership graded and what was the reason?", selected=(OLD.key,))
    assert answer is not None
    assert (answer.complete, answer.draft.outcome) == (False, "partial")


@pytest.mark.parametrize(
    "question",
    [
        "What was the fostering service's grade at its earlier inspection?",
        "what grades did we have before this?",
        "What did we get in 2011?",
        "How good is the out of hours team?",
        "How many children's homes are rated good or better?",
        "Was any assessment rated inadequate by inspectors?",
        "Is early help doing any good?",
        "Total looked after children and the rate",
        "When was Ashcombe last inadequate?",
    ],
)
def test_other_questions_are_left_to_the_text(question: str) -> None:
    assert ask(question, selected=(OLD.key,)) is None


@pytest.mark.parametrize(
    ("question", "corrected"),
    [
        ("Why was adoption inadequate?", True),
        ("why did we get outstanding for leadership?", True),
        ("Why was the adoption panel inadequate?", False),
        ("Why are caseloads not good?", False),
    ],
)
def test_false_premises_are_corrected(question: str, corrected: bool) -> None:
    answer = ask(question, selected=(OLD.key,))
    assert (answer is not None) == corrected
    if answer:
        assert answer.draft.reason == "false_premise"
        assert answer.draft.notices[0].text in shown(answer)


def test_a_grade_rightly_taken_for_granted_stands_before_its_reasons() -> None:
    answer = ask("Why was leadership inadequate?", selected=(OLD.key,))
    assert answer is not None
    assert not answer.complete
    assert "inadequate" in shown(answer).lower()


def _graded_question(one: dict[str, Any]) -> bool:
    return read_grade_question(one["question"]) is not None


@pytest.mark.reports
def test_only_real_grade_questions_are_taken_for_such(questions_folder: Path) -> None:
    """Of some 2,300 other questions, at most five look like one for the ledger; most judgement questions do."""
    asked = real_questions(questions_folder)
    judgements = [one for one in asked if one["kind"] == "judgement"]
    taken = [one["question"] for one in asked if one["kind"] != "judgement" and _graded_question(one)]
    assert len(taken) <= 5, taken
    assert sum(map(_graded_question, judgements)) >= 50
