"""Whether two runs over the same questions differ by more than chance."""

from collections.abc import Sequence
from math import comb

import numpy as np

from evals.intervals import Estimate, clustered_mean

ALPHA = 0.05


def mcnemar_exact(before: Sequence[bool], after: Sequence[bool]) -> float:
    """Return the two-sided exact McNemar p-value of paired binary outcomes (McNemar 1947; binomial on the flips)."""
    lost = sum(one and not other for one, other in zip(before, after, strict=True))
    won = sum(other and not one for one, other in zip(before, after, strict=True))
    flips = lost + won
    if not flips:
        return 1.0
    tail = sum(comb(flips, k) for k in range(min(lost, won) + 1)) / 2.0**flips
    return min(1.0, 2 * tail)


def paired_difference(before: Sequence[float], after: Sequence[float], clusters: Sequence[str]) -> Estimate | None:
    """Return the mean of after - before with a bootstrap interval that resamples whole clusters."""
    return clustered_mean([float(new - old) for old, new in zip(before, after, strict=True)], clusters)


def is_binary(values: Sequence[float]) -> bool:
    """Tell whether every value is 0 or 1."""
    return bool(np.isin(values, (0.0, 1.0)).all())


def differs(old: Sequence[float], new: Sequence[float], clusters: Sequence[str]) -> bool:
    """Tell whether two runs differ: exact McNemar for yes/no figures, else the clustered paired bootstrap."""
    if is_binary(old) and is_binary(new):
        return mcnemar_exact([one == 1.0 for one in old], [one == 1.0 for one in new]) < ALPHA
    estimate = paired_difference(old, new, clusters)
    return estimate is not None and (estimate.low > 0 or estimate.high < 0)
