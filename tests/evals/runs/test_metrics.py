"""Each metric on hand-computed values."""

import math

import pytest

from evals.runs import metrics
from tests.evals.factories import case, generated, passage, statement

RANKED = [passage("para 1", "Nothing here"), passage("para 2", "Alpha beta"), passage("para 3", "Gamma delta")]


def test_ranks() -> None:
    line = generated(evidence=RANKED)
    one = case((2, "alpha beta"), (3, "gamma delta"))
    relevant = metrics.relevance(one, line)
    assert relevant == [False, True, True]
    assert [metrics.hit_at(relevant, k) for k in (1, 2)] == [False, True]
    assert [metrics.all_at(one, line, k) for k in (2, 3)] == [False, True]
    assert metrics.reciprocal_rank(relevant) == 0.5
    ideal = 1 + 1 / math.log2(3)
    assert metrics.ndcg(one, line) == pytest.approx((1 / math.log2(3) + 1 / math.log2(4)) / ideal)


def test_a_passage_of_another_report_is_no_hit() -> None:
    line = generated(evidence=[passage("para 2", "Alpha beta", report="elsewhere_2024-01-01")])
    assert metrics.relevance(case((2, "alpha beta")), line) == [False]


def test_without_a_quote_number_and_page_decide() -> None:
    one = case((7, None))  # type: ignore[arg-type]
    assert metrics.relevance(one, generated(evidence=[passage("para 7", "x", number=7)])) == [True]
    assert metrics.relevance(one, generated(evidence=[passage("para 8", "x", number=8)])) == [False]


@pytest.mark.parametrize(
    ("outcome", "expected"),
    [pytest.param("answered", 0.5, id="answered"), pytest.param("not_in_reports", 0.0, id="a refusal scores nothing")],
)
def test_fact_recall(outcome: str, expected: float) -> None:
    one = case(facts=(("36", "thirty-six"), ("seven",)))
    assert metrics.fact_recall(one, generated(outcome=outcome, text="There are 36 of them.")) == expected


@pytest.mark.parametrize(
    ("cited", "expected"),
    [
        pytest.param(statement("Alpha beta", "para 2", number=2), True, id="true paragraph"),
        pytest.param(statement("Alpha beta", "para 3", number=3), False, id="off by one"),
        pytest.param(
            statement("Alpha beta", "para 2", number=2, report="other_2020-01-01"), False, id="swapped report"
        ),
    ],
)
def test_cites_evidence(cited: dict[str, object], expected: bool) -> None:
    assert metrics.cites_evidence(case((2, "Alpha beta")), generated(statements=[cited])) is expected


def test_area_under_curve_counts_ties_half() -> None:
    assert metrics.area_under_curve([(0.9, True), (0.5, True), (0.5, False)]) == 0.75
    assert metrics.area_under_curve([(0.9, True)]) is None


def test_risk_coverage_joins_equal_confidences() -> None:
    curve = metrics.risk_coverage([(0.9, 0.0), (0.5, 1.0), (0.5, 0.0)])
    assert curve == [(0.9, 1 / 3, 0.0), (0.5, 1.0, 1 / 3)]


def test_agreement_of_paraphrases() -> None:
    same = generated(statements=[statement("Alpha", "para 2")])
    other = generated(statements=[statement("Beta", "para 9")])
    refusal = generated(outcome="not_in_reports")
    assert metrics.agreement([same, same]) == 1.0
    assert metrics.agreement([same, other]) == 0.0
    assert metrics.agreement([same, same, refusal]) == pytest.approx(1 / 3)
    assert metrics.agreement([same]) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [pytest.param("36 apprentices", 1.0, id="stated"), pytest.param("63 apprentices", 0.0, id="another figure")],
)
def test_figures_exact(text: str, expected: float) -> None:
    assert metrics.figures_exact(case(facts=(("36",), ("apprentices",))), generated(text=text)) == expected
    assert metrics.figures_exact(case(facts=(("seven",),)), generated(text=text)) is None
