"""Grades that a kind of report prints as rows: an area's name, and its grade beside or below it."""

import re
from collections.abc import Iterator, Sequence

from ingest.kinds.profile import Area, Grade, Profile
from ingest.models import Judgement, Passage

FRONT = 40
"""Passages at the beginning among which the table of grades stands."""


def read_table(passages: Sequence[Passage], profile: Profile) -> tuple[Judgement, ...]:
    """Return a cell for each area of the profile: the first row that names it and a grade; those without are blank."""
    found: dict[str, Judgement] = {}
    for area, printed, grade, words, passage in _rows(passages[:FRONT], profile):
        found.setdefault(area.id, Judgement(area.id, printed, grade.id, words, None, passage.id))
    reason = profile.outcome.reason or "the report prints no grade for this area"
    return tuple(found.get(area.id) or Judgement(area.id, "", None, "", reason, None) for area in profile.outcome.areas)


def _rows(passages: Sequence[Passage], profile: Profile) -> Iterator[tuple[Area, str, Grade, str, Passage]]:
    """Yield the rows in print order; a grade may stand in the passage below the one that names its area."""
    named: tuple[Area, str] | None = None
    for passage in passages:
        for line in passage.text.split("\n"):
            if profile.outcome.previous is not None and profile.outcome.previous.search(line):
                named = None
                continue
            area = next((one for one in profile.outcome.areas if one.printed and one.printed.search(line)), None)
            rest = line
            if area is not None and area.printed is not None:
                match = area.printed.search(line)
                assert match is not None
                named, rest = (area, match[0]), line[match.end() :]
            grade = _grade(rest, profile.outcome.grades)
            if grade is not None and named is not None:
                yield *named, *grade, passage
            if grade is not None or area is None:
                named = None


def _grade(text: str, grades: Sequence[Grade]) -> tuple[Grade, str] | None:
    """Return the grade that `text` is, and its printed words; None where it says more."""
    plain = text.strip(" :.–-●•☆★")
    for grade in grades:
        pattern = grade.printed.pattern if grade.printed else re.escape(grade.id)
        if re.fullmatch(rf"(?:{pattern})(?:\s+\d)?", plain, re.IGNORECASE):
            return grade, plain
    return None
