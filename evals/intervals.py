"""Uncertainty of a mean over questions that come in clusters (one report, one cluster)."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

RESAMPLES = 2_000
"""Enough for the second decimal of a 95 % interval; 10,000 moved none of ours by more than .003."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """A mean with its 95 % interval; `n` questions in `clusters` clusters."""

    mean: float
    low: float
    high: float
    n: int
    clusters: int

    def __str__(self) -> str:
        return f"{self.mean:.3f} [{self.low:.3f}, {self.high:.3f}] n={self.n}"


def clustered_mean(values: Sequence[float], clusters: Sequence[str], *, seed: int = 0) -> Estimate | None:
    """Return the mean of `values` with a percentile bootstrap interval that resamples whole clusters.

    A single cluster cannot be resampled: its questions are, so the interval then says nothing of other reports.
    None where there are no values. Cameron, Gelbach & Miller (2008) discuss why clusters and not questions are drawn.
    """
    if not values:
        return None
    single = len(set(clusters)) == 1
    totals, counts = _per_cluster(values, [str(place) for place in range(len(values))] if single else clusters)
    generator = np.random.default_rng(seed)
    drawn = generator.integers(0, len(totals), size=(RESAMPLES, len(totals)))
    means = totals[drawn].sum(axis=1) / counts[drawn].sum(axis=1)
    low, high = np.quantile(means, [0.025, 0.975])
    return Estimate(
        float(totals.sum() / counts.sum()), float(low), float(high), len(values), 1 if single else len(totals)
    )


def _per_cluster(values: Sequence[float], clusters: Sequence[str]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    names = sorted(set(clusters))
    index = {name: position for position, name in enumerate(names)}
    totals, counts = np.zeros(len(names)), np.zeros(len(names))
    for value, cluster in zip(values, clusters, strict=True):
        totals[index[cluster]] += value
        counts[index[cluster]] += 1
    return totals, counts
