"""What the gate plans with and without real reports, and a run that is asked again from its own folder."""

import json
from datetime import datetime
from pathlib import Path

import pytest

from evals.runs.generate import generate, read_lines
from evals.runs.plan import Planned, Skipped, joined_summary, plan, repeat, run_folder
from tests.evals.test_generate_and_score import FakeEngine


def test_without_reports_the_samples_run_and_the_rest_is_counted() -> None:
    planned = plan(None, full=True)
    assert [run.name for run in planned.runs] == ["samples/report", "samples/library"]
    assert [(one.name, one.questions > 0) for one in planned.skipped] == [
        ("the sets over real reports", False),
        ("surrey_2018/report", True),
    ]
    assert "INSPECTION_QA_REPORTS" in str(planned.skipped[1])


def test_with_reports_their_sets_run_in_their_scope(tmp_path: Path) -> None:
    reports, questions = tmp_path / "reports", tmp_path / "questions"
    reports.mkdir()
    questions.mkdir()
    for key in ("surrey_2018-05-16", "a_2019-01-01", "b_2020-01-01"):
        (reports / f"{key}.pdf").touch()
    one = {"id": "1", "kind": "number", "question": "?", "answerable": True, "report": "a_2019-01-01"}
    both = {
        "id": "2",
        "kind": "trend",
        "question": "?",
        "answerable": True,
        "reports": ["a_2019-01-01", "b_2020-01-01"],
    }
    lost = one | {"id": "3", "report": "c_2021-01-01"}
    for name, case in (("dev_a", one), ("dev_corpus", both), ("dev_lost", lost)):
        (questions / f"{name}.jsonl").write_text(json.dumps(case) + "\n", encoding="utf-8")
    planned = plan(reports, full=True)
    assert [run.name for run in planned.runs[2:]] == ["surrey_2018/report", "dev_a/report", "dev_corpus/library"]
    assert planned.runs[4].reports == ("a_2019-01-01", "b_2020-01-01")
    assert [str(one) for one in planned.skipped] == [
        f"dev_lost/report was left out, 1 questions not asked: {reports} does not hold c_2021-01-01.pdf."
    ]
    assert [run.name for run in plan(reports).runs[2:]] == ["surrey_2018/report"]


def test_a_run_has_a_folder_of_its_own() -> None:
    run = Planned(Path("samples.jsonl"), "library")
    folder = run_folder(Path("results"), run, datetime(2026, 1, 2, 3, 4, 5))
    assert folder == Path("results/samples/2026-01-02T030405-library")


def test_the_summary_says_what_was_left_out(tmp_path: Path) -> None:
    (tmp_path / "summary.md").write_text("## samples/report: passed\n", encoding="utf-8")
    text = joined_summary([tmp_path], [str(Skipped("x/report", 3, "no reports here"))])
    assert "- x/report was left out, 3 questions not asked: no reports here.\n" in text
    assert text.endswith("## samples/report: passed\n")


@pytest.fixture
def earlier(tmp_path: Path) -> Path:
    """A run of one question."""
    case = {"id": "q1", "kind": "number", "question": "How many?", "answerable": True, "report": "r"}
    (tmp_path / "small.jsonl").write_text(json.dumps(case) + "\n", encoding="utf-8")
    generate(FakeEngine(), tmp_path / "small.jsonl", tmp_path / "run")
    return tmp_path / "run"


def test_a_run_is_asked_again_from_its_folder(earlier: Path, tmp_path: Path) -> None:
    (tmp_path / "small.jsonl").unlink()
    assert repeat(FakeEngine(), earlier, tmp_path / "again") == ([], [])
    assert json.loads((tmp_path / "again" / "run.json").read_text(encoding="utf-8"))["set_name"] == "small"


def test_what_changed_since_is_told(earlier: Path, tmp_path: Path) -> None:
    run = json.loads((earlier / "run.json").read_text(encoding="utf-8"))
    run["engine"]["library"] = "another"
    (earlier / "run.json").write_text(json.dumps(run), encoding="utf-8")
    (line,) = read_lines(earlier / "generated.jsonl")
    (earlier / "generated.jsonl").write_text(json.dumps(line | {"text": "Otherwise."}) + "\n", encoding="utf-8")
    assert repeat(FakeEngine(), earlier, tmp_path / "again") == (["library"], ["q1"])
