"""Train and measure the extractive answerer: which sentences to say, and when to say none.

    python -m evals.tuning.answers SET... [--home FOLDER]... [--write]

Every figure is cross-validated by report: no report is in the training of the weights that answer its questions.
`--write` then trains on everything and writes `retrieval/extractive/trained.json`.
"""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import click
import numpy as np
from numpy.typing import NDArray

from evals.cases import Case, read_cases
from evals.intervals import clustered_mean
from evals.matching import states
from evals.runs.metrics import area_under_curve, risk_coverage
from evals.truths import Truths
from evals.tuning.fitting import Array, fit_listwise, fit_logistic, folds
from evals.tuning.tune import open_home
from retrieval.checking.citations import compose_text, verify
from retrieval.extractive.answerer import READ
from retrieval.extractive.composition import SENTENCES, WORDS, arrange, choose
from retrieval.extractive.refusal import THRESHOLD, signals
from retrieval.extractive.sentence_ranking import features
from retrieval.extractive.sentences import Reading, Sentence, read
from retrieval.models import Draft, Evidence, Statement
from retrieval.search.retriever import Retriever

TARGET = Path(__file__).parents[2] / "retrieval" / "extractive" / "trained.json"

Rank = Callable[[str, tuple[str, ...]], Sequence[Evidence]]


@dataclass(frozen=True)
class Example:
    """One question over one report, with the features of every sentence of its evidence."""

    case: Case
    reading: Reading
    rows: Array
    """Shape (sentences, features)."""
    truth: NDArray[np.bool_]
    """Which sentences carry the evidence."""
    scores: Array
    """Log odds of each sentence, by weights that never saw its report."""


def collect(cases: Iterable[Case], rank: Rank) -> list[Example]:
    """Retrieve and read the evidence of every case; a follow-up is asked standalone."""
    examples = []
    for case in cases:
        question = case.question_corpus if case.history and case.question_corpus else case.question
        reading = read(question, rank(question, case.reports)[:READ])
        rows = np.array([list(features(reading, one).values()) for one in reading.sentences])
        truths = Truths(case)
        truth = [truths.in_sentence(one.evidence.passage, one.index, one.text) for one in reading.sentences]
        if len(rows):
            examples.append(Example(case, reading, rows, np.array(truth, dtype=bool), np.zeros(len(rows))))
    return examples


def feature_names(examples: Sequence[Example]) -> list[str]:
    """Return the names of the sentence features, in the order of the rows."""
    first = examples[0].reading
    return list(features(first, first.sentences[0]))


def cross_score(examples: Sequence[Example]) -> list[Example]:
    """Return the examples with the scores of sentence weights trained on the other folds' reports."""
    fold = folds([one.case.cluster for one in examples]).tolist()
    scored = list(examples)
    for held_out in set(fold):
        train = [one for one, number in zip(examples, fold, strict=True) if number != held_out]
        weights = fit_listwise([one.rows for one in train], [one.truth for one in train])
        for index, number in enumerate(fold):
            if number == held_out:
                scored[index] = replace(examples[index], scores=examples[index].rows @ weights)
    return scored


def pairs(example: Example) -> list[tuple[Sentence, float]]:
    """Return the sentences with their scores, as `rank_sentences` would."""
    return list(zip(example.reading.sentences, example.scores.tolist(), strict=True))


def cross_confidence(examples: Sequence[Example]) -> Array:
    """Return each question's answerability by weights trained on the other folds' reports."""
    rows, truth = signal_rows(examples)
    fold = folds([one.case.cluster for one in examples])
    chance = np.zeros(len(examples))
    for held_out in set(fold.tolist()):
        weights, intercept = fit_logistic(rows[fold != held_out], truth[fold != held_out])
        chance[fold == held_out] = 1 / (1 + np.exp(-(rows[fold == held_out] @ weights + intercept)))
    return chance


