"""The last gate before a reader: what does not hold is dropped, counted, and the text composed from the rest."""

from collections.abc import Mapping
from dataclasses import replace

from ingest.models import Passage
from retrieval.checking.active_content import is_active
from retrieval.checking.citations import compose_text, verify
from retrieval.checking.support import support_fault
from retrieval.models import Draft, Notice, Outcome, Statement

LONGEST = 130
"""Words of an answer's text (DESIGN section 6); direct references and ledger lists may be longer."""

NEAREST_OPENING = "I found no sentence that answers this directly. The nearest that the reports come:"
"""What the text of a `nearest` begins with where its look-up says nothing more particular."""


def check(draft: Draft, passages: Mapping[str, Passage]) -> Draft:
    """Return `draft` with the statements that hold, its text composed; `passages` are the cited ones by id.

    The words of a model are its own: they are held against the cited passages, and their quotes verbatim.
    """
    kept = tuple(one for one in draft.statements if _holds(one, passages, generated=draft.generated))
    dropped = len(draft.statements) - len(kept)
    if not dropped and (draft.text is not None or not kept):
        return draft
    shown = kept if draft.long_form else _within_limit(kept)
    if dropped and not shown:
        return replace(draft, outcome="not_in_reports", reason="nothing_verified", statements=(), text=None)
    notices = draft.notices
    if dropped:
        one = dropped == 1
        words = f"{dropped} statement{'' if one else 's'} did not stand in the report and {'was' if one else 'were'}"
        notices = (*notices, Notice("dropped", f"{words} left out."))
    outcome: Outcome = "partial" if dropped and draft.outcome == "answered" else draft.outcome
    text = compose_text(shown)
    if outcome == "nearest":
        text = f"{NEAREST_OPENING}\n{text}"
    return replace(draft, outcome=outcome, statements=shown, text=text, notices=notices)


def _holds(statement: Statement, passages: Mapping[str, Passage], *, generated: bool) -> bool:
    if is_active(statement.text) or any(is_active(one.quote) for one in statement.citations):
        return False
    if not generated:
        return bool(verify(Draft("answered", (statement,)), passages).statements)
    cited = [passages[one.passage] for one in statement.citations if one.passage in passages]
    quotes = tuple(Statement(one.quote, (one,)) for one in statement.citations)
    verbatim = len(verify(Draft("answered", quotes), passages).statements) == len(quotes)
    return bool(cited) and verbatim and support_fault(statement.text, cited) is None


def _within_limit(statements: tuple[Statement, ...]) -> tuple[Statement, ...]:
    shown: list[Statement] = []
    spoken = 0
    for one in statements:
        spoken += len(one.text.split())
        if shown and spoken > LONGEST:
            break
        shown.append(one)
    return tuple(shown)
