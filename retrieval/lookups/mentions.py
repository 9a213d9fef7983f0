"""Which reports mention something, how often, and where: counted over all their text, never found by rank."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Literal

from ingest.models import Report
from retrieval.held import Held, LookedUp
from retrieval.lookups.mention_words import lines, say_extreme, say_found, say_printed, searched
from retrieval.lookups.occurrences import Counted, Place, count, count_forms, quote, sentences_with_all
from retrieval.models import Draft, Outcome, Scope, Statement
from retrieval.question.models import Question
from retrieval.reports.report_dates import brief_names, report_day
from retrieval.text.glossary import other_words
from retrieval.text.normalise import content_stems
from retrieval.text.phrases import read_phrase, read_words

QUOTED_REPORTS = 20
"""Reports of which a sentence is quoted, the newest; all are counted."""
QUOTED_PLACES = 12
"""Places that are quoted where one report is searched; all are counted."""
_LONG = 3
"""Words of meaning beyond which a phrase is rather a subject than a term."""
State = Literal["printed", "other_words", "near", "absent"]


@dataclass(frozen=True, slots=True)
class Finding:
    """What the search for a phrase came to: printed so, in other words, all its words in one sentence, or absent."""

    phrase: str
    state: State
    counts: tuple[Counted, ...] = ()


def answer_mention(question: Question, scope: Scope, held: Held) -> LookedUp | None:
    """Answer which of the reports mention what a question names, how often and where; None where it names nothing."""
    phrases = tuple(one for one in dict.fromkeys(question.quoted or question.topics) if read_words(one))
    if question.act != "mention" or not phrases:
        return None
    return look_for(phrases, scope, held, order=question.period.op)


def look_for(phrases: Sequence[str], scope: Scope, held: Held, *, order: str = "none") -> LookedUp:
    """Say where the reports in scope print each of `phrases`; `order` "oldest" or "newest": and where first or last."""
    wanted = set(scope.reports)
    reports = [report for report in held.reports if report.key in wanted]
    findings = [find(phrase, scope.reports, held) for phrase in phrases]
    statements = _quoted(findings, reports, held)
    said = [_say(one, reports) for one in findings]
    opening = " ".join([*said, *say_extreme(_counts(findings), reports, order)])
    names = brief_names(reports) if len(reports) > 1 else {}
    draft = Draft(
        _outcome(findings),
        statements,
        "mentions" if statements else "not_mentioned",
        "\n".join([opening, *lines(statements, names)]),
        confidence=1.0,
        long_form=True,
    )
    return LookedUp(draft, scope)


def find(phrase: str, reports: Sequence[str], held: Held) -> Finding:
    """Search the text of `reports` for a phrase; where it is nowhere, for other words for it, then for all its words.

    The negative is exhaustive: a phrase is absent only where no passage holds it in any form.
    """
    counted = count(phrase, reports, held)
    if counted.times:
        return Finding(phrase, "printed", (counted,))
    others = {read.roots: read for read in reversed([read_phrase(one) for one in other_words(phrase)])}
    counts = [count_forms(one.text, (one,), reports, held) for one in reversed(others.values())]
    if found := tuple(one for one in counts if one.times):
        return Finding(phrase, "other_words", found)
    near = sentences_with_all(phrase, reports, held)
    return Finding(phrase, "near", (near,)) if near.times else Finding(phrase, "absent")


def _say(finding: Finding, reports: Sequence[Report]) -> str:
    if finding.state == "printed":
        return f"{say_printed(finding.counts[0], reports)}.{_cut(finding.counts, reports)}"
    # What is said in so many words may well be said in others.
    long = len(content_stems(finding.phrase)) > _LONG
    absent = f"“{finding.phrase}” does not occur{' in these words' if long else ''} in {searched(reports)}."
    if finding.state == "other_words":
        other = "; ".join(say_printed(one, reports) for one in finding.counts)
        return f"{absent} In other words: {other}.{_cut(finding.counts, reports)}"
    if finding.state == "near":
        where = f" in {say_found(finding.counts[0], reports)}" if len(reports) > 1 else ""
        return f"{absent} The nearest: all of these words in one sentence{where}."
    return absent


def _cut(counts: Sequence[Counted], reports: Sequence[Report]) -> str:
    """Say that not all is quoted, where that is so."""
    if len(reports) == 1:
        places = len({place.passage for one in counts for found in one.places.values() for place in found})
        return f" Quoted are the first {QUOTED_PLACES} of {places} places." if places > QUOTED_PLACES else ""
    found = len({key for one in counts for key in one.places})
    return f" Quoted is a sentence of each of the newest {QUOTED_REPORTS}." if found > QUOTED_REPORTS else ""


def _outcome(findings: Sequence[Finding]) -> Outcome:
    states = {one.state for one in findings}
    if states & {"printed", "other_words"}:
        return "answered"
    return "nearest" if "near" in states else "not_in_reports"


def _quoted(findings: Sequence[Finding], reports: Sequence[Report], held: Held) -> tuple[Statement, ...]:
    """Quote every place of the only report, or a sentence of each that has one."""
    places: dict[str, list[Place]] = {}
    for counted in _counts(findings):
        for key, of_report in counted.places.items():
            places.setdefault(key, []).extend(of_report)
    found = [report for report in reports if report.key in places]
    shown = {report.key for report in sorted(found, key=report_day, reverse=True)[:QUOTED_REPORTS]}
    limit = QUOTED_PLACES if len(reports) == 1 else 1
    passages = held.find({place.passage for key in shown for place in places[key]})
    quoted = (islice(quote(places[report.key], passages), limit) for report in found if report.key in shown)
    return tuple(statement for statements in quoted for statement in statements)


def _counts(findings: Sequence[Finding]) -> list[Counted]:
    return [counted for one in findings for counted in one.counts]
