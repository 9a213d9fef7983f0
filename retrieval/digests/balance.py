"""What a report praises and what it criticises: from its own lists, else from its sentences by their polarity."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ingest.models import Report
from retrieval.digests.forms import Form, read_form, together
from retrieval.digests.grades import cell_of, quote_cell
from retrieval.digests.recommended import recommendations, topics_of
from retrieval.digests.section_summary import section_findings
from retrieval.findings.choosing import choose, criticises, salience
from retrieval.findings.sections import is_of_board, lists_strengths, lists_weaknesses, with_areas
from retrieval.findings.sentences import Finding, Piece, read_findings
from retrieval.findings.topics import Topic, about, relevance
from retrieval.held import Held, LookedUp
from retrieval.lookups.quoted import own_summary, quote_whole
from retrieval.models import Draft, Scope, Statement
from retrieval.question.grades import area_name
from retrieval.question.models import Question
from retrieval.reports.report_dates import in_order, name_report

_MOST_REPORTS = 3
_SENTENCES = 11
_CLEAR = 0.6
"""Balance from which a sentence is one or the other; between lie facts, and praise that is taken back."""
_OWN_LIST = 0.4
"""What it adds that the report itself lists a sentence so; _OWN_SUMMARY, that its summary tells it."""
_OWN_SUMMARY = 0.35
_SALIENT = 0.5
"""What it adds to say what the report's own summary says, or what must improve, in more detail."""
_TOPIC = 0.35
"""What it adds to be the first of its paragraph: it names the service that the rest is about."""
_SHORT_ITEM = 25
"""Words up to which what must improve is quoted as a weakness: later reports name it, earlier ones say what to do."""
_FOR_IMPROVING = 0.45
"""Share of a list of weaknesses that goes to what must improve."""


@dataclass(frozen=True, slots=True)
class _Side:
    """Praise or criticism."""

    name: str
    worth: Callable[[Finding], float]
    listed: Callable[[Finding], bool]


_GOOD = _Side("Strengths", lambda one: one.polarity.balance, lambda one: lists_strengths(one.passage))
_BAD = _Side("Weaknesses", lambda one: -one.polarity.balance, lambda one: lists_weaknesses(one.passage))


def answer_balance(question: Question, scope: Scope, held: Held) -> LookedUp | None:
    """Answer with strengths, weaknesses or both; None where the reports are too many or say nothing so."""
    reports = [one for one in in_order(held.reports) if one.key in scope.reports]
    if not 1 <= len(reports) <= _MOST_REPORTS:
        return None
    form = read_form(question)
    sides = {"strengths": (_GOOD,), "weaknesses": (_BAD,)}.get(question.act, (_GOOD, _BAD))
    texts, statements = [], []
    for report in reports:
        pool, findings, topics = _pool(question, report, held)
        words = (form.words - 18 * len(reports)) // (len(reports) * len(sides))
        told = {side.name: _tell(side, pool, findings, topics, words, form, question, report, held) for side in sides}
        if any(told.values()):
            who, graded = _graded(report, question, held)
            texts.append(_text(who, told, form))
            statements += [*graded, *(one for found in told.values() for one in found)]
    if not statements:
        return None
    complete = len(sides) == 1 or all(told.values())
    draft = Draft("answered", tuple(statements), text=together(*texts), confidence=1.0)
    return LookedUp(draft, scope, complete=complete)


def _pool(question: Question, report: Report, held: Held) -> tuple[list[Finding], list[Finding], list[Topic]]:
    """Return the sentences that may be told, all of the report, and the topics that they were filtered by."""
    areas = [one for one in question.areas if one != "overall"]
    passages = [
        one for one, _ in with_areas(held.passages(report.key)) if "safeguarding_board" in areas or not is_of_board(one)
    ]
    findings = read_findings(passages, held)
    topics = topics_of(question, [report], held)
    pool = findings
    if areas:
        own = [one for area in areas for one in section_findings(report.key, area, held)]
        ids = {(one.passage.id, one.index) for one in own}
        pool = [one for one in findings if (one.passage.id, one.index) in ids] or findings
    return about(pool, topics), findings, topics


def _tell(
    side: _Side,
    pool: Sequence[Finding],
    findings: Sequence[Finding],
    topics: Sequence[Topic],
    words: int,
    form: Form,
    question: Question,
    report: Report,
    held: Held,
) -> list[Statement]:
    most = form.of(_SENTENCES)
    improving: list[Statement] = []
    if side is _BAD and not topics and not set(question.areas) - {"overall"}:
        improving = _improving(report, round(words * _FOR_IMPROVING), most // 2, held)
    room = words - sum(len(one.text.split()) for one in improving)
    first = own_summary(held.passages(report.key))
    summary = {one.id for one in first}
    salient = salience(read_findings([*first, *recommendations(report.key, held)], held))

    def worth(finding: Finding) -> float:
        told = _OWN_LIST * side.listed(finding) + _OWN_SUMMARY * (finding.passage.id in summary)
        told += _TOPIC * (finding.index == 0) + _SALIENT * salient(finding)
        return side.worth(finding) + told + (0.5 * relevance(finding, topics) if topics else 0.0)

    clear = [one for one in pool if side.worth(one) >= _CLEAR]

    def fits(piece: Piece) -> bool:
        return side is _BAD or not any(criticises(one) for one in piece.findings)

    pieces = choose(clear, findings, worth, words=room, most=most - len(improving), fits=fits)
    return [*improving, *(one.state() for one in pieces)]


def _improving(report: Report, words: int, most: int, held: Held) -> list[Statement]:
    """Quote what must improve where it is named in few words."""
    quoted: list[Statement] = []
    for one in recommendations(report.key, held):
        length = len(one.text.split())
        if length > _SHORT_ITEM or length > words or len(quoted) == most or is_of_board(one):
            break
        words -= length
        quoted.append(quote_whole(one))
    return quoted


def _graded(report: Report, question: Question, held: Held) -> tuple[str, list[Statement]]:
    """Name the report with the grade of the area asked about, and quote that grade."""
    area = next((one for one in question.areas if one != "overall"), "overall")
    cell = cell_of(area, report.key, held)
    quoted = quote_cell(cell, held) if cell else None
    if cell is None or quoted is None:
        return name_report(report), []
    where = "overall" if area == "overall" else f"for {area_name(area)}"
    return f"{name_report(report)}, graded {cell.judgement.grade} {where}", [quoted]


def _text(who: str, told: dict[str, list[Statement]], form: Form) -> str:
    """Return the words of one report: what each side says under its name, or that nothing was found for it."""
    if len(told) == 1:
        name, statements = next(iter(told.items()))
        return together(f"{name} in {who}:", form.lines(statements))
    counts = ", then ".join(f"{len(found)} {name.lower()}" for name, found in told.items())
    parts = [
        together(f"{name}:" if found else f"{name}: no sentence that says so was found.", form.lines(found))
        for name, found in told.items()
    ]
    return together(f"{who}: {counts}.", *parts)
