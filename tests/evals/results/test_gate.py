"""The gate fails on what it must, passes chance, and reports rises and flips."""

from datetime import date
from pathlib import Path

import pytest

from evals.results.gate import Baseline, judge, read_floors
from evals.runs.score import Scored, Scores, summarise
from evals.significance import mcnemar_exact
from tests.evals.factories import case, generated


def run(values: list[float], *, metric: str = "hit@5", **others: float) -> Scores:
    """Return the scores of a run whose questions have these values of one metric."""
    base = {"refused": 0.0, "answered": 1.0, "seconds": 0.1}
    return summarise(
        [
            Scored(case(id=f"q{number}", reports=(f"r{number}",)), generated(), {**base, metric: value, **others})
            for number, value in enumerate(values)
        ]
    )


def baseline(scores: Scores) -> Baseline:
    """Return a baseline that accepted `scores`."""
    return Baseline().accept("samples", scores, reason="first", today=date(2026, 1, 1))


def test_an_equal_run_passes_without_flips() -> None:
    scores = run([1.0, 0.0] * 10)
    verdict = judge("samples", scores, baseline(scores), {})
    assert (verdict.passed, verdict.flips, verdict.rises) == (True, (), ())


def test_a_significant_fall_fails_and_names_the_flips() -> None:
    verdict = judge("samples", run([1.0] * 12 + [0.0] * 8), baseline(run([1.0] * 20)), {})
    assert verdict.failures == ("Right passage in the first 5 (hit@5) fell by 0.400 on 20 questions.",)
    assert [flip.id for flip in verdict.flips] == [f"q{number}" for number in range(12, 20)]


def test_a_fall_within_chance_passes_but_is_listed() -> None:
    verdict = judge("samples", run([1.0] * 18 + [0.0] * 2), baseline(run([1.0] * 20)), {})
    assert verdict.passed
    assert len(verdict.flips) == 2


def test_a_rise_is_reported() -> None:
    verdict = judge("samples", run([1.0] * 20), baseline(run([1.0] * 10 + [0.0] * 10)), {})
    assert verdict.passed
    assert verdict.rises == ("Right passage in the first 5 (hit@5) rose by 0.500 on 20 questions.",)


@pytest.mark.parametrize("metric", ["verbatim_quotes", "cites_searched_only", "figures_supported"])
def test_one_broken_invariant_fails(metric: str) -> None:
    scores = run([1.0] * 19 + [0.0], metric=metric)
    verdict = judge("samples", scores, baseline(scores), {})
    assert [line.split(":")[0] for line in verdict.failures] == ["q19"]


def test_a_floor_holds_the_lower_bound_not_the_mean() -> None:
    scores = run([1.0] * 16 + [0.0] * 4)
    assert judge("samples", scores, Baseline(), {"hit@5": 0.55}).passed
    assert not judge("samples", scores, Baseline(), {"hit@5": 0.79}).passed
    assert "was not measured" in judge("samples", scores, Baseline(), {"mrr": 0.1}).failures[0]


def test_a_baseline_survives_its_file(tmp_path: Path) -> None:
    held = baseline(run([1.0, 0.5], metric="fact_recall"))
    held.write(tmp_path / "baseline.json")
    assert Baseline.read(tmp_path / "baseline.json") == held
    assert Baseline.read(tmp_path / "none.json") == Baseline()


def test_floors_are_read_by_run(tmp_path: Path) -> None:
    path = tmp_path / "floors.toml"
    path.write_text('[samples]\n"hit@5" = 0.9\n', encoding="utf-8")
    assert read_floors(path, "samples") == {"hit@5": 0.9}
    assert read_floors(path, "other") == {}


@pytest.mark.parametrize(
    ("lost", "won", "expected"),
    [
        pytest.param(0, 0, 1.0, id="no flips"),
        pytest.param(5, 0, 0.0625, id="five lost"),
        pytest.param(6, 0, 0.03125, id="six lost"),
        pytest.param(3, 3, 1.0, id="as many won"),
    ],
)
def test_mcnemar(lost: int, won: int, expected: float) -> None:
    before = [True] * lost + [False] * won
    assert mcnemar_exact(before, [not one for one in before]) == pytest.approx(expected)
