"""What each part of the ranking adds: `python -m evals.tuning.ablation SET… [--home FOLDER] [--parts PART…]`.

Needs a library that holds the reports of the sets. Every row has weights of its own, fitted to other reports than those
it is measured on. The row without headers embeds the reports of the sets anew (about a minute for 25), the
whole-library rows and Chroma's recall ask a sample of the questions.
"""

import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from evals.cases import Case
from evals.tuning.examples import Trial, keep_signals
from evals.tuning.logit import cross_validate
from evals.tuning.ranking import summarise, try_cases
from evals.tuning.tune import HEAD, in_report, parser, read_sets
from ingest.models import ParsedReport
from retrieval.library.library import Library
from retrieval.models import Draft
from retrieval.question.model import TrainedModel
from retrieval.question.read import QuestionReader
from retrieval.scope.resolve import resolve_scope
from retrieval.search.features import TRAITS
from retrieval.search.query import Query
from retrieval.search.retriever import Retriever
from retrieval.vectors.embeddings import open_embedder
from retrieval.vectors.encoding import Embedder
from retrieval.vectors.stored import VectorKind
from settings import Settings

SIMILARITIES = ("keyword", "glossary", "paragraph", "sentence", "late")
PARTS = ("signals", "library", "glossary", "headers", "chroma")
NEIGHBOURS = 100


class WithoutGlossary(Retriever):
    """Searches by the question's own words alone."""

    def read(self, question: str, reports: Sequence[str]) -> Query:
        """Return the question without what the glossary adds."""
        query = super().read(question, reports)
        return replace(query, additions=(), encoded=query.encoded[:1])


def main() -> None:
    """Run as a command."""
    options = parser(__doc__)
    options.add_argument("--sample", type=int, default=400, help="questions asked of the whole library (default: 400)")
    options.add_argument("--parts", nargs="+", choices=PARTS, default=PARTS, help="what to measure (default: all)")
    arguments = options.parse_args()
    settings = Settings.from_environment()
    settings = replace(settings, home=arguments.home[0] or settings.home)
    embedder = open_embedder(settings)
    with Library.open(settings.home, embedder, serve="chroma" in arguments.parts) as library:
        cases = read_sets(arguments.sets, {report.key for report in library.reports()})
        chosen = np.random.default_rng(0).permutation(len(cases))[: arguments.sample]
        sample = [cases[position] for position in chosen]
        print(f"what ranks | {HEAD}")
        if {"signals", "library"} & set(arguments.parts):
            names, trials = try_cases(Retriever(library=library), cases, in_report)
            if "signals" in arguments.parts:
                _signals_alone_and_together(names, trials)
            if "library" in arguments.parts:
                _whole_library(library, sample, trials)
        if "glossary" in arguments.parts:
            _row("no glossary", *try_cases(WithoutGlossary(library=library), cases, in_report))
        if "headers" in arguments.parts:
            _without_headers(library, embedder, cases)
        if "chroma" in arguments.parts:
            _recall_of_chroma(library, sample)


def _signals_alone_and_together(names: Sequence[str], trials: Sequence[Trial]) -> None:
    for alone in SIMILARITIES:
        _row(f"{alone} only", names, trials, keep={alone})
    for size in (2, 3, 4, 5):
        together = ("keyword", "paragraph", "sentence", "late", "glossary")[:size]
        _row(" + ".join(together), names, trials, keep=set(together))
    _row("all, with traits", names, trials)
    for left_out in (*SIMILARITIES, *TRAITS):
        _row(f"all but {left_out}", names, trials, keep=set(names) - {left_out})


def _row(title: str, names: Sequence[str], trials: Sequence[Trial], *, keep: set[str] | None = None) -> None:
    columns = [column for column, name in enumerate(names) if keep is None or name in keep]
    trials = keep_signals(trials, columns)
    print(f"{title} | {summarise(trials, cross_validate(trials))}", flush=True)


def _without_headers(library: Library, embedder: Embedder, cases: Sequence[Case]) -> None:
    with tempfile.TemporaryDirectory() as folder, Library.open(Path(folder), embedder, create=True) as bare:
        for key in sorted({case.reports[0] for case in cases}):
            bare.add(_bare(library, key), library.source(key))
        _row("no context header", *try_cases(Retriever(library=bare), cases, in_report))


def _bare(library: Library, key: str) -> ParsedReport:
    return ParsedReport(
        report=library.report(key),
        passages=tuple(library.passages(key)),
        judgements=(),
        chunks=tuple(replace(chunk, header="") for chunk in library.chunks(key)),
    )


def _whole_library(library: Library, cases: Sequence[Case], trials: Sequence[Trial]) -> None:
    """Rank over the whole library by weights fitted to `trials`, where the report was known."""
    reports, reader = library.reports(), QuestionReader(TrainedModel())

    def anywhere(case: Case) -> tuple[str, None]:
        return case.question_corpus or case.question, None

    def in_scope(case: Case) -> tuple[str, Sequence[str] | None]:
        scope = resolve_scope(reader.read(case.question_corpus or case.question, reports), reports)
        return case.question_corpus or case.question, None if isinstance(scope, Draft) else scope.reports

    for title, asked in (("whole library, no scope", anywhere), ("whole library, scope resolved", in_scope)):
        _, tested = try_cases(Retriever(library=library), cases, asked)
        print(f"{title} | {summarise(tested, cross_validate(trials, tested))}", flush=True)


def _recall_of_chroma(library: Library, cases: Sequence[Case]) -> None:
    """Compare Chroma's approximate neighbours with the exact ones over the whole library."""
    library.catch_up()
    kinds: tuple[VectorKind, ...] = ("paragraph", "sentence")
    for kind in kinds:
        shares = []
        for case in cases:
            vector = library.encode_query(case.question).vector
            near, exact = (
                {(one.chunk, one.start) for one in library.nearest(vector, kind=kind, limit=NEIGHBOURS, exact=exact)}
                for exact in (False, True)
            )
            shares.append(len(near & exact) / len(exact))
        print(f"Chroma's recall of the {NEIGHBOURS} nearest {kind} vectors: {np.mean(shares):.4f}")


if __name__ == "__main__":
    main()
