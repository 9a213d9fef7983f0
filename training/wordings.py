"""Fits what the words of a question say of its act: `python -m training.wordings UTTERANCES… [--hold FILE]`.

Logistic regression by scikit-learn over the runs of `retrieval.question.wordings`; weights rounded to int8, a scale an
act.
"""

import argparse
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, get_args

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from evals.runs.parsing import read_utterances, stand_ins
from retrieval.question.models import Act
from retrieval.question.read import masked_question
from retrieval.question.wordings import BUCKETS, WEIGHTS, features

STRENGTH = 10.0
"""Inverse of the regularisation: of 10 and 30 the same is right on another hand; the weaker weights are surer."""
_STEPS = 200


def rows(lines: Sequence[Mapping[str, Any]]) -> csr_matrix:
    """Return the features of utterances, shape (utterances, buckets)."""
    where, filled, weights = [], [], []
    for at, line in enumerate(lines):
        reports = stand_ins(json.dumps(line.get("held") or {}))
        question = masked_question(line["question"], reports)
        for bucket, weight in features(question, after=bool(line.get("history"))).items():
            where.append(at)
            filled.append(bucket)
            weights.append(weight)
    return csr_matrix((weights, (where, filled)), shape=(len(lines), BUCKETS))


def main() -> None:
    """Run as a command."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("utterances", nargs="+", type=Path)
    options.add_argument("--hold", type=Path, help="leave this file out of training")
    options.add_argument("--out", type=Path, default=WEIGHTS)
    arguments = options.parse_args()
    files = [file for file in arguments.utterances if file != arguments.hold]
    lines = [line for file in files for line in read_utterances(file)]
    model = LogisticRegression(C=STRENGTH, max_iter=_STEPS).fit(rows(lines), [line["parse"]["act"] for line in lines])
    order = [list(model.classes_).index(act) for act in get_args(Act)]
    weights = model.coef_[order].T
    scale = np.abs(weights).max(axis=0) / 127
    np.savez_compressed(
        arguments.out, weights=np.rint(weights / scale).astype(np.int8), scale=scale, bias=model.intercept_[order]
    )
    print(f"{arguments.out}: {len(lines)} utterances, {arguments.out.stat().st_size / 2**10:.0f} KiB")


if __name__ == "__main__":
    main()
