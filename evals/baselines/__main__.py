"""The table of baselines: `python -m evals.baselines [SET…] [--home FOLDER] [--json FILE]`.

Without arguments over the samples. A library of real reports is named by `--home`; sets must give quotes as evidence.
"""

import argparse
import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from evals.baselines.systems import Ranking, Systems
from evals.cases import Case, read_cases
from evals.intervals import Estimate, clustered_mean
from evals.matching import contains_quote
from evals.runs.plan import SETS
from retrieval.library.intake import sample_files, take_in
from retrieval.library.library import Library
from retrieval.vectors.embeddings import open_embedder
from settings import Settings

SHOWN = 4
"""Passages that the recipe puts before its model."""
COLUMNS = ("first", "in 4", "reciprocal rank", "words in 4")

Row = dict[str, Estimate]


def measure(rank: Ranking, cases: Sequence[Case]) -> Row:
    """Return hit@1, hit@4, MRR and the words that the first four hold together, each with its interval by report."""
    values: dict[str, list[float]] = {column: [] for column in COLUMNS}
    for case in cases:
        texts = rank(case.question, case.reports[0])
        quotes = [one.quote for one in case.evidence + case.also if one.quote]
        found = [any(contains_quote(text, quote) for quote in quotes) for text in texts]
        values["first"].append(float(any(found[:1])))
        values["in 4"].append(float(any(found[:SHOWN])))
        values["reciprocal rank"].append(1 / (found.index(True) + 1) if any(found) else 0.0)
        values["words in 4"].append(float(sum(len(text.split()) for text in texts[:SHOWN])))
    clusters = [case.cluster for case in cases]
    estimates = {column: clustered_mean(held, clusters) for column, held in values.items()}
    return {column: one for column, one in estimates.items() if one is not None}


def table(rows: dict[str, Row]) -> str:
    """Return the rows as a Markdown table."""
    lines = [f"| ranking | {' | '.join(COLUMNS)} |", "|---|---|---|---|---|"]
    for name, row in rows.items():
        shares = [f"{row[one].mean:.2f} [{row[one].low:.2f}, {row[one].high:.2f}]" for one in COLUMNS[:3]]
        lines.append(f"| {name} | {' | '.join(shares)} | {row['words in 4'].mean:.0f} |")
    return "\n".join(lines)


def askable(sets: Sequence[Path], held: set[str]) -> list[Case]:
    """Return the questions of one held report each that have a quote to be found, follow-ups apart."""
    return [
        case
        for path in sets
        for case in read_cases(path)
        if case.answerable and not case.history and len(case.reports) == 1 and case.reports[0] in held
        and all(one.quote for one in case.evidence)
    ]  # fmt: skip


def main() -> None:
    """Run as a command."""
    options = argparse.ArgumentParser(prog="python -m evals.baselines", description=__doc__)
    options.add_argument("sets", nargs="*", type=Path, default=[SETS / "samples.jsonl"])
    options.add_argument("--home", type=Path, help="library to ask (default: the demo library of samples)")
    options.add_argument("--json", type=Path, help="write the figures to this file, too")
    arguments = options.parse_args()
    settings = Settings.from_environment()
    embedder = open_embedder(settings)
    with Library.open(arguments.home or settings.demo_home, embedder, create=arguments.home is None) as library:
        if arguments.home is None:
            list(take_in(library, sample_files()))
        cases = askable(arguments.sets, {report.key for report in library.reports()})
        rows = {name: measure(rank, cases) for name, rank in Systems(library, embedder).all().items()}
    print(f"{len(cases)} questions, {len({case.cluster for case in cases})} reports\n\n{table(rows)}")
    if arguments.json:
        held = {name: {column: asdict(one) for column, one in row.items()} for name, row in rows.items()}
        arguments.json.write_text(json.dumps(held, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
