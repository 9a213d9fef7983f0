"""The words in which people ask for grades: areas, grades, and the forms such questions take.

Patterns are for folded text (`retrieval.text.folding.fold`).
"""

import re

GRADES = ("outstanding", "good", "requires improvement", "adequate", "inadequate")
"""Best first; `adequate` was the third of four grades until 2013, as requires improvement is now."""
RANK = {"outstanding": 4, "good": 3, "requires improvement": 2, "adequate": 2, "inadequate": 1}

AREA_NAMES = {
    "overall": "overall effectiveness",
    "help_and_protection": "help and protection",
    "looked_after_or_in_care": "children in care",
    "adoption": "adoption",
    "care_leavers": "care leavers",
    "leadership": "leadership",
    "safeguarding_board": "the safeguarding board",
}
_AREAS = {
    "safeguarding_board": (
        r"(?:local )?safeguarding (?:children(?:'?s)? )?board",
        r"l?scb\b",
        r"safeguarding partnership",
    ),
    "care_leavers": (
        r"care[- ]leavers?'?",
        r"leaving[- ]care",
        r"(?:young people|those|kids|youngsters|people) (?:who(?:'ve| have| had)? )?(?:leaving|left) (?:the )?care",
        r"care[- ]experienced(?: young people)?",
    ),
    "adoption": (r"adoptions?(?: performance| service)?",),
    "help_and_protection": (
        r"(?:children (?:who |in )?need(?:ing)? (?:of )?)?help(?: and|,)? protection",
        r"(?:protecting|keeping) (?:children|kids|them)(?: safe)?",
        r"child(?:ren'?s?)? protection",
        r"protection of children",
    ),
    "looked_after_or_in_care": (
        r"(?:children|kids|youngsters|young people|those|child)(?: who are)? (?:looked after|in (?:our |their )?care)"
        r"(?: and achieving permanence)?",
        r"looked[- ]after(?: (?:children|kids))?(?: and achieving permanence)?",
        r"cared[- ]for children",
        r"in care\b",
        r"lac\b",
        r"cla\b",
        r"(?:achieving )?permanence",
    ),
    "leadership": (
        r"leaders(?:hip)?(?:,? (?:and )?(?:management|mgmt))?(?:,? and governance)?",
        r"(?:senior )?(?:leaders|managers|management)",
        r"governance",
        r"(?:the )?people (?:running the service|running things|in charge|at the top)",
        r"(?:the )?bosses",
        r"impact of leaders(?: on social work practice(?: with children and families)?)?",
    ),
    "overall": (
        r"overall?(?: effectiveness)?",
        r"headline",
        r"as a whole",
        r"on the whole",
        r"in general",
        r"across the board",
        r"(?:main|final|top-line) (?=grade|judgement|rating|verdict)",
    ),
}
AREA = re.compile(
    r"\b(?:" + "|".join(f"(?P<{name}>{'|'.join(phrases)})" for name, phrases in _AREAS.items()) + r")(?!\w)"
)
GRADE = re.compile(
    r"(?P<modifier>\b(?:not|n't|never|isn't|wasn't|weren't|aren't|below|under|worse than|lower than|less than"
    r"|better than|above|higher than"
    r"|at least|at best)\s(?:(?:be|been|get|a|rated|graded|judged|good enough to get a)\s)*)?"
    r"\b(?:(?P<outstanding>outstanding|(?:the |very )*(?:top|highest) (?:grade|rating|marks?|judgement))"
    r"|(?P<requires>requir(?:es|ed|ing|e) improvements?(?: to be good)?|\bri\b)"
    r"|(?P<inadequate>inadequate|failing|failed|(?:the )?(?:bottom|lowest|worst) (?:grade|rating|marks?|judgement))"
    r"|(?P<adequate>adequate)|(?P<good>(?<!any )good(?! enough)))\b(?P<after> or (?:better|above|worse|below"
    r"|outstanding))?"
)
GRADE_NOUN = re.compile(
    r"\b(?:grad(?:e|es|ed|ing|ings)|rat(?:ed|ings?)|rate(?= the\b| our\b| it\b)|(?<=ofsted )rate"
    r"|(?<=inspectors )rate|(?<=they )rate|judg(?:e)?ment|judg(?:e)?ments|judged|verdicts?|scor(?:e|ed|es)"
    r"|marks?|marked|results?|outcomes?)\b"
)
FIGURE = re.compile(
    r"\b(?:how (?:many|much|long|old|often|big|large)|what (?:percentage|proportion|share|number|rate)|percentage"
    r"|per ?cent|proportion"
    r"|number of|average|rate of|total)\b|%"
)
ACROSS = re.compile(
    r"\b(?:(?:which|what|how many|any|all|list|name|(?:proportion|share|percentage|number) of)(?: of)?(?: the"
    r"| these| our| other| local| english)* "
    r"(?:authorit(?:y|ies)|councils?|local authorities|reports?|inspections?|boroughs?|count(?:y|ies)|places"
    r"|las)\b(?! (?:date|team|visit|take)s?)"
    r"|any(?:one|body|where)\b|nobody|no one|(?:list|name) (?:them|those|all|every)|(?:which|what) (?:ones|reports)"
    r"|authorities here|councils here|of the \w+ reports|looking at (?:the |all )?|(?:list|name) (?:every|all|each)"
    r"|every (?:authority|council)|(?:top|best|worst|bottom)[ -](?:\w+[ -])?(?:authorities|councils|las|boroughs)\b"
    r"|(?:in|of|across) (?:the|your|this|our) (?:whole )?library\b)"
)
WHO = re.compile(r"^(?:and |so )?(?:who|where|how many)\b(?! (?:children|kids|people|led|is the|are the))")
WHICH_AREA = re.compile(
    r"\b(?:which|what|any|one|how many)\b[\w\s]{0,14}\b(?:areas?|parts?|bits?|services?|aspects?|categor(?:y|ies)|ones?"
    r"|things?)\b"
    r"|\b(?:which|any|every|all) (?:of the )?(?:\w+ )?(?:judgements?|areas?)\b|\banything\b|\beverything\b|\bnothing\b"
    r"|\b(?:best|worst|strongest|weakest|highest|lowest)[- ]?(?:graded|rated|scoring|judged)?\b"
)
BETTER_THAN = re.compile(r"\b(?:better|worse|stronger|weaker)\b.*\bthan\b")
CHANGED = re.compile(
    r"\b(?P<down>drop(?:ped)?|declined?|fell|fallen|(?:get|getting|got(?:ten)?) (?:any )?worse"
    r"|(?:gone|go|went|moved) down|slip(?:ped)?|worsen(?:ed)?|deteriorated?|downgraded|lost)\b"
    r"|\b(?P<up>improved?|risen|rose|(?:get|getting|got(?:ten)?) (?:any )?better|gone up|jumped|moved up|upgraded"
    r"|recovered|turned around"
    r"|went|moved|go|gone)\b"
)
FROM_TO = re.compile(
    r"\bfrom (?:an? )?(?P<a>outstanding|good|requires improvement|adequate"
    r"|inadequate)(?: overall)? (?:straight )?to (?:an? )?(?P<b>outstanding|good|requires improvement|adequate"
    r"|inadequate)\b"
)
ANY_AREA = re.compile(
    r"\b(?:anything|(?:any|some|one|an) (?:\w+ )?(?:area|part|judgement|category|service)s?|at least one)\b"
)
EACH_AREA = re.compile(
    r"\b(?:every (?:\w+ )?(?:area|part|judgement|category|service)|everything"
    r"|all (?:\w+ )?(?:areas|parts|judgements))\b"
)
EACH_GRADE = re.compile(
    r"\b(?:at|of|in|for|by|per) (?:each|every) (?:overall )?(?:grade|rating|judgement)|by grade|breakdown"
    r"|spread of grades|distribution"
)
EVERY_GRADE = re.compile(r"\b(?:grades|ratings|judgements|results|scores|verdicts)\b")
LATEST = re.compile(r"\b(?:latest|newest|most recent|current(?:ly)?|now|at present|at the moment|last)\b")
EVER = re.compile(r"\b(?:ever|always|never|have had|has had|been|history|over the years)\b")
EVERY_TIME = re.compile(r"\b(?:always|never|every time|each time)\b")
HOW_MANY_TIMES = re.compile(r"\bhow (?:many times|often)\b")
HOW_MANY_AREAS = re.compile(r"\bhow many (?:of the )?(?:\w+ )?(?:areas|parts|bits|judgements)\b")
OWN_RIGHT = re.compile(r"\bin (?:their|its) own right|separately|on (?:their|its) own\b")
CLAUSE = re.compile(r"\b(?:but|yet|while|whilst|though|although|and not|despite)\b|[;:]|, (?=not\b)")
PLAIN_WORDS = frozenset(
    """anything become count declined often everything every highly hold library nothing performing said side table
    things turned whose worsened worst
    a about according achieve achieved across actual actually all also always an and any anybody anyone are area
    areas as assess assessed at authorities authority authority's award awarded away back be been best better
    between bit bits borough both bottom but by came can capacity care cared category change changed children
    children's childrens city come comes compare compared comparison council councils councils' county covering
    did do does doing done down dropped during each effectiveness end ended england enough ever exact exactly
    experiences families fare fared finally find first for four from full further gain gained gave general get
    gets getting give given go goes going gone got gotten graded had happened has have headline held hello here
    hi higher highest hold how i if ilacs impact improve improved improvement in inspected inspection
    inspections inspector's inspectors into is it it's its judgement jumped just kids know last latest least
    less level levels like list local look looked lower lowest made main make many mark marks me measures
    metropolitan most moved my name named new newest next nor not now of official officially ofsted ofsted's ok
    okay on one ones only onwards or other our out over overall part parts people perform performance performed
    place please pls practice progress progressed published quality rank ranked rather re-inspection receive
    received recent reinspection report reports right said same say says section sections see service services
    show shown sif since single slip slipped so social some special stand standing still story straight
    strongest tell than thank thanks that the their them then there these they thing things this those three
    through time times to top trend two under unitary up us v versus very vs was we weakest went were what
    what's whats when where whether which who will with work worse worst would year years you young your""".split()
)
EARLIER = re.compile(
    r"\b(?:last time|previous(?:ly)?|earlier|before (?:this|that|now)|(?:years?|months) ago|used to|back in"
    r"|first time|the time before)\b"
)
ASKS_GRADE = re.compile(
    r"\b(?:what|how|which) (?:\w+ ){0,6}(?:graded?|rated|ratings?|judged|judge?ments?|verdicts?)\b"
    r"|\bhow (?:did|have|has) (?:\w+ ){1,2}(?:end(?:ed)? up|come out|fared?)$"
)
ASKS_AREA = re.compile(
    r"\b(?:who|which|whose)\b.*\b(?:better|worse|stronger|weaker|best|worst)\b"
    r"|\bhow did\b.*\b(?:do|fare|perform)\b|\bwhat did\b.*\bget\b|\bcompare\b|\b(?:better|worse|stronger"
    r"|weaker)\b.*\bthan\b|\bversus\b|\bvs?\b|\bthe story\b"
)
STORY = re.compile(r"\bthe story\b")
PRESENT = re.compile(
    r"\b(?:authorities|councils|who|which|how many|anyone|anybody)\b[\w\s]{0,12}\b(?:are|is|has|have)\b(?! been"
    r"| ever| had| come)"
)
PREMISE = re.compile(
    r"^(?:so |and |but )?(?:with|given|despite|considering|after|because(?: of)?|in spite of|now|since|as"
    r"|seeing as|being)\b(?: that)?"
)
"""What opens a clause that takes a grade for granted: "with an overall grade of good, …"."""
WHY_FIRST = re.compile(r"^(?:and |so |but )?(?:why|how come|when|what (?:led|caused|made))\b")
WHY = re.compile(
    r"\b(?:why|reasons?|how come|because|what (?:was|is|were|are) the (?:issue|problem|reason)|what (?:led|caused"
    r"|made|drove|held)|explain)\b"
)
