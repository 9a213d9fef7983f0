"""Tune the weights of the ranking: `python -m evals.tuning.tune SET… [--home FOLDER…] [--write]`.

Needs a library that holds the reports of the sets. Prints how well weights fitted to other reports rank (hit@1, @5, @10
and MRR, with 95 % intervals by report), by kind of question, then the weights fitted to all.
"""

import argparse
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from evals.cases import Case, read_cases
from evals.tuning.examples import Trial
from evals.tuning.logit import cross_validate, fit
from evals.tuning.ranking import summarise, try_cases
from retrieval.library.library import Library
from retrieval.search.retriever import Retriever
from retrieval.search.weights import DATA
from retrieval.vectors.embeddings import open_embedder
from settings import Settings

MODEL = "model"
"""A folder within a library's that holds the embedding model it was built with, where that is not the usual one."""
HEAD = "hit@1 | hit@5 | hit@10 | MRR"
_COMMENT = """\
# Tuned by `python -m evals.tuning.tune`; docs/decisions/0004-ranking.md says what each part adds.
# A similarity is a cosine or a share of the best, from 0 to 1; a trait is 0 or 1 for most passages. One unit of score
# multiplies the odds by e.
[weights]
"""


def parser(description: str | None) -> argparse.ArgumentParser:
    """Return a parser of what every tuning command takes: sets, and the library's folder."""
    options = argparse.ArgumentParser(description=description)
    options.add_argument("sets", nargs="+", type=Path, metavar="SET")
    options.add_argument(
        "--home",
        nargs="+",
        type=Path,
        default=[None],
        help="the library's folder; several, each with reports of its own",
    )
    return options


@contextmanager
def open_home(home: Path | None) -> Iterator[Library]:
    """Open a library (default: the usual one), with the embedding model in its folder `model` where it has one."""
    settings = Settings.from_environment()
    settings = replace(settings, home=home or settings.home)
    if (settings.home / MODEL).is_dir():
        settings = replace(settings, embeddings_folder=settings.home / MODEL)
    with Library.open(settings.home, open_embedder(settings)) as library:
        yield library


def read_sets(paths: Sequence[Path], held: set[str]) -> list[Case]:
    """Return the answerable cases about one report that is held."""
    cases = [case for path in paths for case in read_cases(path)]
    return [case for case in cases if case.answerable and len(case.reports) == 1 and case.reports[0] in held]


def in_report(case: Case) -> tuple[str, Sequence[str]]:
    """Ask with the report selected; a follow-up is asked as it stands alone."""
    return (case.question_corpus or case.question) if case.history else case.question, case.reports


def main() -> None:
    """Run as a command."""
    options = parser(__doc__)
    options.add_argument("--write", action="store_true", help="write the weights to where the program reads them")
    arguments = options.parse_args()
    trials: list[Trial] = []
    for home in arguments.home:
        with open_home(home) as library:
            cases = read_sets(arguments.sets, {report.key for report in library.reports()})
            names, tried = try_cases(Retriever(library=library), cases, in_report)
            trials += tried
    _print_by_kind(trials, cross_validate(trials))
    weights = "".join(f"{name} = {value:.2f}\n" for name, value in zip(names, fit(trials), strict=True))
    print(f"\n{weights}")
    if arguments.write:
        DATA.write_text(_COMMENT + weights, encoding="utf-8")


def _print_by_kind(trials: Sequence[Trial], ranks: Sequence[float]) -> None:
    print(f"kind | questions | {HEAD}")
    for kind in ("all", *sorted({trial.kind for trial in trials})):
        chosen = [position for position, trial in enumerate(trials) if kind in ("all", trial.kind)]
        figures = summarise([trials[position] for position in chosen], [ranks[position] for position in chosen])
        print(f"{kind} | {len(chosen)} | {figures}")
    lost = sum(rank == float("inf") for rank in ranks)
    print(f"No single passage carries the evidence of {lost} questions.")


if __name__ == "__main__":
    main()
