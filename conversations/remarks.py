"""What readers thought of answers: kept with the answer's receipt, read by the staff, made into evaluation cases."""

import json
import sqlite3
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from conversations.database import Database
from conversations.models import Remark


class Remarks:
    """The remarks in the history's file."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def keep(self, remark: Remark) -> None:
        """Keep a remark in place of any that the same person made on the same answer."""
        with self._database.connect() as connection:
            connection.execute(
                "INSERT OR REPLACE INTO remarks VALUES (?, ?, ?, ?, ?, ?, ?)",
                (
                    remark.receipt,
                    remark.user,
                    remark.verdict,
                    remark.reason,
                    remark.made.isoformat(),
                    remark.question,
                    json.dumps(remark.reports),
                ),
            )

    def withdraw(self, receipt: str, user: str) -> None:
        """Forget what a person thought of an answer."""
        with self._database.connect() as connection:
            connection.execute("DELETE FROM remarks WHERE receipt = ? AND user = ?", (receipt, user))

    def all(self) -> list[Remark]:
        """Return every remark, the newest first."""
        with self._database.connect() as connection:
            return [_remark(row) for row in connection.execute("SELECT * FROM remarks ORDER BY made DESC, receipt")]


def make_case(remark: Remark, answer: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return a remark as a case of an evaluation set, None where the question was not shared.

    `answer` is what the receipt kept. What it cites counts as the evidence where the reader found it helpful; where
    not, a person must fill in `facts` and `evidence` before the case says more than that an answer is due.
    """
    if remark.question is None:
        return None
    searched = list(remark.reports or answer["searched"])
    helpful = remark.verdict == "helpful"
    cited = [one for statement in answer["statements"] for one in statement["citations"]] if helpful else []
    refused = not answer["statements"]
    return {
        "id": f"feedback-{remark.receipt}",
        **({"report": searched[0]} if len(searched) == 1 else {"reports": searched}),
        "question": remark.question,
        "kind": "unanswerable" if refused and helpful else "finding",
        "answerable": not (refused and helpful),
        "facts": [],
        "evidence": [
            {
                "report": one["report"],
                "paragraph": one["number"],
                "page": one["pages"][0] if one["pages"] else None,
                "quote": one["quote"],
            }
            for one in cited
        ],
        "why": remark.reason,
    }


def _remark(row: sqlite3.Row) -> Remark:
    return Remark(
        receipt=row["receipt"],
        user=row["user"],
        verdict=row["verdict"],
        reason=row["reason"],
        made=datetime.fromisoformat(row["made"]),
        question=row["question"],
        reports=tuple(json.loads(row["reports"])),
    )
