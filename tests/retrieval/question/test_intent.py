"""Intent: what kind of answer a question asks for, notes and double questions included."""

import pytest

from retrieval.question.intent import read_intent

KINDS = [
    ("How many children are on a plan?", "number"),
    ("number of privately fostered kids?", "number"),
    ("agency staff %", "number"),
    ("average caseload?", "number"),
    ("How long do children wait for an assessment?", "number"),
    ("how often does the panel meet", "number"),
    ("what's the overspend on the budget?", "number"),
    ("Is early help working?", "yes_no"),
    ("any good news on adoption?", "yes_no"),
    ("children who go missing - are they spoken to afterwards?", "yes_no"),
    ("Who led the inspection?", "who"),
    ("name of the mayor?", "who"),
    ("which charity works with care leavers?", "who"),
    ("When did the director start?", "when"),
    ("how long had the acting director been there", "when"),
    ("Where do most care leavers live?", "where"),
    ("What kinds of placement are in short supply?", "list"),
    ("examples of work with families", "list"),
    ("Why is the front door so busy?", "reason"),
    ("how come visits are late", "reason"),
    ("what's behind the slow court cases?", "reason"),
    ("Are referrals going up or down?", "comparison"),
    ("school attendance compared with England", "comparison"),
    ("What should be done about training?", "recommendation"),
    ("what needs to improve for care leavers", "recommendation"),
    ("what were we asked to do about panels?", "recommendation"),
    ("What is a pathway plan?", "definition"),
    ("life story work", "general"),
    ("What happens when a child turns up with nowhere to live?", "general"),
    ("What did the council do about private schools?", "general"),
]


@pytest.mark.parametrize(("question", "kind"), KINDS, ids=[question for question, _ in KINDS])
def test_kind(question: str, kind: str) -> None:
    assert read_intent(question).kind == kind


MEASURES = [
    ("How many children are in care?", "count"),
    ("What share of care leavers have a home?", "percentage"),
    ("re-referral rate?", "percentage"),
    ("How much do foster carers get paid per week?", "money"),
    ("average days from care to adoption", "duration"),
    ("camhs waiting times", "duration"),
    ("how often are audits done", "frequency"),
    ("at what age do they get an adviser", "age"),
    ("Do the courts rate working with us?", None),
]


@pytest.mark.parametrize(("question", "measure"), MEASURES, ids=[question for question, _ in MEASURES])
def test_measure(question: str, measure: str | None) -> None:
    assert read_intent(question).measure == measure


TARGETS = [
    ("How many children are on a plan?", ("child",)),
    ("percentage of social work posts that are vacant", ("social", "work", "post")),
    ("What's the name of the lead inspector?", ("lead",)),
    ("Is it any good?", ()),
]


@pytest.mark.parametrize(("question", "targets"), TARGETS, ids=[question for question, _ in TARGETS])
def test_targets(question: str, targets: tuple[str, ...]) -> None:
    assert read_intent(question).targets == targets


@pytest.mark.parametrize(
    ("question", "person"),
    [
        ("who is the director of children's services", True),
        ("Who runs the advocacy service?", True),
        ("who helps?", False),
    ],
    ids=["director", "runs", "anyone"],
)
def test_asks_for_a_persons_name(question: str, person: bool) -> None:
    assert read_intent(question).person is person
