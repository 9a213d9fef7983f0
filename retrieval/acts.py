"""Which look-ups answer which act, in the order in which they are tried; what none of them answers is searched for.

A look-up is a function `(Question, Scope, Held) -> LookedUp | None`; see `retrieval.held`.
"""

from collections.abc import Mapping
from dataclasses import replace

from retrieval.admission.guard import is_of_the_field
from retrieval.digests.answers import answer_digest
from retrieval.held import Held, LookedUp, LookUp
from retrieval.ledger.answers import answer_ledger
from retrieval.ledger.claims import answer_claim
from retrieval.ledger.grades import answer_grades
from retrieval.lookups.catalogue import answer_held
from retrieval.lookups.counts import answer_count
from retrieval.lookups.courtesy import answer_help, answer_out_of_scope
from retrieval.lookups.definitions import answer_definition
from retrieval.lookups.holdings import answer_holdings
from retrieval.lookups.mentions import answer_mention
from retrieval.lookups.occurrences import count
from retrieval.lookups.quote_checks import answer_quote_check
from retrieval.lookups.quoted import answer_named
from retrieval.models import Scope
from retrieval.question.models import Act, Question


def _holdings(question: Question, scope: Scope, held: Held) -> LookedUp | None:
    draft = answer_holdings(question.text, held.reports, held.find)
    return LookedUp(draft, scope) if draft else None


def _ledger(question: Question, scope: Scope, held: Held) -> LookedUp | None:
    found = answer_ledger(question.text, scope, held.cells, held.reports, held.find)
    return LookedUp(found.draft, found.scope, found.complete) if found else None


def _help(question: Question, scope: Scope, held: Held) -> LookedUp | None:
    """Help those who surely ask for it; "dentist" may be a topic."""
    return answer_help(question, scope, held) if question.confidence >= SURE and not question.topics else None


ENOUGH, ENOUGH_ALONE = 0.6, 0.4
"""How sure of an act before its own look-ups are asked, and where a question names no topic that a search could look
for. Of 301 questions as people type them a quarter or less of each act's are below; of 440 about particular facts most
that are read as something else are."""
SURE, VERY_SURE = 0.6, 0.85
"""How sure of an act before nothing is searched, and before a question that finds nothing is called none of ours. Few
questions are read so by mistake, and a person who is sent away wrongly is worse served than one who is refused."""
DIGESTED: tuple[Act, ...] = (
    "overview", "section_summary", "strengths", "weaknesses", "strengths_weaknesses", "recommendations", "enquiry",
    "progress",
)  # fmt: skip
"""Acts that are answered of one report, or of a few."""
OF_THEMSELVES: Mapping[Act, tuple[LookUp, ...]] = {
    "grade": (answer_grades,),
    "grade_history": (answer_grades,),
    "grade_list": (answer_grades,),
    "rank": (answer_grades,),
    "compare": (answer_grades,),
    "premise": (answer_claim,),
    "holdings": (answer_held,),
    "count": (answer_count,),
    "mention": (answer_mention,),
    "quote_check": (answer_quote_check,),
    "definition": (answer_definition,),
    "help": (_help,),
}
"""Acts whose look-ups choose their reports by themselves: they never ask back which one is meant."""
OF_ACT: Mapping[Act, tuple[LookUp, ...]] = {
    **OF_THEMSELVES,
    **dict.fromkeys(DIGESTED, (answer_named, answer_digest)),
}
ALWAYS: tuple[LookUp, ...] = (_holdings, answer_named, _ledger)
"""Tried after those of the act: what the words of a question name outright, whatever was understood."""


def is_printed_theme(question: Question, scope: Scope, held: Held) -> bool:
    """Say whether a question asks what is said of something that the reports in scope print."""
    return question.act == "theme" and any(count(topic, scope.reports, held).times for topic in question.topics)


def turn_away(question: Question, scope: Scope, held: Held) -> LookedUp | None:
    """Return what is said to a question that nothing answers and that was none for the reports; None for any other."""
    if question.confidence >= VERY_SURE and (turned := answer_out_of_scope(question, scope, held)):
        return turned
    return answer_help(question, scope, held) if question.confidence >= SURE else None


_ACROSS: tuple[Act, ...] = ("grade_list", "rank")
"""Acts over many councils; where reports are selected, over theirs."""


def _of_selected(scope: Scope, held: Held) -> Held:
    """Return what is held of the reports in scope alone."""
    reports = tuple(report for report in held.reports if report.key in scope.reports)
    return replace(held, reports=reports, cells=[cell for cell in held.cells if cell.report.key in scope.reports])


def is_acted_on(question: Question) -> bool:
    """Say whether an act is sure enough; "who won the league" orders no councils, however sure."""
    if question.act in ("rank", "grade_list") and not (question.names or question.areas or question.grades):
        return question.confidence >= ENOUGH and is_of_the_field(question.text)
    return question.confidence >= (ENOUGH if question.topics else ENOUGH_ALONE)


def look_up(question: Question, scope: Scope, held: Held, *, settled: bool = True) -> LookedUp | None:
    """Return what the first look-up finds that knows the answer; None where it has to be searched for.

    Where it is not `settled` which reports are meant, only those are tried that choose them by themselves.
    """
    of_act = (OF_ACT if settled else OF_THEMSELVES).get(question.act, ()) if is_acted_on(question) else ()
    tried = (*of_act, *ALWAYS) if settled else of_act
    if scope.reading == "selected" and question.act in _ACROSS:
        held = _of_selected(scope, held)
    for one in tried:
        if (found := one(question, scope, held)) is not None:
            return found
    return None
