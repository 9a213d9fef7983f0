"""What is said of the answer before: more of it, less, where it stands, its own words, a point of it, another form.

The question before is answered again, so that its statements and their passages are at hand; nothing is made up from
the words that a reader saw.
"""

from collections.abc import Callable, Mapping, Sequence

from retrieval.checking.citations import cite
from retrieval.held import Held
from retrieval.models import Answer, Citation, Draft, Evidence, Statement
from retrieval.question.models import Question
from retrieval.repair.kinds import RepairKind, point_of
from retrieval.reports.report_dates import name_report
from retrieval.text.glossary import explain

_MORE = 3
"""Further sentences shown at a time."""
_BRIEF = 1
"""Statements of a short answer."""
_NO_MORE = "That was all that the passages nearest to the question say."
_NO_POINT = "The answer before has {count}. Say which one you mean."
_PLAIN = "I quote the report’s own words and cannot put them in others."


def answer_repair(kind: RepairKind, question: Question, before: Answer, held: Held) -> Draft:
    """Answer a repair of the answer `before`, made anew."""
    if not before.statements:
        return _more(question, before, held) if kind in ("more", "sure") else _as_before(before)
    return _ANSWERS[kind](question, before, held)


def _as_before(before: Answer) -> Draft:
    return Draft(before.outcome, before.statements, before.reason, before.text, before.choices, before.notices)


def _more(_question: Question, before: Answer, _held: Held) -> Draft:
    """Quote the best sentences of the next passages that the answer has not used."""
    used = {citation.passage for one in before.statements for citation in one.citations}
    waiting = [one for one in before.evidence if one.passage.id not in used and one.sentences]
    statements = tuple(_best_sentence(one) for one in waiting[:_MORE])
    if not statements:
        return Draft("answered", before.statements, text=_NO_MORE, confidence=1.0)
    return Draft("answered" if before.statements else "nearest", statements, confidence=1.0)


def _best_sentence(evidence: Evidence) -> Statement:
    best = max(evidence.sentences, key=lambda sentence: sentence.score)
    citation = cite(evidence.passage, best.start, best.end)
    return Statement(citation.quote, (citation,))


def _shorter(_question: Question, before: Answer, _held: Held) -> Draft:
    return Draft("answered", before.statements[:_BRIEF], confidence=1.0)


def _place(_question: Question, before: Answer, held: Held) -> Draft:
    """Say where each statement stands."""
    named = {report.key: name_report(report) for report in held.reports}
    lines = [_reference(citation, named) for one in before.statements for citation in one.citations]
    return Draft("answered", before.statements, text="\n".join(dict.fromkeys(lines)), confidence=1.0, long_form=True)


def _reference(citation: Citation, named: Mapping[str, str]) -> str:
    pages = ", ".join(str(page) for page in citation.pages)
    where = f", page {pages}" if len(citation.pages) == 1 else f", pages {pages}" if pages else ""
    return f"{named.get(citation.report, citation.report)}: {citation.label}{where}"


def _words(_question: Question, before: Answer, held: Held) -> Draft:
    """Quote the passages whole."""
    return Draft("answered", _whole(before.statements, held), confidence=1.0, long_form=True)


def _sure(_question: Question, before: Answer, held: Held) -> Draft:
    """Show each statement again with the whole passage that it rests on."""
    text = "Yes: this is what is printed.\n" + "\n".join(one.text for one in _whole(before.statements, held))
    return Draft("answered", _whole(before.statements, held), text=text, confidence=1.0, long_form=True)


def _point(question: Question, before: Answer, held: Held) -> Draft:
    """Quote the passage of the point that is meant."""
    at = point_of(question)
    if at is None or at >= len(before.statements):
        count = f"{len(before.statements)} point{'s' if len(before.statements) > 1 else ''}"
        return Draft("answered", before.statements, text=_NO_POINT.format(count=count), confidence=1.0)
    return Draft("answered", _whole([before.statements[at]], held), confidence=1.0, long_form=True)


def _form(question: Question, before: Answer, _held: Held) -> Draft:
    """Put the statements in lines, marked as a list."""
    statements = before.statements[: question.format.number or None]
    text = "\n".join(f"• {one.text}" for one in statements)
    return Draft("answered", statements, text=text, confidence=1.0, long_form=True)


def _plain(_question: Question, before: Answer, _held: Held) -> Draft:
    """Say that the words are the report's, and explain the terms among them."""
    said = [one.text for one in before.statements]
    terms = {one.term: one.meaning for one in explain("\n".join(said))}
    lines = [_PLAIN, *(f"{term}: {meaning}." for term, meaning in terms.items()), *said]
    return Draft("answered", before.statements, text="\n".join(lines), confidence=1.0, long_form=True)


def _whole(statements: Sequence[Statement], held: Held) -> tuple[Statement, ...]:
    """Return the passages that statements rest on, each whole and once; of a table of grades the rows themselves."""
    found = held.find([citation.passage for one in statements for citation in one.citations])
    whole: dict[str, Statement] = {}
    for statement in statements:
        for citation in statement.citations:
            passage = found.get(citation.passage)
            if passage is None or any(one.kind in ("judgements", "table") for one in statement.citations):
                whole.setdefault(statement.text, statement)
            else:
                whole.setdefault(passage.id, Statement(passage.text.strip(), (cite(passage, 0, len(passage.text)),)))
    return tuple(whole.values())


_ANSWERS: Mapping[RepairKind, Callable[[Question, Answer, Held], Draft]] = {
    "more": _more, "shorter": _shorter, "place": _place, "words": _words, "sure": _sure, "plain": _plain,
    "point": _point, "form": _form, "instead": _more,
}  # fmt: skip
