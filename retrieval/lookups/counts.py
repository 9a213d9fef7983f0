"""Questions of how many: recommendations, paragraphs, pages of a report; reports, visits, authorities held.

The number stands first, and what it was counted from is cited.
"""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ingest.models import Report
from retrieval.held import Held, LookedUp
from retrieval.ledger.algebra.wording import counted, joined, when
from retrieval.ledger.rows import cite_printed
from retrieval.lookups.chosen import choose_reports, kind_name, narrow
from retrieval.lookups.quoted import quote_whole
from retrieval.models import Draft, Outcome, Scope, Statement
from retrieval.question.models import Question
from retrieval.reports.report_dates import report_year
from retrieval.scope.notices import report_not_held
from retrieval.text.folding import fold
from retrieval.text.roots import root

_RECOMMENDATIONS = re.compile(
    r"\b(?:rec+o?m+end\w*|recs?|reocm\w*|improvement points?|areas? for (?:improvement|priority action)"
    r"|priority actions?|(?:things? )?(?:told|asked|has|have|had|needs?) to (?:fix|improve|do)|what needs to improve"
    r"|remedial\w*|bullets?|actions?)\b"
)
_PARAGRAPHS = re.compile(r"\b(?:(?:numbered )?para(?:graph)?s?)\b")
_PAGES = re.compile(r"\b(?:pages?|pgs?|print)\b")
_AUTHORITIES = re.compile(r"\b(?:councils?|authorit(?:y|ies)|las|boroughs|places)\b")
_HELD = re.compile(
    r"\b(?:reports?|inspections?|inspected|documents?|letters?|visits?|jtais?|ilacs|sifs?|full ones?|times|pdfs?|files?"
    r"|been to see)\b"
)
_PER_YEAR = re.compile(r"\b(?:per|by|each|every) year\b")
_PER_KIND = re.compile(r"\b(?:by|per|each|every) (?:\w+ )?(?:type|kind|sort)s?\b|\bby inspection\b")
_PER_AUTHORITY = re.compile(r"\b(?:by|per|each|every|for each) (?:council|authority|la|borough)\b")
_ABOUT = re.compile(r"\b(?:about|on|to do with|concerning|concern|bear on|regarding|for)\b(?P<topic>.*)$")
_PLAIN = frozenset(
    "the a an of in for to and our their its total number count named all any this that those these".split()
)
_MOST_SHOWN = 40


@dataclass(frozen=True, slots=True)
class _Counted:
    """A number with what it is of, and what it was counted from."""

    number: int
    said: str
    statements: tuple[Statement, ...]


_Count = Callable[[Report, Held, str], _Counted]


def answer_count(question: Question, scope: Scope, held: Held) -> LookedUp | None:
    """Answer a question whose act is `count`; None where what is counted is none of these."""
    if question.act != "count":
        return None
    asked = fold(" ; ".join(question.topics)) or question.folded
    counts = _counts(asked) or _counts(question.folded)
    if counts:
        return _in_reports(question, scope, held, counts, asked)
    if _HELD.search(asked) or _AUTHORITIES.search(asked) or question.inspection != "none":
        return _of_library(question, scope, held, asked)
    return None


def _counts(asked: str) -> list[_Count]:
    sorts: list[tuple[re.Pattern[str], _Count]] = [
        (_PAGES, _pages),
        (_PARAGRAPHS, _paragraphs),
        (_RECOMMENDATIONS, _recommendations),
    ]
    return [count for pattern, count in sorts if pattern.search(asked)]


# In a report


def _in_reports(question: Question, scope: Scope, held: Held, counts: Sequence[_Count], asked: str) -> LookedUp | None:
    """Count in the report meant: the newest inspection where none is named, each of those that a period names."""
    chosen = narrow(question, scope, choose_reports(question, scope, held))
    if not chosen.reports or (question.everyone and len(chosen.reports) > _MOST_SHOWN * 3):
        return None
    topic = _topic(asked)
    lines: list[str] = []
    statements: list[Statement] = []
    total = 0
    for report in chosen.reports:
        for count in counts:
            found = count(report, held, topic)
            lines.append(f"{found.said} in the {kind_name(report)} report on {report.authority} ({when(report)}).")
            statements += found.statements
            total += found.number
    several = len(chosen.reports) > 1 and len(counts) == 1
    opening = " ".join(
        [*([f"{total} in {counted(len(chosen.reports), 'report')} together."] if several else []), *lines]
    )
    text = "\n".join([f"{opening} {chosen.notes}".strip(), *(one.text for one in statements)])
    outcome: Outcome = "partial" if chosen.unheld or chosen.missing else "answered"
    draft = Draft(outcome, tuple(statements), "count", text, confidence=1.0, long_form=True)
    return LookedUp(draft, Scope(tuple(one.key for one in chosen.reports), scope.reading))


