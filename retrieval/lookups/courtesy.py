"""What is said to someone who asks nothing of the reports: help with examples that work, and where else to turn."""

import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import islice
from typing import Any, get_args

from ingest.kinds.loader import profile_of
from ingest.models import Report
from retrieval.held import Held, LookedUp
from retrieval.lookups.occurrences import count
from retrieval.models import Choice, Draft, OutOfScopeReason, Scope
from retrieval.question.models import Question
from retrieval.reports.periods import newest_inspection
from retrieval.reports.report_dates import report_day, report_year
from retrieval.text.phrases import find_phrase, read_phrase

_EXAMPLES = 4
_TERMS = ("county lines", "neglect", "domestic abuse", "caseloads", "foster carers")
"""What reports may mention, the most telling first."""
_GRADES = ("outstanding", "inadequate", "good", "requires improvement")
"""Grades that people ask to have listed, the most asked for first."""


@dataclass(frozen=True, slots=True)
class _Reply:
    words: tuple[str, ...]
    text: str
    reason: OutOfScopeReason | None
    short: bool


def answer_help(question: Question, scope: Scope, held: Held) -> LookedUp | None:
    """Answer a greeting, thanks, a test, or a question about what can be asked, with questions to press."""
    if question.act != "help":
        return None
    reply = _reply("help", question.text)
    text = f"{reply.text} {'' if reply.short else _introduction(held.reports)} You can ask, for example:"
    return LookedUp(Draft("help", text=" ".join(text.split()), choices=examples(held), reason="help"), scope)


def answer_out_of_scope(question: Question, scope: Scope, held: Held) -> LookedUp | None:
    """Say what is no matter of the reports, kindly, and where else to turn; questions to press unless it is in need."""
    if question.act != "out_of_scope":
        return None
    reply = _reply("out_of_scope", question.text)
    choices = examples(held) if reply.reason == "off_topic" else ()
    text = f"{reply.text} Here you can ask, for example:" if choices else reply.text
    return LookedUp(Draft("out_of_scope", reason=reply.reason, text=text, choices=choices), scope)


def examples(held: Held) -> tuple[Choice, ...]:
    """Return questions that the reports held answer, each of another kind."""
    return tuple(Choice(one, question=one) for one in islice(_questions(held), _EXAMPLES))


def _questions(held: Held) -> Iterator[str]:
    """Yield questions by what is held: about the newest inspection first, then over several, then of words."""
    full = sorted((one for one in held.reports if profile_of(one.kind).default), key=report_day, reverse=True)
    authorities = list(dict.fromkeys(one.authority for one in full))
    graded = {cell.report.key for cell in held.cells}
    if overall := next((one for one in full if one.key in graded), None):
        yield f"How is {overall.authority} doing?"
    # Another council than the first example's, where there is one.
    for authority in [*authorities[1:3], *authorities[:1]]:
        newest = newest_inspection([one for one in held.reports if one.authority == authority])
        if newest and any(one.kind == "recommendation" for one in held.passages(newest.key)):
            yield f"What does {authority} need to improve?"
            break
    if len(authorities) > 1 and (grade := _listed_grade(held, full)):
        yield f"Which councils are {grade} overall?"
    repeated = [name for name in authorities if sum(one.authority == name and one.key in graded for one in full) > 1]
    if repeated and len(authorities) < 2:
        yield f"How have the grades of {repeated[0]} changed?"
    if term := next((one for one in _TERMS if count(one, [report.key for report in held.reports], held).times), None):
        yield f"Which reports mention {term}?"
    if repeated and len(authorities) > 1:
        yield f"How have the grades of {repeated[0]} changed?"
    yield "What does LADO mean?"
    yield "Which reports are held?"


def _listed_grade(held: Held, full: Sequence[Report]) -> str | None:
    """Return a grade that some council has overall in its newest inspection."""
    newest = {one.authority: one.key for one in reversed(full)}
    given = {
        cell.judgement.grade
        for cell in held.cells
        if cell.judgement.area == "overall" and newest.get(cell.report.authority) == cell.report.key
    }
    return next((one for one in _GRADES if one in given), None)


def _introduction(reports: Sequence[Report]) -> str:
    """Say what is held and what is done with it."""
    councils = len({one.authority for one in reports})
    years = sorted(report_year(one) for one in reports)
    span = f"from {years[0]} to {years[-1]}" if years[0] != years[-1] else f"of {years[0]}"
    held = f"{len(reports)} inspection report{'' if len(reports) == 1 else 's'}"
    of = f"{councils} council{'' if councils == 1 else 's'}"
    return f"I answer questions from {held} on {of}, {span}, in the reports’ own words, with paragraph and page."


def _reply(kind: str, text: str) -> _Reply:
    fitting = (one for one in _replies(kind) if not one.words or any(_holds(text, word) for word in one.words))
    return next(fitting)


def _holds(text: str, word: str) -> bool:
    return bool(find_phrase(read_phrase(word, abbreviation=word.isupper(), capitals=word.isupper()), text))


@cache
def _replies(kind: str) -> tuple[_Reply, ...]:
    data = tomllib.loads(files(__package__).joinpath("courtesy.toml").read_text(encoding="utf-8"))
    return tuple(_read(entry) for entry in data[kind])


def _read(entry: dict[str, Any]) -> _Reply:
    reason = entry.get("reason")
    assert reason is None or reason in get_args(OutOfScopeReason)
    return _Reply(tuple(entry.get("words", ())), entry["text"], reason, entry.get("short", False))
