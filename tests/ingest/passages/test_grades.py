"""The headline judgements are found whole, and nothing beside them."""

import pytest

from ingest.passages.grades import cut_rows, find_judgements
from tests.ingest.typeset import Set, document, flatten, heading, para

NEW = [
    Set("Judgement Grade", bold=True),
    Set("The impact of leaders on social work", x=77.0, y=600.0),
    Set("practice", x=77.0, y=585.5),
    Set("Good", x=303.0, y=600.0),
    Set("The experiences and progress of children in care", x=77.0, y=560.0),
    Set("Requires improvement", x=303.0, y=560.0),
    Set("to be good", x=303.0, y=545.5),
    Set("Overall effectiveness Requires", x=77.0, y=520.0),
    Set("improvement to be", x=303.0, y=505.5),
    Set("good", x=303.0, y=491.0),
]
OLD = [
    Set("The overall judgement is inadequate", size=14.0),
    Set("There are failures that leave children at risk."),
    Set("1. Children who need help and protection Inadequate", bold=True),
    Set("2. Children looked after and achieving permanence Good", bold=True),
    Set("3. Leadership, management and governance Inadequate", bold=True),
    Set("The effectiveness of the Local Safeguarding Children Board (LSCB) is good"),
    Set("The LSCB shows the traits of good."),
]
BOARD = [
    Set("The Local Safeguarding Children Board requires improvement", size=14.0),
    Set("The arrangements to check what is done require improvement."),
]
PROSE = para("Children here benefit from services that are outstanding", "and have been so for years.")


@pytest.mark.parametrize(
    ("rows", "after"),
    [
        pytest.param(NEW, PROSE, id="table with a header, prose below"),
        pytest.param(OLD, heading("Executive summary"), id="numbered rows and the board"),
        pytest.param(BOARD, heading("Executive summary"), id="a board alone"),
    ],
)
def test_the_judgements_are_found(rows: list[Set], after: list[Set]) -> None:
    front = [Set("Wend Council", size=26.0), Set("Inspection dates: 3 May 2016")]
    lines = document(flatten(front, rows, after)).pages[0].lines
    assert find_judgements(lines) == (2, 2 + len(rows))


def test_the_record_on_the_last_page_is_found() -> None:
    record = [Set("Record of main findings", size=18.0), Set("Overall effectiveness Inadequate Grade 4")]
    lines = document(flatten(PROSE, record, [Set("Capacity to improve Adequate Grade 3")])).pages[0].lines
    assert find_judgements(lines) == (3, 5)


def test_prose_about_grades_is_no_judgement() -> None:
    lines = document(PROSE).pages[0].lines
    assert find_judgements(lines) == (0, 0)


def test_rows_are_cut_where_the_left_column_begins_anew() -> None:
    assert cut_rows(document(NEW).pages[0].lines) == [0, 1, 4, 7]


def test_the_headline_is_a_row_of_its_own() -> None:
    assert cut_rows(document(OLD).pages[0].lines)[:2] == [0, 1]
