"""What is searched for is what the question is about; the names and years have chosen the reports already."""

from datetime import date

import pytest

from retrieval.models import Scope
from retrieval.scope.topic import topic_of
from tests.retrieval.asking import make_report

WENDSHIRE_2016 = make_report("wendshire_2016-06-27", "Wendshire", date(2016, 6, 27))
WENDSHIRE_2023 = make_report("wendshire_2023-12-04", "Wendshire", date(2023, 12, 4))
KELMOUTH = make_report("kelmouth_2024-03-28", "Kelmouth", date(2024, 3, 28))
REPORTS = [WENDSHIRE_2016, WENDSHIRE_2023, KELMOUTH]
BOTH = Scope((WENDSHIRE_2016.key, WENDSHIRE_2023.key), "named")
TWO = Scope((WENDSHIRE_2023.key, KELMOUTH.key), "newest")
ONE = Scope((WENDSHIRE_2016.key,), "named")


@pytest.mark.parametrize(
    ("question", "scope", "topic"),
    [
        (
            "In Wendshire, how did the service for disabled children change between the 2016 and 2023 inspections?",
            BOTH,
            "How did the service for disabled children change?",
        ),
        ("Wendshire's caseloads in 2016 and 2023?", BOTH, "The caseloads?"),
        ("Which adoption agencies are Wendshire and Kelmouth part of?", TWO, "Which adoption agencies are part of?"),
        ("Who has more agency staff, Wendshire or Kelmouth?", TWO, "Who has more agency staff?"),
        ("What did the 2016 Wendshire report say about neglect?", ONE, "What did the report say about neglect?"),
        ("Who led the 2016 inspection of Wendshire?", ONE, "Who led the inspection?"),
        ("How many children in care does Wendshire have?", ONE, "How many children in care are there?"),
        ("How many children does Wendshire have in care?", ONE, "How many children are in care?"),
        ("How many are fostered? (Wendshire, 2016 report)", ONE, "How many are fostered?"),
        ("overall rating (Wendshire 2016)", ONE, "Overall rating"),
        ("Wendshire June 2016. What needs to improve?", ONE, "What needs to improve?"),
        ("How many Wendshire children were adopted?", ONE, "How many children were adopted?"),
        ("Does Wendshire pick up on neglect?", ONE, "Does the council pick up on neglect?"),
        ("How many were in care at 31 March 2014 in Wendshire?", ONE, "How many were in care at 31 March 2014?"),
        ("How many children are fostered?", ONE, "How many children are fostered?"),
        ("Wendshire?", ONE, "Wendshire?"),
    ],
)
def test_topic(question: str, scope: Scope, topic: str) -> None:
    assert topic_of(question, scope, REPORTS) == topic


def test_a_question_of_a_chosen_report_is_taken_as_it_is() -> None:
    selected = Scope((WENDSHIRE_2016.key,), "selected")
    assert topic_of("Did Wendshire children do well?", selected, REPORTS) == "Did Wendshire children do well?"
