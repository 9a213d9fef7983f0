"""Questions with their truth, as the sets hold them (one JSON object a line)."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from retrieval.models import Turn


class SetError(Exception):
    """A set cannot be read; the message names the file, the line and what is wrong with it."""


@dataclass(frozen=True, slots=True)
class TrueEvidence:
    """A passage that carries the answer: by a quote, by printed number and page, or by label and sentence."""

    report: str
    paragraph: int | None
    page: int | None
    quote: str | None
    label: str | None = None
    sentence: int | None = None
    """The sentence of the passage, counted from 0."""


@dataclass(frozen=True, slots=True)
class Case:
    """One question with its truth."""

    id: str
    kind: str
    question: str
    reports: tuple[str, ...]
    """Keys of the reports that the question is asked of; empty where none of those held would do."""
    answerable: bool
    facts: tuple[tuple[str, ...], ...] = ()
    """Each fact is a list of acceptable strings."""
    evidence: tuple[TrueEvidence, ...] = ()
    """All needed."""
    also: tuple[TrueEvidence, ...] = ()
    """Any of them would do instead."""
    question_corpus: str | None = None
    history: tuple[Turn, ...] = ()
    group: str | None = None
    """Paraphrases of one question share it."""
    extra: Mapping[str, Any] = field(default_factory=dict)

    @property
    def cluster(self) -> str:
        """What this case's errors are correlated with: its report, or itself where it spans several."""
        return self.reports[0] if len(self.reports) == 1 else self.id


_KNOWN = {
    "id", "kind", "question", "report", "reports", "answerable", "facts", "evidence", "also",
    "question_corpus", "history", "group",
}  # fmt: skip


def read_cases(path: Path) -> list[Case]:
    """Read a set; raises `SetError` on the first line that is none of ours, or on an id met twice."""
    cases: dict[str, Case] = {}
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise SetError(f"The set {path} cannot be read: {error.strerror}.") from error
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            case = parse_case(json.loads(line))
        except (ValueError, KeyError, TypeError) as error:
            raise SetError(f"Line {number} of {path} is no question: {error!r}.") from error
        if case.id in cases:
            raise SetError(f"Line {number} of {path} repeats the id {case.id}.")
        cases[case.id] = case
    if not cases:
        raise SetError(f"The set {path} holds no questions.")
    return list(cases.values())


def parse_case(value: Mapping[str, Any]) -> Case:
    """Turn one JSON object into a `Case`; raises KeyError or TypeError where a field is missing or malformed."""
    report = value.get("report")
    reports = tuple(value.get("reports") or ([report] if report else []))
    history = tuple(Turn(one["q"], one["a"], reports) for one in value.get("history") or [])
    return Case(
        id=value["id"],
        kind=value["kind"],
        question=value["question"],
        reports=reports,
        answerable=bool(value["answerable"]),
        facts=tuple(tuple(fact) for fact in value.get("facts") or []),
        evidence=_evidence(value.get("evidence"), report),
        also=_evidence(value.get("also"), report),
        question_corpus=value.get("question_corpus"),
        history=history,
        group=value.get("group"),
        extra={key: item for key, item in value.items() if key not in _KNOWN},
    )


def _evidence(values: list[Mapping[str, Any]] | None, report: str | None) -> tuple[TrueEvidence, ...]:
    return tuple(
        TrueEvidence(
            report=one.get("report") or report or "",
            paragraph=one.get("paragraph"),
            page=one.get("page"),
            quote=one.get("quote"),
            label=one.get("label"),
            sentence=one.get("sentence"),
        )
        for one in values or []
    )
