"""What a person wants done with the answer before: told by the examples that their words are most like."""

import tomllib
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from importlib.resources import files
from typing import Literal, cast

import numpy as np

from retrieval.question.models import Question
from retrieval.vectors.encoding import Vector

RepairKind = Literal["more", "shorter", "place", "words", "sure", "plain", "point", "form", "instead"]
Encode = Callable[[str], Vector]
"""The unit vector of a text."""
_NEAREST = 3
"""Examples of a kind that speak for it: one alone may be like anything."""
_ORDINALS = {
    word: at
    for at, words in enumerate(("first one 1 1st", "second two 2 2nd", "third three 3 3rd", "fourth four 4 4th",
                                "fifth five 5 5th", "sixth six 6 6th"))
    for word in words.split()
} | {"last": -1}  # fmt: skip


def is_repair(question: Question) -> bool:
    """Say whether a question after another is about the answer before: "the exact quote" quotes nothing itself."""
    if question.act == "quote_check":
        return question.refers_back and not question.quoted
    return question.act == "repair" or (question.act == "help" and question.refers_back)


class RepairReader:
    """Tells the kind of a repair; the examples are encoded on the first."""

    def __init__(self, encode: Encode) -> None:
        self._encode = encode

    def kind_of(self, question: Question) -> RepairKind:
        """Return the kind of a repair; one that names a council, a year, an area or a kind of report asks for that."""
        own = question.turn or question
        changed = own.authorities or own.period.years or own.areas or own.inspection != "none"
        if changed or own.period.op in ("previous", "before_last", "latest", "oldest"):
            return "instead"
        if question.format.shape in ("bullets", "table"):
            return "form"
        asked = self._encode(question.typed)
        likeness = {kind: _likeness(asked, vectors) for kind, vectors in self._examples.items()}
        best = max(likeness, key=lambda kind: likeness[kind])
        return "more" if best == "point" and point_of(question) is None else cast(RepairKind, best)

    @cached_property
    def _examples(self) -> Mapping[str, Sequence[Vector]]:
        table = tomllib.loads(files(__package__).joinpath("examples.toml").read_text(encoding="utf-8"))
        return {kind: [self._encode(example) for example in listed] for kind, listed in table.items()}


def point_of(question: Question) -> int | None:
    """Return which point of the answer is meant, counted from 0 (-1 the last); None where none is named."""
    words = question.typed.lower().replace("?", " ").replace(",", " ").replace(".", " ").split()
    return next((_ORDINALS[word] for word in words if word in _ORDINALS), None)


def _likeness(vector: Vector, examples: Sequence[Vector]) -> float:
    similar = sorted((float(np.dot(vector, example)) for example in examples), reverse=True)
    return float(np.mean(similar[:_NEAREST]))
