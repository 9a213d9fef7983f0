"""Which lines are headings, how they nest, and what the section below them is called."""

import re

from ingest.document import Line
from ingest.lines.layout import BULLET, Layout, begins_small, ends_sentence, stands_apart
from ingest.passages.grades import GRADE

LARGER = 1.5
"""Points above the body's size from which a line is a heading by its size alone."""
LONGEST = 180
"""Characters of the longest line of a heading."""
SHORT = 60
"""Characters; a line of an export below which the next one may open something new."""

_KNOWN = re.compile(
    r"executive summary|contents|recommendations?|areas? for (?:improvement|development|priority action)"
    r"|priority and immediate action|inspection findings|findings|summary(?: (?:of|for) .{3,60})?"
    r"|what .{3,40} needs? to improve\??|the inspection team|information about (?:this|the) .{5,60}"
    r"|about this inspection|main findings|key findings",
    re.IGNORECASE,
)
GRADED_HEADING = re.compile(
    r"The (?i:local safeguarding children board(?: \(\w+\))?|graded judge?ment (?:for|about) .{3,80})"
    rf"(?:,? (?:is|are)(?: that it is)?)?:? {GRADE}\.?"
    r"|(?:The (?:experiences and progress of|impact of leaders on) .{3,80}|Leadership, management and governance)"
    rf"(?:,? (?:is|are))?(?<! to be):? {GRADE}\.?"
)
"""A heading that states a grade; in rows of a table the grade begins with a capital letter."""
_ENDS_IN_GRADE = re.compile(rf"\b{GRADE}\W*$", re.IGNORECASE)
_GRADE = re.compile(rf"\W*(?:grade:?\s*\d?\s*)?\(?{GRADE}\W*", re.IGNORECASE)
_KEY_JUDGEMENT = re.compile(r"\W*key\s+judgements?(?:\s+(?:judgements?|inspection))?\s+grade\W*", re.IGNORECASE)
_BOX_GRADE = re.compile(
    r"(?<!\bis)(?<!\bare)(?<!\bbe)(?<![:–-])\s+"
    r"(?:Outstanding|Good|Adequate|Inadequate|Requires? [Ii]mprovement(?: to be good)?)\W*$"
)
_BACK = re.compile(
    r"\W*(?:any complaints about (?:the|this) inspection|the office for standards in education"
    r"|if you would like a copy of this|further copies of this|you (?:may|can) (?:copy|reuse|re-use)|piccadilly gate"
    r"|(?:©|\(c\)) ?crown copyright)",
    re.IGNORECASE,
)


def is_heading(previous: Line | None, line: Line, layout: Layout) -> bool:
    """Whether `line` is (part of) a heading, judged by its setting and by the line before it."""
    text = line.text.strip()
    if line.level:
        return True
    if len(text) > LONGEST or BULLET.match(line.text) or not any(character.isalpha() for character in text):
        return False
    apart = previous is None or previous.sheet != line.sheet or stands_apart(previous, line)
    if not line.size:
        begins = apart or previous is None or len(previous.text) < SHORT or ends_sentence(previous.text)
        return bool((apart and _KNOWN.fullmatch(text)) or (begins and GRADED_HEADING.fullmatch(text)))
    if line.size >= layout.body + LARGER:
        return True
    if not line.bold or line.size < layout.body - 1:
        return bool(apart and _KNOWN.fullmatch(text) and not begins_small(text))
    return apart or previous is None or previous.bold or ends_sentence(previous.text)


def is_grade(text: str) -> bool:
    """Whether `text` is a grade and nothing else."""
    return bool(_GRADE.fullmatch(text))


def is_box_header(text: str) -> bool:
    """Whether `text` is the header of the box that names a section and its grade."""
    return bool(_KEY_JUDGEMENT.fullmatch(text))


def ends_in_grade(text: str) -> bool:
    """Whether `text` closes with a grade."""
    return bool(_ENDS_IN_GRADE.search(text))


def section_title(text: str) -> str:
    """Return a heading's words without the grade that a box prints beside them."""
    return _BOX_GRADE.sub("", without_box_header(text)).strip() or text


def without_box_header(text: str) -> str:
    """Return a heading's words without the header of the box that names a section and its grade."""
    return _KEY_JUDGEMENT.sub("", text, count=1).strip() or text


def style_of(line: Line, layout: Layout) -> tuple[bool, float, bool]:
    """Return what tells a heading's depth, greater for outer ones: weight or size, size, weight; an export's level."""
    if line.level:
        return True, -float(line.level), True
    set_off = line.bold or line.size >= layout.body + LARGER
    # A box's heading stands above the "Summary" below it, which is set alike.
    return set_off, round(line.size) + (0.5 if is_box_header(line.text) else 0.0), line.bold


def opens_back_page(text: str) -> bool:
    """Whether `text` begins what the publisher prints on the back of every report."""
    return bool(_BACK.match(text))
