"""Dates as reports print them."""

import re
from datetime import date

EARLIEST = 1990
"""No report of an inspection is older; a year outside 1990 to the next is a slip of the print, and no date."""
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = rf"(?:{'|'.join(_MONTHS)})[a-z]*"
_DAY = re.compile(
    rf"\b(\d{{1,2}})(?:[/.](\d{{1,2}})[/.](\d{{4}}|\d{{2}})|(?:st|nd|rd|th)?(?:\s+of)?\s*({_MONTH})?,?\s*(\d{{4}})?)\b",
    re.IGNORECASE,
)
_ONE = rf"(?:the\s+)?(?:\w+day,?\s+)?(?:the\s+)?{_DAY.pattern}"
_RUN = re.compile(rf"\s*{_ONE}(?:\s*(?:to|and|until|till|through|[-–—,&])\s*{_ONE})*", re.IGNORECASE)


def find_dates(text: str) -> tuple[date, ...]:
    """Return the dates of `text` in print order; a day takes the month and year it lacks from the next date.

    "29 April to 3 May 2019" is two dates, "9–24 November 2017" is two. What is no date is left out.
    """
    found: list[date] = []
    month, year = 0, 0
    for match in reversed(list(_DAY.finditer(text))):
        day, numeric_month, numeric_year, word, full = match.groups()
        if numeric_month:
            month, year = int(numeric_month), int(numeric_year) + (2000 if len(numeric_year) == 2 else 0)
        else:
            month = _month(word) if word else month
            year = int(full) if full else year
        one = _date(year, month, int(day))
        if one and found and one > found[-1] and not full and not numeric_month:
            # "11 December to 5 January 2019": the year that is not printed is the one before.
            one = _date(year - 1, month, int(day))
        if one:
            found.append(one)
    return tuple(reversed(found))


def leading_dates(text: str, *, before: date | None = None) -> tuple[date, ...]:
    """Return the dates that `text` begins with; where they lack a year, in the last one that ends not after `before`.

    What follows is no part of them: "6 to 10 March 2023. The next is due by 1 May."
    """
    run = _RUN.match(text)
    if run is None:
        return ()
    dates = find_dates(run[0])
    if dates or before is None:
        return dates
    for year in (before.year, before.year - 1):
        dates = find_dates(f"{run[0].rstrip(' ,.')} {year}")
        if dates and dates[-1] <= before:
            return dates
    return ()


def dates_cut(text: str) -> str:
    """Return `text` without the dates that it begins with."""
    run = _RUN.match(text)
    return text[run.end() :] if run else text


def _month(word: str) -> int:
    return _MONTHS.index(word[:3].lower()) + 1


def _date(year: int, month: int, day: int) -> date | None:
    if not EARLIEST <= year <= date.today().year + 1:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None
