"""Names of reports and labels of passages, as people type them."""

from datetime import date

import pytest

from retrieval.errors import UnknownLabel, UnknownReport
from retrieval.reports.naming import find_passage, find_report
from tests.factories import make_passage, make_report

NEWTOWN = make_report(published=date(2018, 5, 16))
NEWTOWN_LATER = make_report(
    "newtown_2022-01-14",
    published=date(2022, 1, 14),
    inspected_from=date(2021, 11, 8),
    inspected_to=date(2021, 11, 19),
    framework="ILACS",
)
VISIT = make_report("newtown_2023-06-01", kind="focused_visit", published=date(2023, 6, 1))
FENLAND = make_report(
    "fenland_2015-03-09", authority="Fenland and Marsh", aliases=("FMBC",), published=date(2015, 3, 9)
)
REPORTS = (FENLAND, NEWTOWN, NEWTOWN_LATER, VISIT)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("newtown_2018-05-16", NEWTOWN),
        (" Newtown_2018-05-16.pdf ", NEWTOWN),
        ("Newtown 2018", NEWTOWN),
        ("newtown, may 2018", NEWTOWN),
        ("NBC 16 May 2018", NEWTOWN),
        ("2018 Newtown Borough Council", NEWTOWN),
        ("newtown 2018-05-16", NEWTOWN),
        ("Newtown ILACS", NEWTOWN_LATER),
        ("Newtown latest", NEWTOWN_LATER),
        ("the latest Newtown inspection", NEWTOWN_LATER),
        ("Newtown Nov 2021", NEWTOWN_LATER),
        ("Newtown focused visit", VISIT),
        ("Fenland and Marsh", FENLAND),
        ("fmbc", FENLAND),
        ("fmbc 2015", FENLAND),
    ],
)
def test_finds_the_report_that_is_meant(name: str, expected: object) -> None:
    assert find_report(REPORTS, name) == expected


def test_name_that_fits_several_lists_them() -> None:
    with pytest.raises(UnknownReport, match="fits 3 reports") as caught:
        find_report(REPORTS, "Newtown")
    assert caught.value.choices == ("newtown_2018-05-16", "newtown_2022-01-14", "newtown_2023-06-01")


@pytest.mark.parametrize("name", ["Newtown 2019", "Newtown June 2018", "Fen", "", "Newtown potholes", "May 2018"])
def test_name_that_fits_nothing_is_unknown(name: str) -> None:
    with pytest.raises(UnknownReport, match="No report"):
        find_report(REPORTS, name)


def test_misspelt_key_suggests_the_right_one() -> None:
    with pytest.raises(UnknownReport) as caught:
        find_report(REPORTS, "newtown_2018-05-61")
    assert caught.value.choices[0] == "newtown_2018-05-16"


def test_year_of_inspection_counts_where_none_was_published_then() -> None:
    assert find_report([NEWTOWN_LATER], "Newtown 2021") == NEWTOWN_LATER


KEY = NEWTOWN.key
PASSAGES = (
    make_passage(KEY, 0, "Adoption: good.", kind="judgements"),
    make_passage(KEY, 1, "Train staff.", kind="recommendation", number=11),
    make_passage(KEY, 2, "Children wait.", number=61),
    make_passage(KEY, 3, "Leaders know.", number=12, label="para 12 (Leadership)"),
    make_passage(KEY, 4, "Care leavers thrive.", number=12, label="para 12 (Care leavers)"),
    make_passage(KEY, 5, "Act now.", kind="bullet", label="What needs to improve, point 2"),
    make_passage(KEY, 6, "The judgement", kind="heading", label="Heading: The graded judgement for adoption …"),
    make_passage(KEY, 7, "See annex.", kind="footnote", number=2, label="Footnote 2"),
)


@pytest.mark.parametrize(
    ("typed", "label"),
    [
        ("para 61", "para 61"),
        ("PARA  61", "para 61"),
        ("61", "para 61"),
        ("p61", "para 61"),
        ("p. 61", "para 61"),
        ("paragraph 61", "para 61"),
        ("Paragraph 61.", "para 61"),
        ("rec 11", "Recommendation 11 (para 11)"),
        ("recommendation 11", "Recommendation 11 (para 11)"),
        ("11", "Recommendation 11 (para 11)"),
        ("para 11", "Recommendation 11 (para 11)"),
        ("grades", "Judgements"),
        ("judgements", "Judgements"),
        ("what needs to improve, point 2", "What needs to improve, point 2"),
        ("para 12 (care leavers)", "para 12 (Care leavers)"),
        ("heading: the graded judgement", "Heading: The graded judgement for adoption …"),
        ("footnote 2", "Footnote 2"),
        ("2", "Footnote 2"),
    ],
)
def test_finds_the_passage_that_is_meant(typed: str, label: str) -> None:
    assert find_passage(PASSAGES, typed).label == label


@pytest.mark.parametrize("typed", ["12", "para 12", "p12"])
def test_number_that_occurs_twice_lists_both(typed: str) -> None:
    with pytest.raises(UnknownLabel, match="fits 2 passages") as caught:
        find_passage(PASSAGES, typed)
    assert caught.value.choices == ("para 12 (Leadership)", "para 12 (Care leavers)")


@pytest.mark.parametrize(
    ("typed", "suggestion"), [("para 62", "para 61"), ("needs to improve", "What needs to improve, point 2")]
)
def test_unknown_label_suggests_near_ones(typed: str, suggestion: str) -> None:
    with pytest.raises(UnknownLabel, match="No passage") as caught:
        find_passage(PASSAGES, typed)
    assert suggestion in caught.value.choices


@pytest.mark.parametrize("typed", ["", "999", "rec 3", "%", "(", "p"])
def test_unknown_label_never_fits(typed: str) -> None:
    with pytest.raises(UnknownLabel):
        find_passage(PASSAGES, typed)
