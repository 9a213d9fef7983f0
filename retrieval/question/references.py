"""Direct references: a paragraph, a recommendation, a page or a summary that the question names."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from ingest.models import Report
from retrieval.reports.authorities import find_authorities
from retrieval.text.folding import fold

ReferenceKind = Literal["paragraph", "recommendation", "recommendations", "page", "footnote", "section"]

_LONGEST_RANGE = 10
"""Paragraphs or recommendations shown at once: more is a section, not a reference."""
_NUMBERS = (
    r"(?P<first>\d{1,3})(?:(?:st|nd|rd|th)\b)?(?:\s?(?:-|to|until|through)\s?(?P<last>\d{1,3}))?"
    r"(?P<more>(?:\s?(?:,|and)\s?\d{1,3})*)"
)
_NUMBERED: tuple[tuple[ReferenceKind, str], ...] = (
    ("recommendation", r"rec(?:ommendation)?s?\.?"),
    ("footnote", r"(?:foot)?notes?"),
    ("page", r"pages?|pgs?|pp?\.(?=\s?\d)"),
    ("paragraph", r"para(?:graph)?s?\.?|¶|p(?=\d)"),
)
_NUMBER_PATTERNS = tuple(
    (kind, re.compile(rf"(?<![\w-])(?:{words})\s?(?:no\.?\s|number\s|#)?{_NUMBERS}(?![\w%]|[.,]\d)"))
    for kind, words in _NUMBERED
)
_FRAME = re.compile(
    r"^(?:(?:so|ok|and|please|pls|can you|could you|would you|what|what's|whats|which|does|do|did|is|are|was|were"
    r"|the|it|in|on|of|at|to|from|for|about|report"
    r"|reports?|inspection|ofsted|inspectors?|say|says|said|state|states|stated|show|shows|read|reads|give|gives"
    r"|list|quote|tell|me|us|full|whole|exact|text|wording"
    r"|content|contents|contain|contains|written|there|printed|see|display|open|go|this|that|a|an|i|want|need|all"
    r"|each|every|one|word|by|we|our|their|they|its|council"
    r"|authority|\d{4})\b[\s,.:;?!'-]*)*$"
)
_COUNCIL = r"(?:(?:we|they|it|you|the (?:council|authority|city|county|borough|service)|services) )"
_ALL_RECOMMENDATIONS = re.compile(
    r"^(?:(?:so|ok|and|please|pls|can you|could you|give me|tell me|show me|show|list|list out|quote|what are"
    r"|what were|what's|what is|what|which|the|a|full|complete|whole|summary of"
    r"|all|of|every|each|are|were|is|was|there|list of|did|does|do|has|have|in|this|that|report|inspection|ofsted"
    r"|inspectors|for|to|make|made|say|us|we|our|they|it|council|authority|"
    r"\d{4}|and|say|said|as|that|priority|areas|points|actions|things|key|main|still)\s)*"
    r"(?:things? (?:that )?(?:the )?(?:ofsted |inspectors |they |we |it |the council )*(?:told|asked|wants?|wanted|said"
    r"|were told|was told|has|have|had|needs?|must|should)"
    r"(?: us| them| it| the council| me)?(?: needs?)? to (?:be )?(?:improved?|do|fix)|rec(?:ommendation)?s(?: (?:made"
    r"|in full|in total|please|pls|did|make|are|were|there|does|list))*"
    r"|(?:needs?|has|have|had|needed|need) to (?:be )?improved?(?: (?:on|further|according|to))*"
    rf"|(?:things? )?(?:that )?(?:the )?(?:ofsted |inspectors? |they )?(?:said |say |says "
    rf"|think )?(?:that )?(?:do |does )?{_COUNCIL}?"
    rf"(?:still |most )?(?:have|has|had|needs?|must|should|ought)(?: to)? (?:still )?{_COUNCIL}?(?:be )?"
    r"(?:improved?|fix(?:ed)?|sort(?:ed)? out|put(?:ting)? right|work(?:ed)? on|do better|done better|get better at)"
    r"|improvements? (?:is |are |was |were )?(?:needed|required|wanted)"
    r"|areas? for improvement)"
    r"(?: (?:in|the|this|report|of|for|by|ofsted|council|local|authority|city|county|borough|town|area|district"
    r"|here|us|at"
    r"|inspection|inspectors|\d{4}))*[\s.?!]*$"
)
SUBJECT = (
    r"(?:(?:the |our |this |that |their |its )?(?:\d{4} |last |latest |newest |most recent )?(?:ofsted )?"
    r"(?:report|council|authority|local authority|inspection|children's (?:services|social care)|services|it|they|we)"
    r"(?:'s)?(?: (?:in|of|for|on|at|from|by|into))? ?)+(?:\d{4})?"
)
"""What a question about a whole report says of it, its authority's name left out (see `without_names`)."""
_WEAKNESSES = re.compile(
    r"^(?:so |ok |and |please )*(?:"
    r"(?:what|which|where) (?:is|are|was|were) (?:the |its |their |our |report's )?"
    r"(?:main |key |biggest |greatest |worst |most (?:important|serious) )*"
    r"(?:weakness(?:es)?|weak (?:areas?|points?|spots?)|weakest areas?|problems?|shortcomings?|failings?|concerns?"
    rf"|priorities(?: for improvement)?)(?: (?:of|in|at|for|with|about) {SUBJECT})?"
    rf"|what (?:is|was|went|goes|has gone|is going) wrong (?:in|at|with) {SUBJECT}"
    rf"|(?:what|which) (?:areas?|parts?|things?) (?:of|in|at) {SUBJECT} ?(?:is|are|was|were) (?:the )?weak(?:est)?"
    rf"|what (?:should|must|could) {SUBJECT} ?"
    r"(?:improve|change|do(?: (?:better|next|now|differently|about it|to improve))?)"
    rf"|what (?:does|do|did) {SUBJECT} ?(?:need|have) to (?:improve|change|do(?: (?:better|next|now|differently))?)"
    r")(?: (?:most|now|overall|in \d{4}))*[\s.?!]*$"
)
"""What is wrong with the whole is what the report says must improve."""
_HOW_MANY = re.compile(
    r"^(?:so |ok |and )*how many (?:main |priority |key )*(?:recommendations|areas for improvement)"
    r"(?: (?:were|was|are|is|did|does|do|has|have|had|there|made|make|given|give|gave|get|got|issued|received?|list"
    rf"|listed|contain|ofsted|inspectors?|the inspectors?|to|for|in|by|at|of|from|{SUBJECT}))*[\s.?!]*$"
)
_SECTION = re.compile(
    r"(?P<summary>(?:executive |overall )?summary)(?: (?:of|for|on"
    r"|about) (?:the )?(?:section on )?(?P<of>[\w ,'-]{3,60}?))?(?: section)?(?=[\s.?!]*$| in | from | say"
    r"| of the (?:\d{4} )?(?:report|inspection))"
    r"|(?P<findings>summary of key findings|key findings)"
)
_ASIDE = re.compile(r"\([^)]*\)")
"""What stands in brackets is beside the question: "(see footnote 9)", and the topic that a follow-up carries."""
_COUNTING = re.compile(r"\bhow (?:many|much|often|long)\b|\bnumber of\b")


