"""Generated lines and cases for the tests of the scorer."""

from typing import Any

from evals.cases import Case, TrueEvidence

REPORT = "wexmoor_2024-05-01"


def passage(label: str, text: str, *, number: int | None = None, report: str = REPORT) -> dict[str, Any]:
    """Return a ranked passage as `evidence` holds it."""
    return {"report": report, "label": label, "number": number, "pages": [3], "text": text, "score": 1.0}


def statement(text: str, label: str, *, number: int | None = None, report: str = REPORT) -> dict[str, Any]:
    """Return a statement that quotes all of itself."""
    citation = {"report": report, "label": label, "number": number, "pages": [3], "quote": text}
    return {"text": text, "citations": [citation]}


def generated(**values: Any) -> dict[str, Any]:
    """Return a generated line: an answer that says nothing but for `values`."""
    line: dict[str, Any] = {
        "id": "q1", "outcome": "answered", "reason": None, "text": "", "statements": [], "evidence": [],
        "searched": [REPORT], "notices": [], "confidence": 0.9, "seconds": 0.1,
    }  # fmt: skip
    line |= values
    if not values.get("text"):
        line["text"] = " ".join(one["text"] for one in line["statements"])
    return line


def case(*evidence: tuple[int | None, str], **values: Any) -> Case:
    """Return a case whose evidence are (paragraph, quote) pairs of one report."""
    fields: dict[str, Any] = {
        "id": "q1", "kind": "finding", "question": "?", "reports": (REPORT,), "answerable": True,
        "evidence": tuple(TrueEvidence(REPORT, number, 3, quote) for number, quote in evidence),
    }  # fmt: skip
    return Case(**(fields | values))
