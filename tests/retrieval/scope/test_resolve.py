"""Which reports a question is about."""

import re
from datetime import date
from pathlib import Path

import pytest

from ingest.models import Report
from retrieval.models import Draft, Scope
from retrieval.reports.kinds import named_kind
from retrieval.text.folding import fold
from tests.retrieval.asking import corpus_questions, make_report, real_questions, real_reports, scope_of

OLD = make_report("ashcombe_2015-06-03", "Ashcombe", date(2015, 6, 3), aliases=("Ashcombe County Council",))
BOARD = make_report("ashcombe_2015-08-03", "Ashcombe", date(2015, 8, 3), kind="board_review")
MIDDLE = make_report("ashcombe_2018-05-16", "Ashcombe", date(2018, 5, 16))
NEW = make_report("ashcombe_2022-03-09", "Ashcombe", None, framework="ILACS", inspected=date(2022, 1, 28))
VISIT = make_report("ashcombe_2023-05-01", "Ashcombe", date(2023, 5, 1), kind="focused_visit")
OTHER = make_report("brackendale-and-stow_2019-01-07", "Brackendale and Stow", None, inspected=date(2018, 11, 16))
HELD = [OLD, BOARD, MIDDLE, NEW, VISIT, OTHER]


def scope(question: str, **chosen: tuple[str, ...]) -> Scope:
    resolved = scope_of(question, HELD, **chosen)
    assert isinstance(resolved, Scope), resolved
    return resolved


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        pytest.param("How many children are in care in Ashcombe?", [NEW], id="newest full inspection, not the visit"),
        pytest.param("Ashcombe County Council's MASH", [NEW], id="alias"),
        pytest.param("ashcombe 2018 - caseloads", [MIDDLE], id="year beside the name"),
        pytest.param("What did the 2015 Ashcombe report say on neglect?", [OLD], id="full before board review"),
        pytest.param("What did Ashcombe's August 2015 report say?", [BOARD], id="month of publication"),
        pytest.param("How good was Ashcombe's safeguarding board in 2015?", [BOARD], id="the board's own review"),
        pytest.param("Did Ashcombe's corporate parenting board meet in 2015?", [OLD], id="another board"),
        pytest.param("Did PEPs improve in Ashcombe (2018)?", [MIDDLE], id="year in brackets"),
        pytest.param("Ashcombe 2022: PEPs", [NEW], id="year of publication not printed"),
        pytest.param("brackendale & stow 2019 - PEPs", [OTHER], id="published after the turn of the year"),
        pytest.param("Brackendale and Stow 2018 PEPs", [OTHER], id="year of inspection"),
        pytest.param(
            "How many children had plans in Ashcombe at 31 March 2017?", [MIDDLE], id="first report after a date"
        ),
        pytest.param("How many were adopted in Ashcombe in 2016-17?", [MIDDLE], id="first report after a period"),
        pytest.param("What did Ashcombe's previous inspection say about PEPs?", [MIDDLE], id="previous"),
        pytest.param("Ashcombe: what changed between the 2015 and 2018 reports?", [OLD, MIDDLE], id="two years"),
        pytest.param("Has Ashcombe sorted out what inspectors found in 2018?", [MIDDLE, NEW], id="year against today"),
        pytest.param("Ashcombe's leadership grade over the years", [OLD, MIDDLE, NEW], id="every inspection"),
        pytest.param("How has Ashcombe's grade for adoption changed?", [OLD, MIDDLE, NEW], id="changed grade"),
        pytest.param("Compare Ashcombe 2018 with Brackendale and Stow", [MIDDLE, OTHER], id="year belongs to one"),
        pytest.param("Which councils were inadequate?", HELD, id="across authorities"),
        pytest.param("What is said about pathway plans?", HELD, id="finding without authority"),
        pytest.param("Who visits children placed in Kent?", HELD, id="place named in passing"),
    ],
)
def test_reports_in_scope(question: str, expected: list[object]) -> None:
    resolved = scope(question)
    assert list(resolved.reports) == [report.key for report in expected]  # type: ignore[attr-defined]
    several = 1 < len(expected) < len(HELD)
    assert resolved.sides == (tuple((key,) for key in resolved.reports) if several else ())


def test_newest_by_default_is_said() -> None:
    assert [notice.code for notice in scope("PEPs in Ashcombe").notices] == ["newest_used"]


def test_an_older_report_warns_of_the_newer() -> None:
    (notice,) = scope("Ashcombe 2018 PEPs").notices
    assert notice.code == "newer_held"
    assert "January 2022" in notice.text


def test_a_year_of_inspection_is_said() -> None:
    early = make_report("ashcombe_2016-01-10", "Ashcombe", date(2016, 1, 10))
    resolved = scope_of("Ashcombe 2015 PEPs", [early])
    assert isinstance(resolved, Scope)
    assert [notice.code for notice in resolved.notices] == ["year_of_inspection"]


@pytest.mark.parametrize(
    ("question", "missing", "held"),
    [
        ("How is Birmingham rated?", "Birmingham", "Ashcombe"),
        ("What did Glasgow City Council do?", "Glasgow", "Ashcombe"),
        ("What did the 2020 Ashcombe inspection conclude?", "2020", "16 May 2018"),
        ("What did Ofsted say about Ashcombe in 2024?", "2024", "16 May 2018"),
        ("What was Ashcombe rated in 2017?", "2017", "16 May 2018"),
    ],
)
def test_what_is_not_held_is_said(question: str, missing: str, held: str) -> None:
    draft = scope_of(question, HELD)
    assert isinstance(draft, Draft)
    assert draft.outcome == "report_not_held"
    assert missing in (draft.text or "")
    assert held in (draft.text or "")


