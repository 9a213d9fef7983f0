"""One question with everything that was known about each passage in the running: what the fits learn from."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Trial:
    """One question with every passage in the running."""

    fold: str
    """The report: questions on one report are tuned on together or not at all."""
    kind: str
    signals: NDArray[np.float64]
    """Shape (passages, signals)."""
    relevant: NDArray[np.bool_]
    """For each passage whether it carries a piece of the evidence; all false where that is not in the running."""


def keep_signals(trials: Iterable[Trial], columns: Sequence[int]) -> list[Trial]:
    """Return the trials with these signals only."""
    return [replace(trial, signals=trial.signals[:, list(columns)]) for trial in trials]


def rank_of_evidence(trial: Trial, weights: NDArray[np.float64]) -> float:
    """Return the 1-based rank of the best relevant passage, ties counted against it; infinite where there is none."""
    if not trial.relevant.any():
        return float("inf")
    scores = trial.signals @ weights
    return 1.0 + float((scores[~trial.relevant] >= scores[trial.relevant].max()).sum())
