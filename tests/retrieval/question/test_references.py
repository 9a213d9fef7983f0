"""Paragraphs, recommendations, pages and summaries that a question names."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from ingest.models import Passage, PassageKind, Span
from retrieval.checking.citations import verify
from retrieval.lookups.quoted import answer_reference
from retrieval.question.references import Reference, find_reference
from tests.retrieval.asking import real_questions


@pytest.mark.parametrize(
    ("question", "kind", "numbers"),
    [
        ("What does paragraph 61 say?", "paragraph", (61,)),
        ("para 12-14", "paragraph", (12, 13, 14)),
        ("paras 12, 13 and 15 please", "paragraph", (12, 13, 15)),
        ("p61", "paragraph", (61,)),
        ("show me recommendation 7", "recommendation", (7,)),
        ("rec 11", "recommendation", (11,)),
        ("what's on page 12?", "page", (12,)),
        ("footnote 2", "footnote", (2,)),
        ("What needs to improve?", "recommendations", ()),
        ("List all the recommendations", "recommendations", ()),
        ("give me the list of things Ofsted told us to improve", "recommendations", ()),
        ("What needs to improve in the city?", "recommendations", ()),
        ("What are the main things the inspectors said we still have to sort out?", "recommendations", ()),
        ("list the recs", "recommendations", ()),
        ("What are the main weaknesses of the council?", "recommendations", ()),
        ("What is the biggest problem?", "recommendations", ()),
        ("Which areas of the council are weakest?", "recommendations", ()),
        ("What should the council do better?", "recommendations", ()),
        ("What must the council do next?", "recommendations", ()),
        ("What does it need to change?", "recommendations", ()),
        ("executive summary", "section", ()),
        ("Show me the summary of leadership, management and governance", "section", ()),
    ],
)
def test_found(question: str, kind: str, numbers: tuple[int, ...]) -> None:
    found = find_reference(question)
    assert found is not None
    assert (found.kind, found.numbers, found.exact) == (kind, numbers, True)


@pytest.mark.parametrize(
    "question",
    [
        "how many recommendations were made?",
        "How many recommendations are there in the 2018 report?",
        "how many areas for improvement did Ofsted list for the council?",
    ],
)
def test_recommendations_are_counted(question: str) -> None:
    found = find_reference(question)
    assert found == Reference("recommendations", counted=True)
    draft = answer_reference(found, REPORT)
    assert draft is not None
    assert draft.text is not None
    assert draft.text.startswith("The report lists 2:\n")


def test_a_question_about_a_paragraph_is_not_the_paragraph_alone() -> None:
    found = find_reference("What does paragraph 61 say about health?")
    assert found is not None
    assert not found.exact


@pytest.mark.parametrize(
    "question",
    [
        "how many recommendations were about neglect?",
        "how many recommendations has the council met?",
        "What should the council do about neglect?",
        "What are the main concerns about care leavers?",
        "Where is the problem with supervision?",
        "What was the problem?  Did they say why staff left?",
        "What did they recommend about neglect?",
        "What needs to improve for children in long-term fostering?",
        "what does the summary say about adoption?",
        "How many care leavers over 18 are there?",
        "p 12% of children",
        "section 20 agreements",
        "Year 11 pupils",
        "Ofsted has changed the grade (see footnote 9). What is it?",
    ],
)
def test_not_found(question: str) -> None:
    assert find_reference(question) is None


def passage(
    ordinal: int,
    label: str,
    kind: PassageKind = "paragraph",
    *,
    number: int | None = None,
    section: tuple[str, ...] = (),
    page: int = 1,
    parent: str | None = None,
) -> Passage:
    text = f"The text of {label}."
    return Passage(f"id{ordinal}", "r", label, kind, number, section, text, ordinal, (Span(page, 0, 9),), parent=parent)


REPORT = (
    passage(0, "Executive summary, 1st paragraph", "unnumbered", section=("Executive summary",)),
    passage(1, "Recommendation 1 (para 1)", "recommendation", number=1, section=("Recommendations",)),
    passage(2, "Recommendation 2 (para 2)", "recommendation", number=2, section=("Recommendations",)),
    passage(3, "Heading: Leadership", "heading", page=2),
    passage(
        4,
        "Summary of Leadership, management and governance, 1st paragraph",
        "unnumbered",
        section=("Leadership", "Summary"),
        page=2,
    ),
    passage(5, "para 3", number=3, section=("Leadership",), page=2),
    passage(6, "Leadership, point 1", "bullet", section=("Leadership",), page=2, parent="id5"),
    passage(7, "para 4", number=4, section=("Leadership",), page=3),
    passage(8, "Footnote 1", "footnote", page=3),
)


@pytest.mark.parametrize(
    ("reference", "ordinals"),
    [
        pytest.param(Reference("paragraph", (3,)), [5, 6], id="a paragraph with its bullets"),
        pytest.param(Reference("paragraph", (1,)), [1], id="a numbered recommendation by its paragraph number"),
        pytest.param(Reference("recommendation", (2,)), [2], id="recommendation"),
        pytest.param(Reference("recommendations"), [1, 2], id="all recommendations"),
        pytest.param(Reference("page", (2,)), [4, 5, 6], id="page without its headings"),
        pytest.param(Reference("footnote", (1,)), [8], id="footnote"),
        pytest.param(Reference("section", name="executive summary"), [0], id="executive summary"),
        pytest.param(Reference("section", name="summary"), [0], id="summary of the report"),
        pytest.param(Reference("section", name="summary of leadership"), [4], id="summary of a section"),
    ],
)
def test_whole_passages_in_order(reference: Reference, ordinals: Sequence[int]) -> None:
    draft = answer_reference(reference, REPORT)
    assert draft is not None
    assert [statement.text for statement in draft.statements] == [REPORT[ordinal].text for ordinal in ordinals]
    assert draft.long_form
    assert verify(draft, {one.id: one for one in REPORT}).dropped == ()


def test_a_number_that_is_not_there_names_the_range() -> None:
    draft = answer_reference(Reference("paragraph", (61,)), REPORT)
    assert draft is not None
    assert draft.outcome == "not_in_reports"
    assert draft.text == "The report has no paragraph 61: its paragraphs run from 1 to 4."


def test_part_of_a_range_is_a_partial_answer() -> None:
    draft = answer_reference(Reference("paragraph", (4, 5)), REPORT)
    assert draft is not None
    assert draft.outcome == "partial"
    assert [citation.number for statement in draft.statements for citation in statement.citations] == [4]


def test_a_section_that_is_not_there_is_left_to_the_search() -> None:
    assert answer_reference(Reference("section", name="summary of astronomy"), REPORT) is None


@pytest.mark.reports
def test_real_questions_are_not_hijacked(questions_folder: Path) -> None:
    found = [one for one in real_questions(questions_folder) if find_reference(one["question"])]
    assert [one["kind"] for one in found if one["kind"] != "list"] == []
