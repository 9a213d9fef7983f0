"""Single steps of an evaluation: asked with a model over a local endpoint, resumed, repeated, set side by side."""

import json
import shutil
from pathlib import Path

import pytest

from tests.commands.conftest import Run
from tests.commands.test_gating import CASE
from tests.model_servers import OPENAI, model_server

QUOTE = "158 children were the subject of a child protection plan"
REPLY = json.dumps({"statement": f"In Kelmouth {QUOTE}.", "evidence": [{"key": "P1", "quote": QUOTE}]})


@pytest.fixture
def set_file(home: Path, sample_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """One question of the samples, which are held, and a model's key; no baseline and no floors."""
    shutil.copytree(sample_home, home)
    (tmp_path / "floors.toml").touch()
    monkeypatch.setattr("commands.gating.BASELINE", tmp_path / "baseline.json")
    monkeypatch.setattr("commands.gating.FLOORS", tmp_path / "floors.toml")
    monkeypatch.setenv("OPENAI_API_KEY", "none")
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
    path = tmp_path / "small.jsonl"
    path.write_text(json.dumps(CASE) + "\n", encoding="utf-8")
    return path


def test_extractive_and_generative_answers_stand_side_by_side(
    run: Run, set_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours, models = tmp_path / "extractive", tmp_path / "generative"
    assert run("eval", "generate", "--set", str(set_file), "--out", str(ours))[0] == 0
    with model_server(OPENAI, REPLY) as server:
        monkeypatch.setenv("INSPECTION_QA_MODEL_URL", server.url)
        asked = ("eval", "generate", "--set", str(set_file), "--out", str(models), "--model", "openai:test")
        assert run(*asked)[0] == 0
        assert server.paths == ["/v1/chat/completions"]
    (answer,) = map(json.loads, (models / "generated.jsonl").read_text(encoding="utf-8").splitlines())
    assert answer["text"] == f"In Kelmouth {QUOTE}."
    assert json.loads((models / "run.json").read_text(encoding="utf-8"))["engine"]["model"] == "openai:test"
    assert run("eval", "report", str(ours), "--beside", str(models))[0] == 0
    page = (ours / "report.html").read_text(encoding="utf-8")
    assert "Side by side: the reports&#39; own sentences and openai:test" in page
    assert "| 1 questions | the reports' own sentences | openai:test |" in (ours / "summary.md").read_text("utf-8")


def test_runs_of_other_questions_are_not_compared(run: Run, set_file: Path, tmp_path: Path) -> None:
    generate = ("eval", "generate", "--set", str(set_file), "--out")
    assert run(*generate, str(tmp_path / "first"))[0] == 0
    assert run(*generate, str(tmp_path / "second"), "--scope", "library")[0] == 0
    code, _, told = run("eval", "report", str(tmp_path / "first"), "--beside", str(tmp_path / "second"))
    assert code == 1
    assert "another scope" in told.replace("\n", " ")


def test_a_run_is_not_resumed_with_other_settings(run: Run, set_file: Path, tmp_path: Path) -> None:
    generate = ("eval", "generate", "--set", str(set_file), "--out", str(tmp_path / "run"))
    assert run(*generate)[0] == 0
    code, _, told = run(*generate, "--model", "openai:test")
    assert code == 1
    assert "another model" in told.replace("\n", " ")
    assert "choose another --out" in told.replace("\n", " ")


def test_a_run_is_repeated_from_its_own_folder(run: Run, set_file: Path, tmp_path: Path) -> None:
    assert run("eval", "generate", "--set", str(set_file), "--out", str(tmp_path / "run"))[0] == 0
    set_file.unlink()
    code, _, told = run("eval", "generate", "--repeat", str(tmp_path / "run"), "--out", str(tmp_path / "again"))
    assert code == 0
    assert "Changed since: nothing. 0 questions answered otherwise." in told.replace("\n", " ")
