"""Questions of what is held: which reports, the oldest, the newest, when an inspection was, who led it.

Answered from the catalogue; each report is quoted by its authority, its dates and, where asked, its lead inspector.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from ingest.models import Report
from retrieval.held import Held, LookedUp
from retrieval.ledger.algebra.wording import begun, counted, joined, possessive, when
from retrieval.ledger.rows import Printed, build_rows, cite_printed
from retrieval.lookups.chosen import Chosen, choose_reports, kind_name, narrow
from retrieval.models import Citation, Draft, LedgerCell, Notice, Outcome, Scope, Statement
from retrieval.question.models import Question
from retrieval.reports.periods import grades_services
from retrieval.reports.report_dates import report_day, report_year
from retrieval.scope.notices import report_not_held

_WHO = re.compile(r"\b(?:lead|led|who|whom|whose names?|inspectors?'? names?|names?|signed|sined|hmi|team|inspector)\b")
_PUBLISHED = re.compile(r"\b(?:publi\w+|came out|come out|coming out|released?|issued?|put online|made public|month)\b")
_ON_SITE = re.compile(
    r"\b(?:on[- ]site|fieldwork|days?|there|inspected|visit(?:ed|s)?|inspection dates?|dates? of (?:the )?inspection"
    r"|came|come|cum)\b"
)
_WHEN = re.compile(
    r"\b(?:when|wen|(?:what|which) (?:dates?|days?|year|month)|on which|dates?|how (?:old|recent)|between what)\b"
)
_GAP = re.compile(r"\b(?:gaps?|how long between|interval)\b")
_NEXT = re.compile(r"\bwhen(?:'s| is| are| will| does| do| should)\b.{0,60}\b(?:next|due|again)\b")
_NOT_ANNOUNCED = "The reports do not say: each looks back on one inspection."
_SINGLE = re.compile(r"\b(?:only|just) (?:a single|one|1)\b|\bsingle report\b")
_EACH = re.compile(
    r"\b(?:inspections|reports|visits|each|every|all|both|times|authorities|councils|history|gaps?|order)\b"
)
_YEAR = 365.25
_FEW = 5
"""Reports whose overall grade is told beside their date: of more, the list itself is what is asked for."""


@dataclass(frozen=True, slots=True)
class _Asked:
    """Which facts of the reports are asked for."""

    who: bool
    published: bool
    inspected: bool

    @property
    def facts(self) -> bool:
        """Whether a fact is asked for, rather than what is held."""
        return self.who or self.published or self.inspected


def answer_held(question: Question, scope: Scope, held: Held) -> LookedUp | None:
    """Answer a question whose act is `holdings`."""
    if question.act != "holdings":
        return None
    if _NEXT.search(question.folded):
        draft = Draft("not_in_reports", text=_NOT_ANNOUNCED, reason="no_sentence_answers", confidence=0.0)
        return LookedUp(draft, scope)
    chosen = choose_reports(question, scope, held)
    if not chosen.reports:
        return LookedUp(_none(chosen, held), scope)
    if _SINGLE.search(question.folded) and not question.names:
        tally = Counter(one.authority for one in chosen.reports)
        chosen = replace(chosen, reports=tuple(one for one in chosen.reports if tally[one.authority] == 1))
    asked = _read(question)
    if asked.facts and not _EACH.search(question.folded):
        chosen = narrow(question, scope, chosen)
    told = _facts(chosen, asked, held) if asked.facts else _listed(chosen, held)
    gap = _gaps(chosen) if _GAP.search(question.folded) else ""
    opening = " ".join(part for part in (gap, told.opening, chosen.notes) if part)
    text = "\n".join([opening, *told.lines])
    outcome: Outcome = "partial" if chosen.unheld or chosen.missing else "answered"
    draft = Draft(outcome, told.statements, "holdings", text, confidence=1.0, long_form=True)
    keys = tuple(one.key for one in chosen.reports)
    return LookedUp(draft, Scope(keys, scope.reading, (), _notices(chosen)))


def _read(question: Question) -> _Asked:
    words = " ".join((question.folded, *question.topics))
    who = bool(_WHO.search(words)) and not re.search(r"\bwho(?:'s| is| has| have)? (?:you|held|here)\b", words)
    published = bool(_PUBLISHED.search(words)) and bool(_WHEN.search(words) or "date" in question.wants or not who)
    asks_when = bool(_WHEN.search(words)) or "date" in question.wants
    inspected = asks_when and bool(_ON_SITE.search(words))
    if asks_when and not published and not inspected:
        published = inspected = True
    one_sort = question.period.op not in ("none", "all", "at", "before", "since", "between") or bool(question.names)
    return _Asked(who, published and one_sort, inspected and one_sort)


@dataclass(frozen=True, slots=True)
class _Told:
    opening: str
    lines: tuple[str, ...]
    statements: tuple[Statement, ...]


def _facts(chosen: Chosen, asked: _Asked, held: Held) -> _Told:
    """Tell the facts asked for of each report, quoted where it prints them."""
    sentences, statements, lines = [], [], []
    for report in chosen.reports:
        printed = cite_printed(report, held.find)
        sentences.append(_sentence(report, printed, asked))
        quotes = [printed.who, *_quotes(printed, asked)]
        if quoted := [one for one in quotes if one is not None]:
            statements.append(_state(quoted))
            lines.append(statements[-1].text)
    return _Told(" ".join(sentences), tuple(lines), tuple(statements))


def _quotes(printed: Printed, asked: _Asked) -> list[Citation | None]:
    dates = [printed.published if asked.published else None, printed.inspected if asked.inspected else None]
    dates += [printed.inspected] if asked.published and not printed.published else []
    if not any(dates):
        dates = [printed.published or printed.inspected]
    return [*dates, printed.lead if asked.who else None]


def _state(quoted: Sequence[Citation]) -> Statement:
    """Return a statement that is its quotations alone: "Leeds: 21 February to 4 March 2022: Ada Quill"."""
    distinct = list(dict.fromkeys(quoted))
    return Statement(": ".join(one.quote for one in distinct), tuple(distinct))


def _sentence(report: Report, printed: Printed, asked: _Asked) -> str:
    parts = []
    unprinted = asked.published and not (printed.published and report.published)
    if asked.inspected or unprinted:
        dates = printed.inspected.quote if printed.inspected else ""
        span = re.sub(r"^\W*inspection dates?\W*", "", dates, flags=re.IGNORECASE)
        parts.append(f"was inspected on {span}" if span else "prints no dates of its inspection")
    if asked.published:
        day = printed.published.quote if printed.published and report.published else ""
        parts.append(f"was published on {day}" if day else "prints no date of publication")
    if asked.who:
        lead = report.lead_inspector
        parts.append(f"was led by {lead}" if lead else "names no lead inspector that could be read")
    named = f"{possessive(report.authority)} {kind_name(report)}"
    dated = "" if asked.published or asked.inspected else f" ({when(report)})"
    return f"{named}{dated} {joined(parts)}."


def _listed(chosen: Chosen, held: Held) -> _Told:
    """List the reports, with the overall grade of each where they are few."""
    reports = chosen.reports
    authorities = list(dict.fromkeys(one.authority for one in reports))
    over = f" of {counted(len(authorities), 'authority')}" if 1 < len(authorities) < len(reports) else ""
    verb = "is" if len(reports) == 1 else "are"
    opening = f"{counted(len(reports), chosen.noun)}{chosen.called} {verb} held{over}"
    few = len(reports) <= _FEW
    if chosen.place and len(reports) == 1:
        opening = f"{begun(chosen.place.removesuffix(' held'))} {chosen.noun}{chosen.called} held"
    grades = {one.report.key: one for one in held.cells if one.judgement.area == "overall" and one.judgement.grade}
    names = [_name(one, grades.get(one.key) if few else None, alone=bool(chosen.own)) for one in reports]
    opening += (
        f": {joined(names)}." if few or len(authorities) == 1 else f"{_span(reports)}: {joined(_years(reports))}."
    )
    statements, lines = [], []
    for report in reports:
        cell = grades.get(report.key) if few else None
        if cell and (rows := build_rows([[cell]], held.find, named=True)):
            statements.append(rows[0].statement)
            lines.append(rows[0].text)
            continue
        printed = cite_printed(report, held.find)
        dated = printed.published or printed.inspected
        if quoted := [one for one in (printed.who, dated) if one is not None]:
            statements.append(Statement(_dated(quoted), tuple(dict.fromkeys(quoted))))
        lines.append(f"{report.authority} ({dated.quote if dated else when(report)})")
    return _Told(opening, tuple(lines), tuple(statements))


def _dated(quoted: Sequence[Citation]) -> str:
    first, *rest = dict.fromkeys(quoted)
    return f"{first.quote} ({rest[0].quote})" if rest else first.quote


def _name(report: Report, cell: LedgerCell | None, *, alone: bool) -> str:
    grade = f"{cell.judgement.grade} overall" if cell else ""
    kind = "" if kind_name(report) == "inspection" else f"{kind_name(report)} "
    if alone:
        return f"{kind}{when(report)}{f' ({grade})' if grade else ''}"
    return f"{report.authority} ({kind}{when(report)}{f', {grade}' if grade else ''})"


def _years(reports: Sequence[Report]) -> list[str]:
    """Return "Camden (2017, 2022)" for each authority."""
    years: dict[str, list[str]] = {}
    for report in reports:
        years.setdefault(report.authority, []).append(str(report_year(report)))
    return [f"{name} ({', '.join(own)})" for name, own in years.items()]


def _span(reports: Sequence[Report]) -> str:
    first, *_, last = sorted(map(report_year, reports))
    return f", from {first} to {last}" if first != last else ""


def _gaps(chosen: Chosen) -> str:
    own = sorted((one for one in chosen.reports if grades_services(one)), key=report_day)
    if len(own) < 2 or len({one.authority for one in own}) > 1:
        return ""
    spans = [
        f"{(report_day(later) - report_day(earlier)).days / _YEAR:.1f} years from {report_year(earlier)} to"
        f" {report_year(later)}"
        for earlier, later in pairwise(own)
    ]
    return f"Between the inspections held lie {joined(spans)}."


def _none(chosen: Chosen, held: Held) -> Draft:
    """Say that nothing of the kind is held, and what is."""
    text = f"No {'such ' if chosen.place else ''}{chosen.noun}{chosen.called} is held."
    if chosen.own:
        have = joined(_name(one, None, alone=True) for one in sorted(chosen.own, key=report_day))
        return Draft("report_not_held", reason="not_held", text=f"{text} Held of {chosen.own[0].authority}: {have}.")
    if chosen.unheld:
        return report_not_held(f"No report of {joined(chosen.unheld, 'or')} is held.", held.reports)
    return Draft("answered", text=text, reason="holdings", confidence=1.0)


def _notices(chosen: Chosen) -> tuple[Notice, ...]:
    return tuple(Notice("not_held", f"No report of {name} is held.") for name in chosen.unheld)