@pytest.mark.parametrize("question", ["What was adoption rated?", "How many children are in care?"])
def test_grades_and_figures_without_an_authority_ask_back(question: str) -> None:
    draft = scope_of(question, HELD)
    assert isinstance(draft, Draft)
    assert draft.outcome == "needs_clarification"
    assert [choice.report for choice in draft.choices] == [NEW.key, OTHER.key]


@pytest.mark.parametrize(
    ("question", "missing"),
    [
        ("Compare Ashcombe with Birmingham on leadership", "Birmingham"),
        ("Compare Ashcombe 2018 with Brackendale and Stow 2012", "2012"),
    ],
)
def test_one_side_that_is_not_held_is_said(question: str, missing: str) -> None:
    resolved = scope(question)
    assert all(key.startswith("ashcombe") for key in resolved.reports)
    assert any(notice.code == "not_held" and missing in notice.text for notice in resolved.notices)


def test_one_authority_needs_no_name() -> None:
    resolved = scope_of("How many children are in care?", [OLD, MIDDLE])
    assert isinstance(resolved, Scope)
    assert resolved.reports == (MIDDLE.key,)


@pytest.mark.parametrize(
    "question",
    [
        "How many children are in care?",
        "What has improved since the 2015 inspection?",
        "what did we get at the inspection before this one?",
        "Do we work with Brackendale and Stow on adoption?",
        "Who does the health checks for our kids placed in Kent?",
        "How many were adopted in 2015?",
    ],
)
def test_the_selected_report_holds(question: str) -> None:
    resolved = scope(question, selected=(MIDDLE.key,))
    assert (resolved.reports, resolved.reading) == ((MIDDLE.key,), "selected")


@pytest.mark.parametrize(
    ("question", "reports"),
    [
        ("What did the 2015 report say?", (OLD.key,)),
        ("Ashcombe 2015: caseloads", (OLD.key,)),
        ("what does the latest report say about caseloads?", (NEW.key,)),
        ("What was Brackendale and Stow rated?", (OTHER.key,)),
        ("How do we compare with Brackendale and Stow on PEPs?", (MIDDLE.key, OTHER.key)),
    ],
)
def test_the_questions_own_words_win(question: str, reports: tuple[str, ...]) -> None:
    resolved = scope(question, selected=(MIDDLE.key,))
    assert resolved.reports == reports
    assert resolved.notices[0].code == "scope_changed"


def test_the_conversation_carries_authority_and_report() -> None:
    assert scope("What about caseloads?", carried=(MIDDLE.key,)).reports == (MIDDLE.key,)
    assert scope("How many were adopted last year?", carried=(MIDDLE.key,)).reports == (MIDDLE.key,)
    assert scope("And in 2015?", carried=(MIDDLE.key,)).reports == (OLD.key,)
    assert scope("And in the latest report?", carried=(MIDDLE.key,)).reports == (NEW.key,)
    assert scope("PEPs in Brackendale and Stow", carried=(MIDDLE.key,)).reports == (OTHER.key,)


@pytest.mark.reports
def test_real_questions_find_their_report(questions_folder: Path) -> None:
    """Of the questions that name a date, 99.5 % have their report in scope; a selected report is never left.

    One that names another kind of inspection is told that none is held.
    """
    reports = real_reports(questions_folder)
    dated = [one for one in real_questions(questions_folder) if re.search(r"\d", one["question_corpus"])]
    asked = [one for one in dated if named_kind(fold(one["question_corpus"])) is None]
    missed = []
    for one in asked:
        found = scope_of(one["question_corpus"], reports)
        if isinstance(found, Draft) or one["report"] not in found.reports:
            missed.append(one["question_corpus"])
    assert len(missed) <= 0.005 * len(asked), missed
    for one in asked:
        resolved = scope_of(one["question"], reports, selected=[one["report"]])
        assert isinstance(resolved, Scope)
        assert resolved.reports == (one["report"],)


@pytest.mark.reports
def test_real_questions_over_the_library_find_their_reports(questions_folder: Path) -> None:
    reports = real_reports(questions_folder)
    for one in corpus_questions(questions_folder):
        found = scope_of(one["question"], reports)
        if one["answerable"]:
            assert isinstance(found, Scope), one["question"]
            assert set(one["reports"]) <= set(found.reports), one["question"]
        else:
            assert isinstance(found, Draft), one["question"]
            assert found.outcome == "report_not_held"


@pytest.mark.parametrize(
    ("question", "carried", "expected", "changed"),
    [
        pytest.param("How many children are in care?", (), [NEW], False, id="the newest of the authority chosen"),
        pytest.param("What did the 2015 report say on neglect?", (), [OLD], False, id="the year in the question"),
        pytest.param("How has the overall grade changed over time?", (), [OLD, MIDDLE, NEW], False, id="over time"),
        pytest.param("And care leavers?", (OLD,), [OLD], False, id="the report that was talked about"),
        pytest.param("What about 2018?", (OLD,), [MIDDLE], False, id="another year than was talked about"),
        pytest.param("What was Brackendale and Stow graded?", (), [OTHER], True, id="another authority named"),
        pytest.param("Compare the grade with Brackendale and Stow", (), [NEW, OTHER], True, id="compared with it"),
    ],
)
def test_an_authority_chosen_stands_for_its_reports(
    question: str, carried: tuple[Report, ...], expected: list[Report], changed: bool
) -> None:
    resolved = scope_of(question, HELD, authority="Ashcombe", carried=[one.key for one in carried])
    assert isinstance(resolved, Scope), resolved
    assert resolved.reports == tuple(one.key for one in expected)
    assert any(one.code == "scope_changed" for one in resolved.notices) == changed
