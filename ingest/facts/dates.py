"""Dates as reports print them."""

import re
from datetime import date

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = rf"(?:{'|'.join(_MONTHS)})[a-z]*"
_DAY = re.compile(
    rf"\b(\d{{1,2}})(?:[/.](\d{{1,2}})[/.](\d{{4}}|\d{{2}})|(?:st|nd|rd|th)?(?:\s+of)?\s*({_MONTH})?,?\s*(\d{{4}})?)\b",
    re.IGNORECASE,
)


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


def _month(word: str) -> int:
    return _MONTHS.index(word[:3].lower()) + 1


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
