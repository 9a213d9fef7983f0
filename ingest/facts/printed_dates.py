"""When a report's inspection took place, and when the report was published, as its front prints it."""

import re
from datetime import date

from ingest.facts.dates import dates_cut, find_dates, leading_dates
from ingest.facts.front import SHORT, Front
from ingest.kinds.loader import is_usual
from ingest.kinds.profile import Profile

LABEL = re.compile(
    r"\b(?:inspection\s+dates?|(?:report\s+)?published|(?:lead|reporting)\s+inspectors?|age\s+group|judgements?\s+grade"
    r"|and\s+review\s+of)\b",
    re.I,
)
"""The label of a field of the front page."""
_LONGEST_DATES = 60
_INSPECTED = re.compile(
    r"\b(?:(?:inspection|visit|review)\s+dates?\s*:?|(?:focused|monitoring)\s+visit\s+to\s+[^.]{3,90}?\s+on)\s*(?=\d|\w+day)",
    re.I,
)
_PUBLISHED = re.compile(
    # At the beginning of a line or with a colon: a footnote says when a part was "originally published on" a date.
    r"(?:\breport\s+published|^\s*published|\bpublished(?=:)|\bpublication\s+date|\bdate\s+of\s+publication)"
    r"(?:\s+on)?\s*:?\s*(?=\d)",
    re.I | re.M,
)


def read_inspected(front: Front, profile: Profile, published: date | None) -> tuple[tuple[date, ...], str | None]:
    """Return the days that the inspection took place, and the passage that says so.

    A kind's own words are tried first. Where no year is printed, it is that of the last such days before publication.
    """
    for pattern in profile.dates.inspected:
        for label in pattern.finditer(front.text):
            rest = front.text[label.end() : label.end() + 120]
            end = next((stop.start() for one in profile.dates.stop if (stop := one.search(rest))), len(rest))
            dates = leading_dates(rest[:end], before=published)
            if dates:
                return dates, front.source(label.start())
    dates, source = _labelled(front)
    return (dates, source) if dates or is_usual(profile.id) else bare_dates(front)


def bare_dates(front: Front) -> tuple[tuple[date, ...], str | None]:
    """Return the days of the first line that holds several and nothing else: a cover prints them without a label."""
    start = 0
    for line in front.text.split("\n"):
        dates = leading_dates(line)
        if len(dates) > 1 and len(line) <= _LONGEST_DATES and not dates_cut(line).strip(" ,."):
            return dates, front.source(start)
        start += len(line) + 1
    return (), None


def _labelled(front: Front) -> tuple[tuple[date, ...], str | None]:
    label = _INSPECTED.search(front.text)
    if label is None:
        return (), None
    rest = front.text[label.end() : label.end() + 120]
    end = LABEL.search(rest)
    dates = find_dates(rest[: end.start()] if end else rest.split("\n\n")[0])
    return dates, front.source(label.start()) if dates else None


def read_published(front: Front, profile: Profile) -> tuple[date | None, str | None]:
    """Return the labelled date, or the date at the head of a letter, and the passage that prints it."""
    if profile.dates.published == "not printed":
        return None, None
    for label in _PUBLISHED.finditer(front.text):
        dates = find_dates(front.text[label.end() : label.end() + 20])
        if dates:
            return dates[0], front.source(label.start())
    if profile.dates.published == "letter head":
        for passage in front.passages:
            dates = find_dates(passage.text) if len(passage.text) < SHORT else ()
            if len(dates) == 1:
                return dates[0], passage.id
    return None, None
