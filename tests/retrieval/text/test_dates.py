"""Dates as people write them in questions."""

from datetime import date

import pytest

from retrieval.text.dates import find_dates, spell_date


@pytest.mark.parametrize(
    ("text", "years", "from_"),
    [
        ("at 31 March 2013", (2013,), date(2013, 3, 28)),
        ("on the 3rd of Sept 2016?", (2016,), date(2016, 9, 3)),
        ("in may 2018", (2018,), date(2018, 5, 1)),
        ("the 2018 report", (2018,), date(2018, 1, 1)),
        ("in 2014-15", (2014, 2015), date(2015, 1, 1)),
        ("in 2014–15", (2014, 2015), date(2015, 1, 1)),
        ("during 2014/2015", (2014, 2015), date(2015, 1, 1)),
        ("the 2011-14 average", (2011, 2012, 2013, 2014), date(2014, 4, 1)),
        ("2018-05-16", (2018,), date(2018, 5, 16)),
    ],
)
def test_one_date(text: str, years: tuple[int, ...], from_: date) -> None:
    (mention,) = find_dates(text)
    assert mention.years == years
    assert mention.reported_from == from_


@pytest.mark.parametrize("text", ["38 per 10,000", "2,018 children", "£2018.50", "1850", "Year 11", "over 2099 days"])
def test_no_date(text: str) -> None:
    assert find_dates(text) == ()


def test_several_keep_their_order_and_place() -> None:
    text = "from 2015 up to March 2018"
    assert [text[one.start : one.end] for one in find_dates(text)] == ["2015", "March 2018"]


def test_spelt_as_printed() -> None:
    assert spell_date(date(2018, 5, 6)) == "6 May 2018"
