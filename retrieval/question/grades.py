"""What a question asks of the judgements: which areas, which grades, in which form; None when it asks for more.

A question is answered from the ledger only when every word of it is accounted for: an area, a grade, a date, an
authority or plain connecting words. What is left over ("fostering", "supervision") makes it a question for the text.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from retrieval.question.grade_words import (
    ACROSS,
    ANY_AREA,
    AREA,
    AREA_NAMES,
    ASKS_AREA,
    ASKS_GRADE,
    BETTER_THAN,
    CHANGED,
    CLAUSE,
    EACH_AREA,
    EACH_GRADE,
    EARLIER,
    EVER,
    EVERY_GRADE,
    EVERY_TIME,
    FIGURE,
    FROM_TO,
    GRADE,
    GRADE_NOUN,
    GRADES,
    HOW_MANY_AREAS,
    HOW_MANY_TIMES,
    LATEST,
    OWN_RIGHT,
    PLAIN_WORDS,
    PRESENT,
    RANK,
    STORY,
    WHICH_AREA,
    WHO,
    WHY,
    WHY_FIRST,
)
from retrieval.text.dates import find_dates
from retrieval.text.folding import fold

Form = Literal["grade", "all_grades", "which_area", "list", "distribution", "change"]


@dataclass(frozen=True, slots=True)
class Condition:
    """An area with the grades that are asked for."""

    area: str
    grades: frozenset[str]


@dataclass(frozen=True, slots=True)
class GradeQuestion:
    """A question that the ledger answers."""

    form: Form
    areas: tuple[str, ...] = ()
    conditions: tuple[Condition, ...] = ()
    direction: Literal["up", "down", None] = None
    steps: tuple[str, str] | None = None
    """The two grades of "from inadequate to good"."""
    latest_only: bool = False
    wanted: frozenset[str] = frozenset()
    """The grades that a question within a report looks for: those named last after "which", else the first named."""
    best: bool | None = None
    """True for the best-graded area, False for the worst, None where neither is asked."""
    always: bool | None = None
    """True for "always", False for "ever" or "never", None where neither is asked."""
    every_time: bool = False
    """Whether "always" or "never" is asked of authorities: all their reports have to meet the condition."""
    counts_areas: bool = False
    counts_times: bool = False
    """Whether it asks in how many of an authority's reports the grade was given."""
    any_area: bool = False
    """Whether a grade is looked for in whatever area ("outstanding for anything")."""
    each_area: bool = False
    """Whether every area is asked to have it ("is every area good?")."""
    over_time: bool = False
    """Whether nothing but a change is asked for: one report alone cannot say."""
    complete: bool = True
    """False where the question asks for more than the ledger holds: a reason, or something besides."""


def asks_for_grade(question: str, names: Sequence[tuple[int, int]] = ()) -> bool:
    """Say whether `question` asks for a grade of the ledger; `names` are the spans of authorities' names in it."""
    return read_grade_question(question, names) is not None


def asks_for_figure(question: str) -> bool:
    """Say whether `question` asks for a number."""
    return bool(FIGURE.search(fold(question)))


def asks_across_authorities(question: str) -> bool:
    """Say whether `question` asks which, how many or whether any of the authorities or reports held."""
    folded = fold(question)
    if HOW_MANY_AREAS.search(folded):
        return False
    if ACROSS.search(folded):
        return True
    best = _best(folded) is not None and bool(AREA.search(folded) or GRADE_NOUN.search(folded))
    graded = best if not GRADE.search(folded) else bool(ANY_AREA.search(folded)) or not WHICH_AREA.search(folded)
    return graded and (bool(WHO.search(folded)) or bool(_conditions(folded) and " but " in f" {folded} "))


