"""Invented reports with their ledger, and the real ones by name and date, for tests of how a question is understood."""

import csv
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from ingest.models import Judgement, Passage, Report, Span
from retrieval.models import Draft, LedgerCell, Scope, Turn
from retrieval.question.model import Labels
from retrieval.question.models import Question
from retrieval.question.read import QuestionReader
from retrieval.reports.authorities import NamedAuthority
from retrieval.scope.resolve import resolve_scope
from retrieval.text.dates import spell_date

ROWS: Mapping[str, Mapping[str, str]] = {
    "SIF": {
        "help_and_protection": "1. Children who need help and protection",
        "looked_after_or_in_care": "2. Children looked after and achieving permanence",
        "adoption": "2.1 Adoption performance",
        "care_leavers": "2.2 Experiences and progress of care leavers",
        "leadership": "3. Leadership, management and governance",
    },
    "ILACS": {
        "leadership": "The impact of leaders on social work practice",
        "help_and_protection": "The experiences and progress of children who need help and protection",
        "looked_after_or_in_care": "The experiences and progress of children in care and care leavers",
        "overall": "Overall effectiveness",
    },
}


def make_report(
    key: str,
    authority: str,
    published: date | None,
    *,
    framework: str = "SIF",
    kind: str = "full",
    inspected: date | None = None,
    aliases: tuple[str, ...] = (),
) -> Report:
    """Make a catalogue entry; the inspection ended seven weeks before publication unless `inspected` says otherwise."""
    last = inspected or (published - timedelta(days=49) if published else None)
    return Report(
        key=key,
        title=f"Inspection of {authority}",
        authority=authority,
        aliases=aliases,
        kind=kind,
        framework=framework,
        inspected_from=last - timedelta(days=20) if last else None,
        inspected_to=last,
        published=published,
        lead_inspector=None,
        sources={"authority": f"{key}-front", "published": f"{key}-front", "inspected_to": f"{key}-front"},
        page_count=30,
        media="pdf",
        sha256="0",
    )


@dataclass(frozen=True, slots=True)
class World:
    """A catalogue, its ledger and the passages behind it."""

    reports: list[Report]
    cells: list[LedgerCell]
    passages: Mapping[str, Passage]

    def find(self, ids: Collection[str]) -> Mapping[str, Passage]:
        return {key: self.passages[key] for key in ids if key in self.passages}

    def of_report(self, key: str) -> list[Passage]:
        return [one for one in self.passages.values() if one.report == key]


def make_world(*graded: tuple[Report, Mapping[str, str]]) -> World:
    """Make a world of reports with the grades of each, by area."""
    cells: list[LedgerCell] = []
    passages: dict[str, Passage] = {}
    for report, grades in graded:
        rows = {area: (ROWS[report.framework].get(area), grade) for area, grade in grades.items()}
        headline = f"Children’s services in {report.authority}"
        lines = [f"{name} {grade.capitalize()}" if name else f"{headline} are {grade}" for name, grade in rows.values()]
        table = _passage(f"{report.key}-judgements", report.key, "Judgements", "judgements", "\n".join(lines))
        front = _passage(f"{report.key}-front", report.key, "Front page", "unnumbered", _front(report))
        passages |= {table.id: table, front.id: front}
        for area, (name, grade) in rows.items():
            printed = (name or headline).lstrip("0123456789. ")
            judgement = Judgement(area, printed, grade, grade.capitalize() if name else grade, None, table.id)
            cells.append(LedgerCell(report, judgement, "Judgements", (1,)))
    return World([report for report, _ in graded], cells, passages)


def _front(report: Report) -> str:
    when = f"Report published: {spell_date(report.published)}" if report.published else ""
    inspected = f"Inspection dates: 1 to {spell_date(report.inspected_to)}" if report.inspected_to else ""
    return "\n".join([f"{report.authority} Council", inspected, when])


def _passage(key: str, report: str, label: str, kind: Any, text: str) -> Passage:
    return Passage(key, report, label, kind, None, (), text, 0, (Span(1, 0, len(text)),))


def real_reports(questions: Path) -> list[Report]:
    """Return the catalogue of the real reports by name and date alone; reports of 2018 on print no publication date."""
    rows = csv.DictReader((questions / "judgements_dev.csv").read_text(encoding="utf-8").splitlines())
    return [_real(row) for row in rows]


def _real(row: Mapping[str, str]) -> Report:
    framework: str = {"SIF": "SIF", "ILACS": "ILACS"}.get(row["framework"], "earlier")
    kind: str = "full" if framework != "earlier" else "thematic" if row["overall"] else "board_review"
    day = date.fromisoformat(row["published"])
    printed = None if framework == "ILACS" else day
    return make_report(
        row["report"],
        row["authority"],
        printed,
        framework=framework,
        kind=kind,
        inspected=day - timedelta(days=45),
    )


def real_questions(questions: Path) -> list[dict[str, Any]]:
    """Return every question over one of the real reports."""
    files = sorted(path for path in questions.glob("dev_*.jsonl") if path.stem != "dev_corpus")
    return [json.loads(line) for path in files for line in path.read_text(encoding="utf-8").splitlines()]


def corpus_questions(questions: Path) -> list[dict[str, Any]]:
    """Return the questions over the whole library."""
    lines = (questions / "dev_corpus.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


class SetModel:
    """A question model that says what it is told, whatever the question."""

    fingerprint = "set"
    kinds = ("none", "full", "send", "jtai", "focused_visit", "monitoring_visit")

    def __init__(self, labels: Labels) -> None:
        self._labels = labels

    def read(self, question: str, *, before: str = "") -> Labels:  # noqa: ARG002 (what the real one takes)
        """Return the labels given."""
        return self._labels


def read_question(
    text: str,
    reports: Sequence[Report],
    *,
    history: Sequence[Turn] = (),
    strangers: Sequence[NamedAuthority] = (),
    carried: Sequence[str] = (),
    **labels: Any,
) -> Question:
    """Read a question as `labels` say: a fact, unless they say otherwise."""
    reader = QuestionReader(SetModel(Labels(**{"act": "fact", **labels})))
    question = reader.read(text, reports, history, strangers=strangers)
    return replace(question, carried=tuple(carried)) if carried else question


def scope_of(
    question: str,
    reports: Sequence[Report],
    *,
    selected: Sequence[str] = (),
    authority: str | None = None,
    carried: Sequence[str] = (),
    strangers: Sequence[NamedAuthority] = (),
    **labels: Any,
) -> Scope | Draft:
    """Resolve the scope of a question that is read as `labels` say."""
    read = read_question(question, reports, carried=carried, strangers=strangers, **labels)
    return resolve_scope(read, reports, selected=selected, authority=authority)
