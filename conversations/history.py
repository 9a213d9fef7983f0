"""The conversations that each person had: kept so long as the setting says, searched and deleted by their owner."""

import json
import sqlite3
from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime, timedelta
from pathlib import Path

from conversations.database import Database
from conversations.models import Exchange, Kept, Selection, now
from conversations.restoring import restore_answer
from retrieval.library.library import Library

LISTED = 50
"""Conversations that a search returns at most."""

_LIST = """
SELECT id, user, started, updated, count(*) AS exchanges,
    (SELECT question FROM exchanges WHERE conversation = id ORDER BY position LIMIT 1) AS title
FROM conversations JOIN exchanges ON conversation = id
WHERE (:user IS NULL OR user = :user) AND (:words = '' OR id IN (
    SELECT conversation FROM exchanges
    WHERE question LIKE :words ESCAPE '\\' OR json_extract(answer, '$.text') LIKE :words ESCAPE '\\'
))
GROUP BY id ORDER BY updated DESC, id LIMIT :limit
"""


class History:
    """The history in one folder. `days` is how long a conversation is kept after its last question; 0 keeps none."""

    def __init__(self, home: Path, *, days: int) -> None:
        self.database = Database(home)
        self.days = days

    def keep(self, conversation: str, user: str, position: int, exchange: Exchange) -> None:
        """Keep an exchange as the `position`-th of a conversation, and forget what is older than `days`."""
        self.purge(before=now() - timedelta(days=self.days))
        if not self.days or exchange.answer.reason == "personal_data":
            return
        answer = json.dumps(exchange.answer.to_json(), ensure_ascii=False)
        circumstances = {
            "asked": exchange.asked.isoformat(),
            "selection": asdict(exchange.selection),
            "reports_held": exchange.reports_held,
            "generation": exchange.generation,
            "model": exchange.model,
        }
        asked = exchange.asked.isoformat()
        with self.database.connect() as connection:
            connection.execute(
                "INSERT INTO conversations VALUES (?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET updated = ?",
                (conversation, user, asked, asked, asked),
            )
            connection.execute(
                "INSERT OR REPLACE INTO exchanges VALUES (?, ?, ?, ?, ?)",
                (conversation, position, exchange.question, answer, json.dumps(circumstances)),
            )

    def search(self, user: str | None, words: str = "", *, limit: int = LISTED) -> list[Kept]:
        """Return the conversations of a person (of everybody if None), newest first, that hold `words`."""
        escaped = words.strip().replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        values = {"user": user, "words": f"%{escaped}%" if escaped else "", "limit": limit}
        with self.database.connect() as connection:
            return [_kept(row) for row in connection.execute(_LIST, values)]

    def exchanges(self, conversation: str, user: str | None, library: Library) -> list[Exchange]:
        """Return what was said in a conversation of that person; [] where they have no such one."""
        query = (
            "SELECT question, answer, circumstances FROM exchanges JOIN conversations ON conversation = id "
            "WHERE id = ? AND (? IS NULL OR user = ?) ORDER BY position"
        )
        with self.database.connect() as connection:
            rows = connection.execute(query, (conversation, user, user)).fetchall()
        return [_exchange(row, library) for row in rows]

    def find(self, receipt: str, user: str, library: Library) -> Exchange | None:
        """Return the exchange of that person whose answer has this receipt, if they have one."""
        query = (
            "SELECT question, answer, circumstances FROM exchanges JOIN conversations ON conversation = id "
            "WHERE user = ? AND json_extract(answer, '$.receipt') = ?"
        )
        with self.database.connect() as connection:
            row = connection.execute(query, (user, receipt)).fetchone()
        return _exchange(row, library) if row else None

    def delete(self, conversation: str, user: str) -> None:
        """Forget one conversation of a person."""
        with self.database.connect() as connection:
            connection.execute("DELETE FROM conversations WHERE id = ? AND user = ?", (conversation, user))

    def purge(self, *, before: datetime, user: str | None = None) -> int:
        """Forget conversations last used, and remarks made, before then, of one person or of all; return how many."""
        values = (before.isoformat(), user, user)
        with self.database.connect() as connection:
            gone = connection.execute(
                "DELETE FROM conversations WHERE updated < ? AND (? IS NULL OR user = ?)", values
            ).rowcount
            gone += connection.execute(
                "DELETE FROM remarks WHERE made < ? AND (? IS NULL OR user = ?)", values
            ).rowcount
        return gone

    def export(self, user: str | None = None) -> Iterator[dict[str, object]]:
        """Yield every exchange kept, of one person or of all, as a plain object."""
        query = (
            "SELECT user, conversation, position, question, answer, circumstances FROM exchanges "
            "JOIN conversations ON conversation = id WHERE ? IS NULL OR user = ? "
            "ORDER BY updated, conversation, position"
        )
        with self.database.connect() as connection:
            for row in connection.execute(query, (user, user)):
                yield {
                    "user": row["user"],
                    "conversation": row["conversation"],
                    "question": row["question"],
                    **json.loads(row["circumstances"]),
                    "answer": json.loads(row["answer"]),
                }


def _kept(row: sqlite3.Row) -> Kept:
    return Kept(
        id=row["id"],
        user=row["user"],
        title=row["title"],
        started=datetime.fromisoformat(row["started"]),
        updated=datetime.fromisoformat(row["updated"]),
        exchanges=row["exchanges"],
    )


def _exchange(row: sqlite3.Row, library: Library) -> Exchange:
    values = json.loads(row["circumstances"])
    chosen = values["selection"]
    return Exchange(
        question=row["question"],
        answer=restore_answer(json.loads(row["answer"]), library),
        asked=datetime.fromisoformat(values["asked"]),
        selection=Selection(chosen["authority"], tuple(chosen["reports"]), tuple(chosen["section"])),
        reports_held=values["reports_held"],
        generation=values["generation"],
        model=values["model"],
    )
