"""What kind of answer a question asks for, read from its wording alone, notes such as "agency staff %?" included."""

import re
from dataclasses import dataclass
from typing import Literal

from retrieval.normalise import STOP_WORDS, normalise, stem, words

IntentKind = Literal[
    "number",
    "yes_no",
    "who",
    "when",
    "where",
    "list",
    "reason",
    "comparison",
    "recommendation",
    "definition",
    "general",
]
Measure = Literal["count", "percentage", "money", "duration", "frequency", "age"]


@dataclass(frozen=True, slots=True)
class Intent:
    """What a question wants. `targets` are stems of what is counted, named or listed; () where nothing is named."""

    kind: IntentKind
    measure: Measure | None = None
    """What sort of figure a number question asks for; None for other kinds."""
    targets: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    """The questions that a double question is made of, in order; itself alone otherwise."""
    person: bool = False
    """Whether a person's own name is asked for, not a role or an organisation."""


_RECOMMENDATION = re.compile(
    r"\brecc?omm?end|\bwhat (?:needs|need) to (?:improve|change|be)|\bneeds? (?:to )?(?:improv|fix)|\bto-do list\b"
    r"|\bimprovement areas?\b|\bareas? for (?:improvement|priority)|\bimprovements? (?:wanted|needed|asked)"
    r"|\b(?:asked|told|supposed|expected|meant|required) (?:us )?to (?:do|fix|improve|look|change|stop|start|sort|make)"
    r"|\bwhat (?:should|must|ought|do we need|does .{1,40} (?:need|have) to)\b|\bshould (?:be done|we|the (?:council|board))"
    r"|\bwithin \d+ months\b|\bpriority actions?\b|\bwhat .{0,30}\bhas to do\b",
)
_REASON = re.compile(
    r"\bwhy\b|\bwhys\b|\bhow come\b|\breasons?\b|\bwhat(?:'s| is| was)? (?:behind|explains|explain|causes?|caused|led to)\b"
    r"|\bwhat (?:makes|made|distracted|stops|stopped|drives)\b|\bbecause of what\b|\bdown to\b|\bwhat for\b",
)
_PERCENTAGE = re.compile(
    r"%|\bper ?cent(?:age)?s?\b|\b(?:share|proportion|ratio|fraction)\b|\brates?\b(?! as)|\brated? as a\b"
)
_MONEY = re.compile(
    r"[£$]|\bpounds\b|\bhow much (?:extra |more |new )?(?:money|funding|cash|did|does|do|is|are|was|were|has|have|will)\b"
    r"|\b(?:cost|costs|budgets?|spend|spent|spending|overspend|price|pay|paid|salary|salaries|grant|investment|funding)\b"
    r".{0,40}(?:\bamount|\btotal|\bannual|\byearly|\bper (?:week|year|head)|\?|$)|\bamount of (?:money|the)\b",
)
_DURATION = re.compile(
    r"\bhow (?:long|quick|quickly|fast|soon)\b|\bwait(?:ing)? times?\b|\bwaiting list\b|\btime ?scales?\b.{0,12}$"
    r"|\b(?:how many|number of|average|avg) (?:days|weeks|months|years|hours)\b|\b(?:average|avg) (?:length|duration|time)\b"
    r"|\bdays?\b.{0,10}\bfrom\b|\bhow (?:late|old is)\b",
)
_AGE = re.compile(r"\b(?:what|which) age\b|\bhow old\b|\bage limit\b|\bup to what age\b")
_FREQUENCY = re.compile(r"\bhow (?:often|frequent|frequently|regularly)\b|\bhow many times\b|\bfrequency\b")
_COUNT = re.compile(
    r"\bhow many\b|\b(?:number|numbers|total|count|size|figures?|tally) (?:of|in|on|for)\b|\bhow (?:big|large)\b"
    r"|\b(?:exact|total) (?:number|figure)\b|\bno\. of\b|\bcase ?loads?\b|\baverage\b|\bavg\b|\bbiggest .{0,30}\bcaseload\b"
    r"|\bnumbers? (?:please|pls)\b|\b(?:figures?|numbers?|totals?|headcount|altogether|in total)\s*(?:please|pls)?\??$"
    r"|\bby how (?:many|much)\b|\bhow much\b|\bvacan(?:cy|cies)\b.{0,16}$|\btotal\b|\bresults\b.{0,40}$|\bscores?\b$",
)
_WHO = re.compile(
    r"\bwho\b|\bwhos\b|\bwho's\b|\bwhose\b|\bwhom\b|\bnames? (?:of|pls|please)\b|\bby name\b|\bname\??$|\bnamed\b|\bcalled\b"
    r"|\b(?:which|what) (?:organi[sz]ation|charity|company|firm|agency|provider|university|uni|partner|council|authority|"
    r"councillor|team|service|body|programme|scheme|app|model|trust|raa)\b"
    r"|\b(?:lead|deputy) inspectors?\b|\b(?:what's|whats|what is) the .{1,40}\bcalled\b|'s name\b",
)
_PERSON = re.compile(
    r"\bnames? of (?:the |our |this |its )?(?:\w+ ){0,4}(?:director|dcs|chair|mayor|leader|member|inspector|commissioner|"
    r"manager|officer|judge|councillor|executive|head)\b|\bwho(?:'s|s| is| was| are| were)? (?:the|our|led|heads|chairs|"
    r"chaired|inspected|runs)\b|\blead inspector|\b(?:director|chair|mayor|dcs|commissioner|member|inspector|executive)"
    r"(?:'s|s)? ?(?:of [\w' ]+)?,? (?:by )?name\b|\bcouncillor\b.{0,40}\bname\b|\b(?:chair|mayor|director|commissioner)'s name\b",
)
_WHEN = re.compile(
    r"^(?:and |so |but )?when\b(?! (?:a|an|the|children|someone|there)\b)|\bwhen (?:did|was|were|is|will|does|do|would)\b"
    r"|\bwhat (?:date|year|month|day)\b|\bwhich (?:year|month)\b|\bstart date\b|\bsince when\b|\bdates?\b.{0,12}$"
    r"|\bhow long has .{1,50} (?:been|had)\b|\bhow long had\b|\bby what date\b|\bdeadline\b|\bhow long ago\b",
)
_WHERE = re.compile(r"\bwhere\b|\bwhereabouts\b|\b(?:which|what) (?:town|city|place|country|area|district)\b")
_COMPARISON = re.compile(
    r"\bcompar\w+|\bversus\b|\bv\.?s?\b|\b(?:than|against) (?:\w+ ){0,4}(?:before|last|other|england|national\w*|elsewhere|"
    r"similar|average|country|places|neighbours|used to|they|we|previous\w*)|\b(?:up or down|more or fewer|more or less|"
    r"better or worse|going up|going down|rising|falling|risen|fallen|increased|decreased|gone up|gone down|dropped|changed)\b"
    r"|\btrends?\b|\bnational(?:ly)? average\b|\bdifference\b|\b(?:improved|better|worse) (?:since|than)\b|\bsince last\b"
    r"|\bgetting (?:any )?(?:better|worse|quicker|slower|more|less|fewer)\b|\blast year and this\b|\bnationally\b"
    r"|\bto england\b|\b(?:rest of|over) (?:the country|england)\b|\bthis (?:yr|year) and last\b",
)
_LIST = re.compile(
    r"\bwhat (?:are|were) the\b|\b(?:which|what) (?:other )?(?:\w+ ){0,2}(?:agencies|groups|services|programmes|professionals|"
    r"partners|areas|kinds|types|sorts|organisations|bodies|schemes|languages|priorities|problems|documents|bits|parts|"
    r"courses|issues|ways|examples|strengths|weaknesses|children|kids|people|teams|recommendations|topics|things|methods)\b"
    r"|\bexamples? of\b|\blist\b|\bname (?:the|two|three|some|all)\b|\bsubgroups\b|\bwhat (?:kinds?|sorts?|types?) of\b"
    r"|\bpriorities\b|\bwhat (?:support|help|services)\b",
)
_YES_NO = re.compile(
    r"^(?:so |and |but |ok |also )?(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|should|any|anything|"
    r"isn't|aren't|don't|doesn't|didn't|hasn't|haven't|am)\b|\by/n\b|\byes or no\b|\bok\?|\b(?:is|are|do|does|did|has|have|"
    r"can|was|were) (?:it|they|we|he|she|this|that|those|there|any\w*|inspectors|kids|children|staff|the \w+)\b.{0,80}\?$"
    r"|\bup to scratch\b|\bor not\b",
)
_DEFINITION = re.compile(
    r"\bwhat(?:'s| is| are| does) (?:a |an |the )?(?:[\w-]+ ){1,4}(?:mean|stand for|about|for)\b|\bdefin|\bmeaning of\b"
    r"|\bwhat do(?:es)? .{1,40}\bmean\b|\bwhat is an? [\w-]+(?: [\w-]+)?\?$|\bexplain\b",
)
_PART = re.compile(
    r"(?<=[?;])\s+|\s*[,–—]?\s+(?:and|but)\s+(?:also\s+)?(?=(?:what|who|how|which|when|where|why|is|are|was|were|do|does|did|"
    r"has|have|can|were there|any)\b)|,\s+(?=(?:what|who|how|which|when|where|why|is|are|do|does|did|has|have)\b)"
)
_TARGET = re.compile(
    r"\b(?:how many|how much|(?:number|percentage|percent|per cent|share|proportion|rate|ratio|size|figure|count|total|names?|"
    r"%)(?: of)?|which|what|average|avg|exact|examples? of)\s+(?P<rest>.+)"
)
_NOT_TARGETS = frozenset(
    stem(word)
    for word in words(
        """number percentage percent cent share proportion rate ratio size figure total average name names named called
        exact exactly kind kinds type types sort sorts new extra current currently report reports reported inspectors
        inspector inspection ofsted say said says find found mention mentioned council local authority total altogether
        whole overall please different main other last past year years month months previous many much"""
    )
)


