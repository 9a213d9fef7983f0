"""What a report says as a whole, for "How is Surrey doing?" or a name alone: grades, summary, what must improve."""

from collections.abc import Sequence

from ingest.models import Passage, Report
from retrieval.digests.forms import Form, read_form, together
from retrieval.digests.grades import graded_cells, quote_cell, tell_grades
from retrieval.digests.recommended import recommendations
from retrieval.findings.choosing import centrality, in_proportion
from retrieval.findings.sections import is_of_board, with_areas
from retrieval.findings.sentences import Piece, read_findings
from retrieval.held import Held, LookedUp
from retrieval.lookups.quoted import own_summary, quote_whole
from retrieval.models import Draft, Scope, Statement
from retrieval.question.models import Question
from retrieval.reports.report_dates import in_order

_MOST_REPORTS = 3
_SENTENCES = 4
_ASIDE = frozenset({"letter_head", "signatures", "contact", "about", "next_steps"})
"""Roles of what belongs to a letter or to the inspection, not to what was found."""
_FOR_IMPROVING = 45
"""Words kept for what must improve."""


def answer_overview(question: Question, scope: Scope, held: Held) -> LookedUp | None:
    """Answer with each report's grades, the gist of its summary and the number of things that must improve.

    None where more reports are asked of than can be told, or nothing is to be told.
    """
    reports = [one for one in in_order(held.reports) if one.key in scope.reports]
    if not 1 <= len(reports) <= _MOST_REPORTS:
        return None
    form = read_form(question)
    parts = [_tell(report, form, form.words // len(reports), held) for report in reports]
    statements = tuple(one for _, told in parts for one in told)
    if not statements:
        return None
    return LookedUp(Draft("answered", statements, text=together(*(text for text, _ in parts)), confidence=1.0), scope)


def _tell(report: Report, form: Form, words: int, held: Held) -> tuple[str, list[Statement]]:
    cells = graded_cells(report.key, held)
    opening = tell_grades(report, cells)
    first = [one for cell in cells if (one := quote_cell(cell, held))]
    if form.one_sentence and first:
        return opening, first
    improving = [one for one in recommendations(report.key, held) if not is_of_board(one)]
    room = words - len(opening.split())
    reserved = min(_FOR_IMPROVING, room // 3) if improving and form.most is None else 0
    summary = _summary(report, room - reserved, form.of(_SENTENCES), held)
    room -= sum(one.length for one in summary)
    closing, quoted = _improving(improving, room) if form.most is None else ("", [])
    text = together(opening, form.lines(summary), closing, form.lines(quoted))
    return text, [*first, *(one.state() for one in summary), *quoted]


def _before_the_areas(passages: Sequence[Passage]) -> list[Passage]:
    """Return what a report says before it comes to its first area, all of it where it has none."""
    placed = list(with_areas(passages))
    first = next((at for at, (_, areas) in enumerate(placed) if areas), len(placed))
    return [one for one, _ in placed[:first]]


def _summary(report: Report, words: int, most: int, held: Held) -> list[Piece]:
    passages = [one for one in held.passages(report.key) if one.role not in _ASIDE]
    own: Sequence[Passage] = own_summary(passages) or _before_the_areas(passages)
    findings = read_findings(own or [one for one, _ in with_areas(passages)][:5], held)
    return in_proportion(findings, findings, centrality(findings), words=words, most=most)


def _improving(listed: Sequence[Passage], words: int) -> tuple[str, list[Statement]]:
    """Count what must improve, and quote as much of it as there is room for."""
    if not listed:
        return "", []
    quoted: list[Statement] = []
    room = words - 6
    for statement in map(quote_whole, listed):
        room -= len(statement.text.split())
        if room < 0:
            break
        quoted.append(statement)
    number = len(listed)
    counted = f"{number} thing{'' if number == 1 else 's'} must improve"
    if not quoted:
        return f"{counted}.", []
    return f"{counted}:" if len(quoted) == number else f"{counted}, among them:", quoted
