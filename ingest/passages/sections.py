"""Blocks to drafts of passages: each with its section, its kind, its text, and what it hangs from."""

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Literal

from ingest.document import Line
from ingest.lines.cleaning import join_lines
from ingest.lines.layout import BULLET, SAME_COLUMN, Layout
from ingest.models import PassageKind, Role
from ingest.passages.blocks import Block
from ingest.passages.headings import is_grade, opens_back_page, section_title, style_of

FRONT = "Front page"
BACK = "Back page"
BACK_BLOCKS = 15
"""Blocks at the end of a report among which its back page begins."""

_ADVISING = re.compile(
    r"recommendation|areas? for (?:improvement|development|priority action)|needs? to improve|immediate action",
    re.IGNORECASE,
)
_FINDING = re.compile(
    r"\bfindings\b|\bstrengths\b|\bexperiences and progress\b|^summary\b|^information about\b", re.IGNORECASE
)
_NO_ADVICE = re.compile(
    r"(?:there (?:are|were) |(?:the|this) inspection |inspectors )?"
    r"(?:no|none|did not (?:find|identify) any|(?:found|identified) no)\b"
    r"[^.]{0,30}\b(?:priority|immediate|recommendations?|areas? (?:for|of))\b",
    re.IGNORECASE,
)
_NOTHING_NEW = re.compile(
    r"\bno (?:additional|further|new) (?:areas? for (?:priority action|improvement)|priority actions?)\b", re.IGNORECASE
)
_MAIN_AREA = re.compile(
    r"(?:the )?(?:experiences and progress of children\b|impact of leaders\b|leadership,? (?:and )?management\b)",
    re.IGNORECASE,
)
_ANY_AREA = re.compile(rf"{_MAIN_AREA.pattern}|the graded judge?ment (?:for|about)\b", re.IGNORECASE)


@dataclass(slots=True)
class Draft:
    """A passage in the making. `place` is what its section is called in labels, where that is not a heading."""

    block: Block
    kind: PassageKind
    section: tuple[str, ...]
    text: str
    place: str = ""
    parent: "Draft | None" = None
    lead_in: str = ""
    label: str = ""
    marks: tuple[int, ...] = field(default=())
    """Numbers of the footnotes marked in it."""
    role: Role | Literal[""] = ""


def follow_sections(
    blocks: Sequence[Block], front: int, layout: Layout, vocabulary: AbstractSet[str] | None
) -> list[Draft]:
    """Return a draft for each block; the first `front` blocks are the front page.

    A heading opens a section inside every heading above it that is set larger or heavier.
    """
    drafts: list[Draft] = []
    if front:
        cover = blocks[0]
        for block in blocks[1:front]:
            cover.take(block)
        cover.role = "text"
        drafts.append(Draft(cover, "unnumbered", (), block_text(cover, vocabulary), place=FRONT))
    path: list[tuple[tuple[bool, float, bool], str]] = []
    back = _back_page(blocks)
    graded = False
    for index, block in enumerate(blocks[front:], start=front):
        text = block_text(block, vocabulary)
        if block.role == "heading":
            if is_grade(text) and drafts and drafts[-1].kind == "heading":
                drafts[-1].block.take(block)
                drafts[-1].text += f"\n{text}"
                continue
            style = style_of(block.first, layout)
            title = section_title(" ".join(text.split("\n")))
            path = [entry for entry in path if entry[0] > style and not _leaves(entry[1], title)] + [(style, title)]
        if index == back:
            path = []
        elif block.role == "numbered" and path and drafts and _closes_summary(drafts[-1]):
            path.pop()
        section = tuple(title for _, title in path)
        place = BACK if back is not None and index >= back else "" if path or graded else FRONT
        graded = graded or block.role == "judgements"
        drafts.append(Draft(block, _kind(block, section, text), section, text, place=place))
    return drafts


def advises_nothing(text: str) -> bool:
    """Whether a passage says that nothing, or nothing more, must be done."""
    return bool(_NO_ADVICE.match(text) or _NOTHING_NEW.search(text))


def _closes_summary(last: Draft) -> bool:
    """Whether numbered paragraphs after `last` leave a box titled "Summary", which holds plain paragraphs only."""
    return last.kind == "unnumbered" and bool(last.section) and last.section[-1].lower() == "summary"


