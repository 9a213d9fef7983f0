"""Change a number in a report and the answer changes; take the paragraph out and the assistant refuses."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from evals.matching import states
from retrieval.assistant import Assistant
from retrieval.library.intake import take_in
from retrieval.library.library import Library
from retrieval.models import Answer
from retrieval.vectors.embeddings import open_embedder
from samples.source import read_source
from samples.typeset import FOLDER, typeset
from settings import Settings

SAMPLE = "kelmouth_2024-03-28"
CASES = [
    pytest.param("How many children were subject to a child protection plan?", 5, "158", "163", id="plans"),
    pytest.param("How many children did the council look after?", 10, "296", "311", id="looked after"),
    pytest.param("How many members does Loud and Clear have?", 18, "19", "27", id="council of children"),
    pytest.param("How much is the grant for setting up home?", 24, "£3,500", "£3,700", id="grant"),
    pytest.param("How many children were privately fostered?", 9, "Seventeen", "Twenty-one", id="private fostering"),
]
CHANGES = [one.values for one in CASES]


def ask_changed(folder: Path, change: Callable[[str], str]) -> Iterator[Assistant]:
    """Typeset the sample with each line of its source changed (or left out: ""), and open an assistant over it."""
    lines = (FOLDER / "sources" / f"{SAMPLE}.txt").read_text(encoding="utf-8").splitlines()
    source = folder / f"{SAMPLE}.txt"
    source.write_text("\n".join(change(line) for line in lines) + "\n", encoding="utf-8")
    report = folder / f"{SAMPLE}.pdf"
    report.write_bytes(typeset(read_source(source)))
    settings = Settings(home=folder / "library")
    with Library.open(settings.home, open_embedder(settings), create=True) as library:
        (taken,) = take_in(library, {report: True})
        assert taken.status == "added"
        yield Assistant(library, settings)


@pytest.fixture(scope="module")
def changed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    """An assistant over the sample with another figure in each of the paragraphs."""

    def change(line: str) -> str:
        for _, number, before, after in CHANGES:
            if line.startswith(f"{number}. "):
                assert before in line
                return line.replace(before, after, 1)
        return line

    yield from ask_changed(tmp_path_factory.mktemp("changed"), change)


@pytest.fixture(scope="module")
def shortened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    """An assistant over the sample without those paragraphs."""
    left_out = tuple(f"{number}. " for _, number, _, _ in CHANGES)
    yield from ask_changed(tmp_path_factory.mktemp("shortened"), lambda line: "" if line.startswith(left_out) else line)


def said(assistant: Assistant, question: str) -> Answer:
    """Ask the sample."""
    return assistant.ask(question, reports=(SAMPLE,))


@pytest.mark.parametrize(("question", "paragraph", "before", "after"), CASES)
def test_another_number_another_answer(
    changed: Assistant, sample_library: Library, question: str, paragraph: int, before: str, after: str
) -> None:
    printed = said(Assistant(sample_library, Settings(home=sample_library.home)), question)
    assert states(printed.text, [before])
    altered = said(changed, question)
    assert states(altered.text, [after])
    assert not states(altered.text, [before])
    assert paragraph in {citation.number for one in altered.statements for citation in one.citations}


@pytest.mark.parametrize(("question", "paragraph", "before", "after"), CASES)
def test_without_the_paragraph_no_answer(
    shortened: Assistant, question: str, paragraph: int, before: str, after: str
) -> None:
    answer = said(shortened, question)
    assert not states(answer.text, [before, after])
    assert paragraph not in {citation.number for one in answer.statements for citation in one.citations}
    # A name that no report prints any more may be taken for a place that none is held of.
    assert answer.outcome in {"not_in_reports", "report_not_held", "nearest"}
