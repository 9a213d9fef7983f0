"""Two runs over the same questions, one beside the other: extractive and generative answers, or before and after."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evals.results.wording import COUNTED, MEANINGS
from evals.runs.generate import RunError
from evals.runs.score import Scored, Scores, is_right, score, summarise
from evals.significance import differs


@dataclass(frozen=True, slots=True)
class Compared:
    """One figure of both runs, over the questions that both answered."""

    metric: str
    here: float
    there: float
    differs: bool | None
    """Whether by more than chance; None where it is no figure of single questions."""


@dataclass(frozen=True, slots=True)
class Beside:
    """What another run came to, for the report of this one."""

    here: str
    there: str
    questions: int
    figures: tuple[Compared, ...]
    only_here: tuple[Scored, ...]
    """The questions that went right here alone."""
    only_there: tuple[Scored, ...]


def set_beside(folder: Path, scores: Scores, other: Path) -> Beside:
    """Compare the scored run in `folder` with the one in `other`; raises `RunError` where they asked otherwise."""
    here, there = _run(folder), _run(other)
    for what, named in (("set_sha256", "questions"), ("scope", "scope")):
        if here[what] != there[what]:
            raise RunError(f"{other} holds a run with another {named} than {folder}: they cannot be compared.")
    before = {one.case.id: one for one in score(other).scored}
    ours = [one for one in scores.scored if one.case.id in before]
    theirs = [before[one.case.id] for one in ours]
    pairs = list(zip(ours, theirs, strict=True))
    return Beside(
        here=_called(folder, here, there),
        there=_called(other, there, here),
        questions=len(pairs),
        figures=tuple(_figures(ours, theirs)),
        only_here=tuple(one for one, twin in pairs if is_right(one) and not is_right(twin)),
        only_there=tuple(twin for one, twin in pairs if is_right(twin) and not is_right(one)),
    )


def _run(folder: Path) -> dict[str, Any]:
    held: dict[str, Any] = json.loads((folder / "run.json").read_text(encoding="utf-8"))
    return held


def _called(folder: Path, run: Mapping[str, Any], other: Mapping[str, Any]) -> str:
    """Call a run by who words its answers, and by its folder where that is the same in both."""
    model = run["engine"].get("model")
    name = str(model) if model else "the reports' own sentences"
    return name if model != other["engine"].get("model") else f"{name} ({folder.name})"


def _figures(ours: Sequence[Scored], theirs: Sequence[Scored]) -> list[Compared]:
    here, there = summarise(ours), summarise(theirs)
    found = []
    for metric in MEANINGS:
        if metric in here.figures and metric in there.figures:
            found.append(
                Compared(metric, here.figures[metric].mean, there.figures[metric].mean, _differs(metric, ours, theirs))
            )
        elif metric in (here.plain.keys() & there.plain.keys()) | (COUNTED & (here.plain.keys() | there.plain.keys())):
            found.append(Compared(metric, here.plain.get(metric, 0.0), there.plain.get(metric, 0.0), None))
    return found


def _differs(metric: str, ours: Sequence[Scored], theirs: Sequence[Scored]) -> bool:
    both = [
        (one, twin) for one, twin in zip(ours, theirs, strict=True) if metric in one.figures and metric in twin.figures
    ]
    return differs(
        [twin.figures[metric] for _, twin in both],
        [one.figures[metric] for one, _ in both],
        [one.case.cluster for one, _ in both],
    )
