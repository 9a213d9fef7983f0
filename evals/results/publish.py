"""Publish figures in the documentation: `python -m evals.results.publish [RUN…] [--baselines FILE] [--bench FILE]`.

Each RUN is a scored run's folder; it replaces the run of its name in docs/evaluation.json, which holds figures only,
and in what the chat's Quality page shows (`evals.results.page_figures`).
The blocks of docs/evaluation.md and README.md stand between `<!-- figures:NAME -->` and `<!-- end -->`; what stands
elsewhere is left alone. Without arguments both are written again from the figures held, which
tests/evals/results/test_publish.py asks of what is committed. The figures over real reports (`real`) are put there by
hand, from the commands that the page names.
"""

import argparse
import json
import os
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from evals.results.gate import INVARIANTS
from evals.results.page_figures import PACKAGED, keep, shown
from evals.results.wording import meaning, spell, title
from evals.runs.plan import plan
from evals.runs.score import score

DOCS = Path(__file__).resolve().parents[2] / "docs"
FIGURES, PAGE, README = DOCS / "evaluation.json", DOCS / "evaluation.md", DOCS.parent / "README.md"
SHOWN = (
    "answerable_answered", "fact_recall", "figures_exact", "cites_evidence", "unanswerable_refused",
    "refusal_precision", "outcome_as_expected", "hit@1", "hit@5", "hit@10", "mrr", "ndcg@10", "citation_recall",
    "citation_precision", "judge_recall",
)  # fmt: skip
PLAIN = ("paraphrase_consistency", "follow_up_hit@5", "ledger_exactness", "seconds_p50", "seconds_p95")
_QUOTED = {
    "LangChain recipe: 1,000/200 characters, cosine": "the usual LangChain recipe (1,000 characters, top 4)",
    "BM25 over pages": "BM25 over pages",
    "the assistant's ranking": "inspection-qa",
}
"""The baselines that README quotes, and what it calls them."""
_BLOCK = re.compile(r"(<!-- figures:(?P<name>\w+) -->\n).*?(<!-- end -->)", re.DOTALL)

Figures = Mapping[str, Any]


def take_run(folder: Path) -> tuple[str, dict[str, Any]]:
    """Return the name of a scored run and what is published of it."""
    run = json.loads((folder / "run.json").read_text(encoding="utf-8"))
    scores = json.loads((folder / "scores.json").read_text(encoding="utf-8"))
    asked = datetime.fromtimestamp((folder / "generated.jsonl").stat().st_mtime)
    published = {
        "date": asked.date().isoformat(),
        "model": run["engine"].get("model"),
        "embedder": run["engine"].get("embedder"),
        "reports": run["engine"].get("report_count"),
        "questions": scores["questions"],
        "figures": {
            name: {key: round(value, 4) for key, value in one.items()} for name, one in scores["figures"].items()
        },
        "plain": {name: round(value, 4) for name, value in scores["plain"].items()},
    }
    return f"{run['set_name']}/{run['scope']}", published


def fill(page: str, figures: Figures) -> str:
    """Return the page with each block of figures written anew; raises KeyError on a block of an unknown name."""
    return _BLOCK.sub(lambda block: f"{block[1]}{_BLOCKS[block['name']](figures)}\n{block[3]}", page)


def _runs(figures: Figures) -> str:
    lines = ["| run | asked | questions | reports held | language model |", "|---|---|---|---|---|"]
    for name, run in figures["runs"].items():
        model = run["model"] or "none: the reports' own sentences"
        lines.append(f"| {name} | {run['date']} | {run['questions']} | {run['reports']} | {model} |")
    return "\n".join(lines)


def _quality(figures: Figures) -> str:
    runs = figures["runs"]
    lines = [f"| figure | {' | '.join(runs)} |", "|---|" + "---|" * len(runs)]
    for metric in (*SHOWN, *PLAIN):
        cells = [_cell(metric, run) for run in runs.values()]
        if any(cells):
            lines.append(f"| {title(metric)} | {' | '.join(cells)} |")
    lines += ["", *(f"- **{title(one)}**: {meaning(one)}" for one in (*SHOWN, *PLAIN) if _measured(one, figures))]
    return "\n".join(lines)


def _measured(metric: str, figures: Figures) -> bool:
    return any(_cell(metric, run) for run in figures["runs"].values())


def _cell(metric: str, run: Figures) -> str:
    if one := run["figures"].get(metric):
        return f"{spell(metric, one['mean'])} [{spell(metric, one['low'])}, {spell(metric, one['high'])}] of {one['n']}"
    return spell(metric, run["plain"][metric]) if metric in run["plain"] else ""


def _invariants(figures: Figures) -> str:
    lines = ["| must never happen | run | answers | happened |", "|---|---|---|---|"]
    for name, run in figures["runs"].items():
        for metric, wrong in INVARIANTS.items():
            if one := run["figures"].get(metric):
                lines.append(f"| {wrong} | {name} | {one['n']} | {round((1 - one['mean']) * one['n'])} |")
    return "\n".join(lines)


def _baselines(figures: Figures) -> str:
    held = figures["baselines"]
    lines = ["| ranking | right passage first | in the first 4 | reciprocal rank | words read in 4 |"]
    lines.append("|---|---|---|---|---|")
    for name, row in held["rows"].items():
        shares = [row[one] for one in ("first", "in 4", "reciprocal rank")]
        cells = [f"{one['mean']:.2f} [{one['low']:.2f}, {one['high']:.2f}]" for one in shares]
        lines.append(f"| {name} | {' | '.join(cells)} | {row['words in 4']['mean']:.0f} |")
    asked = next(iter(held["rows"].values()))["first"]["n"]
    return f"{asked} questions, {held['date']}.\n\n" + "\n".join(lines)


