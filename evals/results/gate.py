"""Whether a run may pass: hard invariants, floors on the lower bound, no significant regression against the baseline.

`evals/baseline.json` holds, for each run by name (`samples/report`), ids and figures only: no question, no sentence.
"""

import json
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from evals.results.wording import title
from evals.runs.score import Scored, Scores
from evals.significance import differs

INVARIANTS = {
    "verbatim_quotes": "a quote does not stand in the passage it cites",
    "cites_searched_only": "a citation is of a report that was not searched",
    "figures_supported": "a number, date or name stands in none of its cited passages",
    "nothing_forbidden": "the answer says what the set forbids",
}
"""Zero tolerance: one question below 1 fails the gate."""
PAIRED = (
    "hit@1", "hit@5", "fact_recall", "figures_exact", "cites_evidence", "answerable_answered", "unanswerable_refused",
    "outcome_as_expected",
)  # fmt: skip
"""What is compared question by question. The answered rate stands beside the rest: refusing everything wins nothing."""


@dataclass(frozen=True, slots=True)
class Flip:
    """One question whose figure changed."""

    id: str
    metric: str
    before: float
    after: float


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the gate found: it passes where `failures` is empty."""

    failures: tuple[str, ...] = ()
    rises: tuple[str, ...] = ()
    flips: tuple[Flip, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def passed(self) -> bool:
        """Whether nothing failed."""
        return not self.failures


@dataclass(frozen=True, slots=True)
class Baseline:
    """The committed figures: run name to metric to question id to value, and why each was accepted."""

    runs: Mapping[str, Mapping[str, Mapping[str, float]]] = field(default_factory=dict)
    accepted: tuple[Mapping[str, str], ...] = ()

    @classmethod
    def read(cls, path: Path) -> "Baseline":
        """Read the file; an absent one is an empty baseline."""
        if not path.exists():
            return cls()
        held = json.loads(path.read_text(encoding="utf-8"))
        return cls(held["runs"], tuple(held["accepted"]))

    def accept(self, name: str, scores: Scores, *, reason: str, today: date) -> "Baseline":
        """Return the baseline with the run `name` replaced, and the reason recorded."""
        entry = {"date": today.isoformat(), "run": name, "reason": reason}
        return Baseline({**self.runs, name: per_question(scores.scored)}, (*self.accepted, entry))

    def write(self, path: Path) -> None:
        """Write the file, sorted, so that a change shows as a small difference."""
        content: dict[str, Any] = {"accepted": list(self.accepted), "runs": self.runs}
        path.write_text(json.dumps(content, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def per_question(scored: Sequence[Scored]) -> dict[str, dict[str, float]]:
    """Return metric -> question id -> value, of the paired metrics."""
    return {
        metric: {one.case.id: round(one.figures[metric], 4) for one in scored if metric in one.figures}
        for metric in PAIRED
    }


def read_floors(path: Path, name: str) -> dict[str, float]:
    """Return the floors of a run from `floors.toml`: metric -> least lower bound."""
    return dict(tomllib.loads(path.read_text(encoding="utf-8")).get(name, {}))


def judge(name: str, scores: Scores, baseline: Baseline, floors: Mapping[str, float]) -> Verdict:
    """Hold one run against the invariants, its floors and its baseline."""
    failures = [*_broken_invariants(scores), *_below_floors(scores, floors)]
    rises: list[str] = []
    flips: list[Flip] = []
    before = baseline.runs.get(name)
    if before is None:
        return Verdict(tuple(failures), notes=(f"There is no baseline for {name} yet: nothing to compare with.",))
    for metric in PAIRED:
        outcome = _compare(metric, before.get(metric, {}), scores.scored)
        flips += outcome.flips
        failures += outcome.failures
        rises += outcome.rises
    return Verdict(tuple(failures), tuple(rises), tuple(flips))


def taken(before: Verdict, now: Verdict) -> Verdict:
    """Return the verdict on a run that was made the baseline: what fell is a note, floors and invariants still fail."""
    fell = [f"Taken as the baseline: {line}" for line in before.failures if line not in now.failures]
    return replace(before, failures=now.failures, notes=(*before.notes, *fell))


def _named(metric: str) -> str:
    """Name a figure for whoever reads the verdict, and for whoever looks it up."""
    return f"{title(metric)} ({metric})"


def _broken_invariants(scores: Scores) -> list[str]:
    return [
        f"{one.case.id}: {meaning}."
        for metric, meaning in INVARIANTS.items()
        for one in scores.scored
        if one.figures.get(metric, 1.0) < 1.0
    ]


def _below_floors(scores: Scores, floors: Mapping[str, float]) -> list[str]:
    failures = []
    for metric, floor in floors.items():
        estimate = scores.figures.get(metric)
        value = estimate.low if estimate else scores.plain.get(metric)
        if value is None:
            failures.append(f"{_named(metric)} has a floor of {floor:.2f} but was not measured.")
        elif value < floor:
            bound = f"the lower bound of {estimate.mean:.3f} is {value:.3f}" if estimate else f"{value:.3f}"
            failures.append(f"{_named(metric)}: {bound}, under the floor of {floor:.2f}.")
    return failures


def _compare(metric: str, before: Mapping[str, float], scored: Sequence[Scored]) -> Verdict:
    """Compare one metric on the questions that both runs have."""
    both = [one for one in scored if metric in one.figures and one.case.id in before]
    old = [before[one.case.id] for one in both]
    new = [round(one.figures[metric], 4) for one in both]
    flips = tuple(
        Flip(one.case.id, metric, was, now) for one, was, now in zip(both, old, new, strict=True) if was != now
    )
    if not flips:
        return Verdict()
    difference = sum(new) / len(new) - sum(old) / len(old)
    if not differs(old, new, [one.case.cluster for one in both]):
        return Verdict(flips=flips)
    line = f"{_named(metric)} {'rose' if difference > 0 else 'fell'} by {abs(difference):.3f} on {len(both)} questions."
    return Verdict(rises=(line,), flips=flips) if difference > 0 else Verdict(failures=(line,), flips=flips)
