"""What a question is, once it has been read: one frozen value that every later stage takes instead of a string."""

from dataclasses import dataclass, field
from typing import Any, Literal

from retrieval.question.grades import GradeQuestion
from retrieval.question.intent import Intent
from retrieval.question.references import Reference
from retrieval.reports.authorities import NamedAuthority
from retrieval.text.dates import DateMention

Act = Literal[
    "fact",
    "theme",
    "overview",
    "section_summary",
    "strengths",
    "weaknesses",
    "strengths_weaknesses",
    "recommendations",
    "enquiry",
    "progress",
    "grade",
    "grade_history",
    "grade_list",
    "rank",
    "mention",
    "count",
    "compare",
    "holdings",
    "reference",
    "quote_check",
    "definition",
    "premise",
    "help",
    "out_of_scope",
    "repair",
]
"""What a question wants done; docs/questions.md says each in a sentence."""
PeriodOp = Literal[
    "none",
    "latest",
    "previous",
    "before_last",
    "oldest",
    "newest",
    "all",
    "at",
    "before",
    "since",
    "between",
    "then_and_now",
]
Want = Literal["number", "date", "person", "reason", "yes_no", "list", "place", "finding"]
Shape = Literal["none", "bullets", "table", "sentence", "paragraph"]
ANY_KIND = "any"
"""The kind of inspection of a question that asks for whatever kinds there are."""


@dataclass(frozen=True, slots=True)
class Period:
    """Which of an authority's inspections are meant: an operation over those held, and the years that it names."""

    op: PeriodOp = "none"
    years: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Format:
    """The form asked for; `number` of bullets, sentences or paragraphs, where one is named."""

    shape: Shape = "none"
    number: int | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """One reading of one question. Spans of `names` and `dates` count in `folded`."""

    typed: str
    """As the person typed it."""
    text: str
    """Cleaned, slips mended, complete without what was said before: what is answered."""
    folded: str
    act: Act = "fact"
    confidence: float = 1.0
    """Calibrated probability that `act` is what was meant."""
    names: tuple[NamedAuthority, ...] = ()
    everyone: bool = False
    """Whether it is asked of every authority or report held."""
    dates: tuple[DateMention, ...] = ()
    period: Period = field(default_factory=Period)
    inspection: str = "none"
    """Id of the kind of inspection that the words name; "none", or `ANY_KIND`."""
    areas: tuple[str, ...] = ()
    """Graded areas named, as the ledger calls them."""
    grades: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    """What it is about in the asker's words, without names, dates and framing; one for each thing asked."""
    wants: tuple[Want, ...] = ()
    format: Format = field(default_factory=Format)
    refers_back: bool = False
    carried: tuple[str, ...] = ()
    """Keys of the reports that the conversation was about, where the question names no authority."""
    quoted: tuple[str, ...] = ()
    """Phrases in quotation marks."""
    reference: Reference | None = None
    graded: GradeQuestion | None = None
    intent: Intent = field(default_factory=lambda: Intent("general"))
    parts: tuple[str, ...] = ()
    """The questions in it, where it asks several; () where it asks one."""
    turn: "Question | None" = None
    """The reading of a follow-up's own words, where the rest of this value is of the complete question."""

    @property
    def said(self) -> tuple[str, ...]:
        """Authorities named in this turn's own words: `names` of a follow-up may be those of the question before."""
        return (self.turn or self).authorities

    @property
    def authorities(self) -> tuple[str, ...]:
        """The names of the authorities named, each once, in order."""
        return tuple(dict.fromkeys(one.name for one in self.names))

    def to_json(self) -> dict[str, Any]:
        """Return the parse as the public contract has it (`understood`, `eval parse`): of this turn's own words."""
        own = self.turn or self
        return {
            "act": self.act,
            "authorities": list(own.authorities),
            "everyone": own.everyone,
            "period": {"op": own.period.op, "years": list(own.period.years)},
            "inspection": own.inspection,
            "areas": list(own.areas),
            "grades": list(own.grades),
            "topics": list(own.topics),
            "wants": list(own.wants),
            "format": {"shape": own.format.shape, "n": own.format.number},
            "refers_back": self.refers_back,
            "standalone": self.text if self.refers_back else None,
        }
