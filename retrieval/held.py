"""What is held, as the look-ups see it: one state of a library, and the shape that every look-up has."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from ingest.models import Passage, Report
from retrieval.models import Draft, LedgerCell, PrintedText, Scope
from retrieval.question.models import Question
from retrieval.vectors.encoding import Vector
from retrieval.vectors.stored import SentenceVector

FindPassages: TypeAlias = Callable[[Collection[str]], Mapping[str, Passage]]
SearchText: TypeAlias = Callable[[Sequence[Sequence[str]], Sequence[str]], Sequence[PrintedText]]


@dataclass(frozen=True, slots=True)
class Meanings:
    """What the library's embedding model makes of sentences and of a question."""

    embedder: str
    """Fingerprint of the model: weights that were learnt over the vectors of one mean nothing over another's."""
    sentences: Callable[[str], Mapping[str, Sequence[SentenceVector]]]
    """The sentences of a report by its key, listed by passage id."""
    encode: Callable[[str], Vector]
    """The unit vector of a question."""


@dataclass(frozen=True, slots=True)
class Held:
    """One state of a library: its reports, its ledger, and its passages on demand."""

    reports: tuple[Report, ...]
    cells: Sequence[LedgerCell]
    """The whole ledger."""
    passages: Callable[[str], Sequence[Passage]]
    """All passages of a report by its key, in reading order."""
    find: FindPassages
    """Passages by their ids."""
    search_text: SearchText
    """The text of every passage of the reports given that holds all letters of any group, in reading order."""
    meanings: Meanings | None = None
    """None where nothing was embedded: words alone must do."""


@dataclass(frozen=True, slots=True)
class LookedUp:
    """The draft, the reports it really rests on, and whether it answers the whole question."""

    draft: Draft
    scope: Scope
    complete: bool = True
    """False where the question asks for more: what a search finds belongs after these statements."""


LookUp: TypeAlias = Callable[[Question, Scope, Held], LookedUp | None]
"""Answers a question without a search; None where it is none of its kind."""