def read_intent(question: str) -> Intent:
    """Return what `question` asks for; the first of its parts decides where it asks several things."""
    plain = normalise(question).lower().strip()
    parts = tuple(part.strip() for part in _PART.split(normalise(question)) if len(part.split()) > 2) or (question,)
    kind, measure = _kind(plain)
    if kind == "general" and len(parts) > 1:
        kind, measure = _kind(parts[0].lower())
    person = kind == "who" and bool(_PERSON.search(plain))
    return Intent(kind=kind, measure=measure, targets=_targets(plain), parts=parts, person=person)


def _kind(plain: str) -> tuple[IntentKind, Measure | None]:
    if _RECOMMENDATION.search(plain):
        return "recommendation", None
    if _REASON.search(plain):
        return "reason", None
    if _WHEN.search(plain) and not _COUNT.search(plain.split(" when ")[0]):
        return "when", None
    if measure := _measure(plain):
        return ("comparison" if _COMPARISON.search(plain) else "number"), measure
    rules: tuple[tuple[IntentKind, re.Pattern[str]], ...] = (
        ("comparison", _COMPARISON),
        ("definition", _DEFINITION),
        ("list", _LIST),
        ("who", _WHO),
        ("yes_no", _YES_NO),
        ("where", _WHERE),
    )
    return next((kind for kind, pattern in rules if pattern.search(plain)), "general"), None


def _measure(plain: str) -> Measure | None:
    rules: tuple[tuple[Measure, re.Pattern[str]], ...] = (
        ("age", _AGE),
        ("frequency", _FREQUENCY),
        ("percentage", _PERCENTAGE),
        ("duration", _DURATION),
        ("money", _MONEY),
        ("count", _COUNT),
    )
    return next((measure for measure, pattern in rules if pattern.search(plain)), None)


def _targets(plain: str) -> tuple[str, ...]:
    match = _TARGET.search(plain)
    if match is None:
        return ()
    found: list[str] = []
    for word in re.findall(r"[\w'%-]+|[^\w\s]", match["rest"]):
        root = stem(word.removesuffix("'s").removesuffix("'"))
        if root in _NOT_TARGETS or word in {"the", "our", "of", "their", "its", "a", "an", "your"}:
            if found and word != "of":
                break
        elif word in STOP_WORDS or not word[0].isalnum():
            if found or not word[0].isalnum():
                break
        else:
            found.append(root)
            if len(found) == 4:
                break
    return tuple(found)
