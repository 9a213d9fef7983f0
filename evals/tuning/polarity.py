"""Learn whether a sentence praises or criticises: `python -m evals.tuning.polarity [--home FOLDER] [--write]`.

The weight of each word comes from the reports' own structure, how much more often it stands in sections graded
inadequate than in those graded outstanding; all else from sentences labelled by hand (`polarity_labels.tsv` says
where they stand, `polarity_invented.tsv` holds our own). Every figure is cross-validated by authority. `--write`
trains on everything and writes `retrieval/findings/polarity.json`.
"""

import argparse
import csv
import hashlib
import json
import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from evals.runs.metrics import area_under_curve
from evals.tuning.fitting import FOLDS, Array
from evals.tuning.tune import open_home
from ingest.chunks.sentences import split_sentences
from retrieval.findings import polarity
from retrieval.findings.polarity import WORD_FEATURES, terms_of, word_features
from retrieval.findings.sections import with_areas
from retrieval.library.library import Library
from retrieval.vectors.encoding import Vector

LABELS = Path(__file__).with_name("polarity_labels.tsv")
INVENTED = Path(__file__).with_name("polarity_invented.tsv")
TARGET = Path(polarity.__file__).with_name("polarity.json")
SEEN = 8
"""Sentences that a term must stand in before it weighs anything."""
SPREAD = 5
"""Authorities whose reports a term must stand in: the name of a town says nothing, whatever its grades."""
SMOOTHING = 3.0
"""Sentences of each sort that a term is taken to have stood in before; 10 loses .005 of the area under the curve."""
FAINT = 0.4
"""Below this log ratio a term is left out: two thirds of them, and .001 of the area under the curve."""
VECTOR_PENALTY, WORD_PENALTY = 0.3, 0.01
TRUE_OF = {"praise": ("praise", "both"), "criticism": ("criticism", "both")}


@dataclass(frozen=True)
class Labelled:
    """A sentence with its label; `authority` keeps those of one council in one fold."""

    text: str
    vector: Vector
    label: str
    authority: str


@dataclass(frozen=True)
class Graded:
    """The terms of a sentence in a section that its report grades at either end."""

    terms: frozenset[str]
    poor: bool
    authority: str


def read_graded(library: Library) -> list[Graded]:
    """Return every sentence of the sections graded outstanding or inadequate."""
    grades = {(one.report.key, one.judgement.area): one.judgement.grade for one in library.judgements()}
    found = []
    for report in library.reports():
        for passage, areas in with_areas(library.passages(report.key)):
            grade = next((one for area in areas if (one := grades.get((report.key, area)))), None)
            if grade in ("outstanding", "inadequate"):
                found += [
                    Graded(terms_of(passage.text[start:end]), grade == "inadequate", report.authority)
                    for start, end in split_sentences(passage.text)
                ]
    return found


def read_labelled(library: Library) -> list[Labelled]:
    """Return the labelled sentences that are held and still read as they did, and the invented ones."""
    found = []
    rows = _rows(LABELS)
    authorities = {report.key: report.authority for report in library.reports()}
    for key in sorted({row["report"] for row in rows} & authorities.keys()):
        passages = {one.label: one for one in library.passages(key)}
        vectors = library.sentence_vectors(key)
        for row in (row for row in rows if row["report"] == key and row["passage"] in passages):
            passage = passages[row["passage"]]
            spans = split_sentences(passage.text)
            start, end = spans[min(int(row["sentence"]), len(spans) - 1)]
            text = passage.text[start:end]
            vector = next((one.vector for one in vectors.get(passage.id, ()) if one.start <= start < one.end), None)
            if vector is not None and _checksum(text) == row["checksum"]:
                found.append(Labelled(text, vector, row["polarity"], authorities[key]))
    for row in _rows(INVENTED):
        vector = library.encode_query(row["sentence"]).vector
        found.append(Labelled(row["sentence"], vector, row["polarity"], "invented"))
    return found


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def _checksum(text: str) -> str:
    return hashlib.sha256(text.replace("\n", " ").encode()).hexdigest()[:6]


