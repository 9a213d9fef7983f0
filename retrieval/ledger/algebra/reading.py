"""From a question that has been read to a query of the ledger.

The `Question` names areas, grades and years; how often, which way and in what order is said by the words between.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from retrieval.ledger.algebra import words
from retrieval.ledger.algebra.query import ANY_AREA, EVERY_AREA, Condition, Direction, Move, Order, Query, When
from retrieval.ledger.algebra.scale import GRADES, rank
from retrieval.question.grade_words import AREA, CLAUSE, GRADE, GRADE_NOUN
from retrieval.question.models import Question
from retrieval.text.folding import fold

_SPANS = frozenset({"before", "since", "between", "at", "all", "oldest", "previous", "before_last", "then_and_now"})
_ALL_FOUR = 4
_NOWADAYS = frozenset({"latest", "newest"})
_NAMED = {"requires": "requires improvement"}


def read_query(question: Question) -> Query:
    """Return what `question` asks of the ledger."""
    text = plain_words(question)
    mentions = _mentions(text, question.grades)
    between = words_between(text)
    areas = tuple(dict.fromkeys(question.areas))
    conditions = _conditions(text, mentions, question)
    move = _move(between, mentions, question)
    when = "never" if words.NEVER.search(text) else _when(between, question)
    lower = _lower(text) if not question.grades else None
    order = _order(between, question)
    if move and not (order and order.by != "grade"):
        conditions = ()
    return Query(
        areas=areas or tuple(dict.fromkeys(one.area for one in conditions if one.area in _ledger_areas())) or (),
        conditions=conditions,
        when=when,
        times=_times(between),
        move=move,
        lower=lower,
        order=order,
        alone=bool(words.ALONE.search(text)),
        spread=bool(words.EACH_GRADE.search(text)),
        of_reports=bool(words.OF_REPORTS.search(text)) and when == "ever",
        of_areas=bool(words.WHICH_AREA.search(text) or words.ANY.search(text)) and not areas,
        extreme=_extreme(between),
    )


def plain_words(question: Question) -> str:
    """Return the folded question with the authorities' names left out."""
    letters = list(question.folded)
    for one in question.names:
        letters[one.start : one.end] = " " * (one.end - one.start)
    return "".join(letters)


def beyond_ledger(question: Question, regions: Sequence[str] = ()) -> tuple[str, ...]:
    """Return the topics that no cell of the ledger tells of: more than an area, a grade, a region or plain words."""
    found = []
    for topic in question.topics:
        rest = fold(topic)
        for word in regions:
            rest = rest.replace(word, " ")
        for pattern in (AREA, GRADE, GRADE_NOUN, words.FILLER):
            rest = pattern.sub(" ", rest)
        found += [topic] if re.search(r"[a-z0-9]", rest) else []
    return tuple(found)


def words_between(text: str) -> str:
    """Return a text without the grades that it names: "requires improvement" is no word of improving."""
    letters = list(text)
    for match in GRADE.finditer(text):
        start = max(match.start(name) for name in ("outstanding", "requires", "inadequate", "adequate", "good"))
        letters[start : match.end()] = " " * (match.end() - start)
    for match in words.NEWEST.finditer(text):
        letters[match.start() : match.end()] = " " * len(match[0])
    return "".join(letters)


def _ledger_areas() -> frozenset[str]:
    return frozenset(AREA.groupindex)


@dataclass(frozen=True, slots=True)
class _Mention:
    """A grade named at [start, end) with the grades that it stands for."""

    start: int
    end: int
    grades: frozenset[str]


def _mentions(text: str, named: Sequence[str]) -> list[_Mention]:
    """Return the grades named, in order; where the words that name them are none of ours, one that stands for all."""
    if not named:
        return []
    matches = list(GRADE.finditer(text))
    found = [_Mention(match.start(), match.end(), grades_meant(match)) for match in matches]
    covered = frozenset[str]().union(*(one.grades for one in found))
    # "Never below good" may be labelled with the grades that are left: the words themselves are surer.
    if not covered & set(named) and not any(match["modifier"] for match in matches):
        return [_Mention(len(text), len(text), frozenset(named))]
    return found


