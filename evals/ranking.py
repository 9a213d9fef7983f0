"""Rankings of questions whose evidence is known: what the tuning learns from, and how well it went."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from evals.cases import Case
from evals.intervals import Estimate, clustered_mean
from evals.matching import squeeze
from retrieval.retriever import Retriever

_squeezed = lru_cache(maxsize=50_000)(squeeze)


@dataclass(frozen=True, slots=True)
class Trial:
    """One question with every passage in the running."""

    case: Case
    signals: NDArray[np.float64]
    """Shape (passages, signals)."""
    relevant: NDArray[np.bool_]
    """For each passage whether it carries a piece of the evidence; all false where that is not in the running."""

    @property
    def fold(self) -> str:
        """Questions on one report are tuned on together or not at all."""
        return self.case.cluster


def try_cases(
    retriever: Retriever, cases: Iterable[Case], asked: Callable[[Case], tuple[str, Sequence[str] | None]]
) -> tuple[tuple[str, ...], list[Trial]]:
    """Return the names of the signals, and the trial of each answerable case; `asked` gives its question and scope."""
    names: tuple[str, ...] = ()
    trials = []
    for case in cases:
        if not case.answerable:
            continue
        question, reports = asked(case)
        examined = retriever.examine(question, reports=reports)
        names = tuple(examined.signals) or names
        truths = [(truth.report, _squeezed(truth.quote)) for truth in case.evidence + case.also if truth.quote]
        relevant = [
            any(passage.report == report and quote in _squeezed(passage.text) for report, quote in truths)
            for passage in examined.passages
        ]
        signals = np.column_stack(list(examined.signals.values())).astype(np.float64)
        trials.append(Trial(case, signals, np.array(relevant, dtype=np.bool_)))
    return names, trials


def keep_signals(trials: Iterable[Trial], columns: Sequence[int]) -> list[Trial]:
    """Return the trials with these signals only."""
    return [replace(trial, signals=trial.signals[:, list(columns)]) for trial in trials]


def rank_of_evidence(trial: Trial, weights: NDArray[np.float64]) -> float:
    """Return the 1-based rank of the best relevant passage, ties counted against it; infinite where there is none."""
    if not trial.relevant.any():
        return float("inf")
    scores = trial.signals @ weights
    return 1.0 + float((scores[~trial.relevant] >= scores[trial.relevant].max()).sum())


@dataclass(frozen=True, slots=True)
class Figures:
    """How often the evidence is among the first 1, 5 and 10, and the mean reciprocal rank; intervals by report."""

    hit_1: Estimate
    hit_5: Estimate
    hit_10: Estimate
    mrr: Estimate

    def __str__(self) -> str:
        return " | ".join(
            f"{one.mean:.3f} [{one.low:.3f}, {one.high:.3f}]" for one in (self.hit_1, self.hit_5, self.hit_10, self.mrr)
        )


def summarise(trials: Sequence[Trial], ranks: Sequence[float]) -> Figures:
    """Return the figures of these ranks, one a trial."""
    clusters = [trial.fold for trial in trials]

    def mean(values: list[float]) -> Estimate:
        estimate = clustered_mean(values, clusters)
        assert estimate is not None, "no questions"
        return estimate

    hit_1, hit_5, hit_10 = (mean([float(rank <= k) for rank in ranks]) for k in (1, 5, 10))
    return Figures(hit_1, hit_5, hit_10, mean([1 / rank for rank in ranks]))
