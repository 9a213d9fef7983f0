"""A run is generated, resumed, refused where it differs, and scored from its folder alone."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from evals.intervals import clustered_mean
from evals.runs.generate import RunError, generate, read_lines
from evals.runs.score import score
from ingest.models import Passage
from retrieval.models import Answer, Citation, Statement, Turn
from tests.evals.factories import REPORT

PASSAGE = Passage(
    id="a" * 16, report=REPORT, label="para 4", kind="paragraph", number=4, section=("Leadership",),
    text="There are 36 apprentices. Seven are care leavers.", ordinal=0,
)  # fmt: skip


class FakeEngine:
    """Answers everything with one passage, and remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, tuple[str, ...], tuple[Turn, ...]]] = []

    def ask(self, question: str, *, reports: tuple[str, ...] = (), history: tuple[Turn, ...] = ()) -> Answer:
        self.asked.append((question, reports, history))
        quote = "There are 36 apprentices."
        citation = Citation(REPORT, "para 4", 4, (3,), quote, PASSAGE.id)
        return Answer(
            question, question, "answered", None, quote, (Statement(quote, (citation,)),), (), (REPORT,), (), "r", 0.2
        )

    def fingerprint(self) -> dict[str, Any]:
        return {"library": "x", "date": str(date(2024, 5, 1))}

    def passage(self, passage: str) -> Passage:
        return replace(PASSAGE, id=passage)


@pytest.fixture
def set_file(tmp_path: Path) -> Path:
    """Two questions, the second a follow-up without an answer in the report."""
    lines = [
        {
            "id": "q1", "kind": "number", "report": REPORT, "question": "How many apprentices?",
            "question_corpus": "How many apprentices has Wexmoor?", "answerable": True, "facts": [["36"], ["seven"]],
            "evidence": [{"paragraph": 4, "page": 3, "quote": "There are 36 apprentices"}],
        },
        {
            "id": "q2", "kind": "followup", "report": REPORT, "question": "And their pay?", "answerable": False,
            "history": [{"q": "How many apprentices?", "a": "36"}],
        },
    ]  # fmt: skip
    path = tmp_path / "small.jsonl"
    path.write_text("\n".join(json.dumps(line) for line in lines) + "\n", encoding="utf-8")
    return path


def test_each_scope_asks_its_own_form(set_file: Path, tmp_path: Path) -> None:
    engine = FakeEngine()
    generate(engine, set_file, tmp_path / "report")
    generate(engine, set_file, tmp_path / "library", scope="library")
    turn = Turn("How many apprentices?", "36", (REPORT,))
    assert engine.asked == [
        ("How many apprentices?", (REPORT,), ()),
        ("And their pay?", (REPORT,), (turn,)),
        ("How many apprentices has Wexmoor?", (), ()),
        ("And their pay?", (), ()),
    ]


def test_a_run_is_resumed_by_id_after_a_torn_line(set_file: Path, tmp_path: Path) -> None:
    out = tmp_path / "run"
    generate(FakeEngine(), set_file, out)
    whole = (out / "generated.jsonl").read_text(encoding="utf-8")
    first = whole.splitlines(keepends=True)[0]
    (out / "generated.jsonl").write_text(first + whole[len(first) : len(first) + 9], encoding="utf-8")
    engine = FakeEngine()
    assert generate(engine, set_file, out) == 1
    assert [one["id"] for one in read_lines(out / "generated.jsonl")] == ["q1", "q2"]


def test_a_run_with_other_settings_is_refused(set_file: Path, tmp_path: Path) -> None:
    generate(FakeEngine(), set_file, tmp_path / "run")
    with pytest.raises(RunError, match="another scope"):
        generate(FakeEngine(), set_file, tmp_path / "run", scope="library")


def test_scores(set_file: Path, tmp_path: Path) -> None:
    generate(FakeEngine(), set_file, tmp_path / "run")
    scores = score(tmp_path / "run")
    assert scores.figures["fact_recall"].mean == 0.5
    assert scores.figures["cites_evidence"].mean == 1.0
    assert scores.figures["figures_exact"].mean == 1.0
    assert scores.figures["verbatim_quotes"].mean == 1.0
    assert scores.figures["citation_precision"].mean == 1.0
    assert scores.figures["unanswerable_refused"].mean == 0.0
    assert (scores.plain["refusal_recall"], scores.plain["seconds_p50"]) == (0.0, 0.2)
    assert json.loads((tmp_path / "run" / "scores.json").read_text(encoding="utf-8"))["questions"] == 2


def test_a_run_without_answers_cannot_be_scored(tmp_path: Path) -> None:
    with pytest.raises(RunError, match="holds no answers"):
        score(tmp_path)


def test_an_interval_resamples_clusters_not_questions() -> None:
    values = [1.0] * 50 + [0.0] * 50
    apart = clustered_mean(values, [str(number) for number in range(100)])
    together = clustered_mean(values, ["a"] * 50 + ["b"] * 50)
    assert apart is not None
    assert together is not None
    assert (apart.mean, together.mean) == (0.5, 0.5)
    assert apart.high - apart.low < 0.25
    assert (together.low, together.high) == (0.0, 1.0)
    single = clustered_mean(values, ["a"] * 100)
    assert single is not None
    assert (single.low, single.clusters) == (pytest.approx(apart.low, abs=0.02), 1)
