"""What a question asks of the ledger, as one value: any of its parts may stand beside any other."""

from dataclasses import dataclass
from typing import Literal

from retrieval.ledger.algebra.scale import GRADES, area_name, in_full

EVERY_AREA = "every area"
ANY_AREA = "any area"

When = Literal["newest", "ever", "always", "never", "times", "each"]
"""At which inspections a condition has to hold: `times` at `Query.times` or more, `each` grade at one or another."""
Direction = Literal["up", "down", "any", "none"]


@dataclass(frozen=True, slots=True)
class Condition:
    """An area (or `EVERY_AREA`, `ANY_AREA`) with the grades that it has to have."""

    area: str
    grades: frozenset[str]

    @property
    def spoken(self) -> str:
        """Return "good or outstanding for leadership"."""
        left_out = [grade for grade in GRADES if grade not in self.grades]
        named = [grade for grade in GRADES if grade in self.grades and (grade != "adequate" or len(self.grades) == 1)]
        grades = f"not {in_full(left_out[0])}" if len(left_out) == 1 else " or ".join(in_full(one) for one in named)
        if self.area == "overall":
            return f"{grades} overall"
        where = f"in {self.area}" if self.area in (EVERY_AREA, ANY_AREA) else f"for {area_name(self.area)}"
        return f"{grades} {where}"


@dataclass(frozen=True, slots=True)
class Move:
    """A change of grade from one inspection to another: its direction, and the grades that it left and reached."""

    direction: Direction
    before: frozenset[str] = frozenset()
    after: frozenset[str] = frozenset()
    steps: int = 1
    """By how many grades at least."""


@dataclass(frozen=True, slots=True)
class Order:
    """By what authorities are put in order; `whole` where all of them are asked for, not the first alone."""

    by: Literal["grade", "change", "steady", "times", "years"] = "grade"
    best_first: bool = True
    whole: bool = True
    limit: int | None = None


@dataclass(frozen=True, slots=True)
class Query:
    """What is asked; without a condition, a move or an order it asks for the grades themselves."""

    areas: tuple[str, ...] = ("overall",)
    """The areas to be told; every area of a report where it is ()."""
    conditions: tuple[Condition, ...] = ()
    """All of them have to hold at one inspection."""
    when: When = "ever"
    times: int = 2
    move: Move | None = None
    lower: tuple[str, str] | None = None
    """An area that has to be graded below another of the same report."""
    order: Order | None = None
    alone: bool = False
    """Whether a grade that an area shares with another does not count."""
    spread: bool = False
    """Whether it asks how many there are at each grade."""
    of_reports: bool = False
    """Whether reports are counted rather than authorities."""
    of_areas: bool = False
    """Whether it asks which areas of a report have the grade."""
    extreme: bool | None = None
    """True for the best-graded areas of a report, False for the weakest."""
