"""What a report says of one graded area or named section: its grade, then the sentences that carry it."""

from collections.abc import Sequence

from ingest.models import Passage, Report
from retrieval.digests.forms import Form, read_form, together
from retrieval.digests.grades import cell_of, quote_cell
from retrieval.digests.recommended import topics_of
from retrieval.digests.report_summary import answer_overview
from retrieval.findings.choosing import Worth, centrality, in_proportion, salience
from retrieval.findings.sections import areas_named, of_area, section_called, with_areas
from retrieval.findings.sentences import Finding, Piece, read_findings
from retrieval.findings.topics import Topic, about, relevance
from retrieval.held import Held, LookedUp
from retrieval.lookups.quoted import own_summary
from retrieval.models import Draft, LedgerCell, Scope, Statement
from retrieval.question.grades import area_name
from retrieval.question.models import Question
from retrieval.reports.report_dates import in_order, name_report
from retrieval.text.normalise import content_stems

_MOST_PARTS = 4
_SENTENCES = 9
_JOINT = {
    "care_leavers": frozenset({"leaver", "leav", "pas", "advis", "pathway"}),
    "adoption": frozenset(content_stems("adoption adopters adopted adoptive")),
}
"""Stems that tell the part of a section that it shares with another: it has no heading of its own."""


def answer_section(question: Question, scope: Scope, held: Held) -> LookedUp | None:
    """Summarise a section, in each report of few; None where no such section is found."""
    areas = [one for one in question.areas if one != "overall"]
    reports = [one for one in in_order(held.reports) if one.key in scope.reports]
    if not areas and not question.topics:
        return answer_overview(question, scope, held)
    if not 1 <= len(reports) * max(len(areas), 1) <= _MOST_PARTS:
        return None
    form = read_form(question)
    parts: list[tuple[str, list[Statement]]] = []
    wanted: list[str | None] = [*areas] or [None]
    words = form.words // (len(reports) * len(wanted))
    for report in reports:
        topics = [] if areas else topics_of(question, [report], held)
        parts += [one for area in wanted if (one := _tell(report, area, topics, form, words, held))]
    if not parts:
        return None
    statements = tuple(one for _, told in parts for one in told)
    return LookedUp(Draft("answered", statements, text=together(*(text for text, _ in parts)), confidence=1.0), scope)


def section_findings(report: str, area: str, held: Held) -> list[Finding]:
    """Return the sentences of the section on an area; of a section that it shares, those about it."""
    passages = held.passages(report)
    own = read_findings(of_area(area, passages), held)
    if not own and area in _JOINT:
        # Before and after the frameworks that grade adoption it is told within another section.
        own = read_findings([one for one, _ in with_areas(passages)], held)
        return [one for one in own if one.stems & _JOINT[area]]
    shared = {found for one in own for heading in one.passage.section for found in areas_named(heading)}
    if area not in _JOINT or len(shared) == 1:
        return own
    if any(areas_named(one.passage.section[-1]) == {area} for one in own if one.passage.section):
        return own
    mentioning = {one.passage.id for one in own if one.index == 0 and one.stems & _JOINT[area]}
    return [one for one in own if one.passage.id in mentioning] or own


def _tell(
    report: Report, area: str | None, topics: Sequence[Topic], form: Form, words: int, held: Held
) -> tuple[str, list[Statement]] | None:
    cell = cell_of(area, report.key, held) if area else None
    graded = quote_cell(cell, held) if cell else None
    opening = _opening(report, area, topics, cell)
    pool = section_findings(report.key, area, held) if area else _on_topics(report, topics, held)
    if not pool:
        return None
    room = words - len(opening.split())
    passages = held.passages(report.key)
    telling = [*own_summary(passages), *(one for one in passages if one.kind == "recommendation")]
    salient = salience(read_findings(telling, held))
    pieces = _carrying(pool, topics, salient, room, form.of(_SENTENCES))
    first = [graded] if graded else []
    return together(opening, form.lines(pieces)), [*first, *(one.state() for one in pieces)]


def _carrying(pool: Sequence[Finding], topics: Sequence[Topic], salient: Worth, words: int, most: int) -> list[Piece]:
    """Return the sentences that carry a section: of each paragraph the one that tells most of it."""
    central = centrality(pool)
    return in_proportion(
        pool,
        pool,
        lambda one: central(one) + 0.6 * salient(one) + (relevance(one, topics) if topics else 0.0),
        words=words,
        most=most,
    )


def _on_topics(report: Report, topics: Sequence[Topic], held: Held) -> list[Finding]:
    """Return the section that the topic is called by, else the sentences about it."""
    passages = held.passages(report.key)
    named: list[Passage] = []
    for topic in topics:
        named += section_called(frozenset(topic.text.lower().split()), passages)
    if named:
        return read_findings(dict.fromkeys(named), held)
    return about(read_findings([one for one, _ in with_areas(passages)], held), topics)


def _opening(report: Report, area: str | None, topics: Sequence[Topic], cell: LedgerCell | None) -> str:
    if area is None:
        return f"On {' and '.join(one.text for one in topics)}, {name_report(report)}:"
    name = area_name(area)
    named = name[0].upper() + name[1:]
    if cell is None:
        return f"{named} (not graded), {name_report(report)}:"
    joint = cell.judgement.area != area or (
        area != "care_leavers" and "care leavers" in cell.judgement.printed_area.lower()
    )
    together_with = " (graded together with care leavers)" if joint else ""
    return f"{named}: {cell.judgement.grade}{together_with}, {name_report(report)}."
