"""What a question asks of the judgements: which areas, which grades, in which form; None when it asks for more.

A question is answered from the ledger only when every word of it is accounted for: an area, a grade, a date, an
authority or plain connecting words. What is left over ("fostering", "supervision") makes it a question for the text.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from retrieval.dates import find_dates
from retrieval.wording import fold

Form = Literal["grade", "all_grades", "which_area", "list", "distribution", "change"]
GRADES = ("outstanding", "good", "requires improvement", "adequate", "inadequate")
"""Best first; `adequate` was the third of four grades until 2013, as requires improvement is now."""
RANK = {"outstanding": 4, "good": 3, "requires improvement": 2, "adequate": 2, "inadequate": 1}

_AREAS: tuple[tuple[str, str], ...] = (
    ("safeguarding_board", r"(?:local )?safeguarding (?:children(?:'?s)? )?board|l?scb\b|safeguarding partnership"),
    ("care_leavers", r"care[- ]leavers?'?|leaving[- ]care|(?:young people|those|kids|youngsters|people) (?:who (?:have |had )?)?"
     r"(?:leaving|left) (?:the )?care|care[- ]experienced(?: young people)?|(?:young )?people leaving care"),
    ("adoption", r"adoptions?(?: performance| service)?"),
    ("help_and_protection", r"(?:children (?:who |in )?need(?:ing)? (?:of )?)?help(?: and|,)? protection"
     r"|(?:protecting|keeping) (?:children|kids|them)(?: safe)?|child(?:ren'?s?)? protection|protection of children"),
    ("looked_after_or_in_care", r"(?:children|kids|youngsters|young people|those|child)(?: who are)? (?:looked after|in (?:our |their )?care)"
     r"(?: and achieving permanence)?|looked[- ]after(?: (?:children|kids))?(?: and achieving permanence)?"
     r"|cared[- ]for children|in care\b|lac\b|cla\b|achieving permanence"),
    ("leadership", r"leaders(?:hip)?(?:,? (?:and )?(?:management|mgmt))?(?:,? and governance)?|(?:senior )?(?:leaders|managers|management)"
     r"|governance|(?:the )?people (?:running the service|running things|in charge|at the top)|(?:the )?bosses|impact of leaders"
     r"(?: on social work practice(?: with children and families)?)?"),
    ("overall", r"overall(?: effectiveness)?|headline|as a whole|on the whole|in general|across the board"
     r"|(?:main|final|top-line) (?=grade|judgement|rating|verdict)"),
)  # fmt: skip
_AREA = re.compile(r"\b(?:" + "|".join(f"(?P<{name}>{pattern})" for name, pattern in _AREAS) + r")(?!\w)")
_GRADE = re.compile(
    r"(?P<modifier>\b(?:not|n't|never|isn't|wasn't|weren't|aren't|below|under|worse than|lower than|less than|better than|above|higher than"
    r"|at least|at best)\s(?:(?:be|been|get|a|rated|graded|judged|good enough to get a)\s)*)?"
    r"\b(?:(?P<outstanding>outstanding|(?:the |very )*(?:top|highest) (?:grade|rating|marks?|judgement))"
    r"|(?P<requires>requir(?:es|ed|ing|e) improvements?(?: to be good)?|\bri\b)"
    r"|(?P<inadequate>inadequate|failing|failed|(?:the )?(?:bottom|lowest|worst) (?:grade|rating|marks?|judgement))"
    r"|(?P<adequate>adequate)|(?P<good>(?<!any )good(?! enough)))\b(?P<after> or (?:better|above|worse|below|outstanding))?"
)
_GRADE_NOUN = re.compile(
    r"\b(?:grad(?:e|es|ed|ing|ings)|rat(?:ed|ings?)|rated?(?= (?:the|our|it)\b)|judg(?:e)?ment|judg(?:e)?ments|judged|verdicts?|scor(?:e|ed|es)"
    r"|marks?|marked|results?|outcomes?)\b"
)
_FIGURE = re.compile(
    r"\b(?:how (?:many|much|long|old|often|big|large)|what (?:percentage|proportion|share|number|rate)|percentage|per ?cent|proportion"
    r"|number of|average|rate of|total)\b|%"
)
_ACROSS = re.compile(
    r"\b(?:(?:which|what|how many|any|all|list|name)(?: of)?(?: the| these| our| other| local| english)* "
    r"(?:authorit(?:y|ies)|councils?|local authorities|reports?|inspections?|boroughs?|count(?:y|ies)|places|las)\b(?! (?:date|team|visit|take)s?)"
    r"|any(?:one|body|where)\b|nobody|no one|(?:list|name) (?:them|those|all|every)|(?:which|what) (?:ones|reports)"
    r"|authorities here|councils here|of the \w+ reports|looking at (?:the |all )?)"
)
_WHO = re.compile(r"^(?:and |so )?(?:who|where|how many)\b(?! (?:children|kids|people|led|is the|are the))")
_WHICH_AREA = re.compile(
    r"\b(?:which|what|any|one)\b[\w\s]{0,14}\b(?:areas?|parts?|bits?|services?|aspects?|categor(?:y|ies)|ones?|things?)\b"
    r"|\b(?:which|any) (?:of the )?(?:\w+ )?judgements?\b"
    r"|\b(?:best|worst|strongest|weakest|highest|lowest)[- ]?(?:graded|rated|scoring|judged)?\b"
)
_CHANGED = re.compile(
    r"\b(?P<down>dropped|declined|fell|fallen|got(?:ten)? worse|gone down|slipped|worsened|deteriorated|downgraded|lost)\b"
    r"|\b(?P<up>improved|risen|rose|got(?:ten)? better|gone up|jumped|moved up|upgraded|recovered|turned around|went|moved|go|gone)\b"
)
_FROM_TO = re.compile(r"\bfrom (?:an? )?(?P<a>outstanding|good|requires improvement|adequate|inadequate)(?: overall)? (?:straight )?to (?:an? )?(?P<b>outstanding|good|requires improvement|adequate|inadequate)\b")  # fmt: skip
_EACH_GRADE = re.compile(r"\b(?:at|of|in|for|by|per) (?:each|every) (?:overall )?(?:grade|rating|judgement)|by grade|breakdown|spread of grades|distribution")  # fmt: skip
_EVERY_GRADE = re.compile(r"\b(?:grades|ratings|judgements|results|scores|verdicts)\b")
_LATEST = re.compile(r"\b(?:latest|newest|most recent|current(?:ly)?|now|at present|at the moment|last)\b")
_EVER = re.compile(r"\b(?:ever|always|never|have had|has had|been|history|over the years)\b")
_OWN_RIGHT = re.compile(r"\bin (?:their|its) own right|separately|on (?:their|its) own\b")
_CLAUSE = re.compile(r"\b(?:but|yet|while|whilst|though|although|and not|despite)\b|[;:]|, (?=not\b)")
_PLAIN_WORDS = frozenset(
    """a about according achieve achieved all also an and any anybody anyone are area areas as at authorities authority
    authority's back be been better best between bit bits both bottom but by came can category children children's childrens city
    come comes compare compared comparison council councils councils' county did do does done down each
    effectiveness enough ever experiences families finally find first for four from full general get gets getting give given gave go goes going
    gone got gotten had has have held here hi hello higher highest how i if ilacs impact in inspected inspection inspections
    inspectors inspector's into is it it's its judgement just kids know last latest least less like list local look lower lowest made main
    make many mark marks me moved most my name named new newest next nor not now of ofsted ofsted's on one
    ones only onwards or other our out over part parts part people performance place please pls progress progressed published quality rank ranked
    receive received recent report reports right said same say says section sections see services service sif since single so social
    some still straight strongest tell than that the their them then there these they thing things this those three time times to
    top two under up us versus very vs v was we were weakest went what what's whats when where which who will with work worse worst would
    you your young overall gain gained awarded award assessed assess special measures come show shown years year across
    during hold held most recent jumped dropped trend change changed improve improved improvement any better any further
    happened story through always slip slipped rather covering re-inspection reinspection whether capacity doing did fare fared perform performed stand standing england end ended up each inspection borough unitary
    metropolitan straight away ok okay thanks thank care practice actual actually exact exactly official officially
    cared looked headline gotten level levels graded""".split()
)
_EARLIER = re.compile(
    r"\b(?:last time|previous(?:ly)?|earlier|before (?:this|that|now)|(?:years?|months) ago|used to|back in|first time|the time before)\b"
)
_ASKS_GRADE = re.compile(
    r"\b(?:what|how|which) (?:\w+ ){0,6}(?:graded?|rated|ratings?|judged|judge?ments?|verdicts?)\b"
    r"|\bhow (?:did|have|has) (?:\w+ ){1,2}(?:end(?:ed)? up|come out|fared?)$"
)
_WHY_FIRST = re.compile(r"^(?:and |so |but )?(?:why|how come|what (?:led|caused|made))\b")
_WHY = re.compile(
    r"\b(?:why|reasons?|how come|because|what (?:was|is|were|are) the (?:issue|problem|reason)|what (?:led|caused|made|drove|held)|explain)\b"
)


@dataclass(frozen=True, slots=True)
class Condition:
    """An area with the grades that are asked for; `own` asks for a grade of its own, not one shared with another area."""

    area: str
    grades: frozenset[str]
    own: bool = False


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
    complete: bool = True
    """False where the question asks for more than the ledger holds: a reason, or something besides."""


def asks_for_grade(question: str) -> bool:
    """Say whether `question` asks for a grade of the ledger."""
    return read_grade_question(question) is not None


def asks_for_figure(question: str) -> bool:
    """Say whether `question` asks for a number."""
    return bool(_FIGURE.search(fold(question)))


def asks_across_authorities(question: str) -> bool:
    """Say whether `question` asks which, how many or whether any of the authorities or reports held."""
    folded = fold(question)
    if _ACROSS.search(folded):
        return True
    graded = bool(_GRADE.search(folded)) and not _WHICH_AREA.search(folded)
    return graded and (bool(_WHO.search(folded)) or bool(_conditions(folded) and " but " in f" {folded} "))


def read_grade_question(question: str, names: Sequence[tuple[int, int]] = ()) -> GradeQuestion | None:
    """Read `question` as one about grades; `names` are the spans of authorities' names in the folded question."""
    folded = fold(question)
    areas = tuple(dict.fromkeys(match.lastgroup or "" for match in _AREA.finditer(folded)))
    grades = [match for match in _GRADE.finditer(folded)]
    across = not names and asks_across_authorities(folded)
    noun = bool(_GRADE_NOUN.search(folded))
    rest = _left_over(folded, names)
    why = bool(_WHY.search(folded))
    shape = _form(folded, areas, bool(grades), noun=noun, across=across)
    if _FIGURE.search(folded) and not across or _WHY_FIRST.search(folded) or (why and not noun):
        return None
    if rest and _asked_apart(folded):
        shape = shape or "grade"
    elif shape is None or rest:
        return None
    steps = _FROM_TO.search(folded)
    changed = _CHANGED.search(folded)
    return GradeQuestion(
        form=shape,
        areas=areas,
        conditions=_conditions(folded),
        direction=None if steps or not changed else ("down" if changed["down"] else "up"),
        steps=(steps["a"], steps["b"]) if steps else None,
        latest_only=bool(_LATEST.search(folded))
        or bool(
            across
            and not _EVER.search(folded)
            and not find_dates(folded)
            and re.search(r"\b(?:authorities|councils|who) (?:here )?(?:are|is)\b", folded)
        ),
        wanted=_wanted(folded),
        best=_best(folded),
        always=True
        if re.search(r"\balways\b", folded)
        else False
        if re.search(r"\b(?:ever|never)\b", folded)
        else None,
        complete=not rest and not why,
    )


