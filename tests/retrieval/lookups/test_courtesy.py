"""Who asks nothing of the reports is answered kindly, with questions that work; who is in need is told whom to ask."""

from dataclasses import replace

import pytest

from ingest.models import Judgement
from retrieval.lookups.courtesy import answer_help, answer_out_of_scope, examples
from retrieval.models import LedgerCell
from tests.retrieval.lookups.reading import make_held, make_question, make_reports, make_scope

CELLS = [
    LedgerCell(report, Judgement("overall", "Overall", "good", "Good", None, None), "Judgements", (1,))
    for report in make_reports()
]
HELD = make_held(CELLS)


@pytest.mark.parametrize(
    ("text", "opening"),
    [
        ("thanks, that's great", "You are welcome. You can ask, for example:"),
        ("hello", "Hello. I answer questions from 3 inspection reports on 2 councils, from 2018 to 2024,"),
        ("asdfgh", "I answer questions from 3 inspection reports on 2 councils, from 2018 to 2024,"),
        ("are you a robot?", "I am a program, not a person. I answer"),
    ],
)
def test_help(text: str, opening: str) -> None:
    looked_up = answer_help(make_question(text, act="help"), make_scope(), HELD)
    assert looked_up is not None
    assert looked_up.draft.outcome == "help"
    assert (looked_up.draft.text or "").startswith(opening)
    assert [one.question for one in looked_up.draft.choices] == [one.question for one in examples(HELD)]


def test_examples_are_of_what_is_held() -> None:
    assert [one.question for one in examples(HELD)] == [
        "How is Oldham doing?",
        "Which councils are good overall?",
        "Which reports mention neglect?",
        "How have the grades of Newtown changed?",
    ]
    alone = replace(HELD, reports=HELD.reports[2:], cells=[])
    assert [one.question for one in examples(alone)] == [
        "Which reports mention neglect?",
        "What does LADO mean?",
        "Which reports are held?",
    ]


@pytest.mark.parametrize(
    ("text", "reason", "words", "pressed"),
    [
        ("my neighbour shouts all night, shall I report him", "advice", "call 999", False),
        ("should the director resign?", "off_topic", "I do not advise, judge or predict.", True),
        ("the director's mobile", "personal_data", "do not print contact details", False),
        ("a recipe for soup", "off_topic", "nothing that inspection reports", True),
        ("how do I complain about them", "advice", "Ombudsman", False),
    ],
)
def test_out_of_scope(text: str, reason: str, words: str, pressed: bool) -> None:
    looked_up = answer_out_of_scope(make_question(text, act="out_of_scope"), make_scope(), HELD)
    assert looked_up is not None
    draft = looked_up.draft
    assert (draft.outcome, draft.reason, bool(draft.choices)) == ("out_of_scope", reason, pressed)
    assert words in (draft.text or "")


def test_other_questions_are_left() -> None:
    question = make_question("caseloads?", act="theme")
    assert answer_help(question, make_scope(), HELD) is None
    assert answer_out_of_scope(question, make_scope(), HELD) is None
