"""A place that nobody knows is told from names that reports print, and said to be not held."""

from datetime import date

import pytest

from retrieval.models import Draft, Scope
from retrieval.scope.unknown_places import find_strangers
from tests.retrieval.asking import make_report, scope_of

ASHCOMBE = make_report("ashcombe_2015-06-03", "Ashcombe", date(2015, 6, 3))
STOWMERE = make_report("stowmere_2019-01-07", "Stowmere", date(2019, 1, 7))
HELD = [ASHCOMBE, STOWMERE]
PRINTED = frozenset("harbour fostering pause mockingbird year panel vale children".split())


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("How is Kettleby doing?", "Kettleby"),
        ("how is kettleby doing", "kettleby"),
        ("How many children are in care in Kettleby Vale?", "Kettleby Vale"),
        ("how many kids in care in kettleby?", "kettleby"),
        ("What grade did Kettleby get?", "Kettleby"),
        ("Is Kettleby’s fostering good?", "Kettleby"),
        ("What does the Kettleby report say about neglect?", "Kettleby"),
        ("Kettleby 2019: caseloads", "Kettleby"),
        ("Compare Ashcombe with Kettleby", "Kettleby"),
        ("What did Ofsted say about Kettleby?", "Kettleby"),
    ],
)
def test_a_stranger_is_found(question: str, name: str) -> None:
    assert [one.name for one in find_strangers(question, HELD, PRINTED.__contains__)] == [name]


@pytest.mark.parametrize(
    "question",
    [
        "How is Ashcombe doing?",
        "Is Birmingham good?",
        "The Harbour - is it working?",
        "Who's the director?",
        "How many in Dec 2015?",
        "Did Mockingbird help?",
        "What do the reports say about Facebook?",
        "Does anyone use Snapchat?",
        "How many children are in care in total?",
        "How are children doing?",
        "Is the town council involved?",
    ],
)
def test_other_words_are_no_strangers(question: str) -> None:
    assert find_strangers(question, HELD, PRINTED.__contains__) == ()


def _scope(question: str, **chosen: tuple[str, ...]) -> Scope | Draft:
    return scope_of(question, HELD, strangers=find_strangers(question, HELD, PRINTED.__contains__), **chosen)


@pytest.mark.parametrize("chosen", [{}, {"selected": (ASHCOMBE.key,)}, {"carried": (ASHCOMBE.key,)}])
def test_a_question_about_a_stranger_is_not_answered_from_other_reports(chosen: dict[str, tuple[str, ...]]) -> None:
    draft = _scope("How is Kettleby doing?", **chosen)
    assert isinstance(draft, Draft)
    assert draft.outcome == "report_not_held"
    assert (draft.text or "").startswith("No report of Kettleby is held.")


def test_a_stranger_beside_an_authority_that_is_held_is_said() -> None:
    scope = _scope("Compare Ashcombe with Kettleby on adoption")
    assert isinstance(scope, Scope)
    assert scope.reports == (ASHCOMBE.key,)
    assert "No report of Kettleby is held." in [one.text for one in scope.notices]


def test_a_stranger_in_passing_changes_nothing() -> None:
    scope = _scope("Who visits children placed in Kettleby?")
    assert isinstance(scope, Scope)
    assert len(scope.reports) == 2
