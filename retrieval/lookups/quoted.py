"""What a question names outright, quoted by itself: a paragraph, a recommendation, a page, a summary."""

import re
from collections.abc import Callable, Sequence

from ingest.models import Passage
from retrieval.checking.citations import cite
from retrieval.held import Held, LookedUp
from retrieval.models import Draft, Scope, Statement
from retrieval.question.models import Question
from retrieval.question.references import Reference, ReferenceKind
from retrieval.scope.notices import which_report

_SUMMARY_WORDS = frozenset("executive overall summary key findings of the and for on section report".split())
_SUMMARIES: tuple[Callable[[Passage], bool], ...] = (
    lambda one: one.label.startswith("Executive summary"),
    lambda one: re.match(r"Summary, \d", one.label) is not None,
    lambda one: any(re.search(r"summary of (?:key )?findings", heading.lower()) for heading in one.section),
)
"""What is a report's own summary, by framework: SIF from 2015 on, ILACS, SIF before."""
_SECTION_DEPTH = 2


def answer_named(question: Question, scope: Scope, held: Held) -> LookedUp | None:
    """Quote what the question names by its number, or ask of which report where several are in scope."""
    if question.reference is None:
        return None
    if len(scope.reports) == 1:
        draft = answer_reference(question.reference, held.passages(scope.reports[0]))
        return LookedUp(draft, scope) if draft else None
    if question.reference.numbers:
        found = [report for report in held.reports if report.key in scope.reports]
        return LookedUp(which_report(question.text, found), scope)
    return None


def answer_reference(reference: Reference, passages: Sequence[Passage]) -> Draft | None:
    """Answer with the passages themselves, in the report's order; None where a named section is not there."""
    ordered = sorted(passages, key=lambda passage: passage.ordinal)
    found = _find(reference, ordered)
    if not found:
        return _missing(reference, ordered)
    statements = tuple(quote_whole(passage) for passage in found)
    absent = [number for number in reference.numbers if not _of_number(reference.kind, number, found)]
    opening = [_missing_sentence(reference.kind, absent, ordered)] if absent else []
    if reference.counted:
        opening = [f"The report lists {len(statements)}:"]
    text = "\n".join([*opening, *(statement.text for statement in statements)]) if opening else None
    return Draft("partial" if absent else "answered", statements, text=text, confidence=1.0, long_form=True)


def quote_whole(passage: Passage) -> Statement:
    """Return a passage, all of it, as a statement."""
    return Statement(passage.text.strip(), (cite(passage, 0, len(passage.text)),))


def _find(reference: Reference, passages: Sequence[Passage]) -> list[Passage]:
    if reference.kind == "recommendations":
        return [passage for passage in passages if passage.kind == "recommendation" and passage.text.strip()]
    if reference.kind == "section":
        return _of_section(reference.name, passages)
    return [passage for number in reference.numbers for passage in _of_number(reference.kind, number, passages)]


def _of_number(kind: ReferenceKind, number: int, passages: Sequence[Passage]) -> list[Passage]:
    """Return the passages of a number, with the bullets that belong to a paragraph."""
    if kind == "page":
        return [passage for passage in passages if number in passage.pages and passage.kind != "heading"]
    if kind == "footnote":
        return [
            passage for passage in passages if passage.kind == "footnote" and _label_number(passage.label) == number
        ]
    if kind == "recommendation":
        recommendations = [passage for passage in passages if passage.kind == "recommendation"]
        return [one for one in recommendations if one.number == number or _label_number(one.label) == number][:1]
    printed = [one for one in passages if one.number == number and one.kind in ("paragraph", "recommendation")]
    ids = {passage.id for passage in printed}
    return sorted([*printed, *_under(ids, passages)], key=lambda passage: passage.ordinal)


def _under(parents: set[str], passages: Sequence[Passage]) -> list[Passage]:
    """Return the bullets under `parents`, nested ones included."""
    children = [passage for passage in passages if passage.parent in parents and passage.id not in parents]
    return [*children, *_under({child.id for child in children}, passages)] if children else []


def _label_number(label: str) -> int | None:
    match = re.search(r"(?:Recommendation|Footnote|point)\s(\d+)", label)
    return int(match[1]) if match else None


def _of_section(name: str, passages: Sequence[Passage]) -> list[Passage]:
    """Return the passages of the report's own summary, or of the summary of the section that `name` is about."""
    about = {word for word in re.findall(r"[a-z]+", name) if word not in _SUMMARY_WORDS}
    if not about:
        return own_summary(passages)
    unnumbered = [one for one in passages if one.kind == "unnumbered" and "children and young people" not in one.label]
    summaries = [one for one in unnumbered if "summary" in _place(one)]
    # Some reports open a section with unnumbered paragraphs and do not call them a summary.
    return next((found for some in (summaries, unnumbered) if (found := _first_group(some, _is_about(about)))), [])


def own_summary(passages: Sequence[Passage]) -> list[Passage]:
    """Return the passages of the summary that the report itself gives; [] where it has none."""
    shown = [passage for passage in passages if passage.kind not in ("heading", "footnote")]
    return next((found for belongs in _SUMMARIES if (found := _first_group(shown, belongs))), [])


def _is_about(words: set[str]) -> Callable[[Passage], bool]:
    return lambda one: words <= set(re.findall(r"[a-z]+", _place(one)))


def _first_group(passages: Sequence[Passage], belongs: Callable[[Passage], bool]) -> list[Passage]:
    """Return the passages that belong, of the first section that has any (a later part may have a summary as well)."""
    found = [passage for passage in passages if belongs(passage)]
    return [passage for passage in found if passage.section[:_SECTION_DEPTH] == found[0].section[:_SECTION_DEPTH]]


def _place(passage: Passage) -> str:
    """Return where a passage stands, in small letters: its headings and its label without the ordinal."""
    return " ".join((*passage.section, re.sub(r", \d+\w* paragraph$", "", passage.label))).lower()


def _missing(reference: Reference, passages: Sequence[Passage]) -> Draft | None:
    if reference.kind in ("section", "recommendations") or not passages:
        return None
    return Draft(
        "not_in_reports", reason="no_such_number", text=_missing_sentence(reference.kind, reference.numbers, passages)
    )


def _missing_sentence(kind: ReferenceKind, numbers: Sequence[int], passages: Sequence[Passage]) -> str:
    """Say that a number does not exist, and which do; a page within the report may hold headings or contents only."""
    known = sorted({number for passage in passages for number in _numbers_of(kind, passage)})
    called = f"{kind} {' or '.join(str(number) for number in numbers)}"
    if not known:
        return f"The report has no numbered {kind}s, so no {called}."
    if kind == "page" and all(number <= known[-1] for number in numbers):
        return f"There is nothing to quote on {called} of the report."
    return f"The report has no {called}: its {kind}s run from {known[0]} to {known[-1]}."


def _numbers_of(kind: ReferenceKind, passage: Passage) -> tuple[int, ...]:
    if kind == "page":
        return passage.pages
    if kind == "paragraph":
        return (passage.number,) if passage.number and passage.kind in ("paragraph", "recommendation") else ()
    number = passage.number or _label_number(passage.label)
    return (number,) if number and passage.kind == kind else ()
