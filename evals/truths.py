"""Which passages and sentences carry the evidence of a question, whichever way its set names it."""

from collections.abc import Sequence
from functools import lru_cache

from evals.cases import Case
from evals.matching import squeeze
from ingest.models import Passage

_OVERLAP = 50
"""Letters that a sentence must share with the beginning or end of a quote to count as carrying it."""
_squeezed = lru_cache(maxsize=50_000)(squeeze)


class Truths:
    """The evidence of one question: `evidence` and `also` alike."""

    def __init__(self, case: Case) -> None:
        named = case.evidence + case.also
        self._quotes = [(one.report, _squeezed(one.quote)) for one in named if one.quote]
        self._places = {(one.report, one.label, one.sentence) for one in named if one.label}
        self._labels = {(report, label) for report, label, _ in self._places}

    def in_passage(self, passage: Passage) -> bool:
        """Whether the passage carries a piece of the evidence."""
        text = _squeezed(passage.text)
        quoted = any(passage.report == report and quote in text for report, quote in self._quotes)
        return quoted or (passage.report, passage.label) in self._labels

    def in_sentence(self, passage: Passage, index: int, text: str) -> bool:
        """Whether a sentence, the `index`-th of its passage, carries a piece of the evidence, whole or in part."""
        if (passage.report, passage.label, index) in self._places:
            return True
        return _overlaps(_squeezed(text), [quote for report, quote in self._quotes if report == passage.report])


def _overlaps(text: str, quotes: Sequence[str]) -> bool:
    if len(text) < _OVERLAP:
        return any(text in quote for quote in quotes)
    return any(
        text in quote or quote in text or text[:_OVERLAP] in quote or text[-_OVERLAP:] in quote for quote in quotes
    )
