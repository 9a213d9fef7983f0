"""A receipt asked again: does the same question still get the same answer?"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from retrieval.assistant import Assistant
from retrieval.errors import RetrievalError
from retrieval.models import Answer, Turn
from retrieval.store.receipts import HASHED, Receipt

_VARYING = ("receipt", "seconds")


class QuestionNotKept(RetrievalError):
    """The receipt holds the hash of its question only."""

    code = "question_not_kept"


@dataclass(frozen=True, slots=True)
class Repetition:
    """The answer of today, what differs from the receipt, and which of the things it depends on have changed."""

    answer: Answer
    differs: tuple[str, ...]
    """Fields of the answer that are not the same."""
    changed: tuple[str, ...]
    """What the answer depends on that is no longer as it was: embedder, reports, model, prompts …"""

    @property
    def same(self) -> bool:
        """Whether the answer is the same in every field but its time and its receipt."""
        return not self.differs


def repeat(receipt: Receipt, assistant: Assistant) -> Repetition:
    """Ask a receipt's question again with the reports and the history that it had; raises QuestionNotKept."""
    if receipt.question.startswith(HASHED):
        raise QuestionNotKept(
            f"Receipt {receipt.id} holds only the hash of its question, so it cannot be asked again.",
            remedy="Ask the question itself, and compare the two receipts.",
        )
    settings = receipt.settings
    history = [Turn(one["question"], one["answer"], tuple(one["reports"])) for one in settings["history"]]
    answer = assistant.ask(
        receipt.question,
        reports=settings["selected"],
        history=history,
        # Receipts of before these could be selected have neither.
        authority=settings.get("authority"),
        section=settings.get("section", ()),
    )
    today = assistant.fingerprint()
    changed = tuple(name for name, value in today.items() if settings.get(name) != value)
    return Repetition(answer, _differing(receipt.answer, answer.to_json()), changed)


def _differing(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(name for name, value in after.items() if name not in _VARYING and before.get(name) != value)
