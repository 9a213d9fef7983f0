"""A few invented reports as the look-ups see them, and questions as they are read."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from ingest.models import Passage, Report
from retrieval.held import Held
from retrieval.models import LedgerCell, PrintedText, Scope
from retrieval.question.models import Question
from retrieval.text.folding import fold
from tests.factories import make_passage, make_report

TEXTS = {
    "newtown_2018-05-16": (
        "Neglect is seen early. Neglected children are helped by the LADO.",
        "The ‘Mocking Bird’ scheme helps carers. Police stopped and searched fewer boys.",
        "The multi-agency safeguarding hub (MASH) is quick; the MASH decides within a day.",
    ),
    "newtown_2022-06-20": (
        "Staff sickness is high, and leave is short. Caseloads are low, including for new workers.",
        "Children and young people in Newtown are not protected from harm.",
        "A worker said, ‘It’s an amazing place to work.’",
    ),
    "oldham_2024-01-12": (
        "The local authority designated officer (LADO) reads each allegation of neglect.",
        "Leaders have a clear, well-informed view and have been far too slow to act on it.",
    ),
}
HEADING = "Private fostering"


def make_reports() -> tuple[Report, ...]:
    """Return the reports, each with its authority and date from its key."""
    found = []
    for key in TEXTS:
        name, _, day = key.partition("_")
        acronyms = (("MASH", "multi-agency safeguarding hub"),) if key.endswith("2018-05-16") else ()
        published = date.fromisoformat(day)
        found.append(make_report(key, authority=name.capitalize(), published=published, acronyms=acronyms))
    return tuple(found)


def make_held(cells: Sequence[LedgerCell] = ()) -> Held:
    """Return what is held: numbered paragraphs, and one heading that is no mention of what it says."""
    passages: dict[str, list[Passage]] = {}
    for key, texts in TEXTS.items():
        heading = make_passage(key, 0, HEADING, kind="heading")
        passages[key] = [heading, *(make_passage(key, number, text) for number, text in enumerate(texts, start=1))]
    by_id = {one.id: one for found in passages.values() for one in found}

    def search_text(groups: Sequence[Sequence[str]], reports: Sequence[str]) -> list[PrintedText]:
        return [
            PrintedText(one.id, one.report, one.kind, one.text)
            for key in sorted(reports)
            for one in passages[key]
            if any(all(letters in one.text.lower() for letters in group) for group in groups)
        ]

    return Held(
        make_reports(),
        cells,
        passages.__getitem__,
        lambda ids: {key: by_id[key] for key in ids if key in by_id},
        search_text,
    )


def make_question(text: str, **fields: Any) -> Question:
    """Return a question as it is read; any field may be given."""
    return Question(text, text, fold(text), **fields)


def make_scope(*reports: str) -> Scope:
    """Return a scope of the reports given, or of all."""
    return Scope(reports or tuple(TEXTS), "named" if reports else "all")
