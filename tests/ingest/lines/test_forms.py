"""Numbers of every form open paragraphs; dates and quantities of the same look do not."""

import pytest

from ingest.passages.build import build_passages
from retrieval.reports.naming import find_passage
from tests.ingest.typeset import document, item


@pytest.mark.parametrize(
    ("marks", "labels"),
    [
        pytest.param(["1.1", "1.2", "2.1", "2.2"], ["para 1.1", "para 1.2", "para 2.1", "para 2.2"], id="dotted"),
        pytest.param(["R1", "R2", "R3"], ["para R1", "para R2", "para R3"], id="lettered"),
        pytest.param(["Paragraph 1", "Paragraph 2", "Paragraph 3"], ["para 1", "para 2", "para 3"], id="in words"),
        pytest.param(["2.14", "16.03", "9.30"], [], id="quantities"),
    ],
)
def test_a_sequence_of_numbers_opens_paragraphs(marks: list[str], labels: list[str]) -> None:
    page = [line for mark in marks for line in item(mark, "The council keeps in touch with", "its children.")]
    passages = build_passages(document(page), "x").passages
    assert [one.label for one in passages if one.kind == "paragraph"] == labels


@pytest.mark.parametrize("asked", ["2.1", "para 2.1", "paragraph 2.1", "p2.1"])
def test_a_dotted_number_is_found(asked: str) -> None:
    page = [line for mark in ("1.1", "1.2", "2.1") for line in item(mark, f"The council has point {mark} in hand.")]
    passages = build_passages(document(page), "x").passages
    assert find_passage(passages, asked).text == "The council has point 2.1 in hand."
