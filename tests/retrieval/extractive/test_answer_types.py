"""Answer types: whether a sentence holds the kind of thing that was asked for."""

import pytest

from retrieval.extractive.answer_types import figure_near_target, fitting_figures, has_person, kind_features
from retrieval.extractive.sentences import Asked, Reading, Sentence
from retrieval.models import Evidence
from retrieval.question.intent import Measure, read_intent
from tests.factories import make_passage, make_report


def sentence(text: str) -> Sentence:
    report = make_report()
    return Reading(Asked("?"), [Evidence(make_passage(report.key, 1, text), report, 1.0)]).sentences[0]


FITTING: list[tuple[Measure, str, tuple[str, ...]]] = [
    ("count", "In 2018 there were 36 apprentices, 20% of them new.", ("36",)),
    ("percentage", "In 2018 there were 36 apprentices, 20% of them new.", ("20%",)),
    ("percentage", "Over a third of plans were late.", ("third",)),
    ("money", "It has spent £3 million on 12 homes.", ("£3 million",)),
    ("duration", "It takes 27 weeks on average.", ("27",)),
    ("duration", "It has 27 homes.", ()),
    ("frequency", "The panel meets every three weeks.", ("every",)),
    ("count", "It began in 2018.", ()),
]


@pytest.mark.parametrize(("measure", "text", "figures"), FITTING, ids=[f"{one[0]}: {one[1]}" for one in FITTING])
def test_fitting_figures(measure: Measure, text: str, figures: tuple[str, ...]) -> None:
    assert fitting_figures(measure, sentence(text)) == figures


def test_the_figure_beside_what_is_counted_is_nearest() -> None:
    intent = read_intent("How many apprentices are there?")
    assert figure_near_target(intent, sentence("There are 36 apprentices.")) == 0.5
    assert figure_near_target(intent, sentence("Of 36 young people few are apprentices.")) < 0.2
    assert figure_near_target(intent, sentence("Apprentices do well.")) == 0.0


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Lead inspector: Rosa Quill", True),
        ("The Local Authority works with Public Health.", False),
        ("It is so.", False),
    ],
    ids=["person", "bodies", "nobody"],
)
def test_has_person(text: str, found: bool) -> None:
    assert has_person(text) is found


@pytest.mark.parametrize(
    ("question", "text", "feature"),
    [
        ("Why are visits late?", "This is because workers leave.", "reason_given"),
        ("When did it open?", "It opened in May 2018.", "when_date"),
        ("Are referrals going up or down?", "Referrals have fallen.", "compared"),
        ("What should be done?", "The council should visit weekly.", "advice"),
        ("What kinds of help are there?", "There are clubs, groups and visits.", "listed"),
    ],
    ids=["reason", "when", "comparison", "recommendation", "list"],
)
def test_features_follow_the_kind_of_question(question: str, text: str, feature: str) -> None:
    asked_for = kind_features(read_intent(question), sentence(text), 0.5)
    assert asked_for[feature] > 0
    assert kind_features(read_intent("Tell me more"), sentence(text), 0.5)[feature] == 0
