"""Direct references: a paragraph, a recommendation, a page or a summary that the question names, answered by itself."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from ingest.models import Passage, Report
from retrieval.authorities import find_authorities
from retrieval.citations import cite
from retrieval.models import Draft, Statement
from retrieval.wording import fold

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
_SUMMARY_WORDS = frozenset("executive overall summary key findings of the and for on section report".split())
_SUMMARIES: tuple[Callable[[Passage], bool], ...] = (
    lambda one: one.label.startswith("Executive summary"),
    lambda one: re.match(r"Summary, \d", one.label) is not None,
    lambda one: any(re.search(r"summary of (?:key )?findings", heading.lower()) for heading in one.section),
)
"""What is a report's own summary, by framework: SIF from 2015 on, ILACS, SIF before."""
_SECTION_DEPTH = 2
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


def answer_reference(reference: Reference, passages: Sequence[Passage]) -> Draft | None:
    """Answer with the passages themselves, in the report's order; None where a named section is not there."""
    ordered = sorted(passages, key=lambda passage: passage.ordinal)
    found = _find(reference, ordered)
    if not found:
        return _missing(reference, ordered)
    statements = tuple(quote_whole(passage) for passage in found)
    absent = [number for number in reference.numbers if not _of_number(reference.kind, number, found)]
    opening = [_missing_sentence(reference.kind, absent, ordered)] if absent else []
    if reference.counted:
        opening = [f"The report lists {len(statements)}:"]
    text = "\n".join([*opening, *(statement.text for statement in statements)]) if opening else None
    return Draft("partial" if absent else "answered", statements, text=text, confidence=1.0, long_form=True)


def quote_whole(passage: Passage) -> Statement:
    """Return a passage, all of it, as a statement."""
    return Statement(passage.text.strip(), (cite(passage, 0, len(passage.text)),))


def _find(reference: Reference, passages: Sequence[Passage]) -> list[Passage]:
    if reference.kind == "recommendations":
        return [passage for passage in passages if passage.kind == "recommendation" and passage.text.strip()]
    if reference.kind == "section":
        return _of_section(reference.name, passages)
    return [passage for number in reference.numbers for passage in _of_number(reference.kind, number, passages)]


def _of_number(kind: ReferenceKind, number: int, passages: Sequence[Passage]) -> list[Passage]:
    """Return the passages of a number, with the bullets that belong to a paragraph."""
    if kind == "page":
        return [passage for passage in passages if number in passage.pages and passage.kind != "heading"]
    if kind == "footnote":
        return [
            passage for passage in passages if passage.kind == "footnote" and _label_number(passage.label) == number
        ]
    if kind == "recommendation":
        recommendations = [passage for passage in passages if passage.kind == "recommendation"]
        return [one for one in recommendations if one.number == number or _label_number(one.label) == number][:1]
    printed = [one for one in passages if one.number == number and one.kind in ("paragraph", "recommendation")]
    ids = {passage.id for passage in printed}
    return sorted([*printed, *_under(ids, passages)], key=lambda passage: passage.ordinal)


def _under(parents: set[str], passages: Sequence[Passage]) -> list[Passage]:
    """Return the bullets under `parents`, nested ones included."""
    children = [passage for passage in passages if passage.parent in parents and passage.id not in parents]
    return [*children, *_under({child.id for child in children}, passages)] if children else []


def _label_number(label: str) -> int | None:
    match = re.search(r"(?:Recommendation|Footnote|point)\s(\d+)", label)
    return int(match[1]) if match else None


def _of_section(name: str, passages: Sequence[Passage]) -> list[Passage]:
    """Return the passages of the report's own summary, or of the summary of the section that `name` is about."""
    about = {word for word in re.findall(r"[a-z]+", name) if word not in _SUMMARY_WORDS}
    if not about:
        return own_summary(passages)
    unnumbered = [one for one in passages if one.kind == "unnumbered" and "children and young people" not in one.label]
    summaries = [one for one in unnumbered if "summary" in _place(one)]
    # Some reports open a section with unnumbered paragraphs and do not call them a summary.
    return next((found for some in (summaries, unnumbered) if (found := _first_group(some, _is_about(about)))), [])


def own_summary(passages: Sequence[Passage]) -> list[Passage]:
    """Return the passages of the summary that the report itself gives; [] where it has none."""
    shown = [passage for passage in passages if passage.kind not in ("heading", "footnote")]
    return next((found for belongs in _SUMMARIES if (found := _first_group(shown, belongs))), [])


def _is_about(words: set[str]) -> Callable[[Passage], bool]:
    return lambda one: words <= set(re.findall(r"[a-z]+", _place(one)))


def _first_group(passages: Sequence[Passage], belongs: Callable[[Passage], bool]) -> list[Passage]:
    """Return the passages that belong, of the first section that has any (a later part may have a summary as well)."""
    found = [passage for passage in passages if belongs(passage)]
    return [passage for passage in found if passage.section[:_SECTION_DEPTH] == found[0].section[:_SECTION_DEPTH]]


def _place(passage: Passage) -> str:
    """Return where a passage stands, in small letters: its headings and its label without the ordinal."""
    return " ".join((*passage.section, re.sub(r", \d+\w* paragraph$", "", passage.label))).lower()


def _missing(reference: Reference, passages: Sequence[Passage]) -> Draft | None:
    if reference.kind in ("section", "recommendations") or not passages:
        return None
    return Draft(
        "not_in_reports", reason="no_such_number", text=_missing_sentence(reference.kind, reference.numbers, passages)
    )


def _missing_sentence(kind: ReferenceKind, numbers: Sequence[int], passages: Sequence[Passage]) -> str:
    """Say that a number does not exist, and which do; a page within the report may hold headings or contents only."""
    known = sorted({number for passage in passages for number in _numbers_of(kind, passage)})
    called = f"{kind} {' or '.join(str(number) for number in numbers)}"
    if not known:
        return f"The report has no numbered {kind}s, so no {called}."
    if kind == "page" and all(number <= known[-1] for number in numbers):
        return f"There is nothing to quote on {called} of the report."
    return f"The report has no {called}: its {kind}s run from {known[0]} to {known[-1]}."


def _numbers_of(kind: ReferenceKind, passage: Passage) -> tuple[int, ...]:
    if kind == "page":
        return passage.pages
    if kind == "paragraph":
        return (passage.number,) if passage.number and passage.kind in ("paragraph", "recommendation") else ()
    number = passage.number or _label_number(passage.label)
    return (number,) if number and passage.kind == kind else ()
