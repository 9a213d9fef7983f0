"""What the Quality page of the chat shows of a run: words, figures and pictures as data, and no question or answer."""

import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from evals.results.report import never, plain_words, plots_of
from evals.results.wording import MEANINGS, meaning, spell, title
from evals.runs.score import Scores

PACKAGED = Path(__file__).resolve().parents[2] / "ui" / "pages" / "evaluation.json"
"""What a new installation shows; `python -m evals.results.publish` writes it."""
FILE = "evaluation.json"
"""In the library's folder: what the evaluations that were run here came to."""


def shown(folder: Path, scores: Scores) -> tuple[str, dict[str, Any]]:
    """Return the name of a run, and what is shown of it."""
    run = json.loads((folder / "run.json").read_text(encoding="utf-8"))
    asked = datetime.fromtimestamp((folder / "generated.jsonl").stat().st_mtime)
    return f"{run['set_name']}/{run['scope']}", {
        "date": asked.date().isoformat(),
        "set": run["set_name"],
        "scope": run["scope"],
        "model": run["engine"].get("model"),
        "reports": run["engine"].get("report_count"),
        "questions": scores.questions,
        "words": plain_words(scores),
        "never": [{"what": wrong, "answers": n, "happened": times} for wrong, n, times in never(scores)],
        "figures": _figures(scores),
        "plots": plots_of(scores),
    }


def keep(path: Path, runs: Mapping[str, Mapping[str, Any]]) -> None:
    """Write runs into a file of them, each in place of the one of its name."""
    held = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    path.write_text(json.dumps({**held, **runs}, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def _figures(scores: Scores) -> list[dict[str, Any]]:
    rows = []
    for metric in MEANINGS:
        row: dict[str, Any] = {"name": title(metric), "meaning": meaning(metric)}
        if one := scores.figures.get(metric):
            row |= {"value": spell(metric, one.mean), "n": one.n}
            row["interval"] = f"{spell(metric, one.low)} to {spell(metric, one.high)}"
        elif metric in scores.plain:
            row["value"] = spell(metric, scores.plain[metric])
        if "value" in row:
            rows.append(row)
    return rows
