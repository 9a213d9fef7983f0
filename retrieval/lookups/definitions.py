"""What a term means: in plain words from the glossary, and from the report that spells it out, quoted."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import islice

from ingest.models import Report
from retrieval.held import Held, LookedUp
from retrieval.lookups.mention_words import lines, searched
from retrieval.lookups.occurrences import Counted, Place, count, quote
from retrieval.models import Draft, Notice, Scope, Statement
from retrieval.question.models import Question
from retrieval.reports.report_dates import brief_names, report_day
from retrieval.text.definitions import Definition, define
from retrieval.text.phrases import read_words

_EXPLAINS = re.compile(
    r"\W{0,3}(?:\((?:an?|the|which|where|who|when|for|that is|i\.e\.)\b|(?:is|are|means?|refers? to) an?\b)"
)
"""What follows a term that a sentence explains: "the ‘front door’ (the first point …)"."""
_REACH = 90
"""Characters after a mention within which its abbreviation stands."""
_USES = 3
"""Sentences that show how a term is used which nothing explains."""
_OWN_WORDS = Notice(
    "glossary", "The explanation is this assistant’s own; only what is quoted under a report’s name is a report’s."
)


def answer_definition(question: Question, scope: Scope, held: Held) -> LookedUp | None:
    """Answer what each term that a question names means or stands for; None where it names none."""
    named = question.topics or question.quoted or question.grades
    terms = tuple(one for one in dict.fromkeys(named) if read_words(one))
    if question.act != "definition" or not terms:
        return None
    answers = [_explain(term, scope, held) for term in terms]
    known = [one for one in answers if one.outcome == "answered"]
    statements = tuple(dict.fromkeys(statement for one in answers for statement in one.statements))
    said = " ".join(one.text for one in answers if one.text)
    draft = Draft(
        "answered" if known else answers[0].outcome,
        statements,
        "definition" if known else answers[0].reason,
        "\n".join([said, *lines(statements, brief_names(held.reports))]),
        notices=tuple(dict.fromkeys(notice for one in answers for notice in one.notices)),
        confidence=1.0,
        long_form=True,
    )
    cited = dict.fromkeys(one.citations[0].report for one in statements)
    return LookedUp(draft, replace(scope, reports=tuple(dict.fromkeys((*scope.reports, *cited)))))


def _explain(term: str, scope: Scope, held: Held) -> Draft:
    """Return the explanation of one term as text, with what is quoted for it."""
    reports = [report for report in held.reports if report.key in set(scope.reports)]
    definition = define(term, _learnt(reports)) or define(term, _learnt(held.reports))
    counted = count(definition.name if definition else term, scope.reports, held)
    explaining = _explaining(counted, held)
    if definition is None:
        return _unknown(term, counted, explaining, reports, held)
    elsewhere = [report.key for report in held.reports if report.key not in set(scope.reports)]
    if not explaining and elsewhere and definition.stands_for:
        explaining = _explaining(count(definition.name, elsewhere, held), held)
    # A term in use is worth a look in the one report that a reader has before them; of many it would be any.
    shown = explaining[:1] or (_uses(counted, held, 1) if len(reports) == 1 else [])
    return Draft("answered", tuple(shown), text=_say(definition, reports), notices=(_OWN_WORDS,))


def _say(definition: Definition, reports: Sequence[Report]) -> str:
    """Say what a term stands for in the first words, then what it means."""
    longs = [long for report in reports for short, long in report.acronyms if short == definition.name]
    own = longs[0] if len(reports) == 1 and longs else None
    stands_for = own or (definition.stands_for[0] if definition.stands_for else "")
    if definition.spelt_out:
        opening = f"{stands_for[:1].upper()}{stands_for[1:]} ({definition.name})"
    elif stands_for:
        opening = f"{definition.name} stands for {stands_for}"
    else:
        opening = f"{definition.name[:1].upper()}{definition.name[1:]}"
    return f"{opening}: {definition.meaning}." if definition.meaning else f"{opening}."


def _unknown(
    term: str, counted: Counted, explaining: Sequence[Statement], reports: Sequence[Report], held: Held
) -> Draft:
    """Answer for a term that the glossary lacks: as a report explains it, else as reports use it, called so."""
    where = searched(reports)
    if explaining:
        return Draft("answered", tuple(explaining[:1]), text=f"“{term}” is explained so:")
    if not counted.times:
        text = f"“{term}” does not occur in {where}, and the glossary has no entry for it."
        return Draft("not_in_reports", reason="not_mentioned", text=text)
    do = "does" if len(reports) == 1 else "do"
    text = f"The glossary has no entry for “{term}”, and {where} {do} not explain it. This is how it is used:"
    return Draft("nearest", tuple(_uses(counted, held, _USES)), "definition", text)


def _explaining(counted: Counted, held: Held) -> list[Statement]:
    """Return the sentences that spell the term out or say what it is, those of the newest reports first."""
    places = _newest_first(counted, held)
    passages = held.find({place.passage for place in places})
    spelt = _spelt_out(counted.phrase)
    fitting = [
        place
        for place in places
        if _EXPLAINS.match(passages[place.passage].text, place.end)
        or spelt.search(passages[place.passage].text, max(place.start - 4, 0), place.end + _REACH)
    ]
    return list(islice(quote(fitting, passages), _USES))


def _spelt_out(short: str) -> re.Pattern[str]:
    """Match an abbreviation beside its long form: "hub (MASH)", "MASH (multi-agency …"."""
    term = rf"{re.escape(short)}s?"
    return re.compile(rf"[a-z]\W{{1,3}}\(\W?{term}\W?\)|\b{term} \([a-z]")


def _uses(counted: Counted, held: Held, number: int) -> list[Statement]:
    places = _newest_first(counted, held)[: number * 4]
    return list(islice(quote(places, held.find({place.passage for place in places})), number))


def _newest_first(counted: Counted, held: Held) -> list[Place]:
    newest = sorted((one for one in held.reports if one.key in counted.places), key=report_day, reverse=True)
    return [place for report in newest for place in counted.places[report.key]]


def _learnt(reports: Iterable[Report]) -> list[tuple[str, str]]:
    return [pair for report in reports for pair in report.acronyms]
