"""Dates as reports print them."""

from datetime import date

import pytest

from ingest.facts.dates import find_dates, leading_dates


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("3 March 2019", [date(2019, 3, 3)]),
        ("Friday 3rd of March, 2019", [date(2019, 3, 3)]),
        ("07 Feb 2017", [date(2017, 2, 7)]),
        ("25 to 29 April 2022", [date(2022, 4, 25), date(2022, 4, 29)]),
        ("9–24 November 2017", [date(2017, 11, 9), date(2017, 11, 24)]),
        ("29 April to 3 May 2019", [date(2019, 4, 29), date(2019, 5, 3)]),
        ("11 December to 5 January 2019", [date(2018, 12, 11), date(2019, 1, 5)]),
        ("30 November 2018 – 4 January 2019", [date(2018, 11, 30), date(2019, 1, 4)]),
        ("1/06/2015 – 25/06/2015", [date(2015, 6, 1), date(2015, 6, 25)]),
        ("10.08.15", [date(2015, 8, 10)]),
        ("31 February 2019", []),
        ("6 November 205", []),
        ("6 November 2205", []),
        ("45 children in 2019", []),
        ("May 2019", []),
    ],
)
def test_dates_are_read_in_print_order(text: str, expected: list[date]) -> None:
    assert list(find_dates(text)) == expected


@pytest.mark.parametrize(
    ("text", "before", "expected"),
    [
        ("16 and 17 April 2024. The next visit is due by 1 May 2025.", None, [date(2024, 4, 16), date(2024, 4, 17)]),
        ("21 and 25 January 2019, Ofsted and 3 others", None, [date(2019, 1, 21), date(2019, 1, 25)]),
        ("30 and 31 January.", date(2018, 2, 22), [date(2018, 1, 30), date(2018, 1, 31)]),
        ("12 December.", date(2019, 1, 20), [date(2018, 12, 12)]),
        ("30 and 31 January.", None, []),
        ("the front door", None, []),
    ],
    ids=["what follows is left", "the rest of the list is left", "this year", "the year before", "no year", "no date"],
)
def test_dates_that_a_text_begins_with(text: str, before: date | None, expected: list[date]) -> None:
    assert list(leading_dates(text, before=before)) == expected
