"""Receipts of answers, kept in the library: what was asked, of which generation, with which settings and result."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from masking import mask, mask_values
from retrieval.errors import RetrievalError
from retrieval.store.database import Database


class UnknownReceipt(RetrievalError):
    """No receipt of that id is kept here."""

    code = "unknown_receipt"
    exit_code = 2


@dataclass(frozen=True, slots=True)
class Receipt:
    """One answer as it was given. `answer` is `Answer.to_json()`; `settings` whatever is needed to ask again."""

    id: str
    created: datetime
    generation: int
    question: str
    answer: Mapping[str, Any]
    settings: Mapping[str, Any]


HASHED = "sha256:"
"""What stands before the hash of a question whose text is not kept."""


def hash_question(question: str) -> str:
    """Return what a receipt holds of a question where its text is not kept: enough to recognise the same question."""
    return HASHED + hashlib.sha256(" ".join(question.split()).encode()).hexdigest()


def without_questions(answer: Mapping[str, Any]) -> dict[str, Any]:
    """Return an answer without the words of its question: a refusal, a notice or a choice may repeat them."""
    kept = {name: answer[name] for name in ("question", "standalone_question")}
    return {
        **answer,
        **{name: hash_question(text) for name, text in kept.items()},
        "text": answer["text"] if answer["statements"] else "",
        "notices": [{"code": one["code"], "text": ""} for one in answer["notices"]],
        "choices": [],
        "understood": {},
    }


def _json(value: Mapping[str, Any]) -> str:
    return _sound(json.dumps(mask_values(value), ensure_ascii=False))


def _sound(text: str) -> str:
    """Return text that can be written down: half a character that takes two becomes a mark of its own."""
    return text.encode("utf-8", "replace").decode()


def new_receipt_id() -> str:
    """Return an id that no other receipt has: 12 hex digits."""
    return uuid4().hex[:12]


class Receipts:
    """The receipts of one library."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def save(
        self,
        question: str,
        answer: Mapping[str, Any],
        *,
        generation: int,
        settings: Mapping[str, Any],
        receipt_id: str | None = None,
    ) -> Receipt:
        """Keep a receipt and return it; raises LibraryNotWritable in a read-only library."""
        receipt = Receipt(
            id=receipt_id or new_receipt_id(),
            created=datetime.now(UTC),
            generation=generation,
            question=mask(_sound(question)),
            answer=answer,
            settings=settings,
        )
        with self._database.write() as connection:
            connection.execute(
                "INSERT INTO receipts (id, created, generation, question, answer, settings) VALUES (?, ?, ?, ?, ?, ?)",
                (
                    receipt.id,
                    receipt.created.isoformat(),
                    generation,
                    receipt.question,
                    _json(answer),
                    _json(settings),
                ),
            )
        return receipt

    def load(self, receipt_id: str) -> Receipt:
        """Return a receipt, or raise UnknownReceipt."""
        with self._database.read() as connection:
            row = connection.execute("SELECT * FROM receipts WHERE id = ?", (receipt_id,)).fetchone()
        if row is None:
            raise UnknownReceipt(
                f"No receipt {receipt_id!r} is kept in this library.",
                remedy="Copy the id from the answer; receipts stay with the library that gave the answer.",
            )
        return Receipt(
            id=row["id"],
            created=datetime.fromisoformat(row["created"]),
            generation=row["generation"],
            question=row["question"],
            answer=json.loads(row["answer"]),
            settings=json.loads(row["settings"]),
        )
