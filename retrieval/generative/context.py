"""The passages a model sees: keyed, in order of rank, within a token budget."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from ingest.chunks.tokens import prompt_tokens
from retrieval.models import Evidence
from retrieval.text.dates import spell_date

PASSAGE_BUDGET = 3_000
"""Tokens (cl100k) of passages in one prompt: about fifteen paragraphs, so that the evidence that retrieval ranks in its
first ten is nearly always inside, and a 4,096-token local model still has room for rules and answer."""


@dataclass(frozen=True, slots=True)
class Context:
    """What the model is shown: `text` for the prompt, and the passage behind each key."""

    text: str
    passages: Mapping[str, Evidence]
    tokens: int


def build_context(evidence: Sequence[Evidence], *, budget: int = PASSAGE_BUDGET) -> Context:
    """Key the best passages P1, P2 … until the budget is spent; the first is always in.

    A passage is shown with its report, date, section and lead-in, so that "this number" has something to refer to.
    """
    shown: dict[str, Evidence] = {}
    parts: list[str] = []
    spent = 0
    for one in evidence:
        key = f"P{len(shown) + 1}"
        part = show(key, one)
        tokens = prompt_tokens(part)
        if shown and spent + tokens > budget:
            break
        shown[key] = one
        parts.append(part)
        spent += tokens
    return Context("\n".join(parts), MappingProxyType(shown), spent)


def show(key: str, evidence: Evidence) -> str:
    """Return a passage as the model sees it."""
    return f'<passage key="{key}">\n{_describe(evidence)}\n{_defuse(evidence.passage.text)}\n</passage>'


def _describe(evidence: Evidence) -> str:
    report, passage = evidence.report, evidence.passage
    published = f", published {spell_date(report.published)}" if report.published else ""
    lead_in = f"\n({_defuse(passage.lead_in)})" if passage.lead_in else ""
    return f"[{report.authority}{published}; {_defuse(' > '.join(passage.section[-2:]))}; {passage.label}]{lead_in}"


def _defuse(text: str) -> str:
    """Keep a report's text from closing its own passage or opening another."""
    return text.replace("<passage", "‹passage").replace("</passage", "‹/passage")
