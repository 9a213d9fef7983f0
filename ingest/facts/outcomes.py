"""What a report of a kind concludes, as cells of the ledger: its outcome as printed, and what it requires."""

from collections.abc import Iterator, Sequence

from ingest.facts.judgements import read_judgements
from ingest.facts.tables_of_grades import read_table
from ingest.kinds.loader import profile_of
from ingest.kinds.profile import Area, Flag, Profile
from ingest.models import Judgement, Passage, Report
from ingest.passages.sections import advises_nothing

FLAG = "flag:"
"""What the area of a cell begins with that says what an inspection requires; its grade is "yes"."""


def read_outcome(passages: Sequence[Passage], report: Report) -> tuple[Judgement, ...]:
    """Return the cells of a report: what its kind grades, and what the inspection requires.

    Only what is printed counts: no outcome is inferred.
    """
    profile = profile_of(report.kind)
    match profile.outcome.form:
        case "children's services":
            inspected = report.inspected_to or report.published
            cells = read_judgements(passages, kind=report.kind, framework=report.framework, inspected=inspected)
        case "sentence":
            cells = tuple(_sentence(passages, area, profile) for area in profile.outcome.areas)
        case "table":
            cells = read_table(passages, profile)
        case "none":
            cells = tuple(
                Judgement(area.id, "", None, "", profile.outcome.reason, None) for area in profile.outcome.areas
            )
    return (*cells, *_flags(passages, profile.outcome.flags))


def _sentence(passages: Sequence[Passage], area: Area, profile: Profile) -> Judgement:
    """Return the cell of an outcome that is printed as a sentence of its section."""
    for passage in passages:
        if passage.role != "outcome" or passage.kind == "heading":
            continue
        for grade in profile.outcome.grades:
            if grade.printed is not None and grade.printed.search(passage.text):
                return Judgement(area.id, area.name, grade.id, passage.text, None, passage.id)
    return Judgement(area.id, "", None, "", profile.outcome.reason or "the report prints no outcome", None)


def _flags(passages: Sequence[Passage], flags: Sequence[Flag]) -> Iterator[Judgement]:
    for flag in flags:
        found = next((passage for passage in passages if _says(passages, passage, flag)), None)
        if found is not None:
            yield Judgement(f"{FLAG}{flag.id}", flag.name, "yes", " ".join(found.text.split()), None, found.id)


def _says(passages: Sequence[Passage], passage: Passage, flag: Flag) -> bool:
    if flag.of == "text":
        return passage.kind != "heading" and bool(flag.printed.search(passage.text))
    # "There are no areas for priority action" below the heading takes it back.
    return passage.kind == "heading" and bool(flag.printed.search(passage.text)) and _holds_advice(passages, passage)


def _holds_advice(passages: Sequence[Passage], heading: Passage) -> bool:
    below = [one for one in passages if one.section == heading.section and one.ordinal > heading.ordinal]
    return any(one.kind == "recommendation" for one in below) or not any(advises_nothing(one.text) for one in below)
