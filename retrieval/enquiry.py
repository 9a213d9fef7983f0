"""A question on its way through the chain: each stage returns it with one more part filled in."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, TypedDict

from ingest.models import Report
from retrieval.models import Draft, Evidence, Notice, Scope, Turn
from retrieval.question.models import Question
from retrieval.search.gathering import Gathered
from retrieval.store.receipts import hash_question


class Circumstances(TypedDict, total=False):
    """What a question is asked with: `reports` by key, what was said before, an `authority` and a `section` chosen.

    `authority` stands for its reports, the newest first, as if the question named it; `section`, headings from the
    outermost in, narrows what is searched. Both hold until the question's own words say otherwise.
    """

    reports: Sequence[str]
    history: Sequence[Turn]
    authority: str | None
    section: Sequence[str]


@dataclass(frozen=True, slots=True)
class Enquiry:
    """A question, what was chosen to ask, what was said before, and what the stages have made of it so far."""

    typed: str
    selected: tuple[str, ...]
    history: tuple[Turn, ...]
    reports: tuple[Report, ...]
    question: Question
    """The reading of what was typed; what was typed alone until it has been read."""
    generation: int
    """That of the library which all stages read."""
    basis: Mapping[str, Any]
    """All else that the answer depends on: `Assistant.fingerprint()`."""
    authority: str | None = None
    section: tuple[str, ...] = ()
    slips: tuple[Notice, ...] = ()
    """What was read otherwise than typed."""
    scope: Scope | None = None
    topic: str = ""
    """The standalone question without the words that say which reports are meant; what is searched for."""
    gathered: Gathered = field(default_factory=Gathered)
    evidence: tuple[Evidence, ...] = ()
    """What stands beside the answer, best first."""
    draft: Draft | None = None
    whole: bool = False
    """Whether `draft` leaves nothing for a search to add."""

    @property
    def searched(self) -> tuple[str, ...]:
        """Keys of the reports that are searched."""
        if self.scope is not None:
            return self.scope.reports
        return self.selected or tuple(report.key for report in self.reports)

    @property
    def section_searched(self) -> tuple[str, ...]:
        """The section that is searched, () where the question was looked up or is about another report."""
        changed = any(one.code == "scope_changed" for one in (self.scope.notices if self.scope else ()))
        return () if self.whole or changed else self.section

    @property
    def notices(self) -> tuple[Notice, ...]:
        """What the reader should know of the scope and of the answer, each once."""
        notices = [
            *self.slips,
            *(self.scope.notices if self.scope else ()),
            *(self.draft.notices if self.draft else ()),
        ]
        if self.section and self.scope is not None:
            if self.section_searched:
                notices.append(Notice("section_only", f"Searched only the section “{self.section[-1]}”."))
            else:
                text = "The question’s own words lead elsewhere: the section selected was left aside."
                notices.append(Notice("scope_changed", text))
        return tuple(dict.fromkeys(notices))

    def for_receipt(self, searched: Collection[str], *, keep_questions: bool) -> dict[str, Any]:
        """Return what a receipt needs to ask again: what was chosen, what was said before, which files were read."""
        history = [asdict(turn) for turn in self.history]
        return {
            "selected": list(self.selected),
            "authority": self.authority,
            "section": list(self.section),
            "history": history if keep_questions else [hash_question(turn.question) for turn in self.history],
            "report_hashes": {report.key: report.sha256 for report in self.reports if report.key in searched},
        }
