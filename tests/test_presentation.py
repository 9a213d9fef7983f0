"""How answers are put to a reader, in terminal and chat alike."""

from dataclasses import replace

import pytest

from ingest.models import Report
from presentation import headline, terms_in_words, understood_in_words
from retrieval.checking.citations import cite
from retrieval.models import Answer, Statement
from tests.factories import make_passage, make_report


def _answer(text: str, *, refused: bool = False) -> Answer:
    citation = cite(make_passage("newtown_2018-05-16", 1, text), 0, len(text))
    statements = () if refused else (Statement(text, (citation,)),)
    return Answer("", "", "not_in_reports" if refused else "answered", None, text, statements, (), (), (), "", 0.0)


@pytest.mark.parametrize(
    ("answer", "reports", "terms"),
    [
        pytest.param(
            _answer("PAs ring the MASH daily."),
            [],
            "Terms: PA means personal adviser; MASH means multi-agency safeguarding hub.",
            id="in the answer's order",
        ),
        pytest.param(
            _answer("RHIs are late."),
            [make_report(acronyms=(("RHI", "return home meeting"),))],
            "Terms: RHI means return home meeting.",
            id="as the report defines it",
        ),
        pytest.param(_answer("The multi-agency safeguarding hub (MASH) is quick."), [], "", id="spelt out already"),
        pytest.param(_answer("Foster carers are praised."), [], "", id="no acronym"),
        pytest.param(_answer("The MASH is not mentioned.", refused=True), [], "", id="a refusal"),
    ],
)
def test_terms_are_explained(answer: Answer, reports: list[Report], terms: str) -> None:
    assert terms_in_words(answer, reports) == terms


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Adoption Good", "", id="the statement alone"),
        pytest.param("One of two reports:\nAdoption Good", "One of two reports:", id="a count"),
    ],
)
def test_the_headline_is_what_no_statement_says(text: str, expected: str) -> None:
    assert headline(replace(_answer("Adoption Good"), text=text)) == expected


def test_how_a_question_was_read_is_one_line() -> None:
    parse = {
        "act": "theme", "authorities": ["Leeds"], "everyone": False, "period": {"op": "since", "years": [2018]},
        "inspection": "none", "topics": ["caseloads"],
    }  # fmt: skip
    answer = Answer("q", "q", "answered", None, "", (), (), (), (), "r", 0.0, understood=parse)
    assert understood_in_words(answer) == ("Understood as: what is said about a topic: caseloads · Leeds · since 2018")
    assert understood_in_words(replace(answer, understood={**parse, "act": "help"})) == ""
    assert understood_in_words(replace(answer, understood={})) == ""
