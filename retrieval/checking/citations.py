"""References that hold: a quotation is cut from a passage here, and a statement is checked against its passages here.

Pure functions over plain values. Nothing is shown that `verify` dropped.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ingest.chunks.sentences import split_sentences
from ingest.models import Passage
from retrieval.models import Citation, Draft, Statement
from retrieval.text.normalise import normalise, words
from retrieval.text.quantities import unsupported

_NEGATING = """
    no not never none nor neither nobody nothing nowhere without cannot can't isn't aren't wasn't weren't don't
    doesn't didn't hasn't haven't hadn't won't wouldn't shouldn't couldn't hardly barely rarely seldom unless few
    fails failed lack lacks lacking insufficient insufficiently
"""
_NEGATIONS = frozenset(_NEGATING.split())
_UNSENTENCED = frozenset({"judgements", "table", "heading"})
_BETWEEN = re.compile(r"[\s;,:.…/|()\"'-]*")


@dataclass(frozen=True, slots=True)
class Dropped:
    """A statement that did not hold, and why in a plain phrase."""

    statement: Statement
    reason: str


@dataclass(frozen=True, slots=True)
class Verified:
    """The statements that hold, in their order, and those that do not."""

    statements: tuple[Statement, ...]
    dropped: tuple[Dropped, ...] = ()


def cite(passage: Passage, start: int, end: int) -> Citation:
    """Return a citation of `passage.text[start:end]`, spaces at its ends left out.

    Raises ValueError where nothing is left to quote: that is a fault of the caller, never of a report.
    """
    if not 0 <= start < end <= len(passage.text) or not (quote := passage.text[start:end].strip()):
        raise ValueError(f"[{start}:{end}] quotes nothing from {passage.report}, {passage.label}")
    return Citation(
        report=passage.report,
        label=passage.label,
        number=passage.number,
        pages=passage.pages,
        quote=quote,
        passage=passage.id,
        kind=passage.kind,
    )


def state(citations: Sequence[Citation], *, lead: str = "") -> Statement:
    """Return the statement that `citations` make: their quotes in order, opened by `lead`."""
    text = " ".join(citation.quote for citation in citations)
    return Statement(text=f"{lead.strip()} {text}" if lead.strip() else text, citations=tuple(citations))


def compose_text(statements: Sequence[Statement]) -> str:
    """Return what a reader sees of `statements` without their references: running text, a list's items on lines."""
    items = [bool(one.citations) and one.citations[0].kind in _ITEMS for one in statements]
    text = ""
    for at, statement in enumerate(statements):
        listed = items[at] and any(items[max(at - 1, 0) : at] + items[at + 1 : at + 2])
        gap = "\n" if listed else " "
        text += (gap if text else "") + _closed(statement.text)
    return text


_ITEMS = frozenset({"bullet", "recommendation"})


def _closed(text: str) -> str:
    return text if text[-1:] in ".!?:;'\"’”)" else f"{text}."


def verify(draft: Draft, passages: Mapping[str, Passage]) -> Verified:
    """Return the statements of `draft` that hold; `passages` are by id and must include every cited one."""
    kept: list[Statement] = []
    dropped: list[Dropped] = []
    for statement in draft.statements:
        reason = fault(statement, passages)
        if reason:
            dropped.append(Dropped(statement, reason))
        else:
            kept.append(statement)
    return Verified(tuple(kept), tuple(dropped))


def fault(statement: Statement, passages: Mapping[str, Passage]) -> str | None:
    """Return why `statement` must not be shown, or None where it holds."""
    if not statement.citations:
        return "it cites nothing"
    for citation in statement.citations:
        passage = passages.get(citation.passage)
        if passage is None:
            return f"it cites a passage that is not there ({citation.report}, {citation.label})"
        if reason := _citation_fault(citation, passage):
            return reason
    cited = list(dict.fromkeys(citation.passage for citation in statement.citations))
    sources = [passages[one] for one in cited]
    if reason := _text_fault(statement, sources):
        return reason
    if missing := unsupported_tokens(statement.text, sources):
        return f"not in the cited passages: {', '.join(missing)}"
    return None


