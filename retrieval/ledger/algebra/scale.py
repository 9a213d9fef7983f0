"""The grades of the inspections, in their order, and the areas that they are given for.

`adequate` was the third of four grades until late 2013. It is kept as printed and compared within its own scale alone.
"""

GRADES = ("outstanding", "good", "requires improvement", "adequate", "inadequate")
"""Best first."""
AREAS = {
    "overall": "overall effectiveness",
    "help_and_protection": "help and protection",
    "looked_after_or_in_care": "children in care",
    "care_leavers": "care leavers",
    "adoption": "adoption",
    "leadership": "leadership",
    "safeguarding_board": "the safeguarding board",
}
"""What a reader calls the areas of the ledger, in the order in which they are told."""
_RANK = {"outstanding": 4, "good": 3, "requires improvement": 2, "adequate": 2, "inadequate": 1}
_OTHER_SCALE = frozenset({"adequate", "requires improvement"})


def rank(grade: str) -> int:
    """Return a grade's place in its scale, 4 for the best; 0 for what is no grade."""
    return _RANK.get(grade, 0)


def step(before: str, after: str) -> int:
    """Return by how many grades `after` is better; 0 between the grades of two scales that cannot be compared."""
    return 0 if {before, after} == _OTHER_SCALE else rank(after) - rank(before)


def area_name(area: str) -> str:
    """Return what a reader calls an area of the ledger."""
    return AREAS.get(area, area.replace("_", " "))


def in_full(grade: str) -> str:
    """Return a grade as reports print it: "requires improvement to be good"."""
    return "requires improvement to be good" if grade == "requires improvement" else grade
