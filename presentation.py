"""How the front doors put things to a reader: references, reports, dates."""

from collections.abc import Iterable, Sequence
from datetime import date

from ingest.kinds.loader import is_usual, profile_of
from ingest.models import ParsedReport, Report
from retrieval.models import Answer, Evidence, Notice, Outcome
from retrieval.reports.kinds import ANY_KIND, NO_KIND, name_of
from retrieval.text.dates import spell_date
from retrieval.text.glossary import explain

OUTCOMES: dict[Outcome, str] = {
    "answered": "Answered from the report",
    "partial": "Answered in part",
    "nearest": "The nearest that the reports come",
    "not_in_reports": "The reports do not say",
    "report_not_held": "That report is not held",
    "out_of_scope": "Not a question for the reports",
    "needs_clarification": "Which one do you mean?",
    "help": "What you can ask",
}
NEAREST = 3
"""Passages offered beside a refusal: enough to judge it, few enough to read."""


def kind_in_words(report: Report) -> str:
    """Return what kind of report it is, as a reader knows it: "focused visit"."""
    return profile_of(report.kind).called


def in_words(day: date | None) -> str:
    """Return "16 May 2018", or "date unknown"."""
    return spell_date(day) if day else "date unknown"


def pages_in_words(pages: Sequence[int], printed: Sequence[str] = ()) -> str:
    """Return "p. 6", "pp. 21-22", "pp. 3, 7", "p. 11 (13 of the file)", or "" for an export without pages.

    `printed` are what the pages call themselves, where that differs from the file's own count.
    """
    if not pages:
        return ""
    own = [str(page) for page in pages]
    if len(printed) == len(pages) and list(printed) != own:
        return f"{_pages(printed)} ({_joined(own)} of the file)"
    return _pages(own)


def _pages(names: Sequence[str]) -> str:
    return f"p. {names[0]}" if len(names) == 1 else f"pp. {_joined(names)}"


def _joined(names: Sequence[str]) -> str:
    """Return "21-22" for names that count on, else "3, 7"."""
    counted = all(name.isdecimal() for name in names)
    unbroken = counted and all(int(name) == int(names[0]) + at for at, name in enumerate(names))
    return f"{names[0]}-{names[-1]}" if unbroken and len(names) > 1 else ", ".join(names)


def reference(label: str, pages: Sequence[int], printed: Sequence[str] = ()) -> str:
    """Return a reference as people write it: "para 61, pp. 21-22"."""
    return ", ".join(filter(None, [label, pages_in_words(pages, printed)]))


def name_report(report: Report) -> str:
    """Return "Surrey, inspection published 16 May 2018"."""
    if report.published:
        return f"{report.authority}, {kind_in_words(report)} published {in_words(report.published)}"
    return f"{report.authority}, {kind_in_words(report)} of {in_words(report.inspected_to)}"


def issued_in_words(report: Report) -> str:
    """Return the date that a reader knows a report by; many print no date of publication."""
    return in_words(report.published) if report.published else f"inspected {in_words(report.inspected_to)}"


def name_briefly(report: Report) -> str:
    """Return "Surrey 2018", "Surrey, area SEND inspection 2023"."""
    day = report.published or report.inspected_to
    who = report.authority if is_usual(report.kind) else f"{report.authority}, {kind_in_words(report)}"
    return f"{who} {day.year}" if day else who


def nearest(answer: Answer) -> tuple[Evidence, ...]:
    """Return the passages that stand beside a refusal, () beside any other answer."""
    return answer.evidence[:NEAREST] if answer.outcome in ("not_in_reports", "report_not_held") else ()


def notices_beside(answer: Answer) -> tuple[Notice, ...]:
    """Return what stands beside an answer; a refusal names the reports searched itself."""
    return tuple(one for one in answer.notices if answer.statements or one.code != "newest_used")


def headline(answer: Answer) -> str:
    """Return the opening of the text that no statement says: a count, a trend, a corrected premise; "" without one."""
    opening = answer.text.split("\n", 1)[0] if answer.statements else ""
    # A cited row, or the first sentence, is shown by its statement.
    shown = any(answer.text.startswith(one.text) or opening in one.text for one in answer.statements)
    return "" if shown else opening


ACTS = {
    "fact": "a finding",
    "theme": "what is said about a topic",
    "overview": "the report as a whole",
    "section_summary": "a summary of one area",
    "strengths": "strengths",
    "weaknesses": "weaknesses",
    "strengths_weaknesses": "strengths and weaknesses",
    "recommendations": "what must improve",
    "enquiry": "questions to ask",
    "progress": "what became of earlier findings",
    "grade": "a grade",
    "grade_history": "grades over time",
    "grade_list": "which councils have a grade",
    "rank": "councils in order",
    "mention": "where something is mentioned",
    "count": "a count",
    "compare": "a comparison",
    "holdings": "the reports held",
    "reference": "a passage by its number",
    "quote_check": "the exact words",
    "definition": "what a term means",
    "premise": "the reason for a change",
    "repair": "the answer before",
}
"""What a question was understood to ask for; help and what is out of scope say so themselves."""
_PERIODS = {
    "latest": "newest inspection",
    "newest": "newest inspection",
    "previous": "the inspection before",
    "before_last": "last but one",
    "oldest": "oldest inspection",
    "all": "every inspection",
    "at": "",
    "before": "before",
    "since": "since",
    "between": "between",
    "then_and_now": "then and now,",
}


def understood_in_words(answer: Answer) -> str:
    """Say in one line how a question was read; "" where the answer says it itself."""
    read = answer.understood
    if read.get("act") not in ACTS:
        return ""
    period = read["period"]
    years = " and ".join(str(year) for year in period["years"])
    kind = read["inspection"]
    parts = [
        ": ".join(filter(None, [ACTS[read["act"]], ", ".join(read["topics"])])),
        ", ".join(read["authorities"]) or ("all councils" if read["everyone"] else ""),
        f"{_PERIODS.get(period['op'], '')} {years}".strip(),
        "" if kind in (NO_KIND, ANY_KIND) else f"{name_of(kind)} only",
    ]
    return f"Understood as: {' · '.join(filter(None, parts))}"


def terms_in_words(answer: Answer, reports: Iterable[Report]) -> str:
    """Return "Terms: MASH means multi-agency safeguarding hub.", or "" where an answer has nothing to explain.

    What one of `reports`, those that it cites, defines itself comes before the glossary's meaning.
    """
    learnt = [pair for report in reports for pair in report.acronyms]
    meanings = [f"{one.term} means {one.meaning}" for one in explain(answer.text, learnt)] if answer.statements else []
    return f"Terms: {'; '.join(meanings)}." if meanings else ""


def what_was_read(parsed: ParsedReport) -> str:
    """Return what was found in one line ("110 numbered paragraphs, 18 of them recommendations; …")."""
    numbered = [
        one for one in parsed.passages if one.number is not None and one.kind in ("paragraph", "recommendation")
    ]
    advised = sum(one.kind == "recommendation" for one in numbered)
    unread = [str(note.page) for note in parsed.notes if note.code == "unread_page"]
    first = f"{len(numbered)} numbered paragraphs" + (f", {advised} of them recommendations" if advised else "")
    last = f"no text on page {', '.join(unread)}" if unread else "nothing unread"
    return f"{first}; {len(parsed.passages) - len(numbered)} other passages; {last}"


def begin(text: str) -> str:
    """Return a text with a capital at its beginning, all else as it is: names and abbreviations keep theirs."""
    return text[:1].upper() + text[1:]


def count(number: int, noun: str) -> str:
    """Return "1 passage", "1,240 passages"."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
