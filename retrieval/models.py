"""The values that pass between the stages of answering; `Answer.to_json` is the public contract."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

from ingest.models import Judgement, Passage, Report

Outcome = Literal[
    "answered",
    "partial",
    "nearest",
    "not_in_reports",
    "report_not_held",
    "out_of_scope",
    "needs_clarification",
    "help",
]
"""How a question ended; in `nearest` the statements quote the nearest, and the text begins by saying so."""
UNSEARCHED: frozenset[Outcome] = frozenset({"out_of_scope", "needs_clarification", "help"})
"""Outcomes for which no report is searched."""
OutOfScopeReason = Literal["advice", "personal_data", "other_language", "off_topic"]


@dataclass(frozen=True, slots=True)
class Turn:
    """One earlier exchange. `reports` are the keys that the answer was about, when known."""

    question: str
    answer: str
    reports: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Notice:
    """Something the reader should know beside the answer: newer_held, fell_back, scope_changed, dropped …"""

    code: str
    text: str


@dataclass(frozen=True, slots=True)
class Choice:
    """One reading of an ambiguous question: what to show, and the question or report it stands for."""

    text: str
    report: str | None = None
    question: str | None = None


@dataclass(frozen=True, slots=True)
class Scope:
    """Which reports a question is about. `sides` groups them where a question compares (one tuple a side)."""

    reports: tuple[str, ...]
    reading: Literal["selected", "named", "newest", "only_one", "all"]
    sides: tuple[tuple[str, ...], ...] = ()
    notices: tuple[Notice, ...] = ()


@dataclass(frozen=True, slots=True)
class SentenceScore:
    """[start, end) in the passage's text, with its similarity to the question (cosine, -1 to 1)."""

    start: int
    end: int
    score: float


class PrintedText(NamedTuple):
    """The text of a passage, without all that makes a `Passage`: a scan returns thousands."""

    passage: str
    report: str
    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A stored vector near a question's: [start, end) in the passage's text, `score` its cosine (-1 to 1)."""

    chunk: str
    passage: str
    start: int
    end: int
    score: float


@dataclass(frozen=True, slots=True)
class Evidence:
    """A ranked passage. `score` is comparable within one ranking; `parts` holds the score of each ranker."""

    passage: Passage
    report: Report
    score: float
    sentences: tuple[SentenceScore, ...] = ()
    parts: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Citation:
    """A verified reference: `quote` stands verbatim in the passage."""

    report: str
    label: str
    number: int | None
    pages: tuple[int, ...]
    quote: str
    passage: str
    """Passage id; not part of the JSON contract."""
    kind: str = "paragraph"


@dataclass(frozen=True, slots=True)
class Statement:
    """Its text is its quotes, optionally opened by a lead every token of which stands in the cited passages."""

    text: str
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class LedgerCell:
    """A judgement with its report."""

    report: Report
    judgement: Judgement
    label: str
    pages: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Usage:
    """What a chat model took: tokens in and out, cost in US dollars when the price is known."""

    input_tokens: int = 0
    output_tokens: int = 0
    cost: float | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """What an answerer proposes, before verification. Statements of a refusal are empty."""

    outcome: Outcome
    statements: tuple[Statement, ...] = ()
    reason: str | None = None
    """Out-of-scope reason, or why nothing is said, as a short code."""
    text: str | None = None
    """The words of a refusal or a question back; None composes the text from the statements."""
    choices: tuple[Choice, ...] = ()
    notices: tuple[Notice, ...] = ()
    confidence: float | None = None
    """Calibrated probability that the reports answer the question; orders the risk-coverage curve."""
    usage: Usage | None = None
    generated: bool = False
    """Whether a model chose the words; they are then held against the cited passages, their quotes verbatim."""
    long_form: bool = False
    """Direct references and ledger lists may exceed 130 words."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The typed result that the chat, the command line and the evaluations share."""

    question: str
    standalone_question: str
    outcome: Outcome
    reason: str | None
    text: str
    statements: tuple[Statement, ...]
    evidence: tuple[Evidence, ...]
    searched: tuple[str, ...]
    notices: tuple[Notice, ...]
    receipt: str
    seconds: float
    choices: tuple[Choice, ...] = ()
    confidence: float | None = None
    usage: Usage | None = None
    understood: Mapping[str, Any] = field(default_factory=dict)
    """How the question was read, as `Question.to_json` has it."""

    @property
    def cited(self) -> tuple[str, ...]:
        """Keys of the reports that its statements cite, in the order of the answer."""
        return tuple(dict.fromkeys(one.report for statement in self.statements for one in statement.citations))

    def to_json(self) -> dict[str, Any]:
        """Return the object that `ask --json` prints (DESIGN, section 6)."""
        return {
            "question": self.question,
            "standalone_question": self.standalone_question,
            "outcome": self.outcome,
            "reason": self.reason,
            "text": self.text,
            "statements": [
                {"text": one.text, "citations": [citation_json(citation) for citation in one.citations]}
                for one in self.statements
            ],
            "evidence": [evidence_json(one) for one in self.evidence],
            "searched": list(self.searched),
            "understood": dict(self.understood),
            "notices": [{"code": one.code, "text": one.text} for one in self.notices],
            "choices": [{"text": one.text, "report": one.report, "question": one.question} for one in self.choices],
            "confidence": self.confidence,
            "receipt": self.receipt,
            "seconds": round(self.seconds, 4),
        }


def citation_json(citation: Citation) -> dict[str, Any]:
    """Return the public shape of a citation."""
    return {
        "report": citation.report,
        "label": citation.label,
        "number": citation.number,
        "pages": list(citation.pages),
        "quote": citation.quote,
    }


def evidence_json(evidence: Evidence) -> dict[str, Any]:
    """Return the public shape of a ranked passage."""
    return {
        "report": evidence.passage.report,
        "label": evidence.passage.label,
        "number": evidence.passage.number,
        "pages": list(evidence.passage.pages),
        "text": evidence.passage.text,
        "score": round(evidence.score, 6),
    }