def read_premise(question: str) -> Condition | None:
    """Return the grade that a "why" question takes for granted, where it is one of the ledger's areas."""
    folded = fold(question)
    grades = list(_GRADE.finditer(folded))
    areas = list(dict.fromkeys(match.lastgroup or "" for match in _AREA.finditer(folded)))
    if not _WHY.search(folded) or len(grades) != 1 or len(areas) > 1 or grades[0]["modifier"]:
        return None
    before, after = folded[: grades[0].start()], folded[grades[0].end() :]
    of_area = areas and not _left_over(before + after, ())
    of_all = (
        not areas
        and not _left_over(before + after, ())
        and re.search(r"\b(?:we|they|it|council|authority|services)\b", folded)
    )
    return Condition(areas[0] if areas else "overall", _grades(grades[0])) if of_area or of_all else None


def area_spans(folded: str) -> list[tuple[int, int]]:
    """Return [start, end) of each graded area that a folded text names."""
    return [match.span() for match in _AREA.finditer(folded)]


def looks_back(question: str) -> bool:
    """Say whether `question` is about an inspection before the one in hand."""
    return bool(_EARLIER.search(fold(question)))


def _wanted(question: str) -> frozenset[str]:
    grades = list(_GRADE.finditer(question))
    which = _WHICH_AREA.search(question)
    after = [match for match in grades if which and match.start() >= which.start()]
    return _grades((after or grades)[0]) if grades else frozenset()