def read_grade_question(question: str, names: Sequence[tuple[int, int]] = ()) -> GradeQuestion | None:
    """Read `question` as one about grades; `names` are the spans of authorities' names in the folded question.

    Where statements stand before it, the sentence that asks may be enough by itself.
    """
    folded = fold(question)
    whole = _read(folded, names)
    if whole is not None and whole.complete:
        return whole
    asking = [one for one in re.split(r"(?<=[.?!])\s+", folded) if one.endswith("?")]
    if len(asking) != 1 or asking[0] == folded:
        return whole
    start = folded.index(asking[0])
    return _read(asking[0], [(first - start, last - start) for first, last in names if first >= start]) or whole


def _read(folded: str, names: Sequence[tuple[int, int]]) -> GradeQuestion | None:
    areas = tuple(dict.fromkeys(match.lastgroup or "" for match in AREA.finditer(folded)))
    grades = list(GRADE.finditer(folded))
    across = not names and asks_across_authorities(folded)
    # Of two authorities, the better is the one with the better grade.
    noun = bool(GRADE_NOUN.search(folded)) or (len(names) > 1 and bool(BETTER_THAN.search(folded)))
    rest = left_over(folded, names)
    why = bool(WHY.search(folded))
    shape = _form(folded, areas, bool(grades), noun=noun, across=across)
    counts_areas = bool(HOW_MANY_AREAS.search(folded))
    counts_times = bool(HOW_MANY_TIMES.search(folded)) and bool(grades)
    if (
        (FIGURE.search(folded) and not (across or counts_areas or counts_times))
        or WHY_FIRST.search(folded)
        or (why and not noun)
    ):
        return None
    if rest and _asked_apart(blanked(folded, names)):
        shape = shape or "grade"
    elif shape is None or rest:
        return None
    steps, changed = FROM_TO.search(folded), CHANGED.search(folded)
    return GradeQuestion(
        form=shape,
        areas=areas,
        conditions=_conditions(folded),
        direction=None if steps or not changed else ("down" if changed["down"] else "up"),
        steps=(steps["a"], steps["b"]) if steps else None,
        latest_only=bool(LATEST.search(folded)) or (across and _is_present(folded)),
        wanted=_wanted(folded),
        best=_best(folded),
        always=True
        if re.search(r"\balways\b", folded)
        else False
        if re.search(r"\b(?:ever|never)\b", folded)
        else None,
        every_time=across and bool(EVERY_TIME.search(folded)),
        counts_areas=counts_areas,
        counts_times=counts_times,
        any_area=not areas and bool(ANY_AREA.search(folded)),
        each_area=not areas and bool(EACH_AREA.search(folded)),
        over_time=bool(changed) and not (noun or grades),
        complete=not (rest or why or STORY.search(folded)),
    )


def _is_present(question: str) -> bool:
    """Say whether "which are outstanding?" means today: no date, no "ever", and of authorities rather than reports."""
    timed = EVER.search(question) or find_dates(question) or re.search(r"\breports?\b|\binspections?\b", question)
    return not timed and bool(PRESENT.search(question))


def area_name(area: str) -> str:
    """Return what a reader calls an area of the ledger."""
    return AREA_NAMES.get(area, area.replace("_", " "))


def area_spans(folded: str) -> list[tuple[int, int]]:
    """Return [start, end) of each graded area that a folded text names."""
    return [match.span() for match in AREA.finditer(folded)]


def looks_back(question: str) -> bool:
    """Say whether `question` is about an inspection before the one in hand."""
    return bool(EARLIER.search(fold(question)))


def _wanted(question: str) -> frozenset[str]:
    grades = list(GRADE.finditer(question))
    which = WHICH_AREA.search(question)
    after = [match for match in grades if which and match.start() >= which.start()]
    return grades_of((after or grades)[0]) if grades else frozenset()


def _best(question: str) -> bool | None:
    if GRADE.search(question):
        return None
    if re.search(r"\b(?:best|strongest|highest|top)\b", question):
        return True
    return False if re.search(r"\b(?:worst|weakest|lowest|bottom)\b", question) else None


