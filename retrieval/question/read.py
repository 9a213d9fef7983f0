"""From what was typed to the one `Question` that every later stage takes: each recogniser runs here, once.

What is closed is read by rule: a paragraph's number, a date, a name, words in quotation marks, a number of bullets.
What is open is learnt (`retrieval.question.model`): what is wanted done, over which inspections, in which form.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from ingest.models import Report
from retrieval.models import Turn
from retrieval.question.conversation import make_standalone
from retrieval.question.grade_words import AREA, GRADE
from retrieval.question.grades import grades_of, read_grade_question
from retrieval.question.intent import read_intent
from retrieval.question.model import Labels, QuestionModel
from retrieval.question.models import Format, Period, Question
from retrieval.question.parts import parts_of
from retrieval.question.references import find_reference
from retrieval.reports.authorities import NamedAuthority, find_authorities
from retrieval.reports.kinds import ANY_KIND, NO_KIND, label_of, may_mean, named_kind
from retrieval.text.dates import DateMention, find_dates
from retrieval.text.folding import fold

_QUOTED = re.compile(r"\"([^\"]{3,300})\"|(?<!\w)'([^']{8,300})'(?!\w)")
_NUMBERS = dict(
    zip("one two three four five six seven eight nine ten a an".split(), [*range(1, 11), 1, 1], strict=True)
)
_COUNTED = re.compile(
    rf"\b(\d{{1,2}}|{'|'.join(_NUMBERS)})(?:[\s-]+[\w-]+){{0,2}}?[\s-]+"
    r"(?:bullets?|points?|sentences?|lines?|liner|paragraphs?|paras?)\b"
)
_NO_YEARS = frozenset({"none", "latest", "previous", "before_last", "oldest", "newest", "all"})
"""Operations that need no year; the years that a question names besides belong to what it asks of the text."""


class QuestionReader:
    """Reads questions; safe to share between threads."""

    def __init__(self, model: QuestionModel) -> None:
        self._model = model

    @property
    def fingerprint(self) -> str:
        """What a reading depends on beside its question."""
        return self._model.fingerprint

    def read(
        self,
        typed: str,
        reports: Sequence[Report],
        history: Sequence[Turn] = (),
        *,
        text: str | None = None,
        strangers: Sequence[NamedAuthority] = (),
    ) -> Question:
        """Return what was `typed` means, asked after `history`, where `reports` are held.

        `text` is its cleaned and mended form; `strangers` are names in an authority's place that nobody knows.
        """
        text = typed if text is None else text
        before = masked_question(history[-1].question, reports) if history else ""
        turn = self._read(typed, text, (*find_authorities(text, reports), *strangers), before=before, reports=reports)
        if not history:
            return turn
        standalone = make_standalone(text, history, reports=reports, leans=turn.refers_back or None)
        if standalone.text == text:
            return replace(turn, carried=standalone.carried_reports)
        whole = self._read(typed, standalone.text, find_authorities(standalone.text, reports), reports=reports)
        return replace(
            whole,
            act=turn.act,
            confidence=turn.confidence,
            inspection=whole.inspection if turn.inspection == NO_KIND else turn.inspection,
            format=turn.format,
            refers_back=True,
            carried=standalone.carried_reports,
            turn=turn,
        )

    def _kind(self, labels: Labels, folded: str) -> str:
        """Return the kind of inspection named: by its own words, or as learnt where any word for it is there."""
        if named := named_kind(folded):
            return label_of(named, self._model.kinds)
        unsaid = labels.inspection in (NO_KIND, ANY_KIND) or not may_mean(labels.inspection, folded)
        return NO_KIND if unsaid and labels.inspection != ANY_KIND else labels.inspection

    def _read(
        self, typed: str, text: str, names: Sequence[NamedAuthority], *, reports: Sequence[Report], before: str = ""
    ) -> Question:
        """Read a text by itself."""
        folded = fold(text)
        dates = find_dates(folded)
        labels = self._model.read(masked(folded, names, dates), before=before)
        return Question(
            typed=typed,
            text=text,
            folded=folded,
            act=labels.act,
            confidence=labels.confidence,
            names=tuple(names),
            everyone=labels.everyone,
            dates=dates,
            period=_period(labels, dates),
            inspection=self._kind(labels, folded),
            areas=_areas(folded),
            grades=_grades(folded),
            topics=labels.topics,
            wants=labels.wants,
            format=_format(labels, folded),
            refers_back=bool(before) and labels.refers_back,
            quoted=tuple(found[1] or found[2] for found in _QUOTED.finditer(folded)),
            reference=find_reference(text, reports),
            graded=read_grade_question(text, [(one.start, one.end) for one in names]),
            intent=read_intent(text),
            parts=parts_of(text),
        )


def masked_question(question: str, reports: Sequence[Report]) -> str:
    """Return an earlier question as the model reads it."""
    folded = fold(question)
    return masked(folded, find_authorities(question, reports), find_dates(folded))


def masked(folded: str, names: Sequence[NamedAuthority], dates: Sequence[DateMention]) -> str:
    """Return a folded question with one name and one year in the place of all, so that none is learnt by heart."""
    spans = [(one.start, one.end, "leeds") for one in names] + [(one.start, one.end, "2018") for one in dates]
    for start, end, instead in sorted(spans, reverse=True):
        folded = f"{folded[:start]}{instead}{folded[end:]}"
    return folded


def _areas(folded: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(found.lastgroup for found in AREA.finditer(folded) if found.lastgroup))


def _grades(folded: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(grade for found in GRADE.finditer(folded) for grade in sorted(grades_of(found))))


def _period(labels: Labels, dates: Sequence[DateMention]) -> Period:
    years = tuple(dict.fromkeys(year for one in dates for year in (one.years if one.last_year else (one.year,))))
    if labels.period in _NO_YEARS:
        return Period(labels.period)
    if labels.act == "grade_history" and labels.period == "then_and_now" and len(years) == 1:
        # "2016 to now" asks for every step on the way.
        return Period("since", years)
    return Period(labels.period, years) if years else Period()


def _format(labels: Labels, folded: str) -> Format:
    if labels.shape == "none":
        return Format()
    counted = _COUNTED.search(folded)
    number = int(_NUMBERS.get(counted[1]) or counted[1]) if counted else None
    return Format(labels.shape, number)