def unsupported_tokens(text: str, passages: Sequence[Passage]) -> tuple[str, ...]:
    """Return the numbers, dates and names of `text` that stand in no passage, nor in its label or headings."""
    return unsupported(text, [part for passage in passages for part in _context(passage)])


def _context(passage: Passage) -> tuple[str, ...]:
    return (passage.text, passage.label, passage.lead_in, *passage.section)


def _citation_fault(citation: Citation, passage: Passage) -> str | None:
    said = (citation.report, citation.label, citation.number, citation.pages)
    if said != (passage.report, passage.label, passage.number, passage.pages):
        return f"its reference ({citation.report}, {citation.label}) is not that of the passage it cites"
    text, quote = normalise(passage.text), normalise(citation.quote)
    starts = [match.start() for match in re.finditer(re.escape(quote), text)] if quote else []
    whole = [start for start in starts if not _cuts_a_word(text, start, start + len(quote))]
    if not whole:
        return f"its quotation does not stand in {citation.report}, {citation.label}"
    if passage.kind not in _UNSENTENCED and all(
        _clips_negation(_lines(passage.text, text), one, one + len(quote)) for one in whole
    ):
        return f"its quotation leaves out a negation of {citation.report}, {citation.label}"
    return None


def _lines(printed: str, text: str) -> str:
    """Return `text`, the normalised form of `printed`, with its line breaks: a line is a sentence of its own."""
    lined = "\n".join(line for line in map(normalise, printed.splitlines()) if line)
    return lined if len(lined) == len(text) else text


def _cuts_a_word(text: str, start: int, end: int) -> bool:
    """Whether [start, end) begins or ends inside a word or a number ("5%" out of "1.5%", "12" out of "12,000")."""
    before, after = text[:start], text[end:]
    if text[start].isalnum() and before and (before[-1].isalnum() or re.search(r"\d[.,]$|\w-$|[£$]$", before)):
        return True
    return text[end - 1].isalnum() and bool(re.match(r"\w|[.,]\d|-\w|%", after))


def _clips_negation(text: str, start: int, end: int) -> bool:
    """Whether the sentences that [start, end) is cut from say "not" where the quotation does not."""
    return any(
        _NEGATIONS & set(words(text[first : max(first, start)] + " " + text[min(last, end) : last]))
        for first, last in split_sentences(text)
        if first < end and start < last and (first < start or end < last)
    )


def _text_fault(statement: Statement, sources: Sequence[Passage]) -> str | None:
    rest = normalise(statement.text)
    for citation in reversed(statement.citations):
        quote = normalise(citation.quote)
        at = rest.rfind(quote)
        if at < 0 or not _BETWEEN.fullmatch(rest[at + len(quote) :]) or _cuts_a_word(rest, at, at + len(quote)):
            return "its text is not its quotations"
        rest = rest[:at]
    return _lead_fault(rest, sources)


def _lead_fault(lead: str, sources: Sequence[Passage]) -> str | None:
    spoken = words(lead)
    held = {word for passage in sources for part in _context(passage) for word in words(part)}
    if unknown := [word for word in spoken if word not in held]:
        return f"its opening words are not in the cited passages: {', '.join(unknown)}"
    if _NEGATIONS & set(spoken):
        printed = [words(part) for passage in sources for part in (passage.lead_in, *passage.section)]
        if not any(_holds_run(part, spoken) for part in printed):
            return "its opening words turn the quotation into its opposite"
    return None


def _holds_run(part: Sequence[str], run: Sequence[str]) -> bool:
    return any(list(part[at : at + len(run)]) == list(run) for at in range(len(part) - len(run) + 1))