def _form(question: str, areas: Sequence[str], graded: bool, *, noun: bool, across: bool) -> Form | None:
    best = _best(question) is not None
    if across:
        if EACH_GRADE.search(question):
            return "distribution"
        if FROM_TO.search(question) or (CHANGED.search(question) and not graded):
            return "change"
        if graded or best:
            return "list"
        return "distribution" if noun and areas else None
    if WHICH_AREA.search(question) and (graded or noun or best):
        return "which_area"
    if areas and (noun or graded or areas == ("overall",) or ASKS_AREA.search(question) or CHANGED.search(question)):
        return "grade"
    if noun or graded:
        return "all_grades" if EVERY_GRADE.search(question) else "grade"
    return "grade" if CHANGED.search(question) else None


def _asked_apart(question: str) -> bool:
    """Say whether one part of a double question asks for a grade alone ("…, and what was it rated?")."""
    parts = [part.strip(" .?!-") for part in re.split(r"[,;:?]|\band\b|\bbut\b|\s-\s", question)]
    return any(ASKS_GRADE.search(part) and not left_over(part, ()) for part in parts)


def left_over(question: str, names: Sequence[tuple[int, int]]) -> tuple[str, ...]:
    """Return the words of `question` that neither grade, area, date, authority nor plain wording account for."""
    spans = [*names, *((one.start, one.end) for one in find_dates(question))]
    for pattern in (AREA, GRADE, GRADE_NOUN, ACROSS, CHANGED, LATEST, WHICH_AREA, WHY, EACH_GRADE, OWN_RIGHT):
        spans += [match.span() for match in pattern.finditer(question)]
    words = re.findall(r"[a-z][a-z'-]*|\d+", blanked(question, spans))
    return tuple(word for word in words if word.strip("'-") not in PLAIN_WORDS and len(word) > 1)


def blanked(text: str, spans: Sequence[tuple[int, int]]) -> str:
    letters = list(text)
    for start, end in spans:
        letters[start:end] = " " * (end - start)
    return "".join(letters)


def _conditions(question: str) -> tuple[Condition, ...]:
    """Pair each grade named with its area: the only one of its clause, else the nearest, else overall."""
    found: list[Condition] = []
    start = 0
    for end in [match.start() for match in CLAUSE.finditer(question)] + [len(question)]:
        clause = question[start:end]
        grades, areas = list(GRADE.finditer(clause)), list(AREA.finditer(clause))
        start = end
        if not grades:
            continue
        joined = frozenset().union(*(grades_of(match) for match in grades))
        if len(grades) == 1 or not areas or re.search(r"\bor\b", clause):
            targets = [match.lastgroup or "overall" for match in areas] or ["overall"]
            found += [Condition(area, joined) for area in dict.fromkeys(targets)]
        else:
            for match in grades:
                nearest = _nearest(match, areas)
                found.append(Condition(nearest.lastgroup or "overall", grades_of(match)))
    return tuple(found)


def _nearest(match: re.Match[str], areas: Sequence[re.Match[str]]) -> re.Match[str]:
    return min(areas, key=lambda area: abs(area.start() - match.start()))


def grades_of(match: re.Match[str]) -> frozenset[str]:
    """Return the grades that a mention stands for: "below good", "good or better", "not inadequate"."""
    named = next(name for name in ("outstanding", "requires", "inadequate", "adequate", "good") if match[name])
    grade = "requires improvement" if named == "requires" else named
    modifier, after = (match["modifier"] or "").strip(), match["after"] or ""
    rank = RANK[grade]
    if re.match(r"below|under|worse|lower|less", modifier):
        return frozenset(one for one in GRADES if RANK[one] < rank)
    if re.match(r"better|above|higher", modifier):
        return frozenset(one for one in GRADES if RANK[one] > rank)
    if modifier.startswith("at least") or after.endswith(("better", "above", "outstanding")):
        return frozenset(one for one in GRADES if RANK[one] >= rank)
    if modifier.startswith("at best") or after.endswith(("worse", "below")):
        return frozenset(one for one in GRADES if RANK[one] <= rank)
    if modifier:
        return frozenset(one for one in GRADES if one != grade)
    return frozenset({grade})