def _baselines_short(figures: Figures) -> str:
    rows = figures["baselines"]["rows"]
    asked = next(iter(rows.values()))["first"]["n"]
    lines = [
        f"| search over the samples, {asked} questions, one embedding model | right passage first | in the first 4 |"
    ]
    lines.append("|---|---|---|")
    for name, called in _QUOTED.items():
        first, four = (f"{rows[name][column]['mean']:.2f}".lstrip("0") for column in ("first", "in 4"))
        lines.append(f"| {called} | {first} | {four} |")
    return "\n".join(lines)


def _real(figures: Figures) -> str:
    held = figures["real"]
    lines = [f"| figure | {' | '.join(held['columns'])} |", "|---|---|---|"]
    lines += [f"| {name} | {_thousandths(one)} | {_thousandths(other)} |" for name, one, other in held["rows"]]
    return "\n".join(lines)


def _thousandths(one: Mapping[str, float] | None) -> str:
    if one is None:
        return ""
    mean, *bounds = (f"{one[key]:.3f}".removeprefix("0") for key in ("mean", "low", "high") if key in one)
    return f"{mean} [{', '.join(bounds)}]" if bounds else mean


def _real_short(figures: Figures) -> str:
    held = figures["real"]
    rows = {name: (product, fitted) for name, product, fitted in held["rows"]}

    def spelled(name: str, column: int) -> str:
        return f"{rows[name][column]['mean']:.2f}".removeprefix("0")

    return (
        f"Over {held['reports']} real reports, each question judged by a model that never saw its report, the right\n"
        f"passage is first for {spelled('right passage first', 1)} of {held['ranked']:,} questions and among the first "
        f"five for {spelled('… in the first 5', 1)}; answers hold\n"
        f"{spelled('facts in the answer, nothing refused, at 120 words', 1)} of the facts asked for where none is "
        f"refused; over 25 of them {spelled('answerable questions answered', 0)} of the answerable questions\n"
        f"are answered and {spelled('unanswerable questions refused', 0)} of the unanswerable refused. "
        "No quote has failed its check."
    )


def _bench(figures: Figures) -> str:
    held = figures.get("bench")
    if held is None:
        return "Not measured for this page."
    lines = ["| what | measured | |", "|---|---|---|"]
    lines += [f"| {name} | {value:,.{2 if abs(value) < 100 else 0}f} | {unit} |" for name, value, unit in held["rows"]]
    return f"Measured on {held['date']}, {held['cores']} cores.\n\n" + "\n".join(lines)


def _left_out(figures: Figures) -> str:
    return "\n".join(f"- {one}" for one in figures["left_out"]) or "Nothing."


_BLOCKS: dict[str, Callable[[Figures], str]] = {
    "runs": _runs, "quality": _quality, "invariants": _invariants, "baselines": _baselines, "bench": _bench,
    "left_out": _left_out, "real": _real, "baselines_short": _baselines_short, "real_short": _real_short,
}  # fmt: skip


def _left_out_of(runs: Sequence[str]) -> list[str]:
    """Name the configured runs that are not among those published, without a folder of this machine."""
    planned = plan(None, full=True)
    waiting = [*(run.name for run in planned.runs), *(one.name for one in planned.skipped)]
    return [f"{name}: not run for this page." for name in waiting if name not in runs]


def main() -> None:
    """Run as a command."""
    options = argparse.ArgumentParser(prog="python -m evals.results.publish", description=__doc__)
    options.add_argument("runs", nargs="*", type=Path)
    options.add_argument("--baselines", type=Path, help="figures that `python -m evals.baselines --json` wrote")
    options.add_argument("--bench", type=Path, help="figures that `make bench` wrote")
    arguments = options.parse_args()
    figures = json.loads(FIGURES.read_text(encoding="utf-8")) if FIGURES.exists() else {"runs": {}, "baselines": None}
    for folder in arguments.runs:
        name, run = take_run(folder)
        figures["runs"][name] = run
        keep(PACKAGED, dict([shown(folder, score(folder))]))
    if arguments.baselines:
        rows = json.loads(arguments.baselines.read_text(encoding="utf-8"))
        made = datetime.fromtimestamp(arguments.baselines.stat().st_mtime)
        figures["baselines"] = {"date": made.date().isoformat(), "rows": _rounded(rows)}
    if arguments.bench:
        made = datetime.fromtimestamp(arguments.bench.stat().st_mtime)
        rows = json.loads(arguments.bench.read_text(encoding="utf-8"))
        figures["bench"] = {"date": made.date().isoformat(), "cores": os.cpu_count(), "rows": rows}
    if arguments.runs:
        figures["left_out"] = _left_out_of(list(figures["runs"]))
    FIGURES.write_text(json.dumps(figures, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    for page in (PAGE, README):
        page.write_text(fill(page.read_text(encoding="utf-8"), figures), encoding="utf-8")


def _rounded(rows: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: {column: {key: round(value, 4) for key, value in one.items()} for column, one in row.items()}
        for name, row in rows.items()
    }


if __name__ == "__main__":
    main()
