"""An answer from what was kept of it, its references led back to the passages that the library holds now."""

from collections.abc import Mapping
from typing import Any

from ingest.models import Passage
from retrieval.errors import UnknownReport
from retrieval.library.library import Library
from retrieval.models import Answer, Choice, Citation, Evidence, Notice, Statement
from retrieval.store.receipts import HASHED


def restore_answer(kept: Mapping[str, Any], library: Library) -> Answer:
    """Return the answer that `Answer.to_json` wrote down as `kept`.

    A reference to a passage that is no longer held keeps its words and leads nowhere; a nearest passage is left out.
    """
    held = _Passages(library)
    return Answer(
        question=readable(kept["question"]),
        standalone_question=readable(kept["standalone_question"]),
        outcome=kept["outcome"],
        reason=kept["reason"],
        text=kept["text"],
        statements=tuple(
            Statement(one["text"], tuple(_citation(value, held) for value in one["citations"]))
            for one in kept["statements"]
        ),
        evidence=tuple(
            Evidence(passage, library.report(one["report"]), one["score"])
            for one in kept["evidence"]
            if (passage := held.find(one["report"], one["label"]))
        ),
        searched=tuple(kept["searched"]),
        notices=tuple(Notice(one["code"], one["text"]) for one in kept["notices"] if one["text"]),
        receipt=kept["receipt"],
        seconds=kept["seconds"],
        choices=tuple(Choice(one["text"], one["report"], one["question"]) for one in kept.get("choices", ())),
        confidence=kept.get("confidence"),
    )


def readable(question: str) -> str:
    """Return a question as it was asked, "" where only its hash was kept."""
    return "" if question.startswith(HASHED) else question


class _Passages:
    """The passages of a library by report and label, each report read once."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._read: dict[str, dict[str, Passage]] = {}

    def find(self, report: str, label: str) -> Passage | None:
        if report not in self._read:
            try:
                self._library.report(report)
            except UnknownReport:
                self._read[report] = {}
            else:
                self._read[report] = {one.label: one for one in self._library.passages(report)}
        return self._read[report].get(label)


def _citation(value: Mapping[str, Any], held: _Passages) -> Citation:
    passage = held.find(value["report"], value["label"])
    return Citation(
        report=value["report"],
        label=value["label"],
        number=value["number"],
        pages=tuple(value["pages"]),
        quote=value["quote"],
        passage=passage.id if passage else "",
        kind=passage.kind if passage else "paragraph",
    )
