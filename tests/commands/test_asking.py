"""`ask`, `search`, `receipt` and `eval`, with the real engine over one sample report."""

import json
from pathlib import Path

import pytest

from retrieval.library.intake import sample_files, take_in
from retrieval.library.library import Library
from retrieval.vectors.embeddings import open_embedder
from settings import Settings
from tests.commands.conftest import Run
from tests.factories import make_parsed, write_source

REPORT = "kelmouth_2024-03-28"
QUESTION = "How many children are on a child protection plan?"
ANSWER_KEYS = {
    *("question", "standalone_question", "outcome", "reason", "text", "statements", "evidence", "searched"),
    *("notices", "receipt", "seconds"),
}


@pytest.fixture(scope="module")
def sample_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library that holds one sample report, embedded for real."""
    home = tmp_path_factory.mktemp("asking") / "library"
    files = {path: named for path, named in sample_files().items() if path.stem == REPORT}
    with Library.open(home, open_embedder(Settings(home=home)), create=True) as library:
        list(take_in(library, files))
    return home


@pytest.fixture(autouse=True)
def over_samples(home: Path, sample_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: ARG001
    """Point the commands at that library."""
    monkeypatch.setenv("INSPECTION_QA_HOME", str(sample_home))


def test_ask_prints_an_answer_in_the_public_shape(run: Run) -> None:
    code, printed, _ = run("ask", QUESTION, "--report", REPORT, "--json")
    answer = json.loads(printed)
    assert code == 0
    assert set(answer) >= ANSWER_KEYS
    assert answer["outcome"] == "answered"
    assert "158" in answer["text"]
    citations = [one for statement in answer["statements"] for one in statement["citations"]]
    assert all(set(one) == {"report", "label", "number", "pages", "quote"} for one in citations)
    assert "para 5" in {one["label"] for one in citations}
    assert all({"report", "label", "number", "pages", "text", "score"} == set(one) for one in answer["evidence"])
    assert answer["searched"] == [REPORT]


def test_ask_prints_statements_with_references_and_the_rest_to_stderr(run: Run) -> None:
    code, printed, told = run("ask", QUESTION)
    assert code == 0
    assert "158 children" in printed
    assert "[para 5, p. 2]" in printed
    assert "Kelmouth, inspection published 28 March 2024" in printed
    assert "Receipt" in told
    assert "Receipt" not in printed


def test_ask_explains_acronyms_beside_the_answer(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = tmp_path / "small"
    parsed, source = write_source(tmp_path, make_parsed(paragraphs=["The MASH reads every contact within one day."]))
    with Library.open(home, open_embedder(Settings(home=home)), create=True) as library:
        library.add(parsed, source)
    monkeypatch.setenv("INSPECTION_QA_HOME", str(home))
    _, printed, told = run("ask", "How quickly does the MASH read every contact?")
    assert "Terms: MASH means multi-agency safeguarding hub." in told
    assert "Terms:" not in printed


def test_a_refusal_exits_0_and_cites_nothing(run: Run) -> None:
    code, printed, _ = run("ask", "What was adoption rated in Surrey in 2018?", "--json")
    answer = json.loads(printed)
    assert (code, answer["outcome"], answer["statements"]) == (0, "report_not_held", [])
    assert run("ask", "What was adoption rated in Surrey in 2018?")[1].startswith(answer["text"])


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        pytest.param(["ask", ""], "bad_question", id="empty"),
        pytest.param(["ask", " \n "], "bad_question", id="blank"),
        pytest.param(["ask", "why " * 12_500], "bad_question", id="50,000 characters"),
        pytest.param(["search", ""], "bad_question", id="empty search"),
        pytest.param(["ask", QUESTION, "--report", "oldtown"], "unknown_report", id="unknown report"),
        pytest.param(["receipt", "ffffffffffff"], "unknown_receipt", id="unknown receipt"),
    ],
)
def test_what_cannot_be_asked_is_exit_2_and_one_line(arguments: list[str], code: str, run: Run) -> None:
    exit_code, printed, _ = run(*arguments, "--json")
    assert exit_code == 2
    error = json.loads(printed)["error"]
    assert error["code"] == code
    assert error["remedy"]
    assert run(*arguments)[2].count("\n") == 1


def test_a_follow_up_reads_its_history(run: Run, tmp_path: Path) -> None:
    history = tmp_path / "history.json"
    history.write_text(json.dumps([{"q": QUESTION, "a": "158 children."}]), encoding="utf-8")
    code, printed, _ = run("ask", "How many of them had been on one before?", "--history", str(history), "--json")
    assert code == 0
    assert json.loads(printed)["standalone_question"]


@pytest.mark.parametrize("content", ["no JSON", '{"q": 1}', '[{"question": "x"}]', "[1]"])
def test_a_history_of_another_shape_is_refused(content: str, run: Run, tmp_path: Path) -> None:
    history = tmp_path / "history.json"
    history.write_text(content, encoding="utf-8")
    code, _, told = run("ask", QUESTION, "--history", str(history))
    assert code == 2
    assert str(history) in told


def test_search_ranks_passages(run: Run) -> None:
    code, printed, _ = run("search", QUESTION, "--limit", "3", "--json")
    found = json.loads(printed)
    assert code == 0
    assert len(found) == 3
    assert found[0]["label"] == "para 5"
    assert [one["score"] for one in found] == sorted((one["score"] for one in found), reverse=True)
    assert "para 5" in run("search", QUESTION)[1]


def test_a_receipt_shows_the_answer_and_asks_again(run: Run) -> None:
    answer = json.loads(run("ask", QUESTION, "--json")[1])
    kept = json.loads(run("receipt", answer["receipt"], "--again", "--json")[1])
    assert kept["answer"] == answer
    assert kept["same"] is True
    code, printed, told = run("receipt", answer["receipt"], "--again")
    assert code == 0
    assert "para 5, p. 2" in printed
    assert "the same answer" in told


def test_an_evaluation_is_generated_scored_and_gated(run: Run, tmp_path: Path) -> None:
    case = {
        "id": "one",
        "report": REPORT,
        "question": QUESTION,
        "kind": "number",
        "answerable": True,
        "facts": [["158"]],
    }
    case |= {
        "evidence": [{"paragraph": 5, "page": 2, "quote": "158 children were the subject"}],
        "authority": "Kelmouth",
    }
    (tmp_path / "set.jsonl").write_text(json.dumps(case | {"published": "2024-03-28"}) + "\n", encoding="utf-8")
    arguments = ["eval", "generate", "--set", str(tmp_path / "set.jsonl"), "--out", str(tmp_path / "run"), "--json"]
    assert json.loads(run(*arguments)[1])["asked"] == 1
    assert json.loads(run(*arguments)[1])["asked"] == 0, "a run is resumed"
    code, printed, _ = run(*arguments, "--scope", "library")
    assert code == 1
    assert "scope" in json.loads(printed)["error"]["message"]
    (line,) = (tmp_path / "run" / "generated.jsonl").read_text(encoding="utf-8").splitlines()
    assert set(json.loads(line)) >= ANSWER_KEYS | {"id"}
    scores = json.loads(run("eval", "score", str(tmp_path / "run"), "--json")[1])
    assert scores["figures"]["fact_recall"]["mean"] == 1.0
    assert run("eval", "gate", str(tmp_path / "run"))[0] == 0
    assert (tmp_path / "run" / "report.html").is_file()


def test_a_gate_that_fails_is_exit_1(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    test_an_evaluation_is_generated_scored_and_gated(run, tmp_path)
    (tmp_path / "floors.toml").write_text('["set/report"]\nwords = 100000\n', encoding="utf-8")
    monkeypatch.setattr("commands.gating.FLOORS", tmp_path / "floors.toml")
    code, printed, _ = run("eval", "gate", str(tmp_path / "run"), "--json")
    assert code == 1
    assert json.loads(printed)["error"]["code"] == "gate_failed"
