"""A scored run for people and for machines: an HTML page, a Markdown summary, JUnit."""

import json
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from jinja2 import Environment, PackageLoader
from markupsafe import Markup

from evals.results import plots
from evals.results.comparison import Beside
from evals.results.gate import INVARIANTS, Verdict
from evals.results.wording import MEANINGS, kind_name, meaning, spell, title
from evals.runs import metrics
from evals.runs.score import Scores, is_right

SUMMARY_LIMIT = 900_000
"""Bytes: a step summary of the CI holds one megabyte."""


def write_report(folder: Path, name: str, scores: Scores, verdict: Verdict, *, beside: Sequence[Beside] = ()) -> None:
    """Write `report.html`, `summary.md` and `junit.xml` into the run's folder, other runs beside it where given."""
    run = json.loads((folder / "run.json").read_text(encoding="utf-8"))
    made = datetime.fromtimestamp((folder / "generated.jsonl").stat().st_mtime)
    page = Environment(loader=PackageLoader("evals.results", "."), autoescape=True).get_template("report.html.jinja")
    html = page.render(
        name=name,
        run=run,
        scores=scores,
        verdict=verdict,
        beside=beside,
        never=never(scores),
        order=[(metric, meaning(metric)) for metric in (*MEANINGS, *_unnamed(scores))],
        questions=sorted(scores.scored, key=is_right),
        asked={one.case.id: one.generated.get("question") or one.case.question for one in scores.scored},
        right=is_right,
        title=title,
        spell=spell,
        made=f"{made:%d %B %Y, %H:%M}",
        plain_words=plain_words(scores),
        # Plots escape what they draw.
        plots=[Markup(one) for one in plots_of(scores)],
    )
    (folder / "report.html").write_text(html, encoding="utf-8")
    (folder / "summary.md").write_text(summary(name, scores, verdict, beside=beside), encoding="utf-8")
    junit(name, scores, verdict).write(folder / "junit.xml", encoding="utf-8", xml_declaration=True)


def _unnamed(scores: Scores) -> list[str]:
    return [one for one in (*scores.figures, *scores.plain) if one not in MEANINGS]


def plain_words(scores: Scores) -> list[str]:
    """Say the main figures in words that need no statistics."""
    figures, plain = scores.figures, scores.plain
    lines = []
    if "answerable_answered" in figures:
        lines.append(
            f"Of 100 questions that the reports answer, {figures['answerable_answered'].mean * 100:.0f} are answered."
        )
    if "hit@1" in figures:
        first, ten = figures["hit@1"].mean * 100, figures["hit@10"].mean * 100
        lines.append(f"The right passage is the first found in {first:.0f} of 100, among the first ten in {ten:.0f}.")
    if "fact_recall" in figures:
        lines.append(f"Answers contain {figures['fact_recall'].mean * 100:.0f} of 100 facts asked for.")
    if "unanswerable_refused" in figures:
        refused = figures["unanswerable_refused"].mean * 100
        lines.append(f"Of 100 questions that the reports do not answer, {refused:.0f} are refused.")
    if "verbatim_quotes" in figures:
        share = figures["verbatim_quotes"].mean * 100
        lines.append(f"{share:.0f} of 100 answers quote nothing but what stands in the passages they cite.")
    lines.append(f"Half of the answers take less than {plain['seconds_p50']:.2f} seconds.")
    return lines


def never(scores: Scores) -> list[tuple[str, int, int]]:
    """Return what must never happen, in how many answers it could have, and how often it did."""
    return [
        (wrong, one.n, round((1 - one.mean) * one.n))
        for metric, wrong in INVARIANTS.items()
        if (one := scores.figures.get(metric))
    ]


