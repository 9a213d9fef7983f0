"""Questions about a report as a whole, over the samples: each act in its own form, everything cited."""

import pytest

from retrieval.checking.gate import check
from retrieval.digests.answers import answer_digest
from retrieval.digests.progress import direction_of
from retrieval.held import Held, LookedUp
from retrieval.library.library import Library
from retrieval.models import Scope
from retrieval.question.models import Act, Format, Period, Question
from tests.retrieval.digests.asked import labels, look_at, make_question, selected

OLD, NEW, CITY = "wendshire_2016-06-27", "wendshire_2023-12-04", "kelmouth_2024-03-28"
ACTS: tuple[Act, ...] = (
    "overview",
    "strengths",
    "weaknesses",
    "strengths_weaknesses",
    "recommendations",
    "enquiry",
    "progress",
)


@pytest.fixture(scope="module")
def held(sample_library: Library) -> Held:
    return look_at(sample_library)


def _answer(question: Question, scope: Scope, held: Held) -> LookedUp:
    found = answer_digest(question, scope, held)
    assert found is not None
    return found


@pytest.mark.parametrize("report", [OLD, NEW, CITY])
@pytest.mark.parametrize("act", ACTS)
def test_every_statement_holds_and_the_text_is_short(act: Act, report: str, held: Held) -> None:
    found = _answer(make_question("Wendshire", act), selected(report), held)
    cited = {one.passage for statement in found.draft.statements for one in statement.citations}
    checked = check(found.draft, held.find(cited))
    assert checked.statements == found.draft.statements
    assert found.draft.statements
    assert found.draft.long_form or len((found.draft.text or "").split()) <= 130


def test_an_overview_tells_grades_with_their_date_and_counts_what_must_improve(held: Held) -> None:
    found = _answer(make_question("Wendshire", "overview"), selected(NEW), held)
    text = found.draft.text or ""
    number = sum(one.kind == "recommendation" for one in held.passages(NEW))
    assert text.startswith("Wendshire (")
    assert "was graded" in text.splitlines()[0]
    assert "2023" in text.splitlines()[0]
    assert f"{number} things must improve" in text
    assert labels(found)[0] == "Judgements"


def test_one_sentence_is_one_sentence(held: Held) -> None:
    asked = make_question("Wendshire in one sentence", "overview", form=Format("sentence", 1))
    found = _answer(asked, selected(NEW), held)
    assert len((found.draft.text or "").splitlines()) == 1
    assert set(labels(found)) == {"Judgements"}


def test_bullets_are_as_many_as_asked(held: Held) -> None:
    asked = make_question("three bullet points please", "overview", form=Format("bullets", 3))
    assert (_answer(asked, selected(NEW), held).draft.text or "").count("• ") == 3


def test_a_section_is_told_with_its_grade_and_from_itself(held: Held) -> None:
    asked = make_question("care leavers section", "section_summary", areas=("care_leavers",))
    found = _answer(asked, selected(NEW), held)
    passages = held.find({one.passage for each in found.draft.statements[1:] for one in each.citations})
    assert (found.draft.text or "").startswith("Care leavers: ")
    assert len(found.draft.statements) > 3
    assert all("care leavers" in " ".join(one.section).lower() for one in passages.values())


def test_both_sides_are_told_never_one_for_both(held: Held) -> None:
    text = _answer(make_question("good and bad", "strengths_weaknesses"), selected(NEW), held).draft.text or ""
    assert "Strengths:\n" in text
    assert "Weaknesses:\n" in text


def test_strengths_hold_nothing_that_must_improve(held: Held) -> None:
    found = _answer(make_question("what are we good at", "strengths"), selected(OLD), held)
    assert not any("ecommendation" in one for one in labels(found))


def test_recommendations_are_whole_and_counted(held: Held) -> None:
    number = sum(one.kind == "recommendation" for one in held.passages(OLD))
    found = _answer(make_question("what must improve", "recommendations"), selected(OLD), held)
    assert len(found.draft.statements) == number
    assert (found.draft.text or "").startswith(f"{number} things must improve")


def test_recommendations_on_a_topic_are_found_by_meaning(held: Held) -> None:
    asked = make_question("recommendations on neglect", "recommendations", topics=("neglect",))
    found = _answer(asked, selected(OLD), held)
    assert labels(found) == ["Recommendation 4 (para 4)", "Recommendation 2 (para 97), safeguarding board"]
    assert (found.draft.text or "").startswith("2 of the ")


def test_a_topic_without_a_recommendation_is_said_and_all_are_shown(held: Held) -> None:
    asked = make_question("recommendations on badgers", "recommendations", topics=("badgers",))
    found = _answer(asked, selected(NEW), held)
    assert (found.draft.text or "").startswith("None of the ")
    assert not found.complete


def test_questions_to_ask_are_built_from_what_must_improve(held: Held) -> None:
    found = _answer(make_question("what should I ask", "enquiry", form=Format("none", 3)), selected(OLD), held)
    lines = (found.draft.text or "").splitlines()
    assert lines[0].endswith("What has been done about:")
    assert len(lines) == 4
    assert all(one.endswith("?") for one in lines[1:])
    assert all(one.startswith("Recommendation ") for one in labels(found))


def test_progress_sets_then_beside_now(held: Held) -> None:
    asked = make_question("has neglect got better", "progress", topics=("neglect",))
    found = _answer(asked, Scope((NEW,), "newest"), held)
    cited = {one.report for each in found.draft.statements for one in each.citations}
    assert cited == {OLD, NEW}
    assert "inadequate (published 27 June 2016)" in (found.draft.text or "")


def test_nothing_later_is_held(held: Held) -> None:
    asked = make_question("better since 2024?", "progress", period=Period("since", (2024,)))
    found = _answer(asked, Scope((CITY,), "newest"), held)
    assert found.draft.outcome == "report_not_held"


@pytest.mark.parametrize("act", ["fact", "grade", "theme"])
def test_other_acts_are_left_to_others(act: Act, held: Held) -> None:
    assert answer_digest(make_question("Wendshire", act), selected(NEW), held) is None


@pytest.mark.parametrize(
    ("text", "direction"),
    [
        ("what has not improved since 2019", "worse"),
        ("What got worse?", "worse"),
        ("which points are still outstanding", "worse"),
        ("what isn't fixed", "worse"),
        ("what has improved", "better"),
        ("which areas got better", "better"),
        ("better or worse?", None),
        ("has it improved or not", None),
        ("has anything improved", None),
        ("progress on neglect", None),
    ],
)
def test_not_improved_means_what_it_says(text: str, direction: str | None) -> None:
    assert direction_of(text) == direction
