"""Training and measuring the extractive answerer, on made-up rows and one made-up question."""

import json
from pathlib import Path

import numpy as np
import pytest

from evals.cases import Case, TrueEvidence
from evals.tuning.answers import (
    collect,
    compose,
    cross_score,
    fact_share,
    report_answers,
    report_refusals,
    write_weights,
)
from evals.tuning.fitting import fit_listwise, fit_logistic, folds
from retrieval.models import Evidence, SentenceScore
from tests.factories import make_passage, make_report

GENERATOR = np.random.default_rng(7)


def test_folds_keep_a_report_together() -> None:
    numbers = folds(["b", "a", "b", "c"], count=2)
    assert numbers[0] == numbers[2]
    assert set(numbers.tolist()) == {0, 1}


def test_logistic_recovers_the_direction_and_the_base_rate() -> None:
    rows = GENERATOR.normal(size=(2000, 2))
    truth = (GENERATOR.random(2000) < 1 / (1 + np.exp(-(2 * rows[:, 0] + 1)))).astype(float)
    weights, intercept = fit_logistic(rows, truth, penalty=1.0)
    assert weights[0] == pytest.approx(2.0, abs=0.3)
    assert weights[1] == pytest.approx(0.0, abs=0.2)
    assert intercept == pytest.approx(1.0, abs=0.2)


def test_listwise_prefers_what_true_rows_have_and_skips_groups_without() -> None:
    groups = [np.array([[1.0, 0.3], [0.0, 0.3]]), np.array([[0.0, 0.1], [1.0, 0.2]]), np.array([[5.0, 5.0]])]
    truths = [np.array([True, False]), np.array([False, True]), np.array([False])]
    assert fit_listwise(groups, truths)[0] > 0


def cases() -> list[Case]:
    """Ask of ten invented reports one question that each answers and one that none does."""
    found = []
    for number in range(10):
        key = f"town_{number}"
        quote = f"There were {30 + number} apprentices in the council this spring."
        evidence = (TrueEvidence(key, 1, 1, quote),)
        facts = ((str(30 + number),),)
        found.append(Case(f"{key}-1", "number", "How many apprentices are there?", (key,), True, facts, evidence))
        found.append(Case(f"{key}-2", "unanswerable", "What is the lighthouse budget?", (key,), False))
    return found


def rank(question: str, reports: tuple[str, ...]) -> list[Evidence]:
    number = int(reports[0].removeprefix("town_"))
    report = make_report(reports[0])
    texts = [
        f"There were {30 + number} apprentices in the council this spring.",
        "Foster carers praise their training.",
    ]
    near = 0.7 if "apprentices" in question else 0.2
    return [
        Evidence(
            make_passage(report.key, at + 1, text),
            report,
            0.6 - 0.2 * at,
            (SentenceScore(0, len(text), near - 0.1 * at),),
        )
        for at, text in enumerate(texts)
    ]


def test_tuning_end_to_end(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    examples = cross_score(collect(cases(), rank))
    answered = next(one for one in examples if one.case.answerable)
    assert answered.truth.tolist() == [True, False]
    assert fact_share(answered, compose(answered)[0].text) == 1.0
    report_answers(examples)
    report_refusals(examples, np.array([float(one.case.answerable) for one in examples]))
    printed = capsys.readouterr().out
    assert "AUC 1.000" in printed
    assert "cites an evidence passage           1.000" in printed
    target = tmp_path / "trained.json"
    write_weights(examples, target)
    assert json.loads(target.read_text()).keys() == {"sentences", "answerability"}
