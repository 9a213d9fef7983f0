"""What a question is about, without the words that only say which report is meant: those have done their work.

"In Oldham, how did the service for disabled children change between the 2019 and 2024 inspections?" asks how the
service for disabled children changed. Left in, the authority's name and the years find the front page of its reports.
"""

import re
from collections.abc import Sequence

from ingest.models import Report
from retrieval.models import Scope
from retrieval.reports.authorities import find_authorities
from retrieval.reports.periods import names_report
from retrieval.reports.report_dates import inspected_at, published_at
from retrieval.text.dates import find_dates
from retrieval.text.folding import fold

_MARK, _YEAR = "\ue000", "\ue001"
_BEFORE = (
    r"(?:(?:in|for|at|of|from|to|across|between|during|since|by|about|on|through|versus|per|behind|than(?: it was)? in"
    r"|according to|as of)\s)"
)
_INSPECTION = r"(?:(?:ofsted|full|ilacs|sif)\s)?(?:re-?)?(?:inspections?|reports?)"


def _joined(mark: str) -> str:
    """Return a pattern for further names or years beside the first: ", 2015 and 2018"."""
    between = r",|\band\b|\bor\b|\bto\b|\bthrough\b|\bversus\b|\bvs?\b|\bthen\b|-"
    return rf"(?:\s?(?:{between})\s?(?:(?:and|in|the|their)\s)*{mark})*"


_YEARS = re.compile(
    rf"(?P<before>{_BEFORE})?(?:(?:the|its|their|our|both)\s)?(?:{_MARK}(?:'s)?\s)?(?:{_INSPECTION}\s(?:in|of|from)\s)?"
    rf"\(?{_YEAR}{_joined(_YEAR)}(?:\s{_MARK}(?:'s)?)?(?P<report>\s{_INSPECTION})?\)?",
    re.IGNORECASE,
)
_ASIDE = re.compile(
    rf"\s*\((?:[\s,]|{_MARK}(?:'s)?|{_YEAR}|\b(?:the|of|in|from|ofsted|published|reports?|inspections?)\b)*\)",
    re.IGNORECASE,
)
"""Brackets that hold nothing but which report is meant: "(Wendshire, 2023 report)"."""
_WHICH = re.compile(
    rf"{_BEFORE}(?:(?:the|its|their|our|both)\s)?(?:(?:latest|newest|most recent|last|current|previous"
    rf"|two)\s)?{_INSPECTION}\b"
    rf"(?=\s*[?.,]|\s*$)|(?:the\s)?(?:latest|newest|most recent)\s{_INSPECTION}\b",
    re.IGNORECASE,
)
_OWNER = rf"{_MARK}(?:'s)?"
_VERB = r"(?:is|are|was|were|do|does|did|has|have|had|can|could|should|will|both|each)\b"
_CLEANED = tuple(
    (re.compile(pattern, re.IGNORECASE), instead)
    for pattern, instead in (
        (r"\(\s*\)", ""),
        (r"\s+", " "),
        (r"\s+(?=[,;:?.!])", ""),
        (rf"^{_MARK}{_joined(_MARK)}\s?[,.:–-]\s?", ""),
        (rf"[,;:–-]\s?{_MARK}(?:'s)?{_joined(_OWNER)}(?=\s*[?.]|$)", ""),
        (rf"\b(?:does|did|do|has|have) {_MARK} (?:have|had|got)\b(?=\s*[?.]|$)", "are there"),
        (rf"\b(?:does|did|do|has|have) {_MARK} (?:have|had|got)(?=\s(?:in|on|with|under|subject)\b)", "are"),
        (rf"{_MARK}'s?\s", "the "),
        (rf"{_BEFORE}{_MARK}{_joined(f'{_BEFORE}?{_MARK}')}", " "),
        (rf"(?:^{_MARK}{_joined(_MARK)}|(?<!^){_MARK}{_joined(_MARK)})(?=\s{_VERB})", "the council"),
        (rf"(?<=did ){_MARK}|(?<=does ){_MARK}|(?<=has ){_MARK}|(?<=is ){_MARK}|(?<=had ){_MARK}", "the council"),
        (rf"(?<=was ){_MARK}|(?<=tell ){_MARK}|(?<=told ){_MARK}|(?<=say ){_MARK}|(?<=do ){_MARK}", "the council"),
        (rf"(?<=the ){_MARK}|{_MARK}(?:'s)?{_joined(_MARK)}", ""),
        (r"\b(?:compared?|comparison)(?: with| to)?\s*(?=[?.]|$)|\b(?:vs?|versus)\s*(?=[?.]|$)", ""),
        (r"\s+", " "),
        (r"[\s,;:–-]+(?=[?.!])", ""),
    )
)
_LEAST = 2
"""Words below which nothing is left to search for, and the question is taken whole."""


def topic_of(question: str, scope: Scope, reports: Sequence[Report]) -> str:
    """Return `question` without the authorities and years that `scope` was read from; as it is where none was."""
    if scope.reading in ("selected", "all"):
        return question
    used = [report for report in reports if report.key in scope.reports]
    text = _marked(question, used, several=len(used) > 1)
    if text is None:
        return question
    text = _WHICH.sub(" ", _YEARS.sub(_without_year, _ASIDE.sub(" ", text)))
    for pattern, instead in _CLEANED:
        text = pattern.sub(instead, text).strip()
    text = text.strip(" ,;:–-").lstrip(" .")
    left = re.findall(r"\w+", text)
    return f"{text[0].upper()}{text[1:]}" if len(left) >= _LEAST else question


def _without_year(found: re.Match[str]) -> str:
    """Return what stands for "the 2017 inspection": nothing after "in", else what it is."""
    return f"the{found['report']}" if found["report"] and not found["before"] else " "


def _marked(question: str, used: Sequence[Report], *, several: bool) -> str | None:
    """Return the question with a mark for each authority and year that names a used report; None without any."""
    folded = fold(question)
    text = question if len(folded) == len(question) else folded
    authorities = {report.authority for report in used}
    named = [one for one in find_authorities(question, used) if one.name in authorities]
    spans = [(one.start, one.end) for one in named]
    years = [
        (one.start, one.end)
        for one in find_dates(folded)
        if any(published_at(report, one) or inspected_at(report, one) for report in used)
        and (several or names_report(folded, one, spans) or any(0 <= one.start - end <= 2 for _, end in spans))
    ]
    if not spans and not years:
        return None
    for start, end, mark in sorted([(*one, _MARK) for one in spans] + [(*one, _YEAR) for one in years], reverse=True):
        owned = "'s" if mark == _MARK and re.search(r"(?:'s|s')$", folded[start:end]) else ""
        text = f"{text[:start]}{mark}{owned}{text[end:]}"
    return text
