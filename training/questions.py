"""Questions with the sentences that answer them, as training shows them to the encoder."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from evals.cases import Case, read_cases
from evals.truths import Truths
from ingest.chunks.sentences import split_sentences
from ingest.models import Passage

OWN = Path(__file__).with_name("questions.jsonl")
"""Questions that we wrote over 52 reports; evidence by label and sentence, no words of a report."""


@dataclass(frozen=True, slots=True)
class Question:
    """One question asked of one report."""

    report: str
    kind: str
    forms: tuple[str, ...]
    """As asked of the report, then as asked of a whole library; each once."""
    answerable: bool
    sentences: frozenset[tuple[int, int]]
    """(ordinal of the passage, sentence within it) that carry the evidence, or would do instead."""


def read_questions(sets: Iterable[Path], passages: Mapping[str, Sequence[Passage]]) -> list[Question]:
    """Return every question over one of the reports in `passages`, by report key."""
    cases = [case for path in sets for case in read_cases(path) if len(case.reports) == 1]
    return [_question(case, passages[case.reports[0]]) for case in cases if case.reports[0] in passages]


def _question(case: Case, passages: Sequence[Passage]) -> Question:
    asked = () if case.history else (case.question,)
    truths = Truths(case)
    return Question(
        report=case.reports[0],
        kind=case.kind,
        forms=tuple(dict.fromkeys((*asked, case.question_corpus or case.question))),
        answerable=case.answerable,
        sentences=frozenset(
            (passage.ordinal, index)
            for passage in passages
            if truths.in_passage(passage)
            for index, (start, end) in enumerate(split_sentences(passage.text))
            if truths.in_sentence(passage, index, passage.text[start:end])
        ),
    )
