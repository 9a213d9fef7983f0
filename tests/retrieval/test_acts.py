"""Which look-ups a question gets by its act, and when the act is not sure enough."""

from dataclasses import replace

import pytest

from retrieval.acts import OF_ACT, is_acted_on
from retrieval.question.models import Question
from retrieval.text.folding import fold


def _question(text: str, **fields: object) -> Question:
    return replace(Question(text, text, fold(text)), **fields)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("question", "acted_on"),
    [
        pytest.param(
            _question("good and bad", act="strengths_weaknesses", confidence=0.5), True, id="no topic to search"
        ),
        pytest.param(
            _question("life story work", act="strengths", confidence=0.5, topics=("life story work",)),
            False,
            id="topic",
        ),
        pytest.param(_question("Who won the league?", act="rank", confidence=0.99), False, id="no word of the field"),
        pytest.param(_question("Order the councils", act="rank", confidence=0.9), True, id="councils in order"),
    ],
)
def test_an_act_is_acted_on_where_it_is_sure_enough(question: Question, acted_on: bool) -> None:
    assert is_acted_on(question) == acted_on


def test_facts_and_themes_are_searched_for() -> None:
    assert not {"fact", "theme"} & OF_ACT.keys()
