"""Follow-up questions made standalone by rules: topic, authority and date carry over until changed."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from ingest.models import Report
from retrieval.models import Turn
from retrieval.question.grades import area_spans, read_grade_question
from retrieval.question.references import find_reference
from retrieval.reports.authorities import NamedAuthority, find_authorities
from retrieval.reports.periods import inspections
from retrieval.reports.report_dates import report_day, report_year
from retrieval.text.dates import MONTHS, DateMention, find_dates
from retrieval.text.folding import fold
from retrieval.text.normalise import content_stems

_OPENING = re.compile(
    r"^(?:(?:ok(?:ay)?|right|so|and|but|also|then|well|thanks|great|hm+|yes|no|even)\b[\s,.:-]*)+", re.IGNORECASE
)
_ELLIPSIS = re.compile(
    r"^(?:what about|how about|and|any(?:thing)?|even|since when|why(?: not)?|who|when|where|by how much|which"
    r"|how many|how much"
    r"|is (?:that|it|this)|are (?:they|those|these)|was (?:that|it|this)|did (?:that|it|this)|the same)\b",
    re.IGNORECASE,
)
_POINTER = re.compile(
    r"\b(?:it|its|them|those|these|they|their|theirs|he|she|his|her|him|ones?|same|others|there|this|then|afterwards"
    r"|instead|as well|either|the (?:year|spring|autumn|time|inspection) before|previous(?:ly)?|before (?:that|then)"
    r"|nationally|else|the extra \w+|as much|so far"
    r"|that(?=\s*[?.!,]|$|\s(?:been|was|is|are|did|does|to|down|up|out|right|get|got|has|had|happen|then|as|because)\b))\b",
    re.IGNORECASE,
)
_CLOSING_POINTERS = frozenset({"it", "that", "this", "those", "these", "then", "as much"})
_NO_POINTER = re.compile(
    r"\b(?:there (?:is|are|was|were|any|enough|been)|(?:is|are|was|were) there|(?:do|did|have|had|what"
    r"|if) they (?:say|find|found|make|think|report|mention)"
    r"|(?:is|was) it (?:true|clear|hard|easier|ok|right)|(?-i:IT)|the one thing|one (?:thing|word)|say it's|these days"
    r"|this (?:yr|time|report|inspection|authority|council|area"
    r"|year)|one (?:of|in)|the ones? (?:who|that)"
    r"|(?:children|kids|parents|carers|staff|leavers|people|workers|families|managers|schools"
    r"|adopters)\b[^.?!]{0,40}\b(?:their|they|them)"
    r"|(?:council|authority|board|trust|report)\b[^.?!]{0,40}\bits?)\b",
    re.IGNORECASE,
)
_WHAT_ABOUT = re.compile(
    r"^(?:what about|how about|and(?: (?:for|in|on|what about))?)\s+(?P<topic>.+?)[\s?.!]*$", re.IGNORECASE
)
_STEP_BACK = re.compile(
    r"^(?:(?:ok(?:ay)?|so|and|but|then|what about|how about)[\s,]+)*(?:(?:the )?(?:time|one|inspection|report)? ?before"
    r"(?: (?:that|then|it))?|(?:the )?previous(?:ly| one| time| inspection| report)?)[\s?.!]*$",
    re.IGNORECASE,
)
_NEWEST = re.compile(
    r"\b(?:latest|newest|most recent|current|last) (?=(?:\w+ )?(?:report|inspection)\b)",
    re.IGNORECASE,
)
_COMPARES = re.compile(
    r"\b(?:than|compare[ds]?|comparison|versus|vs|both|too|as (?:good|bad|well|high|low))\b", re.IGNORECASE
)
_FEW_WORDS = 3
"""Content words up to which a question after another is taken for a rest of it ("by how much?")."""
_WORDS_BEFORE = 1
"""Content words before a pronoun up to which it is taken to point at the question before."""
_WORDS_BEFORE_CLOSING, _WORDS_AFTER = 5, 3
"""The same for a pronoun at the very end ("what's the target for bringing that down?"), more surely so."""
_CLAUSE_END = re.compile(r"\s[-–—]\s|[:,;?.]\s|\band\b")
"""What ends a clause that a pronoun after it may point back to, within the same question."""
_PLURAL = frozenset({"they", "them", "their", "theirs"})
_GROUP = re.compile(
    r"\b(?:children|kids|youngsters|young people|care leavers|leavers|carers|parents|families|siblings|brothers"
    r"|adopters|staff|workers|managers"
    r"|leaders|councillors|members|schools|partners|agencies|pupils|babies|teenagers)\b",
    re.IGNORECASE,
)
_TOPIC = re.compile(
    rf"{_GROUP.pattern}|\b(?:in care|adopt\w*|foster\w*|inspect\w*|fieldwork|reviews?|plans?|assessments?"
    rf"|referrals?|supervision|caseloads?"
    r"|workloads?|homes?|placements?|health|school|board)\b|\b(?-i:[A-Z]{2,})s?\b",
    re.IGNORECASE,
)
_COMMON_NAMES = frozenset({*MONTHS, "Ofsted", "England", "English", "Inspectors", "Yes", "No"})
_ANSWER_NAME = re.compile(r"(?<![.!?]\s)(?<!^)\b[A-Z][\w'’-]+(?:\s(?:and\s|of\s|the\s)?[A-Z][\w'’-]+)*")


@dataclass(frozen=True, slots=True)
class Standalone:
    """The question as it can be asked by itself; `carried_reports` are those the conversation was about."""

    text: str
    carried_reports: tuple[str, ...] = ()
    changed: bool = False


def make_standalone(
    question: str, history: Sequence[Turn], *, reports: Sequence[Report] = (), leans: bool | None = None
) -> Standalone:
    """Complete `question` with what the turns before it were about; unchanged where it stands by itself.

    `leans` says whether it does not, where that is known; else the rules say.
    """
    if not history:
        return Standalone(question)
    before = make_standalone(history[-1].question, history[:-1], reports=reports)
    carried = _carried(question, history, reports) or before.carried_reports
    if stepped := _stepped_back(question, before.text, carried, reports):
        return Standalone(stepped, carried, changed=True)
    if not (is_follow_up(question, reports) if leans is None else leans):
        return Standalone(question, carried)
    if replaced := _replaced(question, before.text, reports):
        return Standalone(replaced, carried, changed=True)
    rest = _OPENING.sub("", question).strip() or question
    topic = _topic(before.text, rest, history[-1].answer)
    if len(history) > 1 and len(content_stems(before.text)) <= _FEW_WORDS:
        topic = f"{topic}; {_topic(history[-2].question, rest, '')}"
    if find_authorities(rest, reports) and not _COMPARES.search(rest):
        topic = _without_authorities(topic, reports)
    return Standalone(f"{rest[0].upper()}{rest[1:]} ({topic})", carried, changed=True)


def is_follow_up(question: str, reports: Sequence[Report] = ()) -> bool:
    """Say whether a question leans on the one before it: it opens like a rest, points back, or is all but empty."""
    if find_authorities(question, reports) and len(content_stems(question)) > _FEW_WORDS + 2:
        return False
    if _OPENING.match(question) or _WHAT_ABOUT.match(question):
        return True
    if read_grade_question(question) or find_reference(question):
        return False
    few = len(content_stems(question)) <= _FEW_WORDS and not _TOPIC.search(question)
    return _points_back(question) or (few and bool(_ELLIPSIS.match(question)))


def _points_back(question: str) -> bool:
    """Say whether a pronoun stands where nothing in the question itself can be meant by it."""
    bare = _NO_POINTER.sub(" ", question)
    for pointer in _POINTER.finditer(bare):
        opening = bare[: pointer.start()]
        before = len(content_stems(opening))
        if before and _CLAUSE_END.search(opening):
            return False
        near_end = len(bare[pointer.end() :].split()) <= _WORDS_AFTER and before <= _WORDS_BEFORE_CLOSING
        closing = near_end and pointer[0].lower() in _CLOSING_POINTERS
        if pointer[0].lower() in _PLURAL:
            if before <= _WORDS_BEFORE and not _GROUP.search(question):
                return True
        elif before <= _WORDS_BEFORE or closing:
            return True
    return False


def _carried(question: str, history: Sequence[Turn], reports: Sequence[Report]) -> tuple[str, ...]:
    """Return the reports of the last turn that had any, unless the question names an authority itself."""
    if any(one.held for one in find_authorities(question, reports)):
        return ()
    return next((turn.reports for turn in reversed(history) if turn.reports), ())


def _stepped_back(question: str, before: str, carried: Sequence[str], reports: Sequence[Report]) -> str | None:
    """Ask the question before of the inspection before ("And before that?")."""
    known = [report for report in reports if report.key in carried]
    if len(known) != 1 or not _STEP_BACK.match(question):
        return None
    own = inspections([report for report in reports if report.authority == known[0].authority])
    earlier = [report for report in own if report_day(report) < report_day(known[0])]
    if not earlier:
        return None
    year = str(report_year(earlier[-1]))
    if _NEWEST.search(before):
        return _NEWEST.sub(f"{year} ", before, count=1)
    folded = fold(before)
    if dates := _spans(find_dates(folded)):
        return _put(before, folded, dates[0], year)
    return f"{before.rstrip(' ?.!')} in {year}?"


def _replaced(question: str, before: str, reports: Sequence[Report]) -> str | None:
    """Put a new authority, date or graded area in the place of the old one ("What about Leeds?", "And in 2015?")."""
    match = _WHAT_ABOUT.match(_OPENING.sub("", question)) or _WHAT_ABOUT.match(question)
    topic = match["topic"] if match else _OPENING.sub("", question).strip(" ?.!")
    plain = re.sub(r"^(?:in|for|at|of|on)\s+", "", topic)
    folded = fold(before)
    finders: tuple[tuple[Callable[[str], list[tuple[int, int]]], bool], ...] = (
        (lambda text: _spans(find_authorities(text, reports)), True),
        (lambda text: _spans(find_dates(text)), True),
        (area_spans, False),
    )
    for find, can_be_added in finders:
        if find(fold(plain)) != [(0, len(fold(plain)))]:
            continue
        if old := find(folded):
            return _put(before, folded, old[0], plain)
        return f"{before.rstrip(' ?.!')} in {plain}?" if can_be_added else None
    return None


def _put(before: str, folded: str, span: tuple[int, int], words: str) -> str:
    text = before if len(before) == len(folded) else folded
    return f"{text[: span[0]]}{words}{text[span[1] :]}"


def _without_authorities(topic: str, reports: Sequence[Report]) -> str:
    """Leave out the authorities of a topic: the question that takes it along names its own."""
    folded = fold(topic)
    text = topic if len(topic) == len(folded) else folded
    for one in reversed(find_authorities(topic, reports)):
        text = re.sub(r"\s*\b(?:in|of|for|at|by)\s*$", "", text[: one.start], flags=re.IGNORECASE) + text[one.end :]
    return text.strip(" ;")


def _spans(found: Iterable[NamedAuthority | DateMention]) -> list[tuple[int, int]]:
    return [(one.start, one.end) for one in found]


def _topic(before: str, question: str, answer: str) -> str:
    """Return what the question before was about, with the names of its answer that it did not know yet."""
    asked = re.sub(r"\s*\?*\s*[()]\s*", "; ", before).strip(" ?.!;")
    known = set(content_stems(f"{before} {question}"))
    names = [
        match[0]
        for match in _ANSWER_NAME.finditer(answer)
        if len(match[0]) > 2 and match[0] not in _COMMON_NAMES and not set(content_stems(match[0])) <= known
    ]
    return f"{asked}; {', '.join(dict.fromkeys(names[:2]))}" if names else asked
