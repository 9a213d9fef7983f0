"""The weights of the two linear models, as `evals/tuning/answers.py` wrote them."""

import hashlib
import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Literal

Model = Literal["sentences", "answerability"]


@cache
def weights(model: Model) -> Mapping[str, float]:
    """Return the weight of each feature of a model, its "intercept" included where it has one."""
    trained: Mapping[str, float] = json.loads(_text())[model]
    return trained


@cache
def digest() -> str:
    """Return a short checksum of all weights, for receipts."""
    return hashlib.sha256(_text().encode()).hexdigest()[:16]


def _text() -> str:
    return files(__package__).joinpath("trained.json").read_text(encoding="utf-8")
