"""Pure parts of the pages: sheets of a report, spreadsheets, timelines."""

import csv
from datetime import date
from io import StringIO

import pytest

from tests.factories import make_parsed, make_passage
from ui.pages.timelines import Point, draw_timelines, tell
from ui.parts.spreadsheet import write_csv
from ui.reports.sheets import around, cut_into_sheets, find_passages, sections_of, sheet_of

PASSAGES = make_parsed().passages


def test_every_passage_is_on_a_sheet_and_every_page_has_one() -> None:
    passages = [make_passage("r", ordinal, f"Text {ordinal}.") for ordinal in range(25)]
    sheets = cut_into_sheets(passages, 4)
    assert [sheet.page for sheet in sheets] == [1, 2, 3, 4]
    assert [one.id for sheet in sheets for one in sheet.passages] == [one.id for one in passages]
    assert sheet_of(passages[12].id, sheets) == 1
    assert sheet_of("nowhere", sheets) is None
    assert sections_of(sheets) == {"The experiences and progress of children": 0}


def test_an_export_is_cut_by_section() -> None:
    (sheet,) = cut_into_sheets(PASSAGES, 0)
    assert (sheet.page, sheet.heading) == (None, "The experiences and progress of children")
    assert sheet.passages == PASSAGES


@pytest.mark.parametrize(
    ("wanted", "labels"),
    [
        pytest.param("carers", ["para 3"], id="word"),
        pytest.param("CARERS forty-two", ["para 3"], id="every word"),
        pytest.param("para 2", ["para 2"], id="label"),
        pytest.param("carers unicorn", [], id="one missing"),
        pytest.param("a", [], id="one letter"),
        pytest.param("  ", [], id="nothing"),
    ],
)
def test_find_passages(wanted: str, labels: list[str]) -> None:
    assert [one.label for one in find_passages(PASSAGES, wanted)] == labels


def test_a_long_passage_is_cut_about_the_word_found() -> None:
    text = "one " * 200 + "needle " + "two " * 200
    shown = around(text, "needle")
    assert "needle" in shown
    assert shown.startswith("… ")
    assert shown.endswith(" …")
    assert len(shown) < 250
    assert around("short", "needle") == "short"


@pytest.mark.parametrize("start", list("=+-@\t\r\n"))
def test_no_cell_of_a_csv_file_begins_a_formula(start: str) -> None:
    written = write_csv(["a"], [[f"{start}1+1"], [None], ["plain, “quoted”"]]).decode("utf-8-sig")
    rows = list(csv.reader(StringIO(written, newline="")))
    assert rows[1][0] == f"'{start}1+1"
    assert rows[2:] == [[""], ["plain, “quoted”"]]


def test_a_timeline_is_told_in_words_and_escapes_what_reports_print() -> None:
    points = [Point(date(2016, 5, 1), "good"), Point(date(2018, 6, 1), "outstanding")]
    assert tell("Adoption", points) == "Adoption: good in May 2016, outstanding in June 2018"
    drawn = draw_timelines({"<b>Adoption</b>": points})
    assert "<b>" not in drawn
    assert "Adequate" not in drawn
    assert drawn.count('class="mark"') == 2
    assert "Adequate" in draw_timelines({"Adoption": [Point(date(2012, 1, 1), "adequate")]})
