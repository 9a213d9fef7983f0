"""Train the weights that ship: `python -m training.fit EXAMPLES --base FOLDER --out FOLDER [--recipe JSON]`.

Writes `all.npz`, tuned on every question, and `fold-K.npz` for each fold, tuned on the reports outside it: what the
weights of ranking and refusal are fitted with, and every published figure is measured with.
"""

import argparse
import json
import multiprocessing
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from training.data import FOLDS, Examples
from training.packing import pack
from training.train import read_recipe, start_of, train


def main() -> None:
    """Run as a command."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("examples", type=Path)
    options.add_argument("--base", type=Path, required=True, help="folder of the model to begin from")
    options.add_argument("--out", type=Path, required=True, help="folder for the weights")
    options.add_argument("--recipe", type=json.loads, default={}, help="JSON: what differs from the default recipe")
    options.add_argument("--workers", type=int, default=1)
    arguments = options.parse_args()
    fit(arguments.examples, arguments.base, arguments.out, arguments.recipe, arguments.workers)


def fit(examples: Path, base: Path, out: Path, recipe: Mapping[str, Any], workers: int) -> None:
    """Train on everything and on everything outside each fold."""
    out.mkdir(parents=True, exist_ok=True)
    given = [(examples, base, out, recipe, fold) for fold in (None, *range(FOLDS))]
    with multiprocessing.get_context("spawn").Pool(workers) as pool:
        for line in pool.imap_unordered(_train, given, chunksize=1):
            print(line, flush=True)


def _train(given: tuple[Path, Path, Path, Mapping[str, Any], int | None]) -> str:
    path, base, out, recipe, fold = given
    began = time.monotonic()
    examples = Examples.load(path)
    questions = (
        np.flatnonzero(examples.fold_of_question != fold)
        if fold is not None
        else np.arange(len(examples.fold_of_question))
    )
    encoder = train(examples, questions, read_recipe(recipe), base, start_of())
    name = "all" if fold is None else f"fold-{fold}"
    pack(encoder, out / f"{name}.npz")
    return f"{name}: {len(questions)} questions, {time.monotonic() - began:.0f} s"


if __name__ == "__main__":
    main()
