"""Dates that a question names, and how a date is written for a reader."""

import re
from dataclasses import dataclass
from datetime import date

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_MONTH = "|".join(f"{name[:3]}(?:{name[3:]})?" if name != "May" else name for name in MONTHS) + "|Sept"
_YEAR = r"(?:19[89]\d|20[0-4]\d)"
_DATE = re.compile(
    rf"\b(?P<iso>{_YEAR}-\d\d-\d\d)\b"
    rf"|\b(?P<first>{_YEAR})\s?[-–/]\s?(?P<last>\d\d|{_YEAR})\b"
    rf"|\b(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?)?(?P<month>{_MONTH})\.?,?\s+(?P<year>{_YEAR})\b"
    rf"|(?<![\d,.£])\b(?P<bare>{_YEAR})\b(?![,.]?\d)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date in a text: [start, end) there, as exact as it is printed (`month` and `day` may be None)."""

    start: int
    end: int
    year: int
    month: int | None = None
    day: int | None = None
    last_year: int | None = None
    """The second year of a period such as "2014-15"."""

    @property
    def reported_from(self) -> date:
        """The first day on which a report could speak of it; part-year figures of "2015-16" are printed, too."""
        if self.last_year is not None:
            return date(self.last_year, 4 if self.last_year - self.year > 1 else 1, 1)
        return date(self.year, self.month or 1, min(self.day or 1, 28))

    @property
    def years(self) -> tuple[int, ...]:
        """Every year that it touches."""
        return tuple(range(self.year, (self.last_year or self.year) + 1))


def find_dates(text: str) -> tuple[DateMention, ...]:
    """Find the dates, months, years and spans of years in `text`, in order."""
    return tuple(_mention(match) for match in _DATE.finditer(text))


def _mention(match: re.Match[str]) -> DateMention:
    start, end = match.span()
    if match["iso"]:
        year, month, day = (int(part) for part in match["iso"].split("-"))
        return DateMention(start, end, year, min(max(month, 1), 12), day)
    if match["first"]:
        first = int(match["first"])
        last = int(match["last"]) if len(match["last"]) == 4 else first // 100 * 100 + int(match["last"])
        return DateMention(start, end, first, last_year=last if first < last <= first + 20 else None)
    if match["bare"]:
        return DateMention(start, end, int(match["bare"]))
    month = next(number for number, name in enumerate(MONTHS, 1) if name.lower()[:3] == match["month"].lower()[:3])
    return DateMention(start, end, int(match["year"]), month, int(match["day"]) if match["day"] else None)


def spell_date(day: date) -> str:
    """Write a date as reports print it: 16 May 2018."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"
