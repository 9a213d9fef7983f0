"""The figure that a number question asks for, put before the sentence that states it: "416 children: At 3 June …"."""

import re
from dataclasses import replace
from itertools import takewhile

from ingest.chunks.sentences import split_sentences
from ingest.models import Passage
from retrieval.checking.citations import fault
from retrieval.models import Statement
from retrieval.question.intent import Intent, Measure, read_intent
from retrieval.text.dates import MONTHS
from retrieval.text.glossary import reword
from retrieval.text.normalise import STOP_WORDS, content_stems, normalise, stem
from retrieval.text.quantities import numbers_in

_UNIT = re.compile(r"\s+(?:working |calendar )?(?:days?|weeks?|months?|years?|hours?)\b(?![-\s]olds?\b)", re.IGNORECASE)
_NO_COUNT_BEFORE = re.compile(
    r"(?:\bper|\brate of|\bevery|\bage[sd]?(?: of)?|\bsections?|\btiers?|\blevels?|\bstages?|(?-i:\bYears?)"
    r"|\bparagraphs?|[/–-])\s?$",
    re.IGNORECASE,
)
_NOT_IT = re.compile(
    r"\b(?:targets? (?:of|is|was|for)|compar(?:ed|ison|es) (?:with|to)|(?<!less )(?<!more )(?<!fewer )"
    r"(?<!higher )(?<!lower )than)\s$"
    r"|\b(?:national|england|neighbours|previous|compared)\b[^,.;]{0,30}$"
    r"|\bby\s$",
    re.IGNORECASE,
)
"""What stands before a figure that is not the thing's own: a target, an average elsewhere, a change."""
_QUALIFIED = re.compile(
    r"\b(?:(?:just|slightly|well|a little) )?(?:less than|more than|fewer than|over|under|up to|at least|at most"
    r"|nearly|almost|approximately|about|around|roughly|below|above|within)\s$",
    re.IGNORECASE,
)
_NO_COUNT_AFTER = re.compile(
    rf"^(?:[-–/]|st\b|nd\b|rd\b|th\b|\s?(?:per|out of)\b|\s(?:{'|'.join(MONTHS)}|or more|areas?|times)\b)"
)
_DATE_YEAR = re.compile(r"(?:19|20)\d\d")
_SAYS_WHAT = re.compile(r"\s[a-z]+$")
_OF_THEM = re.compile(r"\s?[\w,.]+\s(?:\(|(?:are|were|is|was|have|had|live|lived)\b)")
"""A figure that stands for what was named before: "87 (24%) were fostered"."""
_EARLY = 16
"""Characters before a figure up to which it stands first as it is ("Approximately 66,000 …"), a date apart."""
_SEVERAL = re.compile(r"(?:s|children|people|staff|men)$", re.IGNORECASE)
"""How the name of several things ends: "55 social worker" are something else, of which more was said ("posts")."""
_LONGEST = 5
"""Words of a figure with what it counts."""


def lead_with_figure(question: str, statement: Statement, passage: Passage) -> Statement:
    """Return `statement`, cut from `passage`, opened by the figure that `question` asks for where that is plain."""
    intent = _counting(question)
    quote = statement.citations[0].quote
    opened = not statement.text.startswith(quote)
    for start, end in split_sentences(quote):
        if _fitting(intent, normalise(quote[start:end])):
            lead = figure_lead(question, quote[start:end], opened=opened or start > 0)
            led = replace(statement, text=f"{lead[0].upper()}{lead[1:]}: {statement.text}") if lead else statement
            return led if fault(led, {passage.id: passage}) is None else statement
    return statement


def figure_lead(question: str, sentence: str, *, opened: bool = False) -> str:
    """Return the one figure of `sentence` that answers, with what it counts; "" where none is plain or it stands first.

    A sentence that other words open has nothing that stands first.
    """
    intent = _counting(question)
    plain = normalise(sentence)
    found = _fitting(intent, plain)
    if len(found) != 1:
        return ""
    start, lead = found[0]
    before = plain[:start]
    if intent.measure == "count" and not _SAYS_WHAT.search(lead) and not _OF_THEM.match(plain[start:]):
        return ""
    stands_first = len(before) <= _EARLY and not re.search(r"\d", before) and not opened
    return "" if stands_first else lead


def _counting(question: str) -> Intent:
    """Return what `question` asks for, each of its words of meaning taken for one that may be counted."""
    reworded = reword(question)
    return replace(read_intent(reworded), targets=tuple(content_stems(reworded)))


def _fitting(intent: Intent, plain: str) -> list[tuple[int, str]]:
    """Return where each figure of the measure asked for stands, and the words that say it."""
    if intent.kind != "number" or intent.measure not in ("count", "percentage", "money", "duration"):
        return []
    found = []
    for canonical, start, end in numbers_in(plain):
        if (lead := _lead(intent, plain, canonical, start, end)) is not None:
            found.append((start, lead))
    return found


def _lead(intent: Intent, plain: str, canonical: str, start: int, end: int) -> str | None:
    """Return a figure as it is said, with "over" or "less than" and what it counts; None where it does not fit."""
    start += len(plain[start:end]) - len(plain[start:end].lstrip())
    before, spelled, after = plain[:start], plain[start:end].strip(), plain[end:]
    if kind_of(canonical, after) != intent.measure or _NOT_IT.search(before):
        return None
    qualified = _QUALIFIED.search(before)
    said = f"{qualified[0] if qualified else ''}{spelled}"
    if intent.measure == "duration":
        unit = _UNIT.match(after)
        return f"{said}{unit[0]}" if unit else None
    if intent.measure != "count":
        return said
    if _DATE_YEAR.fullmatch(spelled) or _NO_COUNT_BEFORE.search(before) or _NO_COUNT_AFTER.match(after):
        return None
    return f"{said}{_counted(intent, after)}"


def kind_of(canonical: str, after: str) -> Measure:
    """Return what a number measures, by its own marks and the words after it."""
    if canonical[0] in "£$€":
        return "money"
    if canonical.endswith("%"):
        return "percentage"
    return "duration" if _UNIT.match(after) else "count"


def _counted(intent: Intent, after: str) -> str:
    """Return the words after a figure up to the last of those that the question counts, "" where none is near."""
    words = re.match(rf"(?:\s[\w'-]+){{0,{_LONGEST}}}", after)
    near = list(takewhile(lambda word: word.lower() not in STOP_WORDS, words[0].split())) if words else []
    held = [at for at, word in enumerate(near) if stem(word.lower().removesuffix("'s")) in intent.targets]
    if not held or held[0] > 1 or not _SEVERAL.search(near[held[-1]]):
        return ""
    return "".join(f" {word}" for word in near[: held[-1] + 1])
