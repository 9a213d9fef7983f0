"""The gate asks the configured sets itself, writes its reports, and takes a baseline with its reason."""

import json
import shutil
from pathlib import Path

import pytest

from evals.results.gate import Baseline
from tests.commands.conftest import Run

QUESTION = "How many children were the subject of a child protection plan at 31 January 2024?"
CASE = {
    "id": "one", "kind": "number", "answerable": True, "report": "kelmouth_2024-03-28", "question": QUESTION,
    "question_corpus": f"{QUESTION} (Kelmouth)", "facts": [["158"]], "outcome": "answered",
    "evidence": [{"paragraph": 5, "page": 2, "quote": "158 children were the subject"}],
}  # fmt: skip


@pytest.fixture
def sets(home: Path, sample_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """One question of the samples and one of Surrey, whose report is not there; no baseline, no floors."""
    shutil.copytree(sample_home, home.with_name(f"{home.name}-demo"))
    folder = tmp_path / "evals" / "sets"
    folder.mkdir(parents=True)
    (folder / "samples.jsonl").write_text(json.dumps(CASE) + "\n", encoding="utf-8")
    surrey = CASE | {"report": "surrey_2018-05-16"}
    (folder / "surrey_2018.jsonl").write_text(json.dumps(surrey) + "\n", encoding="utf-8")
    (tmp_path / "floors.toml").touch()
    monkeypatch.setattr("evals.runs.plan.SETS", folder)
    monkeypatch.setattr("commands.gating.BASELINE", tmp_path / "baseline.json")
    monkeypatch.setattr("commands.gating.FLOORS", tmp_path / "floors.toml")
    monkeypatch.delenv("INSPECTION_QA_REPORTS", raising=False)
    return folder


def test_the_gate_asks_scores_and_reports(run: Run, sets: Path, tmp_path: Path) -> None:
    results = tmp_path / "results"
    code, printed, told = run("eval", "gate", "--results", str(results))
    assert code == 0
    assert "samples/report: passed" in printed
    assert "samples/library: passed" in printed
    assert "surrey_2018/report was left out, 1 questions not asked" in told.replace("\n", " ")
    (first, second) = sorted((results / "samples").iterdir())
    assert (first.name[-8:], second.name[-7:]) == ("-library", "-report")
    files = (
        "run.json cases.jsonl generated.jsonl passages.jsonl scores.json scores.jsonl report.html summary.md junit.xml"
    )
    assert {one.name for one in first.iterdir()} == set(files.split())
    assert "surrey_2018/report was left out" in (results / "summary.md").read_text(encoding="utf-8")
    assert run("eval", "report", str(second))[0] == 0
    assert sets.is_dir()


def test_a_baseline_is_taken_with_its_reason_and_a_fall_names_the_question(
    run: Run, sets: Path, tmp_path: Path
) -> None:
    gate = ("eval", "gate", "--only", "samples", "--results", str(tmp_path / "results"))
    assert run(*gate, "--accept-baseline", "first figures")[0] == 0
    baseline = Baseline.read(tmp_path / "baseline.json")
    assert {one["reason"] for one in baseline.accepted} == {"first figures"}
    assert baseline.runs["samples/report"]["fact_recall"] == {"one": 1.0}
    changed = CASE | {"facts": [["158"], ["not printed anywhere"]]}
    (sets / "samples.jsonl").write_text(json.dumps(changed) + "\n", encoding="utf-8")
    shutil.rmtree(tmp_path / "results")
    printed = run(*gate)[1]
    assert "one, fact_recall: 1 before, 0.5 now" in printed.replace("\n", " ")


def test_a_planted_regression_fails_the_gate_and_may_be_taken(run: Run, sets: Path, tmp_path: Path) -> None:
    gate = ("eval", "gate", "--only", "samples", "--results", str(tmp_path / "results"))
    cases = [CASE | {"id": f"q{number}"} for number in range(8)]
    (sets / "samples.jsonl").write_text("".join(json.dumps(one) + "\n" for one in cases), encoding="utf-8")
    assert run(*gate, "--accept-baseline", "first figures")[0] == 0
    shutil.rmtree(tmp_path / "results")
    lost = [one | {"facts": [["not printed anywhere"]]} for one in cases]
    (sets / "samples.jsonl").write_text("".join(json.dumps(one) + "\n" for one in lost), encoding="utf-8")
    code, printed, told = run(*gate)
    assert code == 1
    assert "Facts stated (fact_recall) fell by 1.000 on 8 questions." in printed.replace("\n", " ")
    assert all(f"q{number}, fact_recall: 1 before, 0 now" in printed.replace("\n", " ") for number in range(8))
    assert "--accept-baseline" in told
    (folder,) = (tmp_path / "results" / "samples").glob("*-report")
    assert 'failures="1"' in (folder / "junit.xml").read_text(encoding="utf-8")
    code, printed, _ = run("eval", "gate", str(folder), "--accept-baseline", "meant")
    assert code == 0
    assert "Taken as the baseline: Facts stated" in printed.replace("\n", " ")
    assert run("eval", "gate", str(folder))[0] == 0


def test_an_unknown_set_is_named(run: Run, sets: Path, tmp_path: Path) -> None:
    assert sets.is_dir()
    code, _, told = run("eval", "gate", "--only", "nothing", "--results", str(tmp_path / "results"))
    assert code == 1
    assert "samples/report" in told
