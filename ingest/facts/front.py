"""The front of a report: the passages that may belong to its cover or to the head of a letter, as one text."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from ingest.models import Passage

FRONT_PASSAGES = 14
"""Passages at the beginning that may belong to the cover, those of a letter's head not counted."""
SHORT = 260
"""Characters; a line of a cover or a letter's head is shorter; of running text the beginning is enough."""


@dataclass(frozen=True, slots=True)
class Front:
    """The front passages as one text whose every offset knows its passage."""

    text: str
    passages: Sequence[Passage]
    begins: Sequence[int]

    @classmethod
    def of(cls, passages: Sequence[Passage]) -> "Front":
        """Return the front of a report."""
        head = sum(one.role == "letter_head" for one in passages)
        front = passages[: FRONT_PASSAGES + head]
        # The front page holds title and dates as one passage of several lines: it is read whole.
        texts = [one.text if one.label.startswith("Front page") else one.text[:SHORT] for one in front]
        begins = list(accumulate((len(text) + 1 for text in texts), initial=0))
        return cls("\n".join(texts), front, begins)

    def at(self, offset: int) -> Passage:
        """Return the passage that prints this offset."""
        return self.passages[bisect_right(self.begins, offset) - 1]

    def source(self, offset: int) -> str:
        """Return the id of the passage that prints this offset."""
        return self.at(offset).id
