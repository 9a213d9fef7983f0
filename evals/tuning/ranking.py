"""Rankings of questions whose evidence is known: each question tried, and how well it went."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from evals.cases import Case
from evals.intervals import Estimate, clustered_mean
from evals.truths import Truths
from evals.tuning.examples import Trial
from retrieval.search.retriever import Retriever


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
        truths = Truths(case)
        relevant = [truths.in_passage(passage) for passage in examined.passages]
        signals = np.column_stack(list(examined.signals.values())).astype(np.float64)
        trials.append(Trial(case.cluster, case.kind, signals, np.array(relevant, dtype=np.bool_)))
    return names, trials


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