def signal_rows(examples: Sequence[Example]) -> tuple[Array, Array]:
    """Return the answerability signals and the truth of every example."""
    rows = np.array([list(signals(one.reading, pairs(one)).values()) for one in examples])
    return rows, np.array([float(one.case.answerable) for one in examples])


def compose(example: Example, *, words: int = WORDS, sentences: int = SENTENCES) -> list[Statement]:
    """Return the statements that the example's scores make."""
    asked = example.reading.asked
    pieces = choose(asked, pairs(example), words=words, sentences=sentences)
    return arrange(pieces, listing=asked.intent.kind == "list")


def fact_share(example: Example, text: str) -> float:
    """Return the share of the case's facts that `text` states."""
    return float(np.mean([states(text, fact) for fact in example.case.facts])) if example.case.facts else 1.0


def cites_evidence(example: Example, statements: Sequence[Statement]) -> bool:
    """Whether a cited passage carries a piece of the evidence."""
    truths, read = Truths(example.case), {one.passage.id: one.passage for one in example.reading.evidence}
    return any(truths.in_passage(read[citation.passage]) for one in statements for citation in one.citations)


def report_answers(examples: Sequence[Example]) -> None:
    """Print facts against length, and what the answers of the chosen length are like, as if nothing were refused."""
    asked = [one for one in examples if one.case.answerable]
    clusters = [one.case.cluster for one in asked]
    first = [one.truth[int(np.argmax(one.scores))] for one in asked]
    click.echo(f"best sentence carries the evidence  {clustered_mean(first, clusters)}")
    click.echo("words | sentences | facts (mean over questions) | facts (of all) | words said")
    for words in (20, 40, 60, 80, 100, 120, 160, 200):
        most = max(SENTENCES, words // 24)
        texts = [compose_text(compose(one, words=words, sentences=most)) for one in asked]
        shares = [fact_share(one, text) for one, text in zip(asked, texts, strict=True)]
        total = sum(len(one.case.facts) for one in asked)
        pooled = sum(share * len(one.case.facts) for share, one in zip(shares, asked, strict=True)) / total
        said = np.mean([len(text.split()) for text in texts])
        click.echo(f"{words:5} | {most:9} | {clustered_mean(shares, clusters)} | {pooled:.3f} | {said:.0f}")
    answers = [compose(one) for one in asked]
    cited = [float(cites_evidence(one, answer)) for one, answer in zip(asked, answers, strict=True)]
    click.echo(f"cites an evidence passage           {clustered_mean(cited, clusters)}")
    for kind in sorted({one.case.kind for one in asked}):
        mine = [(one, answer) for one, answer in zip(asked, answers, strict=True) if one.case.kind == kind]
        shares = [fact_share(one, compose_text(answer)) for one, answer in mine]
        click.echo(f"  {kind:15} facts {np.mean(shares):.3f} of {len(mine)} questions")
    dropped = sum(
        len(verify(Draft("answered", tuple(answer)), {e.passage.id: e.passage for e in one.reading.evidence}).dropped)
        for one, answer in zip(asked, answers, strict=True)
    )
    longest = max(len(compose_text(answer).split()) for answer in answers)
    click.echo(f"statements that verification drops: {dropped}; longest answer: {longest} words")


def report_refusals(examples: Sequence[Example], chance: Array) -> None:
    """Print how well answerable and unanswerable questions are told apart, and what the threshold does."""
    answerable = np.array([one.case.answerable for one in examples])
    clusters = [one.case.cluster for one in examples]
    click.echo(f"AUC {_area(chance, answerable):.3f} {_area_interval(chance, answerable, clusters)}")
    similarity = np.array([one.reading.best_similarity for one in examples])
    click.echo(f"AUC of the best sentence's similarity alone {_area(similarity, answerable):.3f}")
    click.echo("threshold | answerable answered | unanswerable refused | precision of refusals")
    cuts = [THRESHOLD, *(float(np.quantile(chance[answerable], one)) for one in (0.02, 0.05, 0.08, 0.10, 0.15))]
    for cut in cuts:
        refused = chance < cut
        kept = clustered_mean((~refused[answerable]).astype(float).tolist(), _where(clusters, answerable))
        caught = clustered_mean(refused[~answerable].astype(float).tolist(), _where(clusters, ~answerable))
        precise = clustered_mean((~answerable[refused]).astype(float).tolist(), _where(clusters, refused))
        click.echo(f"{cut:.3f} | {kept} | {caught} | {precise}")
    errors = [1.0 - fact_share(one, compose_text(compose(one))) if one.case.answerable else 1.0 for one in examples]
    curve = risk_coverage(zip(chance.tolist(), errors, strict=True))
    click.echo("risk-coverage (risk: facts missed, or an answer where there is none)")
    for share in (0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95, 1.0):
        threshold, coverage, risk = next(point for point in curve if point[1] >= share - 1e-9)
        click.echo(f"  coverage {coverage:.2f}  risk {risk:.3f}  at confidence {threshold:.3f}")


def _where(clusters: Sequence[str], mask: NDArray[np.bool_]) -> list[str]:
    return [cluster for cluster, kept in zip(clusters, mask, strict=True) if kept]


def _area(chance: Array, answerable: NDArray[np.bool_]) -> float:
    return area_under_curve(zip(chance.tolist(), answerable.tolist(), strict=True)) or 0.0


def _area_interval(chance: Array, answerable: NDArray[np.bool_], clusters: Sequence[str]) -> str:
    """Return the 95 % interval of the area over resampled reports."""
    names, generator = sorted(set(clusters)), np.random.default_rng(0)
    rows = {name: np.flatnonzero(np.array(clusters) == name) for name in names}
    drawn = [np.concatenate([rows[name] for name in generator.choice(names, len(names))]) for _ in range(200)]
    low, high = np.quantile([_area(chance[one], answerable[one]) for one in drawn], [0.025, 0.975])
    return f"[{low:.3f}, {high:.3f}]"


def write_weights(examples: Sequence[Example], target: Path = TARGET) -> None:
    """Train both models on every example and write their weights; signals use the cross-validated scores."""
    names = feature_names(examples)
    sentence = fit_listwise([one.rows for one in examples], [one.truth for one in examples])
    rows, truth = signal_rows(examples)
    weights, intercept = fit_logistic(rows, truth)
    keys = list(signals(examples[0].reading, pairs(examples[0])))
    answerability = dict(zip(keys, np.round(weights, 4).tolist(), strict=True)) | {"intercept": round(intercept, 4)}
    table = {
        "sentences": dict(zip(names, np.round(sentence, 4).tolist(), strict=True)),
        "answerability": answerability,
    }
    target.write_text(json.dumps(table, indent=1) + "\n", encoding="utf-8")


def _collect_from(home: Path | None, cases: Iterable[Case]) -> list[Example]:
    """Collect the cases over reports that one library holds."""
    with open_home(home) as library:
        retriever = Retriever(library=library)
        held = {report.key for report in library.reports()}
        return collect(
            [case for case in cases if held.issuperset(case.reports)],
            lambda question, reports: retriever.rank(question, reports=reports, limit=READ),
        )


@click.command(help=__doc__)
@click.argument("sets", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True))
@click.option("--home", "homes", multiple=True, type=click.Path(path_type=Path), help="A library; several if need be.")
@click.option("--write", is_flag=True, help="Write the weights that the product uses.")
def main(sets: tuple[Path, ...], homes: tuple[Path, ...], write: bool) -> None:
    """Tune from the command line."""
    cases = [case for path in sets for case in read_cases(path)]
    examples = [example for home in homes or (None,) for example in _collect_from(home, cases)]
    examples = cross_score(examples)
    report_answers(examples)
    report_refusals(examples, cross_confidence(examples))
    if write:
        write_weights(examples)
        click.echo(f"written: {TARGET.name}")


if __name__ == "__main__":
    main()
