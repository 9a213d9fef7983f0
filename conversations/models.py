"""What a conversation is made of: questions with their answers, and what readers thought of them."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Literal
from uuid import uuid4

from retrieval.models import Answer

Verdict = Literal["helpful", "not helpful"]


@dataclass(frozen=True, slots=True)
class Selection:
    """What a reader chose to ask: one authority or all, some reports (keys) or all, one section or all."""

    authority: str | None = None
    reports: tuple[str, ...] = ()
    section: tuple[str, ...] = ()
    """Headings from the outermost in; what stands below them is asked."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """One question with its answer, and under which circumstances it was given."""

    question: str
    answer: Answer
    asked: datetime
    selection: Selection = field(default_factory=Selection)
    reports_held: int = 0
    generation: int = 0
    model: str | None = None
    """The chat model that worded the answer; None where it is the reports' own sentences."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A conversation in a person's history, as a list names it."""

    id: str
    user: str
    title: str
    """Its first question."""
    started: datetime
    updated: datetime
    exchanges: int


@dataclass(frozen=True, slots=True)
class Remark:
    """What a reader thought of one answer. `question` is None where they did not share it with the staff."""

    receipt: str
    user: str
    verdict: Verdict
    reason: str
    made: datetime
    question: str | None
    reports: tuple[str, ...] = ()
    """Keys of the reports that were selected; () for all."""


def new_conversation_id() -> str:
    """Return an id that no other conversation has: 12 hex digits."""
    return uuid4().hex[:12]


def now() -> datetime:
    """Return the time at which something is kept."""
    return datetime.now(UTC).replace(microsecond=0)
