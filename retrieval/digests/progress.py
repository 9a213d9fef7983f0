"""What became of earlier findings: the grades then and now, what the newer report says of it, what had been asked."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from ingest.models import Passage, Report
from retrieval.digests.forms import Form, closed, read_form, together
from retrieval.digests.grades import cell_of, quote_cell
from retrieval.digests.recommended import filtered, recommendations, topics_of
from retrieval.digests.section_summary import section_findings
from retrieval.findings.choosing import choose
from retrieval.findings.sections import areas_named, is_of_board, with_areas
from retrieval.findings.sentences import Finding, Piece, read_findings
from retrieval.findings.topics import RELEVANT, Topic, relevance
from retrieval.held import Held, LookedUp
from retrieval.lookups.quoted import own_summary, quote_whole
from retrieval.models import Draft, Scope, Statement
from retrieval.question.grades import area_name
from retrieval.question.models import Question
from retrieval.reports.periods import inspections
from retrieval.reports.report_dates import in_order, report_year, spell_report_date

Direction = Literal["better", "worse"]

_LOOKS_BACK = re.compile(
    r"\b(?:(?:last|previous|earlier|recent|re-?)[ -]?(?:\w+ ){0,3}(?:inspections?|visits?|judgement|report|review)"
    r"|since (?:the|that|then|their|its|\w+ (?:19|20)\d\d|(?:19|20)\d\d)"
    r"|(?:focused|monitoring) visits?|(?:inspections?|visit|inspected|judged)\b[^.]{0,30}\b(?:in|of) (?:\w+ )?20\d\d"
    r"|previously)\b",
    re.IGNORECASE,
)
"""Names an earlier inspection, or the time since."""
_HAS_MOVED = re.compile(
    r"\b(?:(?:has|have|had|was|were|is|are) (?:\w+ ){0,3}(?:improv|strengthen|transform|deteriorat|declin|worsen|reduc"
    r"|address|increas|sustain)\w*|remain(?:s|ed)?|still|no longer|unchanged|continu(?:es?|ed|ing) to"
    r"|(?:slow|good|significant|strong|some|little|insufficient|steady|limited) progress|progress (?:has|is|was)"
    r"|not (?:yet )?(?:been )?(?:address|improv|resolv|implement|kept)\w*|much improved|improvements?|now)\b",
    re.IGNORECASE,
)
"""Says that something has changed, or has not."""
_WORSE = re.compile(
    r"\b(?:(?:has|have|had|did|is|are|was|were|do|does)n.?t|not|never|worse\w*|deteriorat\w*|declin\w*|slipp\w*"
    r"|still (?:outstanding|wrong|weak|poor|failing|unresolved|to do|not|isn.?t|going wrong)|unresolved|outstanding"
    r"|unmet|unchanged|persist\w*|left to do|keeps? coming back|hasnt|isnt)\b",
    re.IGNORECASE,
)
_BETTER = re.compile(r"\b(?:what|which)\b.*\b(?:improve(?:[ds]|ments?)?|better|gone right)\b", re.IGNORECASE)
_OR = re.compile(r"\bor (?:not|worse|nah|no)\b|\b(?:better|improv\w+) or\b|\bup or down\b", re.IGNORECASE)
_ASKED_FOR = re.compile(
    r"\b(?:asked?|asks|recommend\w*|recs?|told|requir\w+|demand\w*|act(?:ed|ing)? on|points|actions|fixed|promis\w+"
    r"|respond\w*|what (?:the )?(?:19|20)\d\d)\b",
    re.IGNORECASE,
)
_SENTENCES = 5
_PAIRS = 12
_NEAR = 0.42
"""Cosine from which a newer sentence is about what was asked; over pairs read by eye, one in ten above is not."""
_CLEAR = 0.2


@dataclass(frozen=True)
class _Then:
    """The inspections compared, and what was asked of them."""

    question: Question
    newer: Report
    earlier: Report | None
    topics: Sequence[Topic]
    held: Held

    @property
    def areas(self) -> list[str]:
        """The graded areas asked about."""
        return [one for one in self.question.areas if one != "overall"]


def answer_progress(question: Question, scope: Scope, held: Held) -> LookedUp | None:
    """Answer with grades then and now, what the newer report says itself, and what was asked beside what is near it.

    None where the reports are of several authorities, or say nothing of it.
    """
    reports = in_order([one for one in held.reports if one.key in scope.reports])
    if not reports or len({one.authority for one in reports}) > 1:
        return None
    own = in_order(inspections([one for one in held.reports if one.authority == reports[0].authority]))
    newer = _newer(question, scope, reports, own)
    years = question.period.years
    if years and len(set(years)) == 1 and report_year(newer) <= years[0] and newer in own[-1:]:
        when = spell_report_date(newer)
        text = f"The newest report on {newer.authority} was {when}: we hold none that looks back on it."
        return LookedUp(Draft("report_not_held", text=text, reason="nothing_later"), scope)
    earlier = _earlier(years, newer, own)
    then = _Then(question, newer, earlier, topics_of(question, [one for one in (newer, earlier) if one], held), held)
    form = read_form(question)
    graded, grades = _grades(then)
    pairs = _pairs(then)
    said = _said(then, form.room(grades) - (45 if pairs and then.topics else 0), form.of(_SENTENCES))
    statements = (*graded, *said, *(one for pair in pairs for one in pair))
    if not said and not pairs:
        return None
    heading = grades or f"{newer.authority}, {spell_report_date(newer)}:"
    text = together(heading, form.lines(said), _told(then, pairs, form))
    draft = Draft("answered", statements, text=text, confidence=1.0, long_form=bool(pairs))
    keys = tuple(dict.fromkeys(one.key for one in (newer, earlier) if one))
    return LookedUp(draft, Scope(keys, scope.reading, notices=scope.notices))


def direction_of(text: str) -> Direction | None:
    """Return whether only what got better, or only what did not, is asked for; None for either."""
    if _OR.search(text):
        return None
    if _WORSE.search(text):
        return "worse"
    return "better" if _BETTER.search(text) else None


def looks_back(text: str) -> bool:
    """Whether a sentence names an earlier inspection or the time since."""
    return _LOOKS_BACK.search(text) is not None


def _newer(question: Question, scope: Scope, reports: Sequence[Report], own: Sequence[Report]) -> Report:
    years = question.period.years
    if len(set(years)) > 1:
        return next((one for one in reversed(own) if report_year(one) <= max(years)), reports[-1])
    if scope.reading == "selected" and len(reports) == 1:
        return reports[-1]
    return own[-1] if own and years else reports[-1]


def _earlier(years: Sequence[int], newer: Report, own: Sequence[Report]) -> Report | None:
    before = [one for one in own if one.key != newer.key and report_year(one) <= report_year(newer)]
    before = before[: own.index(newer)] if newer in own else before
    named = [one for one in before if {report_year(one), *_inspected(one)} & set(years)]
    return named[0] if named else (before[-1] if before else None)


def _inspected(report: Report) -> set[int]:
    return {day.year for day in (report.inspected_from, report.inspected_to) if day}


def _grades(then: _Then) -> tuple[list[Statement], str]:
    """Return the grades in both reports of the areas asked about, else overall, where both give one."""
    cells = []
    told = []
    for area in then.areas or ["overall"]:
        pair = [
            (cell, report)
            for report in (then.earlier, then.newer)
            if report and (cell := cell_of(area, report.key, then.held))
        ]
        if pair:
            name = area_name(area)
            steps = ", ".join(f"{cell.judgement.grade} ({spell_report_date(report)})" for cell, report in pair)
            told.append(f"{name[0].upper()}{name[1:]}: {steps}.")
            cells += [cell for cell, _ in pair]
    quoted = [statement for cell in cells if (statement := quote_cell(cell, then.held))]
    return quoted, " ".join(told) if quoted else ""


def _said(then: _Then, words: int, most: int) -> list[Statement]:
    """Return what the newer report says of what went before."""
    direction = direction_of(then.question.text)
    passages = then.held.passages(then.newer.key)
    findings = read_findings([one for one, _ in with_areas(passages)], then.held)
    summary = {one.id for one in own_summary(passages)}
    in_areas = {
        (one.passage.id, one.index) for area in then.areas for one in section_findings(then.newer.key, area, then.held)
    }

    def worth(one: Finding) -> float:
        back = 0.8 * looks_back(one.text) + 0.4 * bool(_HAS_MOVED.search(one.text))
        way = {"better": one.polarity.balance, "worse": -one.polarity.balance, None: 0.0}[direction]
        near = relevance(one, then.topics) if then.topics else 0.0
        return back + 0.6 * way + near + 0.2 * (one.passage.id in summary)

    def fits(one: Finding) -> bool:
        if then.topics and relevance(one, then.topics) < RELEVANT:
            return False
        within = (one.passage.id, one.index) in in_areas or bool(areas_named(one.text) & set(then.areas))
        if not then.topics and then.areas and not within:
            return False
        if direction and {"better": one.polarity.balance, "worse": -one.polarity.balance}[direction] < _CLEAR:
            return False
        return bool(then.topics or in_areas or looks_back(one.text) or _HAS_MOVED.search(one.text))

    pool = [one for one in findings if fits(one) and not is_of_board(one.passage)]
    return [one.state() for one in choose(pool, findings, worth, words=words, most=most, onward=True)]


def _pairs(then: _Then) -> list[list[Statement]]:
    """Return each thing that the earlier report asked for on the topic, with the newer sentence nearest to it."""
    if then.earlier is None or not (then.topics or _ASKED_FOR.search(then.question.text)):
        return []
    asked = [
        one
        for one in filtered(recommendations(then.earlier.key, then.held), then.question, then.topics, then.held)
        if not is_of_board(one)
    ]
    passages = [one for one, _ in with_areas(then.held.passages(then.newer.key))]
    findings = [one for one in read_findings(passages, then.held) if not one.leans]
    return [[quote_whole(one), *_nearest(one, findings, then.held)] for one in asked[:_PAIRS]]


def _nearest(asked: Passage, findings: Sequence[Finding], held: Held) -> list[Statement]:
    vectors = [one.vector for one in read_findings([asked], held) if one.vector is not None]
    scored = [
        (max(float(one @ each.vector) for one in vectors), each)
        for each in findings
        if each.vector is not None and vectors
    ]
    best = max(scored, key=lambda one: one[0], default=None)
    return [Piece(best[1], (best[1],)).state()] if best and best[0] >= _NEAR else []


def _told(then: _Then, pairs: Sequence[Sequence[Statement]], form: Form) -> str:
    if not pairs or then.earlier is None:
        return ""
    then_year, now_year = report_year(then.earlier), report_year(then.newer)
    lines = [f"Asked for in {then_year}, and the nearest that is said in {now_year}:"]
    for asked, *nearest in pairs:
        lines.append(f"{form.mark}{then_year}: {closed(asked.text)}")
        lines += [f"{form.mark}{now_year}: {closed(one.text)}" for one in nearest]
    return "\n".join(lines)
