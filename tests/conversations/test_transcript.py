"""Exports say what the chat said, with real footnotes, and show other people's words as words."""

import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from io import BytesIO
from xml.etree import ElementTree

import docx
import pytest

from conversations.figure_dates import figure_date, undated_figures
from conversations.markdown import write_markdown
from conversations.models import Exchange
from conversations.suggestions import suggest
from conversations.transcript import Transcript, compose
from conversations.word import write_word
from retrieval.library.library import Library
from retrieval.models import Outcome
from tests.conversations.conftest import KEY
from tests.factories import make_passage

Make = Callable[..., Exchange]
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
DAY = date(2026, 11, 26)
HOSTILE = "# Is ![x](https://example.org/?leak=1) <b>*good*</b> [^1]\x07?"


@pytest.fixture
def transcript(library: Library, exchange: Make) -> Transcript:
    said = [
        exchange(
            "How many?",
            (1, "Social workers visit children weekly."),
            (2, "Of these, 300 live outside the county."),
            (3, "The MASH read 42 contacts that day."),
        ),
        exchange(HOSTILE),
    ]
    return compose(said, library, day=DAY)


def test_a_transcript_holds_what_a_committee_needs(transcript: Transcript) -> None:
    answered, refused = transcript.entries
    (section,) = answered.sections
    assert section.report == "Newtown, inspection published 16 May 2018"
    assert [one.aside for one in section.sentences] == ["", "at 31 January 2018", ""]
    assert section.figures == "Figures without a date are as found at the inspection, March 2018."
    assert transcript.footnotes[1] == "Newtown, inspection published 16 May 2018, para 2, p. 1"
    assert answered.remarks == ("A newer inspection is held.", "Terms: MASH means multi-agency safeguarding hub.")
    assert "from a library of 1 report (state 1), in the reports’ own words" in answered.circumstances
    assert refused.nearest == ("Newtown, inspection published 16 May 2018, para 1, p. 1",)
    assert transcript.not_found[0].endswith(
        "(The reports do not say. Searched: Newtown, inspection published 16 May 2018.)"
    )
    assert "Crown copyright" in transcript.licence
    assert transcript.sources == (
        "Newtown, inspection published 16 May 2018. Newtown: inspection of services for children.",
    )


@pytest.mark.parametrize(
    ("outcome", "words", "listed"),
    [
        ("nearest", "The nearest that the reports come", True),
        ("help", "What you can ask", False),
        ("needs_clarification", "Which one do you mean?", False),
    ],
)
def test_every_state_is_named_and_only_what_was_searched_is_not_found(
    library: Library, exchange: Make, outcome: Outcome, words: str, listed: bool
) -> None:
    said = exchange("How many?", *([(1, "Social workers visit children weekly.")] if outcome == "nearest" else []))
    ended = replace(said, answer=replace(said.answer, outcome=outcome, text=f"An opening.\n{said.answer.text}"))
    paper = compose([ended], library, day=DAY)
    assert (paper.entries[0].outcome, bool(paper.not_found)) == (words, listed)
    assert paper.entries[0].opening.startswith("An opening.")
    assert f"**{words}**" in write_markdown(paper)


def test_word_has_real_footnotes(transcript: Transcript) -> None:
    written = write_word(transcript)
    document = docx.Document(BytesIO(written))
    archive = zipfile.ZipFile(BytesIO(written))
    footnotes = {
        int(one.get(f"{W}id", "")): "".join(one.itertext()).strip()
        for one in ElementTree.fromstring(archive.read("word/footnotes.xml"))
    }
    assert [footnotes[number] for number in sorted(footnotes) if number > 0] == list(transcript.footnotes)
    marked = {
        paragraph.text: [int(one.get(f"{W}id", "")) for one in paragraph._p.iter(f"{W}footnoteReference")]
        for paragraph in document.paragraphs
    }
    assert marked["Of these, 300 live outside the county. (at 31 January 2018)"] == [2]
    assert sorted(number for numbers in marked.values() for number in numbers) == [1, 2, 3]
    assert b'PartName="/word/footnotes.xml"' in archive.read("[Content_Types].xml")
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    for heading in ("Sources consulted", "What was not found", "Copyright"):
        assert heading in text
    assert "![x](https://example.org/?leak=1)" in text


def test_markdown_has_footnotes_and_no_markup_of_others(transcript: Transcript) -> None:
    written = write_markdown(transcript)
    assert "Of these, 300 live outside the county. (at 31 January 2018)[^2]" in written
    assert "[^2]: Newtown, inspection published 16 May 2018, para 2, p. 1" in written
    assert re.findall(r"^#+ .*", written, re.MULTILINE)[1:3] == [
        "## How many?",
        "### Newtown, inspection published 16 May 2018",
    ]
    assert "![x]" not in written
    assert "https://example.org" not in written
    assert "<b>" not in written.replace("\\<b\\>", "")


def test_the_age_of_a_figure(library: Library, exchange: Make) -> None:
    passages = {one.id: one for one in library.passages(KEY)}
    answer = exchange(
        "?", (2, "At 31 January 2018, 985 children were in care."), (1, "They write down what each child wants.")
    )
    assert [figure_date(one, passages) for one in answer.answer.statements] == ["", ""]
    assert undated_figures(answer.answer.statements, passages, library.report(KEY)) == ""


SECTIONS = (
    ("What needs to improve?",),
    ("The experiences and progress of children who need help and protection: good",),
    ("The experiences and progress of care leavers: good",),
    ("Information about this inspection", "The inspection team"),
)
IMPROVE, PROTECTION, LEAVERS, TEAM = (
    "What needs to improve?",
    "What did inspectors find about children who need help and protection?",
    "How well are care leavers supported?",
    "Who led the inspection?",
)


@pytest.mark.parametrize(
    ("cited", "asked", "suggested"),
    [
        pytest.param([3], [], [IMPROVE, PROTECTION, LEAVERS], id="the best of all"),
        pytest.param([1], [], [IMPROVE, LEAVERS, TEAM], id="not of the section drawn on"),
        pytest.param([1], ["how well are care leavers supported"], [IMPROVE, TEAM], id="not what was asked"),
        pytest.param([0, 1, 2, 3], [], [], id="nothing left"),
    ],
)
def test_suggestions_come_from_other_sections(cited: list[int], asked: list[str], suggested: list[str]) -> None:

    passages = [replace(make_passage(KEY, number, "Text."), section=section) for number, section in enumerate(SECTIONS)]
    assert suggest(passages, cited=[passages[one].id for one in cited], asked=asked) == suggested
