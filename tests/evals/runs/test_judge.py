"""A model's judgements are pinned, its failures counted and never scored."""

import json
from pathlib import Path

import pytest

from evals.runs.generate import generate, read_lines
from evals.runs.judge import Judge, judge_run, read_judgements
from evals.runs.score import score
from tests.chat_fakes import ScriptedChatModel
from tests.evals.test_generate_and_score import FakeEngine


@pytest.fixture
def run(tmp_path: Path) -> Path:
    """A run of three questions, each answered with one statement."""
    case = {"kind": "number", "question": "How many?", "answerable": True, "report": "r"}
    lines = "".join(json.dumps(case | {"id": f"q{number}"}) + "\n" for number in range(3))
    (tmp_path / "small.jsonl").write_text(lines, encoding="utf-8")
    generate(FakeEngine(), tmp_path / "small.jsonl", tmp_path / "run")
    return tmp_path / "run"


def test_judgements_are_scored_and_failures_only_counted(run: Path) -> None:
    replies: list[str | Exception] = ['{"supported": true}', "I think so.", RuntimeError("429 rate limit")]
    model = ScriptedChatModel(replies=replies)
    assert judge_run(run, Judge(model, "fake:1")) == (1, 2)
    assert read_judgements(run) == ({"q0": 1.0}, 2)
    scores = score(run)
    assert (scores.figures["judge_recall"].mean, scores.figures["judge_recall"].n) == (1.0, 1)
    assert scores.plain["judge_failures"] == 2.0
    line = next(read_lines(run / "judged.jsonl"))
    assert line["judge"] == "fake:1"
    assert line["prompt"].startswith("judge v1 ")
    assert "There are 36 apprentices." in str(model.seen[0][1].content)


def test_a_judgement_that_is_no_truth_value_is_a_failure(run: Path) -> None:
    assert judge_run(run, Judge(ScriptedChatModel(replies=['{"supported": "true"}']), "fake:1")) == (0, 3)


def test_without_a_judge_nothing_is_scored(run: Path) -> None:
    assert "judge_recall" not in score(run).figures
