"""The report is readable, escapes what it shows, and stays under the CI's limit."""

import json
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest

from evals.results import report
from evals.results.gate import Flip, Verdict
from evals.results.report import summary, write_report
from evals.results.wording import MEANINGS
from evals.runs.score import Scored, Scores, figures_of, is_right, summarise
from tests.evals.factories import case, generated, passage, statement


@pytest.fixture
def scores() -> Scores:
    """One answered and one refused question, with markup in it."""
    good = case((2, "Alpha beta"), id="q1", question="<script>alert(1)</script>", facts=(("alpha",),))
    line = generated(
        evidence=[passage("para 2", "Alpha beta", number=2)], statements=[statement("Alpha beta", "para 2", number=2)]
    )
    bad = case(id="q2", answerable=False, kind="unanswerable")
    refusal = generated(id="q2", outcome="not_in_reports", confidence=0.2)
    return summarise([Scored(one, said, figures_of(one, said, {})) for one, said in ((good, line), (bad, refusal))])


def test_the_page_is_self_contained_and_escaped(scores: Scores, tmp_path: Path) -> None:
    (tmp_path / "run.json").write_text(json.dumps({"scope": "report", "engine": {"model": None}}), encoding="utf-8")
    (tmp_path / "generated.jsonl").write_text("{}\n", encoding="utf-8")
    write_report(tmp_path, "samples", scores, Verdict(failures=("q1: a quote does not stand.",)))
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "<script>" not in page
    assert "&lt;script&gt;" in page
    assert "http" not in page.replace('xmlns="http://www.w3.org/2000/svg"', "")
    assert page.count("<svg") >= 3
    suite = ElementTree.parse(tmp_path / "junit.xml").getroot()
    assert (suite.get("failures"), len(suite.findall("testcase/failure"))) == ("1", 1)
    assert "failed" in (tmp_path / "summary.md").read_text(encoding="utf-8").splitlines()[0]


def test_the_summary_lists_flips_and_is_cut_at_its_limit(scores: Scores, monkeypatch: pytest.MonkeyPatch) -> None:
    verdict = Verdict(flips=tuple(Flip(f"q{number}", "hit@5", 1.0, 0.0) for number in range(200)))
    assert "| q7 | hit@5 | 1 | 0 |" in summary("samples", scores, verdict)
    monkeypatch.setattr(report, "SUMMARY_LIMIT", 1_000)
    assert len(summary("samples", scores, verdict).encode()) <= 1_000


def test_what_went_wrong_comes_first_and_figures_have_plain_names(scores: Scores, tmp_path: Path) -> None:
    assert [is_right(one) for one in scores.scored] == [True, True]
    wrong = replace(scores.scored[0], figures=scores.scored[0].figures | {"fact_recall": 0.0})
    assert not is_right(wrong)
    (tmp_path / "run.json").write_text(json.dumps({"scope": "report", "engine": {"model": None}}), encoding="utf-8")
    (tmp_path / "generated.jsonl").write_text("{}\n", encoding="utf-8")
    write_report(tmp_path, "samples", summarise([scores.scored[1], wrong]), Verdict())
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert page.index("✗ q1") < page.index("✓ q2")
    assert "Facts stated" in page
    assert {*scores.figures, *scores.plain} <= MEANINGS.keys()
