"""How the front doors put things to a reader: references, reports, dates, what was found."""

from collections.abc import Iterable, Sequence
from datetime import date

from ingest.models import ParsedReport, Passage, Report
from retrieval.models import Outcome

KINDS = {
    "full": "inspection",
    "board_review": "review of the safeguarding board",
    "focused_visit": "focused visit",
    "monitoring_visit": "monitoring visit",
    "thematic": "inspection of one service",
}

OUTCOMES: dict[Outcome, str] = {
    "answered": "Answered from the report",
    "partial": "Answered in part",
    "not_in_reports": "The reports do not say",
    "report_not_held": "That report is not held",
    "out_of_scope": "Not a question for the reports",
    "needs_clarification": "Which one do you mean?",
}


def in_words(day: date | None) -> str:
    """Return "16 May 2018", or "date unknown"."""
    return f"{day.day} {day:%B %Y}" if day else "date unknown"


def pages_in_words(pages: Sequence[int]) -> str:
    """Return "p. 6", "pp. 21-22", "pp. 3, 7", or "" for an export without pages."""
    if not pages:
        return ""
    if len(pages) == 1:
        return f"p. {pages[0]}"
    unbroken = list(pages) == list(range(pages[0], pages[-1] + 1))
    return f"pp. {pages[0]}-{pages[-1]}" if unbroken else f"pp. {', '.join(map(str, pages))}"


def reference(label: str, pages: Sequence[int]) -> str:
    """Return a reference as people write it: "para 61, pp. 21-22"."""
    return ", ".join(filter(None, [label, pages_in_words(pages)]))


def name_report(report: Report) -> str:
    """Return "Surrey, inspection published 16 May 2018"."""
    if report.published:
        return f"{report.authority}, {KINDS[report.kind]} published {in_words(report.published)}"
    return f"{report.authority}, {KINDS[report.kind]} of {in_words(report.inspected_to)}"


def count(number: int, noun: str) -> str:
    """Return "1 passage", "1,240 passages"."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def describe_passages(passages: Iterable[Passage]) -> str:
    """Return "110 numbered paragraphs, 18 of them recommendations; 64 other passages"."""
    held = list(passages)
    numbered = [one for one in held if one.number is not None and one.kind in ("paragraph", "recommendation")]
    recommendations = sum(one.kind == "recommendation" for one in numbered)
    text = count(len(numbered), "numbered paragraph")
    if recommendations:
        text += f", {recommendations} of them {'a recommendation' if recommendations == 1 else 'recommendations'}"
    return f"{text}; {count(len(held) - len(numbered), 'other passage')}"


def describe_reading(parsed: ParsedReport) -> str:
    """Return `describe_passages` and how many characters of the file were not read into any passage."""
    unread = count_unread(parsed)
    return f"{describe_passages(parsed.passages)}; {count(unread, 'character') if unread else 'nothing'} unread"


def count_unread(parsed: ParsedReport) -> int:
    """Count the characters of the pages, white space apart, that are neither in a passage nor page furniture."""
    first = 1 if parsed.report.page_count else 0
    taken = [bytearray(len(text)) for text in parsed.page_texts]
    spans = [span for passage in parsed.passages for span in passage.spans]
    for span in spans + [one.span for one in parsed.furniture]:
        page = taken[span.page - first]
        page[span.start : span.end] = b"\1" * (min(span.end, len(page)) - span.start)
    return sum(
        not (used or character.isspace())
        for text, marks in zip(parsed.page_texts, taken, strict=True)
        for character, used in zip(text, marks, strict=True)
    )
