"""What speaks for a passage besides its nearness to the question: its kind, and whether it holds what is asked for."""

import re
from collections.abc import Callable, Sequence

import numpy as np

from ingest.models import Passage
from retrieval.encoding import Vector
from retrieval.intent import Intent, IntentKind

_KINDS = ("bullet", "recommendation", "judgements", "unnumbered", "heading", "footnote", "table")
"""Against a numbered paragraph, the commonest."""
_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_DATE = re.compile(rf"\b(?:{_MONTHS}|20\d\d)\b")
_FIGURE = re.compile(r"\d+")
_NAME = re.compile(r"(?<![.!?] )\b[A-Z][a-z]+ [A-Z][a-z]+")
_CAUSE = re.compile(r"\b(?:because|due to|as a result|result(?:s|ed|ing)? (?:in|from)|reasons?|led to|therefore)\b")
_ASKS = re.compile(r"improve|recommend|priority", re.IGNORECASE)
_MOST_FIGURES = 6

TRAITS = (*_KINDS, "figures", "date", "name", "asks", "asks_unasked", "cause", "position")


def traits(intent: Intent, passages: Sequence[Passage]) -> dict[str, Vector]:
    """Return each of `TRAITS`, 0 to 1, for every passage; most are 0 unless the question's kind calls for them."""

    def each(measure: Callable[[Passage], float]) -> Vector:
        return np.array([measure(passage) for passage in passages], dtype=np.float32)

    def asked(measure: Callable[[Passage], float], *kinds: IntentKind) -> Vector:
        return each(measure) if intent.kind in kinds else np.zeros(len(passages), dtype=np.float32)

    rows = {kind: each(lambda passage, kind=kind: passage.kind == kind) for kind in _KINDS}  # type: ignore[misc]
    asks = each(_asks_for_change)
    asking = np.float32(intent.kind == "recommendation")
    return rows | {
        "figures": asked(_share_of_figures, "number", "comparison"),
        "date": asked(lambda passage: _DATE.search(passage.text) is not None, "when"),
        "name": asked(lambda passage: _NAME.search(passage.text) is not None, "who"),
        "asks": asks * asking,
        "asks_unasked": asks * (1 - asking),
        "cause": asked(lambda passage: _CAUSE.search(passage.text) is not None, "reason"),
        "position": each(lambda passage: 1 / (1 + passage.ordinal / 20)),
    }


def _asks_for_change(passage: Passage) -> float:
    return float(passage.kind == "recommendation" or bool(passage.section and _ASKS.search(passage.section[-1])))


def _share_of_figures(passage: Passage) -> float:
    return min(len(_FIGURE.findall(passage.text)), _MOST_FIGURES) / _MOST_FIGURES
