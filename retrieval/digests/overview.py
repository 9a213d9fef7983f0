"""What a report says as a whole, for "How is Surrey doing?": its grades, then how its own summary begins."""

import re
from collections.abc import Callable, Iterator, Sequence

from ingest.models import Passage, Report
from retrieval.held import FindPassages
from retrieval.ledger.answers import LedgerAnswer, answer_ledger
from retrieval.lookups.quoted import own_summary, quote_whole
from retrieval.models import Draft, LedgerCell, Scope, Statement
from retrieval.question.references import SUBJECT, without_names

_GRADES = "What were all the grades?"
_WORDS = 100
"""Words of a report's summary that are quoted, to the end of the paragraph: a summary has 150 to 1,000."""
_WHAT = "what(?:'s| is| are| was| were)"
_WHEN = r"(?: (?:overall|generally|in general|now|today|currently|these days|at the moment|as a whole|in \d{4}|then))*"
_ASKED = re.compile(
    r"^(?:so |ok |and |please |can you |could you |would you |briefly |in short )*(?:"
    rf"how (?:is|are|was|were|did|does|do|has|have|had) {SUBJECT}(?: been)?"
    r" ?(?:doing|do|done|performing|perform|performed|faring|fare|fared|getting on|get on|got on|going)"
    rf"|{_WHAT} {SUBJECT} ?like"
    rf"|(?:summari[sz]e|sum up|describe|tell (?:me|us)(?: more)? about|give (?:me|us) an? (?:overview|summary|picture)"
    rf"|(?:an? |the )?(?:quick |short |brief )*(?:overview|big picture))(?: of| on| about| for)? {SUBJECT}"
    rf"|what (?:did|do|does|have|has) (?:ofsted|inspectors?|the inspectors?|{SUBJECT}) ?"
    rf"(?:say|says|said|find|found|think|thought|conclude|concluded)(?: (?:about|of|in|on|at|for) {SUBJECT})?"
    rf"|{_WHAT} the (?:main |key |overall |most important |headline )+"
    rf"(?:findings?|messages?|points?|conclusions?|headlines?)(?: (?:of|for|in|from|about|on) {SUBJECT})?"
    rf"|{_WHAT} (?:the |its |their |our )?(?:main |key |biggest |greatest )*(?:strengths?|positives?)"
    rf"(?: (?:of|in|at|for) {SUBJECT})?"
    rf"|what(?:'s| is| was| has| have| does| do| did)? (?:been )?(?:{SUBJECT} ?)?"
    rf"(?:going|gone|go|working|works?|worked|do|doing|done) well(?: (?:in|at|for) {SUBJECT})?"
    rf"){_WHEN}(?: (?:in|at|during|from) {SUBJECT})?[\s.?!]*$"
)


def answer_overview(
    question: str,
    scope: Scope,
    cells: Sequence[LedgerCell],
    reports: Sequence[Report],
    find: FindPassages,
    passages_of: Callable[[str], Sequence[Passage]],
) -> LedgerAnswer | None:
    """Answer a question about one report as a whole; None for anything narrower, or where it has nothing to show.

    `passages_of` gives the passages of a report by its key; the rest is as `answer_ledger` has it.
    """
    if len(scope.reports) != 1 or not asks_for_overview(question, reports):
        return None
    graded = answer_ledger(_GRADES, scope, cells, reports, find)
    grades = graded.draft.statements if graded else ()
    statements = (*grades, *_opening(own_summary(passages_of(scope.reports[0]))))
    if not statements:
        return None
    return LedgerAnswer(
        Draft("answered", statements, confidence=1.0, long_form=True), graded.scope if graded else scope
    )


def asks_for_overview(question: str, reports: Sequence[Report] = ()) -> bool:
    """Say whether the question is about a report as a whole; names of authorities of `reports` are passed over."""
    return _ASKED.match(without_names(question, reports)) is not None


def _opening(passages: Sequence[Passage]) -> Iterator[Statement]:
    words = 0
    for passage in passages:
        if words < _WORDS:
            yield quote_whole(passage)
        words += len(passage.text.split())
