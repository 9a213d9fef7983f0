"""Cross-validate recipes by report: `python -m training.cross_validate EXAMPLES --base FOLDER --recipes FILE`.

Trains each recipe once a fold and prints how often the evidence is first, in the first five and in the first ten among
the passages of its report, each question by an encoder that never saw its report: by each similarity alone, and by all
signals with weights fitted to other reports. Runs as many trainings side by side as `--workers` says.
"""

import argparse
import json
import multiprocessing
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from evals.tuning.examples import Trial, rank_of_evidence
from evals.tuning.logit import cross_validate
from training.data import FOLDS, SIMILARITIES, Examples
from training.measure import trials_before, try_questions
from training.train import blend, read_recipe, start_of, train

Job = tuple[str, int]


def main() -> None:
    """Run as a command."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("examples", type=Path)
    options.add_argument("--base", type=Path, required=True, help="folder of the model to begin from")
    options.add_argument("--recipes", type=Path, required=True, help="JSON: a name and what differs from the default")
    options.add_argument("--folds", type=int, nargs="+", default=list(range(FOLDS)))
    options.add_argument("--blends", type=float, nargs="+", default=[1.0])
    options.add_argument("--workers", type=int, default=1)
    arguments = options.parse_args()
    recipes = json.loads(arguments.recipes.read_text(encoding="utf-8"))
    jobs = [(name, fold) for name in recipes for fold in arguments.folds]
    given = [(arguments.examples, arguments.base, recipes[name], name, fold, arguments.blends) for name, fold in jobs]
    examples = Examples.load(arguments.examples)
    tested = np.flatnonzero(np.isin(examples.fold_of_question, arguments.folds))
    show("the model of the library", trials_before(examples, tested))
    context = multiprocessing.get_context("spawn")
    trials: dict[tuple[str, float], list[Trial]] = {}
    with context.Pool(arguments.workers) as pool:
        for name, fold, seconds, tried in pool.imap_unordered(_run, given, chunksize=1):
            print(f"# {name} fold {fold}: {seconds:.0f} s", flush=True)
            for share, found in tried.items():
                trials.setdefault((name, share), []).extend(found)
            if len({one.fold for one in trials[name, arguments.blends[0]]}) == _reports(arguments, name, jobs):
                for share in tried:
                    show(f"{name} blend {share:g}", trials[name, share])


def _reports(arguments: argparse.Namespace, name: str, jobs: Sequence[Job]) -> int:
    """Return how many reports the folds of a recipe test."""
    examples = Examples.load(arguments.examples)
    folds = [fold for other, fold in jobs if other == name]
    questions = np.flatnonzero(np.isin(examples.fold_of_question, folds) & examples["question_answerable"])
    return len(np.unique(examples["question_report"][questions]))


def _run(
    given: tuple[Path, Path, Mapping[str, Any], str, int, Sequence[float]],
) -> tuple[str, int, float, dict[float, list[Trial]]]:
    path, base, changes, name, fold, blends = given
    began = time.monotonic()
    examples = Examples.load(path)
    tested = np.flatnonzero(examples.fold_of_question == fold)
    recipe = replace(read_recipe(changes), blend=1.0)
    start = start_of()
    encoder = train(examples, np.flatnonzero(examples.fold_of_question != fold), recipe, base, start)
    tried = {share: try_questions(blend(encoder, base, start, share), examples, tested) for share in blends}
    return name, fold, time.monotonic() - began, tried


def show(title: str, trials: Sequence[Trial]) -> None:
    """Print one line a signal and one for all together."""
    for column, name in enumerate(SIMILARITIES):
        alone = np.zeros(trials[0].signals.shape[1])
        alone[column] = 1.0
        print(f"{title} | {name} | {_hits(rank_of_evidence(trial, alone) for trial in trials)}")
    print(f"{title} | all | {_hits(cross_validate(trials))}", flush=True)


def _hits(ranks: Iterable[float]) -> str:
    found = np.array(list(ranks))
    return " / ".join(f"{(found <= place).mean():.3f}" for place in (1, 5, 10)) + f" | mrr {(1 / found).mean():.3f}"


if __name__ == "__main__":
    main()