def summary(name: str, scores: Scores, verdict: Verdict, *, beside: Sequence[Beside] = ()) -> str:
    """Return the Markdown summary: verdict, figures, flips (cut before the CI's limit)."""
    lines = [f"## {name}: {'passed' if verdict.passed else 'failed'}", ""]
    lines += [f"- **{line}**" for line in verdict.failures]
    lines += [f"- {line}" for line in (*verdict.rises, *verdict.notes)]
    if "answerable_answered" in scores.figures:
        # Beside the invariants, so that refusing everything wins nothing.
        lines.append(f"- {scores.figures['answerable_answered'].mean:.1%} of the answerable questions are answered.")
    lines += ["", "| must never happen | answers | happened |", "|---|---|---|"]
    lines += [f"| {wrong} | {answers} | {times} |" for wrong, answers, times in never(scores)]
    lines += ["", "| figure | mean | low | high | n |", "|---|---|---|---|---|"]
    lines += [
        f"| {metric} | {one.mean:.3f} | {one.low:.3f} | {one.high:.3f} | {one.n} |"
        for metric, one in scores.figures.items()
    ]
    lines += [f"| {metric} | {value:.3f} | | | |" for metric, value in scores.plain.items()]
    if verdict.flips:
        lines += ["", "| question | figure | before | now |", "|---|---|---|---|"]
        lines += [f"| {one.id} | {one.metric} | {one.before:g} | {one.after:g} |" for one in verdict.flips]
    for other in beside:
        lines += ["", f"| {other.questions} questions | {other.here} | {other.there} |", "|---|---|---|"]
        lines += [f"| {one.metric} | {one.here:.3f} | {one.there:.3f} |" for one in other.figures]
    text = "\n".join(lines) + "\n"
    return text if len(text.encode()) <= SUMMARY_LIMIT else text.encode()[:SUMMARY_LIMIT].decode(errors="ignore")


def junit(name: str, scores: Scores, verdict: Verdict) -> "ElementTree.ElementTree[ElementTree.Element]":
    """Return JUnit: a case for each question, which fails where it broke what must never happen, and one for the rest.

    A question answered less well fails nothing by itself: floors and the comparison with the baseline tell of all.
    """
    suite = ElementTree.Element("testsuite", name=f"eval {name}")
    whole = list(verdict.failures)
    for one in scores.scored:
        case = ElementTree.SubElement(suite, "testcase", classname=f"eval.{name}", name=one.case.id)
        case.set("time", f"{one.figures['seconds']:.3f}")
        for line in [line for line in verdict.failures if line.startswith(f"{one.case.id}: ")]:
            ElementTree.SubElement(case, "failure", message=line)
            whole.remove(line)
    for line in whole or [""]:
        case = ElementTree.SubElement(
            suite, "testcase", classname=f"eval.{name}", name=line[:120] or "floors and baseline"
        )
        if line:
            ElementTree.SubElement(case, "failure", message=line)
    suite.set("tests", str(len(suite)))
    suite.set("failures", str(sum(case.find("failure") is not None for case in suite)))
    return ElementTree.ElementTree(suite)


def plots_of(scores: Scores) -> list[str]:
    """Draw what a run came to: by kind of question, by report, risk against coverage, seconds."""
    drawn = []
    for metric, heading in (
        ("fact_recall", "Facts in the answer, by kind of question"),
        ("hit@5", "Right passage in the first five, by kind of question"),
    ):
        rows = [
            (kind_name(kind), row[metric], int(row["questions"]))
            for kind, row in scores.by_kind.items()
            if metric in row
        ]
        drawn += [plots.bars(heading, rows)] if rows else []
    reports = _by_report(scores)
    if len(reports) > 1:
        drawn.append(plots.bars("Facts in the answer, by report", reports))
    points = risk_points(scores)
    if points:
        drawn.append(
            plots.curve(
                "Wrong answers when only the surest are given (risk and coverage)",
                points,
                x_name="share of questions answered",
                y_name="share of those wrong",
            )
        )
    seconds = [one.figures["seconds"] for one in scores.scored]
    return [*drawn, plots.histogram("Seconds an answer takes", seconds, unit="seconds")]


def _by_report(scores: Scores) -> list[tuple[str, float, int]]:
    held: dict[str, list[float]] = {}
    for one in scores.scored:
        if "fact_recall" in one.figures and len(one.case.reports) == 1:
            held.setdefault(one.case.reports[0], []).append(one.figures["fact_recall"])
    return [(report, sum(values) / len(values), len(values)) for report, values in sorted(held.items())]


def risk_points(scores: Scores) -> list[tuple[float, float]]:
    """Return (coverage, risk): an answer to an unanswerable question, or one without any of its facts, is wrong."""
    judged: list[tuple[float, float]] = []
    for one in scores.scored:
        confidence: Any = one.generated.get("confidence")
        if confidence is not None:
            wrong = not one.case.answerable or one.figures.get("fact_recall", 1.0) == 0.0
            judged.append((float(confidence), float(wrong)))
    return [(coverage, risk) for _, coverage, risk in metrics.risk_coverage(judged)]
