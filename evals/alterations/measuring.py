"""What passes and what is kept: each altered or reworded sentence goes the way of a model's statement."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from itertools import islice
from types import MappingProxyType

from evals.alterations.altering import alterations
from evals.alterations.rewording import rewordings
from evals.alterations.truths import Truth, truths_of
from ingest.models import ParsedReport, Passage
from retrieval.checking.gate import check
from retrieval.generative.context import Context
from retrieval.generative.model_lines import Claim
from retrieval.generative.resolving import resolve_claim
from retrieval.models import Draft, Evidence


@dataclass(frozen=True, slots=True)
class Trial:
    """A statement, the passage that it is laid to, and whether it was shown."""

    kind: str
    text: str
    passage: Passage
    shown: bool


def altered(reports: Sequence[ParsedReport], *, most: int) -> Iterator[Trial]:
    """Try at most `most` alterations of each kind."""
    yield from _tried(alterations(), truths_of(reports), most)


def reworded(reports: Sequence[ParsedReport], *, most: int) -> Iterator[Trial]:
    """Try at most `most` honest rewordings of each kind."""
    yield from _tried(rewordings(), truths_of(reports), most)


def handwritten(reports: Sequence[ParsedReport]) -> Iterator[Trial]:
    """Try the rewordings of the invented samples that were written by hand."""
    by_key = {one.report.key: one for one in reports}
    for line in files(__package__).joinpath("handwritten.jsonl").read_text(encoding="utf-8").splitlines():
        held = json.loads(line)
        report = by_key.get(held["report"])
        if report is not None:
            passage = next(one for one in report.passages if one.label == held["label"])
            yield Trial("handwritten", held["text"], passage, is_shown(held["text"], passage, report))


def is_shown(text: str, passage: Passage, report: ParsedReport) -> bool:
    """Tell whether a reader would see `text`, said by a model that names `passage` and quotes what it restates."""
    context = Context("", MappingProxyType({"P1": Evidence(passage, report.report, 1.0)}), 0)
    statement = resolve_claim(Claim(text, (("P1", ""),)), context).statement
    if statement is None:
        return False
    return bool(check(Draft("answered", (statement,), generated=True), {passage.id: passage}).statements)


def _tried(
    kinds: Mapping[str, Callable[[Truth], Iterator[str]]], truths: Sequence[Truth], most: int
) -> Iterator[Trial]:
    for kind, make in kinds.items():
        made = ((text, one) for one in truths for text in make(one) if text != one.text)
        for text, one in islice(made, most):
            yield Trial(kind, text, one.passage, is_shown(text, one.passage, one.report))
