"""Which sets the gate runs over which library, each in a folder of its own, and what is left out and why."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from evals.cases import read_cases
from evals.runs.generate import Answering, EvalScope, generate, read_lines

SETS = Path(__file__).resolve().parents[1] / "sets"
REPORTS = "INSPECTION_QA_REPORTS"
_TIMED = frozenset({"seconds", "receipt"})


@dataclass(frozen=True, slots=True)
class Planned:
    """One set asked in one scope. `reports` are the keys it needs beside the samples; empty for the demo library."""

    set_file: Path
    scope: EvalScope
    reports: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """What the baseline calls the run."""
        return f"{self.set_file.stem}/{self.scope}"


@dataclass(frozen=True, slots=True)
class Skipped:
    """A run left out, the number of its questions (0 where the set itself is not here), and why."""

    name: str
    questions: int
    reason: str

    def __str__(self) -> str:
        count = f"{self.questions} questions" if self.questions else "its questions"
        return f"{self.name} was left out, {count} not asked: {self.reason}."


@dataclass(frozen=True, slots=True)
class Plan:
    """What one gate does."""

    runs: tuple[Planned, ...]
    skipped: tuple[Skipped, ...]


def plan(reports: Path | None, questions: Path | None = None, *, full: bool = False) -> Plan:
    """Return the runs for what is here: the samples always, Surrey with its report, every shared set when `full`.

    `reports` is a folder of real reports; `questions` a folder of sets over them, by default the one beside it.
    """
    samples = SETS / "samples.jsonl"
    runs = [Planned(samples, "report"), Planned(samples, "library")]
    skipped: list[Skipped] = []
    shared: list[Path] = []
    if full:
        folder = questions or (reports.parent / "questions" if reports else None)
        shared = sorted(folder.glob("*.jsonl")) if folder and folder.is_dir() else []
        if not shared:
            skipped.append(Skipped("the sets over real reports", 0, "no folder of them is here; see evals/README.md"))
    for set_file in (SETS / "surrey_2018.jsonl", *shared):
        cases = read_cases(set_file)
        needed = tuple(sorted({key for case in cases for key in case.reports}))
        scope: EvalScope = "library" if any(len(case.reports) > 1 for case in cases) else "report"
        run = Planned(set_file, scope, needed)
        missing = [key for key in needed if not (reports and (reports / f"{key}.pdf").is_file())]
        if missing:
            where = f"{reports} does not hold {missing[0]}.pdf" if reports else f"{REPORTS} names no folder of reports"
            skipped.append(Skipped(run.name, len(cases), where))
        else:
            runs.append(run)
    return Plan(tuple(runs), tuple(skipped))


def real_reports(named: Path | None) -> Path | None:
    """Return the folder of real reports: the one named, else `../shared/reports` beside the checkout, else None."""
    beside = SETS.parents[2] / "shared" / "reports"
    return named or (beside if beside.is_dir() else None)


def run_folder(results: Path, run: Planned, now: datetime) -> Path:
    """Return where a run is written: `results/<set>/<time>-<scope>`."""
    return results / run.set_file.stem / f"{now:%Y-%m-%dT%H%M%S}-{run.scope}"


def repeat(engine: Answering, folder: Path, out: Path) -> tuple[list[str], list[str]]:
    """Ask the questions of the run in `folder` again, from that folder alone.

    Returns what the answers depend on that is no longer the same, and the ids of the questions answered otherwise.
    """
    held = json.loads((folder / "run.json").read_text(encoding="utf-8"))
    generate(engine, folder / "cases.jsonl", out, scope=held["scope"], name=held["set_name"])
    now = json.loads((out / "run.json").read_text(encoding="utf-8"))["engine"]
    changed = sorted(key for key in {*now, *held["engine"]} if now.get(key) != held["engine"].get(key))
    before, after = _answers(folder), _answers(out)
    return changed, [key for key in before if before[key] != after.get(key)]


def _answers(folder: Path) -> Mapping[str, Mapping[str, object]]:
    lines = read_lines(folder / "generated.jsonl")
    return {line["id"]: {key: value for key, value in line.items() if key not in _TIMED} for line in lines}


def joined_summary(folders: Sequence[Path], skipped: Sequence[str]) -> str:
    """Return the Markdown summaries of the runs one after another, after what was left out."""
    parts = [(folder / "summary.md").read_text(encoding="utf-8") for folder in folders]
    left_out = "".join(f"- {one}\n" for one in skipped)
    return (f"## Left out\n\n{left_out}\n" if left_out else "") + "\n".join(parts)
