"""Fitting a ranking's weights, on rankings made up to have a known answer."""

import numpy as np
import pytest

from evals.tuning.examples import Trial, keep_signals, rank_of_evidence
from evals.tuning.logit import cross_validate, fit
from evals.tuning.ranking import summarise


def trial(report: str, signals: list[list[float]], relevant: list[bool]) -> Trial:
    return Trial(report, "finding", np.array(signals, dtype=np.float64), np.array(relevant))


def telling_first_signal(reports: int) -> list[Trial]:
    """The first signal marks the evidence, the second is noise."""
    noise = np.random.default_rng(3)
    return [
        trial(
            f"report-{number % 9}",
            [[1.0, noise.random()], [0.0, noise.random()], [0.2, noise.random()]],
            [True, False, False],
        )
        for number in range(reports)
    ]


def test_the_signal_that_tells_gets_the_weight() -> None:
    weights = fit(telling_first_signal(60))
    assert weights[0] > 1
    assert abs(weights[1]) < weights[0] / 3


def test_a_known_odds_ratio_is_found() -> None:
    # Three times in four the evidence is the passage with the signal: the likeliest weight is ln 3.
    trials = [trial(f"report-{n}", [[1.0], [0.0]], [n % 4 != 0, n % 4 == 0]) for n in range(400)]
    assert fit(trials)[0] == pytest.approx(np.log(3), abs=0.02)


def test_any_of_several_relevant_passages_will_do() -> None:
    trials = [trial(f"report-{n}", [[1.0], [1.0], [0.0]], [True, True, False]) for n in range(50)]
    assert fit(trials)[0] > 1


def test_a_question_without_its_evidence_teaches_nothing_and_is_never_found() -> None:
    trials = telling_first_signal(30)
    lost = trial("report-1", [[5.0, 0.0], [0.0, 0.0]], [False, False])
    assert fit([*trials, lost]) == pytest.approx(fit(trials))
    assert rank_of_evidence(lost, np.ones(2)) == np.inf


@pytest.mark.parametrize(
    ("relevant", "rank"),
    [([False, True, False], 1.0), ([True, False, False], 3.0), ([False, False, True], 2.0), ([True, False, True], 2.0)],
    ids=["best", "tied with the last place", "second", "the better of two"],
)
def test_ties_count_against_the_evidence(relevant: list[bool], rank: float) -> None:
    assert rank_of_evidence(trial("r", [[0.5], [2.0], [1.0]], relevant), np.ones(1)) == rank


def test_a_tie_is_no_hit() -> None:
    assert rank_of_evidence(trial("r", [[1.0], [1.0]], [True, False]), np.ones(1)) == 2.0


def test_a_report_is_ranked_by_weights_of_other_reports() -> None:
    # One report's evidence is marked by the opposite sign: its own questions must not have taught that.
    trials = [trial(f"report-{n % 8}", [[1.0], [0.0]], [True, False]) for n in range(80)]
    odd = [trial("odd one", [[0.0], [1.0]], [True, False]) for _ in range(5)]
    ranks = cross_validate([*trials, *odd])
    assert ranks[:80] == [1.0] * 80
    assert ranks[80:] == [2.0] * 5


def test_other_trials_of_the_same_reports_can_be_ranked() -> None:
    trials = telling_first_signal(40)
    assert cross_validate(trials, trials[:3]) == cross_validate(trials)[:3]


def test_the_figures_of_ranks() -> None:
    trials = telling_first_signal(4)
    figures = summarise(trials, [1.0, 2.0, 10.0, float("inf")])
    assert (figures.hit_1.mean, figures.hit_5.mean, figures.hit_10.mean) == (0.25, 0.5, 0.75)
    assert figures.mrr.mean == pytest.approx((1 + 0.5 + 0.1) / 4)


def test_keeping_some_signals_keeps_their_order() -> None:
    kept = keep_signals([trial("r", [[1.0, 2.0, 3.0]], [True])], [0, 2])
    assert kept[0].signals.tolist() == [[1.0, 3.0]]