@dataclass(frozen=True, slots=True)
class Reference:
    """What the question points at: numbers in order, or the words of a section's name."""

    kind: ReferenceKind
    numbers: tuple[int, ...] = ()
    name: str = ""
    exact: bool = True
    """False where the question asks something about the passage ("what does paragraph 61 say about health?")."""
    counted: bool = False
    """Whether it asks how many there are."""


def find_reference(question: str, reports: Sequence[Report] = ()) -> Reference | None:
    """Find a direct reference, where it is what the question asks for; names of authorities of `reports` are passed
    over."""
    folded = _ASIDE.sub(" ", without_names(question, reports))
    if _HOW_MANY.match(folded):
        return Reference("recommendations", counted=True)
    if _COUNTING.search(folded):
        return None
    for kind, pattern in _NUMBER_PATTERNS:
        matches = list(pattern.finditer(folded))
        if matches:
            rest = pattern.sub(" ", folded)
            numbers = tuple(dict.fromkeys(number for match in matches for number in _numbers(match)))
            return Reference(kind, numbers, exact=bool(_FRAME.match(re.sub(r"\s+", " ", rest).strip(" ?.!,"))))
    if _ALL_RECOMMENDATIONS.match(folded) or _WEAKNESSES.match(folded):
        return Reference("recommendations")
    match = _SECTION.search(folded)
    if match and _FRAME.match(folded[: match.start()].strip()) and _FRAME.match(folded[match.end() :].strip(" ?.!")):
        name = match["of"] or ""
        opening = "key findings" if match["findings"] else match["summary"]
        if name and re.match(r"(?:the )?(?:\d{4} )?(?:report|inspection)\b", name):
            name = ""
        return Reference("section", name=f"{opening} of {name}" if name else opening)
    return None


def without_names(question: str, reports: Sequence[Report]) -> str:
    """Return the question folded, each authority of `reports` that it names called "report"."""
    folded = fold(question)
    for one in reversed(find_authorities(question, reports) if reports else ()):
        folded = f"{folded[: one.start]} report {folded[one.end :]}"
    return re.sub(r"\s+", " ", folded).strip()


def _numbers(match: re.Match[str]) -> list[int]:
    first = int(match["first"])
    last = int(match["last"]) if match["last"] else first
    span = range(first, min(last, first + _LONGEST_RANGE - 1) + 1) if last >= first else [first]
    return [*span, *(int(number) for number in re.findall(r"\d+", match["more"] or ""))]