def grades_meant(match: re.Match[str]) -> frozenset[str]:
    """Return the grades that a mention stands for: "below good", "good or better", "not inadequate"."""
    named = next(name for name in ("outstanding", "requires", "inadequate", "adequate", "good") if match[name])
    grade = _NAMED.get(named, named)
    modifier, after = (match["modifier"] or "").strip(), match["after"] or ""
    place = rank(grade)
    below = re.search(r"\b(?:below|under|worse|lower|less)\b", modifier)
    if below:
        return frozenset(one for one in GRADES if rank(one) < place)
    if re.search(r"\b(?:better|above|higher)\b", modifier):
        return frozenset(one for one in GRADES if rank(one) > place)
    if "at least" in modifier or after.endswith(("better", "above", "outstanding")):
        return frozenset(one for one in GRADES if rank(one) >= place)
    if "at best" in modifier or after.endswith(("worse", "below")):
        return frozenset(one for one in GRADES if rank(one) <= place)
    if modifier and not modifier.startswith("never"):
        return frozenset(one for one in GRADES if one != grade)
    return frozenset({grade})


def _conditions(text: str, mentions: Sequence[_Mention], question: Question) -> tuple[Condition, ...]:
    """Pair each grade with its area: in their order where there are as many, else the nearest of its clause."""
    if not mentions:
        return ()
    found: list[Condition] = []
    matched = {match.lastgroup for match in AREA.finditer(text)}
    # An area in words of no pattern of ours goes to the clause that has a grade and no area.
    unmatched = [area for area in question.areas if area not in matched] if matched & set(question.areas) else []
    bounds = [0, *(match.start() for match in CLAUSE.finditer(text)), len(text)]
    for start, end in pairwise(bounds):
        clause = text[start:end]
        areas = [match for match in AREA.finditer(clause) if match.lastgroup in question.areas or not question.areas]
        grades = [one for one in mentions if start <= one.start < end or (end == len(text) == one.start)]
        if not grades:
            denied = re.search(r"\bnot?\b", clause)
            if areas and denied and found:
                rest = frozenset(GRADES) - found[-1].grades
                found += [Condition(match.lastgroup or "", rest) for match in areas]
            continue
        found += _paired(clause, areas, grades, start, unmatched[:1] or question.areas)
        unmatched = unmatched if areas else unmatched[1:]
    return tuple(dict.fromkeys(found))


def _paired(
    clause: str,
    areas: Sequence[re.Match[str]],
    grades: Sequence[_Mention],
    start: int,
    named: Sequence[str],
) -> list[Condition]:
    named_areas = list(dict.fromkeys(match.lastgroup or "" for match in areas))
    if not named_areas and len(grades) > 1 and re.search(r"\bboth\b|\bmix|\b(?:one|same|single) report\b", clause):
        return [Condition(ANY_AREA, one.grades) for one in grades]
    if len(grades) > 1 and len(named_areas) == len(grades) and len(areas) == len(grades):
        return [Condition(area, one.grades) for area, one in zip(named_areas, grades, strict=True)]
    if len(grades) > 1 and len(named_areas) > 1 and not re.search(r"\bor\b", clause):
        nearest = [_nearest(one.start - start, areas) for one in grades]
        return [Condition(area.lastgroup or "", one.grades) for area, one in zip(nearest, grades, strict=True)]
    joined = frozenset[str]().union(*(one.grades for one in grades))
    targets = named_areas or list(named) or [_unnamed_area(clause)]
    return [Condition(area, joined) for area in targets]


def _nearest(at: int, areas: Sequence[re.Match[str]]) -> re.Match[str]:
    return min(areas, key=lambda area: abs(area.start() - at))


def _unnamed_area(clause: str) -> str:
    if words.EVERY.search(clause):
        return ANY_AREA if words.NEVER.search(clause) else EVERY_AREA
    return ANY_AREA if words.ANY.search(clause) else "overall"


def _when(text: str, question: Question) -> When:
    if words.MORE_THAN_ONCE.search(text):
        return "times"
    if len(question.grades) >= _ALL_FOUR:
        return "each"
    if question.period.op == "then_and_now" and question.period.years and not re.search(r"\bor\b", text):
        return "always"
    if words.ALWAYS.search(text) and question.act != "grade":
        return "always"
    if question.period.op in _NOWADAYS:
        return "newest"
    if question.period.op in _SPANS:
        return "ever"
    past = words.EVER.search(text) or words.OF_REPORTS.search(text)
    return "ever" if past and not re.search(r"\b(?:now|currently|still|today|present(?:ly)?)\b", text) else "newest"


