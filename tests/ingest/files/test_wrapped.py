"""What an export prints over several lines though it is one."""

import pytest

from ingest.files.wrapped import join_rows, join_wrapped


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        pytest.param(
            [
                " Leadership of practice with       Requires improvement",
                " children and families             to be good",
            ],
            ["Leadership of practice with children and families Requires improvement to be good"],
            id="name and grade wrap",
        ),
        pytest.param(
            ["2. Children in foster care and", " " * 40 + "Good", "   permanence"],
            ["2. Children in foster care and permanence Good"],
            id="the grade stands between the lines of the name",
        ),
        pytest.param(
            [" " * 40 + "Requires", "3. Leadership and governance", " " * 40 + "Improvement"],
            ["3. Leadership and governance Requires Improvement"],
            id="the grade begins above the name",
        ),
        pytest.param(
            ["Services in Fernshire are good", "1.      Help and protection            Good"],
            ["Services in Fernshire are good", "1.      Help and protection Good"],
            id="a headline right above a row is not its name",
        ),
        pytest.param(
            ["They found    that plans", "are good."], ["They found    that plans", "are good."], id="spaced out prose"
        ),
        pytest.param(["Age group      All ages"], ["Age group      All ages"], id="another pair of columns"),
    ],
)
def test_a_row_is_put_on_one_line(printed: list[str], expected: list[str]) -> None:
    joined = join_rows(printed)
    assert len(joined) == len(printed)
    assert [line for line in joined if line] == expected


def test_lines_between_rows_stay_where_they_are() -> None:
    lines = [
        "Judgement" + " " * 20 + "Grade",
        "",
        "Help" + " " * 30 + "Requires",
        " " * 34 + "improvement",
        "",
        "Text.",
    ]
    assert join_rows(lines) == [lines[0], "", "Help Requires improvement", "", "", "Text."]


def test_a_heading_that_states_a_grade_is_put_on_one_line() -> None:
    heading = [
        "The experiences and progress of children who need",
        "help and protection: requires improvement",
        "to be good",
    ]
    assert join_wrapped(["Text.", *heading, "1.", "", "Plans are good."]) == [
        "Text.", " ".join(heading), "", "", "", "", "1. Plans are good.",
    ]  # fmt: skip


def test_a_sentence_about_experiences_is_left_alone() -> None:
    lines = ["The experiences and progress of children vary: some plans are", "good, others are not."]
    assert join_wrapped(lines) == lines
