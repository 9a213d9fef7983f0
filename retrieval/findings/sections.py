"""Which part of a report a passage belongs to: a graded area, the report's own lists, or what is no finding at all."""

from collections.abc import Iterator, Sequence

from ingest.models import Passage

_AREA_WORDS = (
    ("safeguarding_board", ("safeguarding children board", "lscb", "safeguarding board")),
    ("help_and_protection", ("help and protection", "help or protection")),
    ("care_leavers", ("care leavers", "leaving care", "care experienced", "care-experienced")),
    ("adoption", ("adoption",)),
    ("looked_after_or_in_care", ("looked after", "in care", "cared for", "achieving permanence")),
    ("leadership", ("leaders", "leadership")),
)
"""What headings call each area of the ledger; one heading may name several ("children in care and care leavers")."""
_CONTINUES = ("inspection findings", "summary")
"""A heading that says nothing of its own: it belongs to the area before it where the area's heading was lost."""
_ASIDE = (
    "information about this local authority", "information about this inspection", "information about this report",
    "inspection team", "what the inspection judgements mean", "summary for children and young people",
    "service information", "previous ofsted inspections", "front page", "back page", "about this inspection",
    "other ofsted inspections", "record of main findings", "inspection of local authority arrangements",
)  # fmt: skip
"""Headings, or openings of labels, of what is no finding: the area's figures, the team, words for children."""
_STRENGTHS = (
    "following strengths", "’s strengths", "'s strengths", "key strengths", "good because", "outstanding because",
    "works well", "doing that is effective",
)  # fmt: skip
_WEAKNESSES = ("not yet good because", "inadequate because", "improvement because", "need to do better")
_BODY = frozenset({"paragraph", "unnumbered", "bullet"})


def areas_named(heading: str) -> frozenset[str]:
    """Return the areas of the ledger that a heading names."""
    folded = heading.lower()
    if "need of help and protection, children looked after" in folded:
        # The title of the whole report.
        return frozenset()
    return frozenset(area for area, phrases in _AREA_WORDS if any(phrase in folded for phrase in phrases))


def with_areas(passages: Sequence[Passage]) -> Iterator[tuple[Passage, frozenset[str]]]:
    """Yield each finding with the areas that the innermost telling heading above it names, () where none does."""
    last: frozenset[str] = frozenset()
    for passage in passages:
        if passage.kind not in _BODY or is_aside(passage):
            continue
        named = next((found for one in reversed(passage.section) if (found := areas_named(one))), frozenset())
        if not named and passage.section and passage.section[-1].lower().startswith(_CONTINUES):
            named = last
        last = named
        yield passage, named


def of_area(area: str, passages: Sequence[Passage]) -> list[Passage]:
    """Return the findings of an area; those about another that has headings of its own inside are left out."""
    found = [(passage, areas) for passage, areas in with_areas(passages) if area in areas]
    fewest = min((len(areas) for _, areas in found), default=0)
    return [passage for passage, areas in found if len(areas) == fewest]


def is_aside(passage: Passage) -> bool:
    """Whether a passage is no finding: figures of the area, the team, what grades mean, words for children."""
    places = [one.lower() for one in (*passage.section, passage.label)]
    return any(phrase in place for place in places for phrase in _ASIDE)


def lists_strengths(passage: Passage) -> bool:
    """Whether the report itself lists the passage among what is good."""
    return any(phrase in one.lower() for one in passage.section for phrase in _STRENGTHS) and not lists_weaknesses(
        passage
    )


def lists_weaknesses(passage: Passage) -> bool:
    """Whether the report itself lists the passage among the reasons for a poor grade."""
    return any(phrase in one.lower() for one in passage.section for phrase in _WEAKNESSES)


def is_of_board(passage: Passage) -> bool:
    """Whether a passage is of the review of a safeguarding board that a report prints beside its own."""
    return any("safeguarding_board" in areas_named(one) for one in passage.section)


def section_called(words: frozenset[str], passages: Sequence[Passage]) -> list[Passage]:
    """Return the findings below the outermost heading that holds all of `words` (stems are not compared here)."""
    shown = [one for one in passages if one.kind in _BODY and not is_aside(one)]
    for passage in shown:
        for depth, heading in enumerate(passage.section, start=1):
            if words and words <= frozenset(heading.lower().split()):
                return [one for one in shown if one.section[:depth] == passage.section[:depth]]
    return []
