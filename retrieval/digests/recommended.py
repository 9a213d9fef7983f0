"""What reports say must improve: all of it, counted, of a topic where one is named; and as questions to ask."""

from collections.abc import Sequence

from ingest.models import Passage, Report
from retrieval.digests.forms import Form, closed, read_form, together
from retrieval.findings.choosing import choose, criticises
from retrieval.findings.sections import areas_named, is_of_board, with_areas
from retrieval.findings.sentences import Finding, read_findings
from retrieval.findings.topics import RELEVANT, Topic, read_topics, relevance
from retrieval.held import Held, LookedUp
from retrieval.lookups.quoted import quote_whole
from retrieval.models import Draft, Scope, Statement
from retrieval.question.grades import area_name
from retrieval.question.models import Question
from retrieval.reports.report_dates import name_report, report_day

_FEW = 3
"""Recommendations below which a questioner is given criticisms as well to ask about."""
_ASKED = 6
"""Questions to ask that are told where no number is asked for."""


def recommendations(report: str, held: Held) -> list[Passage]:
    """Return what a report says must improve, in its order."""
    return [one for one in held.passages(report) if one.kind == "recommendation" and one.text.strip()]


def answer_recommendations(question: Question, scope: Scope, held: Held) -> LookedUp | None:
    """List what must improve; None where no report in scope lists anything."""
    reports = _in_scope(scope, held)
    made = {report.key: recommendations(report.key, held) for report in reports}
    if not any(made.values()):
        return None
    topics = topics_of(question, reports, held)
    wanted = {key: filtered(found, question, topics, held) for key, found in made.items()}
    missed = bool(topics or question.areas) and not any(wanted.values())
    if missed and len(reports) > 1:
        return None
    shown = made if missed else wanted
    statements = tuple(quote_whole(one) for report in reports for one in shown[report.key])
    form = read_form(question)
    if form.most is not None:
        statements = statements[: form.most]
    text = together(_counted(reports, made, shown, question, missed=missed), form.lines(statements))
    draft = Draft("answered", statements, text=text, confidence=1.0, long_form=True)
    return LookedUp(draft, scope, complete=not missed)


def answer_enquiry(question: Question, scope: Scope, held: Held) -> LookedUp | None:
    """Give questions to ask, each about something that the report says must improve or criticises."""
    if len(scope.reports) != 1:
        return None
    report = _in_scope(scope, held)[0]
    topics = topics_of(question, [report], held)
    listed = filtered(recommendations(report.key, held), question, topics, held)
    form = read_form(question)
    most = form.of(_ASKED)
    statements = [quote_whole(one) for one in listed if not is_of_board(one)][:most]
    if len(statements) < min(_FEW, most):
        findings = read_findings([passage for passage, _ in with_areas(held.passages(report.key))], held)
        told = _criticisms(findings, topics, question, words=form.room(*(one.text for one in statements)) - 30)
        statements += told[: most - len(statements)]
    if not statements:
        return None
    kept = _fitting(statements, form)
    left = len(listed) - sum(one.citations[0].kind == "recommendation" for one in kept)
    more = f" It lists {left} more." if left > 0 else ""
    opening = f"Questions to ask about {name_report(report)}, each from its own words.{more} What has been done about:"
    text = together(opening, "\n".join(f"{form.mark}{closed(one.text).rstrip('.')}?" for one in kept))
    return LookedUp(Draft("answered", tuple(kept), text=text, confidence=1.0, long_form=True), scope)


def topics_of(question: Question, reports: Sequence[Report], held: Held) -> list[Topic]:
    """Return the topics of a question that say more than the graded areas that it names."""
    named = {area for text in question.topics for area in areas_named(text)}
    said = [text for text in question.topics if not areas_named(text) or not named <= set(question.areas)]
    return read_topics(said, held, [pair for report in reports for pair in report.acronyms])


def filtered(found: Sequence[Passage], question: Question, topics: Sequence[Topic], held: Held) -> list[Passage]:
    """Return the recommendations about a topic, else those about an area: by their headings or their words."""
    if topics:
        by_passage: dict[str, float] = {}
        for one in read_findings(found, held):
            by_passage[one.passage.id] = max(by_passage.get(one.passage.id, 0.0), relevance(one, topics))
        return [one for one in found if by_passage.get(one.id, 0.0) >= RELEVANT]
    areas = set(question.areas) - {"overall"}
    if not areas:
        return list(found)
    return [one for one in found if areas & {area for part in (*one.section, one.text) for area in areas_named(part)}]


def _in_scope(scope: Scope, held: Held) -> list[Report]:
    return sorted((one for one in held.reports if one.key in scope.reports), key=report_day, reverse=True)


def _counted(
    reports: Sequence[Report],
    made: dict[str, list[Passage]],
    shown: dict[str, list[Passage]],
    question: Question,
    *,
    missed: bool,
) -> str:
    number, of = sum(map(len, shown.values())), sum(map(len, made.values()))
    where = name_report(reports[0]) if len(reports) == 1 else f"{len(reports)} reports"
    subject = " and ".join(question.topics) or " and ".join(area_name(one) for one in question.areas)
    things = "thing" if of == 1 else "things"
    if missed:
        return f"None of the {of} {things} that must improve is on {subject} in so many words ({where}). All are:"
    if number < of:
        return (
            f"{number} of the {of} {things} that must improve {'is' if number == 1 else 'are'} on {subject} ({where}):"
        )
    return f"{of} {things} must improve ({where}):"


def _criticisms(
    findings: Sequence[Finding], topics: Sequence[Topic], question: Question, *, words: int
) -> list[Statement]:
    areas = set(question.areas)
    pool = [one for one in findings if criticises(one)]
    if topics:
        pool = [one for one in pool if relevance(one, topics) >= RELEVANT]
    elif areas:
        pool = [one for one in pool if areas & {area for part in one.passage.section for area in areas_named(part)}]
    pieces = choose(pool, findings, lambda one: one.polarity.criticism, words=max(words, 30), most=_FEW)
    return [one.state() for one in pieces]


def _fitting(statements: Sequence[Statement], form: Form) -> list[Statement]:
    """Return as many as fit the length, three at least."""
    kept: list[Statement] = []
    room = form.words - 30
    for one in statements:
        room -= len(one.text.split())
        if room < 0 and len(kept) >= _FEW:
            break
        kept.append(one)
    return kept