def weigh_terms(graded: Iterable[Graded]) -> dict[str, float]:
    """Return how many times likelier (log) each term is in a poor section than in a good one."""
    counts: dict[bool, Counter[str]] = {True: Counter(), False: Counter()}
    numbers = Counter[bool]()
    authorities: dict[str, set[str]] = {}
    for one in graded:
        counts[one.poor].update(one.terms)
        numbers[one.poor] += 1
        for term in one.terms:
            authorities.setdefault(term, set()).add(one.authority)
    poor, good = (math.log(numbers[side] + 2 * SMOOTHING) for side in (True, False))
    ratios = {
        term: math.log(counts[True][term] + SMOOTHING) - poor - math.log(counts[False][term] + SMOOTHING) + good
        for term in counts[True] | counts[False]
        if counts[True][term] + counts[False][term] >= SEEN and len(authorities[term]) >= SPREAD
    }
    return {term: round(ratio, 2) for term, ratio in sorted(ratios.items()) if abs(ratio) >= FAINT}


def fit(sentences: Sequence[Labelled], terms: Mapping[str, float], of: str, *, vectors: bool) -> Array:
    """Return the weights of one head, its intercept last, by Newton's method with a ridge."""
    rows = np.column_stack([_rows_of(sentences, terms, vectors=vectors), np.ones(len(sentences))])
    truth = np.array([one.label in TRUE_OF[of] for one in sentences], dtype=float)
    penalty = [VECTOR_PENALTY] * (rows.shape[1] - WORD_FEATURES - 1) + [WORD_PENALTY] * WORD_FEATURES + [1e-6]
    weights = np.zeros(rows.shape[1])
    for _ in range(30):
        chance = 1 / (1 + np.exp(-rows @ weights))
        curve = (rows * (chance * (1 - chance))[:, None]).T @ rows + np.diag(penalty)
        step = np.linalg.solve(curve, rows.T @ (chance - truth) + np.array(penalty) * weights)
        weights -= step
        if np.abs(step).max() < 1e-6:
            break
    return weights


def _rows_of(sentences: Sequence[Labelled], terms: Mapping[str, float], *, vectors: bool) -> Array:
    told = np.array([word_features(one.text, terms) for one in sentences], dtype=float)
    return np.column_stack([np.array([one.vector for one in sentences]), told]) if vectors else told


def cross_validate(sentences: Sequence[Labelled], graded: Sequence[Graded], of: str, *, vectors: bool) -> Array:
    """Return each sentence's log odds by weights that never saw its authority."""
    names = sorted({one.authority for one in sentences} | {one.authority for one in graded})
    fold = {name: number % FOLDS for number, name in enumerate(names)}
    odds = np.zeros(len(sentences))
    for held_out in range(FOLDS):
        terms = weigh_terms(one for one in graded if fold[one.authority] != held_out)
        weights = fit([one for one in sentences if fold[one.authority] != held_out], terms, of, vectors=vectors)
        rows = _rows_of(sentences, terms, vectors=vectors) @ weights[:-1] + weights[-1]
        tried: NDArray[np.bool_] = np.array([fold[one.authority] == held_out for one in sentences])
        odds[tried] = rows[tried]
    return odds


def _head(weights: Array) -> dict[str, Any]:
    rounded = [round(float(one), 4) for one in weights]
    return {
        "vector": rounded[: -WORD_FEATURES - 1],
        "words": rounded[-WORD_FEATURES - 1 : -1],
        "intercept": rounded[-1],
    }


def main() -> None:
    """Run as a command."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--home", type=Path, help="the library's folder (default: the usual one)")
    options.add_argument("--write", action="store_true", help="train on everything and write the weights")
    arguments = options.parse_args()
    with open_home(arguments.home) as library:
        graded, sentences, embedder = read_graded(library), read_labelled(library), library.fingerprint
    print(f"{len(sentences)} labelled sentences, {len(graded)} of sections graded outstanding or inadequate")
    for of, true in TRUE_OF.items():
        for vectors in (True, False):
            odds = cross_validate(sentences, graded, of, vectors=vectors)
            truth = [one.label in true for one in sentences]
            right = float(np.mean((odds > 0) == np.array(truth)))
            by = "vectors and words" if vectors else "words alone"
            area = area_under_curve(zip(odds.tolist(), truth, strict=True))
            print(f"{of}, {by}: area under the curve {area or 0:.3f}, right {right:.3f}")
    if arguments.write:
        terms = weigh_terms(graded)
        heads = {
            of + ending: _head(fit(sentences, terms, of, vectors=not ending))
            for of in TRUE_OF
            for ending in ("", "_by_words")
        }
        data = {"embedder": embedder, "heads": heads, "terms": terms}
        TARGET.write_text(json.dumps(data, indent=0, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
