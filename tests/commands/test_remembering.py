"""`inspection-qa history`: what is kept about whom, out, and away."""

import json
from pathlib import Path

import pytest

from conversations.history import History
from conversations.models import Exchange, now
from retrieval.models import Answer
from tests.commands.conftest import Run


@pytest.fixture
def kept(held: str, home: Path) -> None:
    """One conversation each of two people."""
    answer = Answer("Why?", "Why?", "not_in_reports", None, "No.", (), (), (held,), (), "0123456789ab", 0.1)
    for user in ("ada", "bob"):
        History(home, days=90).keep(f"of-{user}", user, 0, Exchange(f"{user} asks why?", answer, now()))


@pytest.mark.usefixtures("kept")
def test_history_is_listed_exported_and_purged(run: Run) -> None:
    listed = json.loads(run("history", "list", "--json")[1])
    assert {one["user"]: one["first_question"] for one in listed} == {"ada": "ada asks why?", "bob": "bob asks why?"}
    assert run("history", "list", "bob")[1].splitlines()[1].startswith("of-bob\tbob")
    (line,) = run("history", "export", "--user", "ada")[1].splitlines()
    assert json.loads(line)["answer"]["receipt"] == "0123456789ab"
    assert run("history", "purge", "--older-than", "1")[2] == "Deleted for good: 0.\n"
    assert run("history", "purge", "--all", "--user", "ada")[2] == "Deleted for good: 1.\n"
    assert [one["user"] for one in json.loads(run("history", "list", "--json")[1])] == ["bob"]
    assert [one["action"] for one in json.loads(run("audit", "--json")[1]) if one["subject"] == "history"] == [
        "exported",
        "purged",
        "purged",
    ]


@pytest.mark.usefixtures("held")
def test_purge_asks_what_to_delete(run: Run) -> None:
    assert run("history", "purge")[0] == 2
    assert run("history", "list")[2] == "No such conversation is kept.\n"
