"""The scorer's support check, measured: planted faults are caught, true statements are not rejected.

Run with `-s` to see the figures.
"""

import json
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import pytest

from ingest.models import Passage
from ingest.pipeline import read_report
from retrieval.generative.alignment import resting_spans
from samples.typeset import FOLDER
from tests.evals import mutations
from tests.evals.mutations import Mutation, Truth, is_accepted, is_caught, sentences

PARAPHRASES = Path(__file__).parent / "data" / "paraphrases.jsonl"
CAUGHT = 0.99
REJECTED = 0.02
"""Share of a report's own sentences that may be taken for false."""
REWORDED = 0.25
"""Share of free paraphrases that may be: the check rather loses one than lets a false one pass (docs/security.md)."""

KINDS = [
    pytest.param(mutations.wrong_number, CAUGHT, id="wrong number"),
    pytest.param(mutations.swapped_authority, CAUGHT, id="swapped authority"),
    pytest.param(mutations.off_by_one, CAUGHT, id="paragraph off by one"),
    pytest.param(mutations.stitched_quote, CAUGHT, id="stitched quote"),
    pytest.param(mutations.negation_flip, CAUGHT, id="negation flip"),
    pytest.param(mutations.unsupported, CAUGHT, id="unsupported statement"),
    pytest.param(mutations.misplaced_number, CAUGHT, id="number moved within its passage"),
    pytest.param(mutations.opposite_word, CAUGHT, id="word turned into its opposite"),
]


@cache
def printed(folder: Path, report: str) -> tuple[Truth, ...]:
    """Return every whole sentence of a report."""
    return tuple(sentences(read_report(folder / f"{report}.pdf").passages))


@cache
def passages(sample: str) -> tuple[Passage, ...]:
    """Return the passages of a sample."""
    return read_report(FOLDER / f"{sample}.pdf").passages


@cache
def samples() -> tuple[Truth, ...]:
    """Return every whole sentence of the samples."""
    return tuple(truth for path in sorted(FOLDER.glob("*.pdf")) for truth in printed(FOLDER, path.stem))


@cache
def paraphrases() -> tuple[Truth, ...]:
    """Return the hand-made paraphrases, each citing its passage with the sentence nearest to it."""
    truths = []
    for line in PARAPHRASES.read_text(encoding="utf-8").splitlines():
        held = json.loads(line)
        report = passages(held["report"])
        passage = next(one for one in report if one.label == held["label"])
        start, end = resting_spans(held["text"], passage)[0]
        truths.append(Truth(held["text"], passage.text[start:end], passage, report))
    return tuple(truths)


def share_caught(mutation: Mutation, truths: Sequence[Truth]) -> float:
    """Return the share of a mutation's false statements that the scorer catches, and print it."""
    mutants = [mutant for truth in truths for mutant in mutation(truth)]
    caught = sum(map(is_caught, mutants))
    print(f"{mutation.__name__}: {caught} of {len(mutants)} caught")
    return caught / len(mutants)


@pytest.mark.slow
@pytest.mark.parametrize(("mutation", "least"), KINDS)
def test_planted_faults_are_caught(mutation: Mutation, least: float) -> None:
    assert share_caught(mutation, samples() + paraphrases()) >= least


def test_true_statements_are_not_rejected() -> None:
    assert len(paraphrases()) >= 200
    for name, truths, most in (("sentences", samples(), REJECTED), ("paraphrases", paraphrases(), REWORDED)):
        rejected = [truth.text for truth in truths if not is_accepted(truth)]
        print(f"{name}: {len(rejected)} of {len(truths)} rejected")
        assert len(rejected) <= most * len(truths), rejected


@pytest.mark.reports
@pytest.mark.slow
@pytest.mark.parametrize(("mutation", "least"), KINDS)
def test_planted_faults_are_caught_in_real_reports(mutation: Mutation, least: float, reports_folder: Path) -> None:
    truths = [
        truth for path in sorted(reports_folder.glob("*.pdf"))[4::26] for truth in printed(reports_folder, path.stem)
    ]
    assert share_caught(mutation, truths) >= least
    assert sum(not is_accepted(truth) for truth in truths) <= REJECTED * len(truths)
