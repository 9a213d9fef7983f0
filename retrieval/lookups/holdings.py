"""Questions about the library itself: which reports are held, how many, of whom, from when."""

import re
from collections.abc import Sequence

from ingest.models import Report
from retrieval.held import FindPassages
from retrieval.ledger.rows import cite_opening
from retrieval.ledger.tables import restrict
from retrieval.models import Draft, Statement
from retrieval.reports.authorities import find_authorities
from retrieval.reports.report_dates import name_report, report_day
from retrieval.text.dates import find_dates
from retrieval.text.folding import fold

_REPORTS = r"(?:reports?|inspections?|documents?|pdfs?|authorit(?:y|ies)|(?:local )?councils?|local authorities|las)"
_ASKED = re.compile(
    rf"^any (?:other |more )?{_REPORTS}|\b(?:which|what|how many|list|name|show)\b[\w\s']{{0,25}}\b{_REPORTS}\b"
    rf"|\b(?:have you|do you|is there|are there|you)\b[\w\s']{{0,30}}\b{_REPORTS}\b"
    r"|\bhow (?:many times|often) (?:has|have|was|were)\b.*\binspected\b"
    r"|\bwhat(?:'s| is| do you have| have you got) in (?:the|this|your) library\b"
)
_HELD = re.compile(
    r"\b(?:hold|held|have|got|there|library|available|loaded|inspected|published|covers?|covered|included?|searched|search"
    r"|database|stored|from|for|of)\b"
)
_NEXT = re.compile(
    r"^(?:so |and )?when(?:'s| is| are| will| does| do| should)\b[\w\s']{0,40}\b(?:(?:next|due)\b[\w\s']{0,30}\binspect"
    r"|inspect\w*\b[\w\s']{0,20}\b(?:next|again|due))"
)
_NOT_ANNOUNCED = "The reports do not say: each looks back on one inspection."
_PLAIN = frozenset(
    """a about all any and are as at authorities authority available been by can contain contains council councils
    cover covered covers data database date dates did do document documents does ever every for from full got had has
    have held here hold how i ilacs in included include inspected inspection inspections is it its kept las
    latest library list loaded local many me my name named newest of often ofsted old oldest on our pdf pdfs please pls
    published report reports search searched see show sif since stored system tell that the them there these this
    times to under uploaded us
    was we were what what's when which with year years you your""".split()
)


def answer_holdings(question: str, reports: Sequence[Report], find: FindPassages) -> Draft | None:
    """Answer a question about what is held, each report quoted by its authority and date; None for any other question.

    When the next inspection is due is none that a report could answer.

    An authority that is not held is left to `resolve_scope`, which says so.
    """
    folded = fold(question)
    if _NEXT.match(folded):
        return Draft("not_in_reports", text=_NOT_ANNOUNCED, reason="no_sentence_answers", confidence=0.0)
    named = find_authorities(question, reports)
    if not _ASKED.search(folded) or not _HELD.search(folded) or any(not one.held for one in named):
        return None
    spans = [(one.start, one.end) for one in named] + [(one.start, one.end) for one in find_dates(folded)]
    if any(word not in _PLAIN for word in re.findall(r"[a-z][a-z'-]*", _without(folded, spans))):
        return None
    names = {one.name for one in named}
    restricted = restrict(
        re.sub(r"\bfrom(?= (?:19|20)\d\d\b(?! on))", "in", folded),
        [one for one in reports if not names or one.authority in names],
    )
    found = sorted(restricted.reports, key=lambda one: (one.authority, report_day(one)))
    whose = f" of {' and '.join(sorted(names))}" if names else ""
    called = "" if restricted.called == "held" else f" {restricted.called}"
    if not found:
        return Draft("answered", text=f"No report{whose}{called} is held.", reason="holdings", confidence=1.0)
    return _listed(found, f"{whose}{called}", find)


def _listed(found: Sequence[Report], called: str, find: FindPassages) -> Draft:
    authorities = len({one.authority for one in found})
    over = f" of {authorities} authorities" if authorities > 1 and authorities < len(found) else ""
    noun = "report" if len(found) == 1 else "reports"
    headline = f"{len(found)} {noun}{called} {'is' if len(found) == 1 else 'are'} held{over}."
    statements, lines = [], [headline]
    for report in found:
        who, when = cite_opening(report, find)
        lines.append(f"{report.authority} ({when.quote})" if when else name_report(report))
        if quoted := [citation for citation in (who, when) if citation is not None]:
            text = f"{who.quote} ({when.quote})" if who and when else quoted[0].quote
            statements.append(Statement(text, tuple(quoted if who and when else quoted[:1])))
    return Draft("answered", tuple(statements), "holdings", "\n".join(lines), confidence=1.0, long_form=True)


def _without(text: str, spans: Sequence[tuple[int, int]]) -> str:
    letters = list(text)
    for start, end in spans:
        letters[start:end] = " " * (end - start)
    return "".join(letters)