def _best(question: str) -> bool | None:
    if _GRADE.search(question):
        return None
    if re.search(r"\b(?:best|strongest|highest|top)\b", question):
        return True
    return False if re.search(r"\b(?:worst|weakest|lowest|bottom)\b", question) else None


def _form(question: str, areas: Sequence[str], graded: bool, *, noun: bool, across: bool) -> Form | None:
    if across:
        if _EACH_GRADE.search(question):
            return "distribution"
        if _CHANGED.search(question) and (noun or graded or areas) and (not graded or _FROM_TO.search(question)):
            return "change" if noun or _FROM_TO.search(question) else None
        return "list" if graded else None
    if _WHICH_AREA.search(question) and (graded or noun or re.search(r"\b(?:best|worst)\b", question)):
        return "which_area"
    if noun or graded or areas in (("overall",),):
        if areas:
            return "grade"
        return "all_grades" if _EVERY_GRADE.search(question) else "grade"
    return (
        "grade"
        if areas and re.search(r"\bhow did\b.*\b(?:do|fare|perform)\b|\bwhat did\b.*\bget\b", question)
        else None
    )


def _asked_apart(question: str) -> bool:
    """Say whether one part of a double question asks for a grade alone ("…, and what was it rated?")."""
    parts = [part.strip(" .?!-") for part in re.split(r"[,;:?]|\band\b|\bbut\b|\s-\s", question)]
    return any(_ASKS_GRADE.search(part) and not _left_over(part, ()) for part in parts)