def _leaves(outer: str, title: str) -> bool:
    """Whether a heading ends the section above it, though it is set smaller: findings no advice, an area another."""
    if _ANY_AREA.match(outer) and _MAIN_AREA.match(title):
        return True
    return bool(_ADVISING.search(outer) and _FINDING.search(title) and not _ADVISING.search(title))


def _back_page(blocks: Sequence[Block]) -> int | None:
    """Return the index of the first block of the publisher's back page: nothing but plain paragraphs follow."""
    last = len(blocks)
    while last and blocks[last - 1].role == "text" and len(blocks) - last < BACK_BLOCKS:
        last -= 1
    return next((index for index in range(last, len(blocks)) if opens_back_page(blocks[index].first.text)), None)


def _kind(block: Block, section: tuple[str, ...], text: str) -> PassageKind:
    advises = any(_ADVISING.search(title) for title in section[-2:]) and not _NO_ADVICE.match(text)
    match block.role:
        case "numbered":
            return "recommendation" if advises else "paragraph"
        case "bullet":
            return "recommendation" if advises else "bullet"
        case "text":
            return "unnumbered"
        case role:
            return role


def block_text(block: Block, vocabulary: AbstractSet[str] | None) -> str:
    """Return what a block shows: joined lines without the printed number, bullet and footnote marks."""
    if block.shown:
        return block.shown
    texts = [_without_marks(_cut_front(block.first, block.skip)), *(_shown(line) for line in block.lines[1:])]
    bounds = [0, *block.rows, len(texts)]
    parts = [join_lines(texts[start:end], vocabulary) for start, end in pairwise(bounds)]
    return "\n".join(_with_plain_bullet(part) if index else part for index, part in enumerate(parts) if part)


def _with_plain_bullet(text: str) -> str:
    return BULLET.sub("• ", text, count=1) if BULLET.match(text) else text


def _cut_front(line: Line, length: int) -> Line:
    marks = tuple((start - length, end - length) for start, end in line.superscripts if start >= length)
    return replace(line, text=line.text[length:], superscripts=marks)


def _without_marks(line: Line) -> str:
    text = line.text
    for start, end in reversed(line.superscripts):
        text = text[:start] + text[end:]
    return text


def _shown(line: Line) -> str:
    """Return the words of a line, nothing for one that holds a stray bullet only."""
    return _without_marks(line) if any(character.isalnum() for character in line.text) else ""


def marks_of(block: Block) -> tuple[int, ...]:
    return tuple(
        int(line.text[start:end])
        for index, line in enumerate(block.lines)
        for start, end in line.superscripts
        if (index or start >= block.skip) and line.text[start:end].strip().isdecimal()
    )


def place_footnotes(drafts: Sequence[Draft]) -> None:
    """Give each footnote among `drafts`, in reading order, the section it stands in."""
    section: tuple[str, ...] = ()
    for draft in drafts:
        if draft.kind == "footnote":
            draft.section = section
        else:
            section = draft.section


def link_items(drafts: Sequence[Draft]) -> None:
    """Give each bullet its parent: the bullet it is nested in, else the sentence above that ends in a colon.

    So, too, lines without a mark below a bullet that ends in a colon, and what is nested in them: without it they would
    say something else ("The judgements of the last inspection were:").
    """
    lead: Draft | None = None
    stem: Draft | None = None
    stack: list[Draft] = []
    for draft in drafts:
        if draft.kind == "footnote":
            continue
        if draft.block.role != "bullet":
            stem = stack[-1] if stack and _announces(stack[-1]) else stem
            stem = stem if draft.kind == "unnumbered" else None
            _hang(draft, stem)
            lead, stack = (None if draft.kind == "heading" else draft), []
            continue
        stem = stem if stem and _depth(draft.block) > _depth(stem.block) + SAME_COLUMN else None
        stack = [other for other in stack if _depth(other.block) < _depth(draft.block) - SAME_COLUMN]
        _hang(draft, stack[-1] if stack else lead if lead and _announces(lead) else stem)
        stack.append(draft)


def _announces(draft: Draft) -> bool:
    return draft.text.endswith(":")


def _hang(draft: Draft, parent: Draft | None) -> None:
    if parent is not None:
        draft.parent = parent
        draft.lead_in = f"{parent.lead_in} {parent.text}".strip()


def _depth(block: Block) -> float:
    return block.first.x if block.first.size else 10.0 * block.first.indent
