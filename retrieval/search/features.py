"""What speaks for a passage besides its nearness to the question: its kind, and whether it holds what is asked for."""

import re
from collections.abc import Callable, Sequence

import numpy as np

from ingest.models import Passage
from retrieval.question.intent import Intent
from retrieval.text.dates import MONTHS
from retrieval.vectors.encoding import Vector

_DATE = re.compile(rf"\b(?:{'|'.join(MONTHS)}|20\d\d)\b")
_FIGURE = re.compile(r"\d+")
_CAUSE = re.compile(r"\b(?:because|due to|as a result|result(?:s|ed|ing)? (?:in|from)|reasons?|led to|therefore)\b")
_ASKS = re.compile(r"improve|recommend|priority", re.IGNORECASE)
_MOST_FIGURES = 6
"""A paragraph of statistics holds about so many; more say no more."""
_GRADE_ASKED = re.compile(
    r"\b(?:grad(?:e|ed|es|ing)|rat(?:ed?|ing|ings)|judg(?:e?ments?|ed?)|verdict|overall|marks?|scored?)\b"
    r"|\bhow (?:did|does|is|was|were|are) .{1,60}\b(?:do|doing|fare|perform)\b|\b(?:outstanding|inadequate|good)\b",
    re.IGNORECASE,
)
_GRADE = re.compile(r"\b(?:outstanding|good|requires? improvement|inadequate|adequate)\b", re.IGNORECASE)
_JUDGED = re.compile(r"\bjudge?ments?\b|\bjudged\b|\boverall effectiveness\b", re.IGNORECASE)
_INSPECTION_ASKED = re.compile(r"\b(?:inspect\w*|ofsted|on site|visit\w*)\b", re.IGNORECASE)
_INSPECTION = re.compile(r"\blead inspector|\binspection dates?\b|\breport published\b", re.IGNORECASE)
_INSPECTORS_ASKED = re.compile(
    r"\blead(?:ing)? inspectors?\b|\bwho(?:'s| is| are| was| were)? (?:the )?inspect(?:ors?|ed)\b"
    r"|\b(?:led|leads?|ran|headed|conducted|carried out|in charge of|behind)\b.{0,20}\binspection\b"
    r"|\bnames? of .{0,20}\binspectors?\b|\binspectors? names?\b",
    re.IGNORECASE,
)
_INSPECTORS = re.compile(r"\b(?:lead|team) inspectors?\b", re.IGNORECASE)

TRAITS = (
    "unnumbered", "heading", "grade", "grade_table", "inspection", "inspectors", "figures", "date", "asks",
    "asks_unasked", "cause",
)  # fmt: skip


def traits(question: str, intent: Intent, passages: Sequence[Passage]) -> dict[str, Vector]:
    """Return each of `TRAITS`, 0 to 1, for every passage; most are 0 unless the question calls for them."""

    def each(measure: Callable[[Passage], float]) -> Vector:
        return np.array([measure(passage) for passage in passages], dtype=np.float32)

    def asked(measure: Callable[[Passage], float], *, when: bool) -> Vector:
        return each(measure) if when else np.zeros(len(passages), dtype=np.float32)

    grade = _GRADE_ASKED.search(question) is not None
    inspection = _INSPECTION_ASKED.search(question) is not None
    return {
        "unnumbered": each(lambda passage: passage.kind == "unnumbered"),
        "heading": each(lambda passage: passage.kind == "heading"),
        "grade": asked(_gives_a_grade, when=grade),
        "grade_table": asked(lambda passage: passage.kind == "judgements", when=grade),
        "inspection": asked(_holds(_INSPECTION), when=inspection and intent.kind in {"when", "general"}),
        "inspectors": asked(_holds(_INSPECTORS), when=_INSPECTORS_ASKED.search(question) is not None),
        "figures": asked(_share_of_figures, when=intent.kind in {"number", "comparison"}),
        "date": asked(_holds(_DATE), when=intent.kind == "when"),
        "asks": asked(_asks_for_change, when=intent.kind == "recommendation"),
        "asks_unasked": asked(_asks_for_change, when=intent.kind != "recommendation"),
        "cause": asked(_holds(_CAUSE), when=intent.kind == "reason"),
    }


def _gives_a_grade(passage: Passage) -> float:
    """Whether a passage is where grades are printed, or states one in so many words."""
    if _GRADE.search(passage.text) is None:
        return 0.0
    return float(passage.kind in {"judgements", "heading"} or _JUDGED.search(passage.text) is not None)


def _holds(pattern: re.Pattern[str]) -> Callable[[Passage], float]:
    return lambda passage: float(pattern.search(passage.text) is not None)


def _asks_for_change(passage: Passage) -> float:
    return float(passage.kind == "recommendation" or bool(passage.section and _ASKS.search(passage.section[-1])))


def _share_of_figures(passage: Passage) -> float:
    return min(len(_FIGURE.findall(passage.text)), _MOST_FIGURES) / _MOST_FIGURES