def _times(text: str) -> int:
    match = words.MORE_THAN_ONCE.search(text)
    return 2 if match is None else 3 if match["three"] else 4 if match["four"] else 2


def _move(text: str, mentions: Sequence[_Mention], question: Question) -> Move | None:
    """Read a change of grade: which way, and from which grade to which."""
    direction = _direction(text, question)
    steps = 2 if words.TWO_STEPS.search(text) else 1
    several = len(set(question.areas)) > 1
    if len(mentions) >= 2 and not several and _apart(mentions) and (direction or words.MOVED.search(text)):
        return Move("any", mentions[0].grades, mentions[-1].grades)
    partly = len(mentions) == 1 and not set(question.grades) <= mentions[0].grades
    unread = partly or (len(mentions) == 1 and mentions[0].start == len(text))
    if unread and len(question.grades) == 2 and words.MOVED.search(text):
        return Move("any", frozenset(question.grades[:1]), frozenset(question.grades[1:]))
    if direction is None:
        return None
    if len(mentions) == 1 and (direction != "none"):
        one = mentions[0]
        if _leaves(text, one, direction):
            return Move(direction, before=one.grades, steps=steps)
        return Move(direction, after=one.grades, steps=steps)
    return Move(direction, steps=steps)


def _direction(text: str, question: Question) -> Direction | None:
    down, up = words.DOWN.search(text), words.UP.search(text)
    if down and up:
        return "any"
    if down or up:
        return "down" if down else "up"
    if question.period.op == "then_and_now" and not question.grades:
        if words.UNMOVED.search(text):
            return "none"
        if words.ABOVE.search(text) or words.BELOW.search(text):
            return "up" if words.ABOVE.search(text) else "down"
    return None


def _apart(mentions: Sequence[_Mention]) -> bool:
    return not mentions[0].grades & mentions[-1].grades


def _leaves(text: str, one: _Mention, direction: str) -> bool:
    """Say whether a single grade named with a change is the one that was left."""
    before = text[: one.start]
    if words.TO.search(before):
        return False
    if words.FROM.search(before):
        return True
    return ("inadequate" in one.grades) if direction == "up" else bool({"outstanding", "good"} & one.grades)


def _lower(text: str) -> tuple[str, str] | None:
    areas = list(AREA.finditer(text))
    for first, second in pairwise(areas):
        between = text[first.end() : second.start()]
        if first.lastgroup == second.lastgroup:
            continue
        if words.BELOW.search(between):
            return first.lastgroup or "", second.lastgroup or ""
        if words.ABOVE.search(between):
            return second.lastgroup or "", first.lastgroup or ""
    return None


def _order(text: str, question: Question) -> Order | None:
    best, worst = words.BEST.search(text), words.WORST.search(text)
    if question.act != "rank" and not ((best or worst) and not question.grades):
        return None
    match = words.LIMIT.search(text)
    limit = int(match["n"]) if match and match["n"].isdigit() else words.NUMBERS.get(match["n"]) if match else None
    whole = (
        bool(words.RANKED.search(text) or words.SECOND.search(text))
        or (bool(best) and bool(worst))
        or not (best or worst)
    )
    first = not worst if not best else not words.LOW_FIRST.search(text)
    if words.LONGEST.search(text) and question.grades:
        return Order("years", whole=whole, limit=limit)
    if question.grades and re.search(r"\bmost\b|\bnumber of\b|\bmoast\b|\bfewest\b", text):
        return Order("times", whole=whole, limit=limit)
    changed = words.UP.search(text) or words.DOWN.search(text)
    if words.UNMOVED.search(text) and not changed:
        return Order("steady")
    if words.MOST_CHANGED.search(text) or changed:
        falling = bool(words.DOWN.search(text)) and not words.UP.search(text)
        return Order("change", best_first=not falling, whole=bool(words.RANKED.search(text)), limit=limit)
    return Order("grade", best_first=first, whole=whole, limit=limit)


def _extreme(text: str) -> bool | None:
    best, worst = words.BEST.search(text), words.WORST.search(text)
    return None if bool(best) == bool(worst) else bool(best)
