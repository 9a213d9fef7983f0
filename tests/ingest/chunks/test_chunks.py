"""Chunks: what is indexed holds every word of its passage and fits the model."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.chunks.chunks import BUDGET, build_chunks, indexed_sentences, indexed_text
from ingest.chunks.wordpieces import WordPieces
from ingest.models import Passage, Report

SENTENCE = "Social workers in Fernshire visit most children often and record what they say with care."


def report() -> Report:
    return Report(
        key="fernshire_2019-05-01",
        title="",
        authority="Fernshire",
        aliases=(),
        kind="full",
        framework="ILACS",
        inspected_from=None,
        inspected_to=None,
        published=date(2019, 5, 1),
        lead_inspector=None,
        sources={},
        page_count=1,
        media="pdf",
        sha256="",
    )


def passage(text: str, *, lead_in: str = "", section: tuple[str, ...] = ("Findings", "Leadership")) -> Passage:
    return Passage(
        id="0123456789abcdef",
        report="fernshire_2019-05-01",
        label="para 1",
        kind="paragraph",
        number=1,
        section=section,
        text=text,
        ordinal=0,
        lead_in=lead_in,
    )


def words(text: str) -> int:
    return len(text.split())


def test_a_short_passage_is_one_chunk_under_its_header() -> None:
    (chunk,) = build_chunks(report(), [passage("Two stayed. One left.", lead_in="Of this number:")], words)
    assert chunk.text == "Two stayed. One left."
    assert chunk.header == "Fernshire, 1 May 2019. Leadership. Of this number:"
    assert chunk.sentences == ((0, 11), (12, 21))
    assert [indexed_text(chunk)[a:b] for a, b in indexed_sentences(chunk)] == ["Two stayed.", "One left."]


def test_a_heading_is_not_its_own_context() -> None:
    (chunk,) = build_chunks(report(), [passage("Leadership")], words)
    assert chunk.header == "Fernshire, 1 May 2019"


def test_an_empty_passage_is_no_chunk() -> None:
    assert build_chunks(report(), [passage("  ")], words) == ()


def test_a_long_passage_is_cut_evenly_at_sentences() -> None:
    text = " ".join([SENTENCE] * 25)
    chunks = build_chunks(report(), [passage(text)], WordPieces.load().count)
    assert len(chunks) == 2
    assert {len(chunk.sentences) for chunk in chunks} <= {12, 13}
    assert [chunk.part for chunk in chunks] == [0, 1]
    assert len({chunk.id for chunk in chunks}) == 2
    assert all(text[chunk.start : chunk.start + len(chunk.text)] == chunk.text for chunk in chunks)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("; ".join(["children wait for help that comes late"] * 60), id="one long sentence of clauses"),
        pytest.param(" ".join(["children"] * 700), id="one long sentence of words"),
        pytest.param("x" * 3000, id="one endless word"),
        pytest.param(" ".join([SENTENCE] * 40), id="many sentences"),
    ],
)
@pytest.mark.parametrize("lead_in", ["", "Of the children who were seen in the year: " * 20], ids=["", "long lead-in"])
def test_no_chunk_loses_a_piece(text: str, lead_in: str) -> None:
    count = WordPieces.load().count
    chunks = build_chunks(report(), [passage(text, lead_in=lead_in)], count)
    assert max(count(indexed_text(chunk)) for chunk in chunks) <= BUDGET
    assert "".join("".join(chunk.text.split()) for chunk in chunks) == "".join(text.split())
    for chunk in chunks:
        covered = "".join(text[start:end] for start, end in chunk.sentences)
        assert "".join(covered.split()) == "".join(chunk.text.split())


@given(st.text(alphabet="aB .,;\n", max_size=300), st.integers(min_value=8, max_value=40))
def test_parts_hold_every_character_in_order_and_fit(text: str, budget: int) -> None:
    chunks = build_chunks(report(), [passage(text)], words, budget=budget)
    assert "".join("".join(chunk.text.split()) for chunk in chunks) == "".join(text.split())
    assert all(words(indexed_text(chunk)) <= budget for chunk in chunks)