def _left_over(question: str, names: Sequence[tuple[int, int]]) -> tuple[str, ...]:
    """Return the words of `question` that neither grade, area, date, authority nor plain wording account for."""
    blank = list(question)
    spans = [*names, *((one.start, one.end) for one in find_dates(question))]
    for pattern in (_AREA, _GRADE, _GRADE_NOUN, _ACROSS, _CHANGED, _LATEST, _WHICH_AREA, _WHY, _EACH_GRADE, _OWN_RIGHT):
        spans += [match.span() for match in pattern.finditer(question)]
    for start, end in spans:
        blank[start:end] = " " * (end - start)
    words = re.findall(r"[a-z][a-z'-]*|\d+", "".join(blank))
    return tuple(word for word in words if word.strip("'-") not in _PLAIN_WORDS and len(word) > 1)


def _conditions(question: str) -> tuple[Condition, ...]:
    """Pair each grade named with its area: the only one of its clause, else the nearest, else overall."""
    own = bool(_OWN_RIGHT.search(question))
    found: list[Condition] = []
    start = 0
    for end in [match.start() for match in _CLAUSE.finditer(question)] + [len(question)]:
        clause = question[start:end]
        grades, areas = list(_GRADE.finditer(clause)), list(_AREA.finditer(clause))
        start = end
        if not grades:
            continue
        joined = frozenset().union(*(_grades(match) for match in grades))
        if len(grades) == 1 or not areas or re.search(r"\bor\b", clause):
            targets = [match.lastgroup or "overall" for match in areas] or ["overall"]
            found += [Condition(area, joined, own) for area in dict.fromkeys(targets)]
        else:
            for match in grades:
                nearest = min(areas, key=lambda area, at=match.start(): abs(area.start() - at))  # type: ignore[misc]
                found.append(Condition(nearest.lastgroup or "overall", _grades(match), own))
    return tuple(found)


def _grades(match: re.Match[str]) -> frozenset[str]:
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
