"""Conversations are kept for their owner, found, deleted, and forgotten in time."""

import json
import sqlite3
import stat
from collections.abc import Callable
from datetime import timedelta

import pytest

from conversations import schema
from conversations.database import HistoryUnusable
from conversations.history import History
from conversations.models import Exchange, Remark, now
from conversations.remarks import Remarks, make_case
from evals.cases import parse_case
from retrieval.library.library import Library
from tests.conversations.conftest import KEY

Make = Callable[..., Exchange]
VISITS = (1, "Social workers visit children weekly.")


def test_what_is_kept_comes_back_whole(history: History, exchange: Make, library: Library) -> None:
    said = [exchange("How often?", VISITS, asked=now()), exchange("Any council tax?", asked=now())]
    for position, one in enumerate(said):
        history.keep("c1", "ada", position, one)
    assert history.exchanges("c1", "ada", library) == said


def test_a_reference_to_a_report_that_is_gone_keeps_its_words(
    history: History, exchange: Make, library: Library
) -> None:
    history.keep("c1", "ada", 0, exchange("How often?", VISITS, asked=now()))
    library.remove(KEY)
    (one,) = history.exchanges("c1", "ada", library)
    (citation,) = one.answer.statements[0].citations
    assert (citation.quote, citation.passage) == (VISITS[1], "")
    assert one.answer.evidence == ()


@pytest.mark.parametrize(
    ("words", "found"),
    [("", ["b", "a"]), ("TAX", ["b"]), ("visit children", ["a"]), ("100%", []), ("_", []), ("nobody", [])],
)
def test_search_finds_questions_and_answers(words: str, found: list[str], history: History, exchange: Make) -> None:
    history.keep("a", "ada", 0, exchange("How often?", VISITS, asked=now() - timedelta(hours=1)))
    history.keep("b", "ada", 0, exchange("Any council tax?", asked=now()))
    history.keep("c", "bob", 0, exchange("Who asks of tax?", VISITS, asked=now()))
    assert [one.id for one in history.search("ada", words)] == found


def test_each_person_has_their_own(history: History, exchange: Make, library: Library) -> None:
    history.keep("c1", "ada", 0, exchange("How often?", asked=now()))
    assert history.exchanges("c1", "bob", library) == []
    history.delete("c1", "bob")
    assert len(history.search("ada")) == 1
    history.delete("c1", "ada")
    assert history.search(None) == []


def test_old_conversations_are_forgotten_when_one_is_kept(history: History, exchange: Make) -> None:
    history.keep("old", "ada", 0, exchange("Long ago?", asked=now() - timedelta(days=91)))
    history.keep("new", "ada", 0, exchange("Today?", asked=now()))
    assert [one.id for one in history.search("ada")] == ["new"]


def test_no_days_keep_nothing(library: Library, exchange: Make) -> None:
    forgetful = History(library.home, days=0)
    forgetful.keep("c1", "ada", 0, exchange("How often?", asked=now()))
    assert forgetful.search(None) == []


def test_what_is_deleted_is_gone_from_the_file(history: History, exchange: Make) -> None:
    history.keep("c1", "ada", 0, exchange("Where does Zebedee live?", asked=now()))
    assert b"Zebedee" in history.database.path.read_bytes()
    history.delete("c1", "ada")
    assert b"Zebedee" not in history.database.path.read_bytes()


def test_only_its_owner_may_read_the_file(history: History) -> None:
    history.search("ada")
    assert stat.S_IMODE(history.database.path.stat().st_mode) == 0o600


def test_a_history_of_a_later_version_is_refused(history: History) -> None:
    connection = sqlite3.connect(history.database.path)
    connection.execute(f"PRAGMA user_version = {schema.VERSION + 1}")
    connection.close()
    with pytest.raises(HistoryUnusable, match="later version"):
        history.search("ada")


def test_a_history_is_migrated_step_by_step() -> None:
    connection = sqlite3.connect(":memory:")
    for number in range(1, schema.VERSION + 1):
        schema.migrate(connection, schema.MIGRATIONS[:number])
        assert schema.version(connection) == number
    assert connection.execute("SELECT count(*) FROM conversations").fetchone() == (0,)


def _remark(verdict: str, **fields: object) -> Remark:
    values = {"receipt": "r1", "user": "ada", "reason": "too old", "made": now(), "question": "How often?"} | fields
    return Remark(verdict=verdict, **values)  # type: ignore[arg-type]


def test_a_remark_replaces_the_same_persons(history: History) -> None:
    remarks = Remarks(history.database)
    remarks.keep(_remark("helpful"))
    remarks.keep(_remark("not helpful"))
    remarks.keep(_remark("helpful", user="bob"))
    assert sorted((one.user, one.verdict) for one in remarks.all()) == [("ada", "not helpful"), ("bob", "helpful")]
    remarks.withdraw("r1", "ada")
    assert [one.user for one in remarks.all()] == ["bob"]


@pytest.mark.parametrize(
    ("verdict", "sentences", "answerable", "evidence"),
    [
        pytest.param("helpful", [VISITS], True, [1], id="right answer"),
        pytest.param("not helpful", [VISITS], True, [], id="wrong answer"),
        pytest.param("helpful", [], False, [], id="right refusal"),
        pytest.param("not helpful", [], True, [], id="wrong refusal"),
    ],
)
def test_a_remark_becomes_an_evaluation_case(
    verdict: str, sentences: list[tuple[int, str]], answerable: bool, evidence: list[int], exchange: Make
) -> None:
    answer = exchange("How often?", *sentences).answer.to_json()
    value = make_case(_remark(verdict), answer)
    case = parse_case(json.loads(json.dumps(value)))
    assert (case.question, case.reports, case.answerable) == ("How often?", (KEY,), answerable)
    assert [one.paragraph for one in case.evidence] == evidence


def test_a_question_that_was_not_shared_makes_no_case(exchange: Make) -> None:
    assert make_case(_remark("helpful", question=None), exchange("How often?").answer.to_json()) is None


def test_two_processes_use_one_file(history: History, exchange: Make, library: Library) -> None:
    history.keep("c1", "ada", 0, exchange("How often?", asked=now()))
    other = History(library.home, days=90)
    other.keep("c1", "ada", 1, exchange("And then?", asked=now()))
    assert [one.exchanges for one in history.search("ada")] == [2]
