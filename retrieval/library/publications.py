"""One publication is one report: what becomes of a file that is ingested, given what is held."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal

from ingest.kinds.loader import profile_of
from ingest.models import Report
from retrieval.errors import LibraryError
from retrieval.text.dates import spell_date

Outcome = Literal["added", "replaced", "unchanged", "attached"]


class KeyTaken(LibraryError):
    """Another publication is held under the same key."""

    code = "key_taken"


@dataclass(frozen=True, slots=True)
class Decision:
    """What to do with a report; `held` is the report it replaces or is attached to."""

    outcome: Outcome
    held: Report | None = None
    other_text: Report | None = None
    """A report of the same publication that says something else: both are kept, since either may be the forged one."""


def decide(new: Report, held: Iterable[Report], agrees: Callable[[Report], bool]) -> Decision:
    """Return what becomes of a report that is not held yet in just this form; raise KeyTaken on a taken key.

    `agrees` says whether the new file's text is that of a report held.
    """
    reports = list(held)
    namesake = next((report for report in reports if report.key == new.key), None)
    if namesake is not None and not same_publication(new, namesake):
        raise KeyTaken(
            f"The key {new.key} belongs to {describe(namesake)}; the new file is {describe(new)}.",
            remedy=f"Rename the new file, or run `inspection-qa remove {new.key}` first.",
        )
    twins = [report for report in reports if same_publication(new, report)]
    twin = namesake or next((report for report in twins if agrees(report)), None)
    if twin is None:
        return Decision("added", other_text=twins[0] if twins else None)
    if new.media == twin.media and new.key == twin.key:
        return Decision("replaced", twin)
    if new.media == "pdf" and twin.media != "pdf":
        return Decision("replaced", twin)
    return Decision("attached", twin)


def same_publication(one: Report, other: Report) -> bool:
    """Whether two reports are one publication: authority, kind and date of publication, else dates of inspection."""
    if (one.authority.casefold(), one.kind) != (other.authority.casefold(), other.kind):
        return False
    for pair in (
        (one.published, other.published),
        (one.inspected_to, other.inspected_to),
        (one.inspected_from, other.inspected_from),
    ):
        if pair[0] and pair[1]:
            return pair[0] == pair[1]
    # Neither has a date that the other has: only the name is left to tell.
    return one.key == other.key


def describe(report: Report) -> str:
    """Return a report's publication in words: "Surrey, full inspection, published 16 May 2018"."""
    kind = profile_of(report.kind).name
    for word, day in (("published", report.published), ("inspected", report.inspected_to or report.inspected_from)):
        if day is not None:
            return f"{report.authority}, {kind}, {word} {spell_date(day)}"
    return f"{report.authority}, {kind}, without a date"
