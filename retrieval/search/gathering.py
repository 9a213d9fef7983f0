"""The passages for a question: one ranking for each side of a comparison, and one for each thing that it asks."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import chain, zip_longest

from retrieval.models import Evidence
from retrieval.question.parts import parts_of

MOST_SIDES = 4
"""Reports compared one by one, each searched by itself; more are searched together."""

Part = tuple[str, tuple[Evidence, ...]]
"""One thing asked, as a question of its own, with the passages nearest to it."""
Rank = Callable[[str, Sequence[str]], Sequence[Evidence]]
"""The passages of some reports (keys) nearest to a question, best first."""


@dataclass(frozen=True, slots=True)
class Gathered:
    """The passages nearest to the whole question, best first (the sides of a comparison by turns), and its parts."""

    evidence: tuple[Evidence, ...] = ()
    parts: tuple[Part, ...] = ()

    @property
    def together(self) -> tuple[Evidence, ...]:
        """The passages of the whole and of the parts by turns."""
        return _by_turns([self.evidence, *(own for _, own in self.parts)])


def gather(question: str, searched: Sequence[str], sides: Sequence[Sequence[str]], rank: Rank) -> Gathered:
    """Gather the passages of the reports `searched`; `sides` are groups of them that the question compares."""
    if 1 < len(sides) <= MOST_SIDES:
        return Gathered(_by_turns([rank(question, side) for side in sides]))
    parts = tuple((part, tuple(rank(part, searched))) for part in parts_of(question))
    return Gathered(tuple(rank(question, searched)), parts)


def _by_turns(rankings: Iterable[Sequence[Evidence]]) -> tuple[Evidence, ...]:
    taken: dict[str, Evidence] = {}
    for one in chain.from_iterable(zip_longest(*rankings)):
        if one is not None:
            taken.setdefault(one.passage.id, one)
    return tuple(taken.values())