def _recommendations(report: Report, held: Held, topic: str) -> _Counted:
    found = [one for one in held.passages(report.key) if one.kind == "recommendation" and one.text.strip()]
    whole = len(found)
    if roots := _roots(topic):
        found = [one for one in found if roots & _roots(f"{one.lead_in} {one.text}")]
    said = counted(len(found), "recommendation")
    said = f"{said} (of {whole}) that {'speaks' if len(found) == 1 else 'speak'} of {topic}" if topic else said
    return _Counted(len(found), said, tuple(quote_whole(one) for one in found))


def _paragraphs(report: Report, held: Held, topic: str) -> _Counted:
    passages = held.passages(report.key)
    numbered = [one for one in passages if one.number is not None and one.kind in ("paragraph", "recommendation")]
    if roots := _roots(topic):
        about = [one for one in numbered if roots & _roots(one.text)]
        said = f"{counted(len(about), 'numbered paragraph')} (of {len(numbered)}) with a word of “{topic}”"
        return _Counted(len(about), said, tuple(quote_whole(one) for one in about[:_MOST_SHOWN]))
    last = max(numbered, key=lambda one: one.number or 0, default=None)
    run = f", the last numbered {last.number}," if last else ""
    return _Counted(
        len(numbered), f"{counted(len(numbered), 'numbered paragraph')}{run}", (quote_whole(last),) if last else ()
    )


def _pages(report: Report, held: Held, _topic: str) -> _Counted:
    if not report.page_count:
        return _Counted(0, "No page numbers are known", ())
    return _Counted(report.page_count, counted(report.page_count, "page"), _opening(report, held))


def _opening(report: Report, held: Held) -> tuple[Statement, ...]:
    printed = cite_printed(report, held.find)
    quoted = [one for one in dict.fromkeys((printed.who, printed.published or printed.inspected)) if one is not None]
    if not quoted:
        return ()
    text = f"{quoted[0].quote} ({quoted[1].quote})" if len(quoted) > 1 else quoted[0].quote
    return (Statement(text, tuple(quoted)),)


def _topic(asked: str) -> str:
    """Return what the things counted have to be about ("caseloads" in "recommendations about caseloads")."""
    match = _ABOUT.search(_RECOMMENDATIONS.sub(" ", asked))
    words = re.findall(r"[a-z][a-z'-]+", match["topic"]) if match else []
    kept = [word for word in words if word not in _PLAIN and not _counts(word)]
    return " ".join(kept)


def _roots(text: str) -> frozenset[str]:
    return frozenset(root(word) for word in re.findall(r"[a-z]+", text.lower()) if word not in _PLAIN)


# In the library


def _of_library(question: Question, scope: Scope, held: Held, asked: str) -> LookedUp | None:
    """Count what is held: reports by authority, kind, year, period, or the authorities themselves."""
    chosen = choose_reports(question, scope, held)
    reports = chosen.reports
    authorities = dict.fromkeys(one.authority for one in reports)
    noun = chosen.noun
    if chosen.unheld and not reports:
        return LookedUp(report_not_held(f"No report of {joined(chosen.unheld, 'or')} is held.", held.reports), scope)
    if not reports:
        opening = f"No {noun}{chosen.called} is held."
    elif _AUTHORITIES.search(asked) and not question.names:
        opening = f"{counted(len(authorities), 'authority')} {'is' if len(authorities) == 1 else 'are'} held"
        opening += f"{chosen.called} ({counted(len(reports), 'report')}): {joined(authorities)}."
    else:
        years = joined(when(one) for one in reports) if len(authorities) == 1 and reports else ""
        verb = "is" if len(reports) == 1 else "are"
        opening = f"{counted(len(reports), noun)}{chosen.called} {verb} held{f': {years}' if years else ''}."
    opening = " ".join([opening, *_spread(question, asked, reports), chosen.notes]).strip()
    if not reports:
        opening += " Only the reports ingested are counted; others may have been published."
    statements = tuple(one for report in reports for one in _opening(report, held))
    text = "\n".join([opening, *(one.text for one in statements)])
    draft = Draft("answered", statements, "count", text, confidence=1.0, long_form=True)
    return LookedUp(draft, Scope(tuple(one.key for one in reports) or scope.reports, scope.reading))


def _spread(question: Question, asked: str, reports: Sequence[Report]) -> list[str]:
    words = f"{asked} {question.folded}"
    spreads: list[tuple[re.Pattern[str], Callable[[Report], str]]] = [
        (_PER_YEAR, lambda one: str(report_year(one))),
        (_PER_KIND, kind_name),
        (_PER_AUTHORITY, lambda one: one.authority),
    ]
    told = []
    for pattern, key in spreads:
        if pattern.search(words):
            tally = Counter(map(key, reports))
            told.append(f"{joined(f'{name}: {number}' for name, number in sorted(tally.items()))}.")
    return told
