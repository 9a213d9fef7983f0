"""The extractive answerer over a small invented report, with the weights that ship."""

import pytest

from retrieval.extractive.answerer import Extractive
from retrieval.extractive.refusal import REFUSAL, refusal_text
from retrieval.models import Draft, Evidence, Scope, SentenceScore
from retrieval.question.parts import parts_of
from retrieval.text.normalise import content_stems
from tests.factories import make_passage, make_report

REPORT = make_report()
OTHER = make_report("oldtown_2019-01-01", authority="Oldtown")
TEXTS = (
    "At the end of March, 412 children were the subject of a child protection plan. The year before it was 380.",
    "Foster carers are trained well. They speak warmly of the support that they are given by their workers.",
    "Return home interviews are offered to every child who goes missing, but they are not always timely.",
    "The designated officer responds quickly to allegations against staff. Records of these are thorough.",
)


def evidence(question: str, report: str = REPORT.key) -> list[Evidence]:
    """Rank the invented passages by the words that they share with the question."""
    asked = set(content_stems(question))
    found = []
    for at, text in enumerate(TEXTS):
        passage = make_passage(report, at + 1, text)
        score = len(asked & set(content_stems(text))) / max(len(asked), 1)
        owner = REPORT if report == REPORT.key else OTHER
        found.append(
            Evidence(
                passage,
                owner,
                0.05 + score,
                (SentenceScore(0, len(text), 0.2 + 0.6 * score),),
                {"late": 0.3 + 0.5 * score, "keyword": score},
            )
        )
    return sorted(found, key=lambda one: -one.score)


def ask(question: str) -> Draft:
    return Extractive().answer(question, Scope((REPORT.key,), "selected"), evidence(question))


def test_a_number_question_opens_with_the_figure() -> None:
    draft = ask("How many children are on a child protection plan?")
    assert draft.outcome == "answered"
    assert "412" in draft.statements[0].text
    assert draft.statements[0].citations[0].label == "para 1"


@pytest.mark.parametrize(
    "question",
    ["What is the council tax rate?", "What is the budget deficit in pounds?", "Who is the mayor, by name?"],
    ids=["council tax", "deficit", "mayor"],
)
def test_what_the_report_does_not_say_is_refused(question: str) -> None:
    draft = ask(question)
    assert (draft.outcome, draft.statements) == ("not_in_reports", ())
    assert draft.text == f"{REFUSAL} Searched: Newtown, 16 May 2018."
    assert draft.confidence is not None


def test_no_evidence_is_a_refusal() -> None:
    draft = Extractive().answer("Anything?", Scope((REPORT.key,), "selected"), [])
    assert draft.outcome == "not_in_reports"


def test_sides_are_answered_side_by_side_and_silence_is_said() -> None:
    question = "How many children are on a child protection plan?"
    scope = Scope((REPORT.key, OTHER.key), "named", sides=((REPORT.key,), (OTHER.key,)))
    both = Extractive().answer(question, scope, evidence(question) + evidence(question, OTHER.key))
    assert both.outcome == "answered"
    assert [one.citations[0].report for one in both.statements][:: len(both.statements) - 1] == list(scope.reports)
    one_side = Extractive().answer(question, scope, evidence(question))
    assert one_side.outcome == "partial"
    assert [notice.code for notice in one_side.notices] == ["side_silent"]


def test_the_part_of_a_question_that_has_no_answer_is_said() -> None:
    question = "How many children are on a child protection plan, and what is the budget deficit in pounds?"
    parts = [(part, tuple(evidence(part))) for part in parts_of(question)]
    draft = Extractive().answer(question, Scope((REPORT.key,), "selected"), evidence(question), parts)
    assert draft.outcome == "partial"
    assert draft.statements[0].citations[0].label == "para 1"
    assert [one.text for one in draft.notices] == ["The reports do not say: “What is the budget deficit in pounds?”"]


def test_a_refusal_names_few_reports_and_counts_many() -> None:
    assert refusal_text([REPORT.key, OTHER.key], [REPORT, OTHER]).endswith(
        "Searched: Newtown, 16 May 2018; Oldtown, 16 May 2018."
    )
    assert refusal_text([str(number) for number in range(77)], []) == f"{REFUSAL} Searched: 77 reports."


def test_the_publishers_imprint_answers_only_who_asks_for_it() -> None:
    text = "The 2018 edition of this document was printed on recycled paper by the office in Northtown."
    imprint = make_passage(REPORT.key, 90, text, kind="unnumbered", label="Back page, 1st paragraph")
    found = [Evidence(imprint, REPORT, 1.0, (SentenceScore(0, len(text), 0.9),))]
    scope = Scope((REPORT.key,), "selected")
    passed_over = Extractive().answer("Where was this document printed?", scope, found)
    asked_for = Extractive().answer("At which address was this document printed?", scope, found)
    assert passed_over.statements == ()
    assert (passed_over.confidence or 0) < (asked_for.confidence or 0)
