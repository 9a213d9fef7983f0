"""Citation precision and recall, and whether each quote is verbatim: from a run's folder alone, no model.

Definitions: Gao et al., "Enabling Large Language Models to Generate Text with Citations" (ALCE, 2023), with a
deterministic support check (`retrieval.checking.support`) in the place of their entailment model.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from evals.matching import contains_quote, words
from ingest.models import Passage
from retrieval.checking.support import support_fault

Texts = Mapping[tuple[str, str], Passage]
"""Cited passages by (report, label)."""


def read_passages(lines: Iterable[Mapping[str, Any]]) -> dict[tuple[str, str], Passage]:
    """Return the passages of a run's `passages.jsonl` by (report, label)."""
    return {
        (one["report"], one["label"]): Passage(
            id=f"{one['report']}/{one['label']}",
            report=one["report"],
            label=one["label"],
            kind="unnumbered",
            number=None,
            section=tuple(one["context"][1:]),
            text=one["text"],
            ordinal=0,
            lead_in=one["context"][0],
        )
        for one in lines
    }


def is_verbatim(statement: Mapping[str, Any], texts: Texts) -> bool:
    """Tell whether a statement cites, and every quote stands in the passage that it cites."""
    cited = [(one["quote"], texts.get((one["report"], one["label"]))) for one in statement["citations"]]
    return bool(cited) and all(
        passage is not None and bool(words(quote)) and contains_quote(passage.text, quote) for quote, passage in cited
    )


def has_unsupported_figure(statement: Mapping[str, Any], texts: Texts) -> bool:
    """Tell whether a number, date or name of the statement stands in none of its cited passages."""
    fault = support_fault(statement["text"], _cited(statement, texts))
    return fault is not None and fault.startswith("not in the cited passages")


def citation_recall(statement: Mapping[str, Any], texts: Texts) -> float:
    """1 where the cited passages together support the statement, else 0 (ALCE)."""
    cited = _cited(statement, texts)
    return float(bool(cited) and support_fault(statement["text"], cited) is None)


def citation_precision(statement: Mapping[str, Any], texts: Texts) -> float | None:
    """Share of the statement's citations that are needed or sufficient (ALCE); None without citations.

    A citation is superfluous where it does not support the statement alone and the others do without it.
    """
    cited = _cited(statement, texts)
    if not cited:
        return None
    text = statement["text"]
    if support_fault(text, cited) is not None:
        return 0.0
    useful = sum(
        support_fault(text, [one]) is None or support_fault(text, _without(cited, position)) is not None
        for position, one in enumerate(cited)
    )
    return useful / len(cited)


def _cited(statement: Mapping[str, Any], texts: Texts) -> list[Passage]:
    found = [texts.get((one["report"], one["label"])) for one in statement["citations"]]
    return [passage for passage in found if passage is not None]


def _without(passages: Sequence[Passage], position: int) -> list[Passage]:
    return [passage for place, passage in enumerate(passages) if place != position]
