"""Lines to blocks: what stands together as one heading, paragraph, bullet, table or footnote."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from ingest.document import Line
from ingest.headings import is_heading
from ingest.layout import (
    BULLET,
    SAME_COLUMN,
    Layout,
    begins_small,
    breaks_early,
    ends_sentence,
    stands_apart,
)
from ingest.numbering import Numbered

Role = Literal["heading", "numbered", "bullet", "text", "judgements", "footnote"]

_FOOTNOTE = re.compile(r"\s*(\d{1,2})(?=\D)")
FOOTNOTE_SIZE = 0.9
"""Greatest size of a footnote, as a share of the body's size."""


@dataclass(slots=True)
class Block:
    """Lines of one role in reading order. `skip` is the length of the printed number or bullet in the first line."""

    role: Role
    lines: list[Line] = field(default_factory=list)
    number: int | None = None
    skip: int = 0
    inner: list[int] = field(default_factory=list)
    """Indices in `lines` where a further paragraph or bullet of the same numbered paragraph begins."""

    @property
    def first(self) -> Line:
        """The line that opens the block."""
        return self.lines[0]

    @property
    def last(self) -> Line:
        """The line that closes the block so far."""
        return self.lines[-1]


def split_footnotes(lines: Sequence[Line], layout: Layout) -> tuple[list[Line], list[Block]]:
    """Return the lines of the text proper, and the footnotes."""
    kept: list[Line] = []
    notes: list[Block] = []
    open_note: Block | None = None
    for line in lines:
        begins = _begins_footnote(line, layout)
        if begins:
            open_note = Block("footnote", [line], number=begins[0], skip=begins[1])
            notes.append(open_note)
        elif open_note and _continues_footnote(open_note.last, line, layout):
            open_note.lines.append(line)
        else:
            open_note = None
            kept.append(line)
    return kept, notes


def _begins_footnote(line: Line, layout: Layout) -> tuple[int, int] | None:
    match = _FOOTNOTE.match(line.text)
    if not match:
        return None
    if layout.known:
        raised = bool(line.superscripts) and line.superscripts[0][0] <= match.start(1)
        small = line.size <= FOOTNOTE_SIZE * layout.body
        return (int(match.group(1)), match.end()) if raised and (small or line.size <= layout.body) else None
    return None


def _continues_footnote(previous: Line, line: Line, layout: Layout) -> bool:
    small = line.size <= FOOTNOTE_SIZE * layout.body
    same = abs(line.size - previous.size) < 0.6
    return layout.known and small and same and previous.page == line.page and not stands_apart(previous, line, layout)


def cut_blocks(lines: Sequence[Line], numbers: Mapping[int, Numbered], layout: Layout) -> list[Block]:
    """Group `lines` into blocks; `numbers` says which of them open numbered paragraphs."""
    blocks: list[Block] = []
    for index, line in enumerate(lines):
        current = blocks[-1] if blocks else None
        numbered = numbers.get(index)
        bullet = BULLET.match(line.text)
        if numbered:
            blocks.append(Block("numbered", [line], number=numbered.number, skip=numbered.length))
        elif is_heading(current.last if current else None, line, layout):
            if current and current.role == "heading" and _same_heading(current.last, line, layout):
                current.lines.append(line)
            else:
                blocks.append(Block("heading", [line]))
        elif bullet and bullet.end() < len(line.text.rstrip()):
            if current and current.role == "numbered" and _hangs(current, line, layout):
                current.inner.append(len(current.lines))
                current.lines.append(line)
            else:
                blocks.append(Block("bullet", [line], skip=bullet.end()))
        elif current and current.role != "heading" and _continues(current, line, layout):
            current.lines.append(line)
        else:
            blocks.append(Block("text", [line]))
    return blocks


def _same_heading(previous: Line, line: Line, layout: Layout) -> bool:
    if layout.known and line.size:
        alike = abs(previous.size - line.size) < 0.6 and previous.bold == line.bold
        beside = abs(previous.y - line.y) < 1.5 * line.size and abs(previous.x - line.x) > 100
        return previous.page == line.page and ((alike and not stands_apart(previous, line, layout)) or beside)
    return previous.level == line.level and not stands_apart(previous, line, layout)


def _hangs(block: Block, line: Line, layout: Layout) -> bool:
    """Whether a bullet hangs inside the numbered `block`."""
    if layout.known and line.size:
        return line.x > block.first.x + SAME_COLUMN
    return line.indent > block.first.indent


def _continues(block: Block, line: Line, layout: Layout) -> bool:
    previous = block.last
    ended = ends_sentence(previous.text)
    if previous.page != line.page:
        return _continues_over_page(block, line, layout, ended=ended)
    apart = stands_apart(previous, line, layout)
    if not layout.known or not line.size:
        return not apart
    if apart:
        if block.role == "numbered" and line.x > block.first.x + SAME_COLUMN and abs(line.size - previous.size) < 0.6:
            block.inner.append(len(block.lines))
            return True
        return not ended and begins_small(line.text) and line.y < previous.y and abs(line.x - previous.x) < 40
    if abs(line.size - previous.size) > 1.0:
        return False
    if block.role in ("numbered", "bullet"):
        return line.x > block.first.x + SAME_COLUMN or not ended
    return not (ended and breaks_early(previous, line, layout))


def _continues_over_page(block: Block, line: Line, layout: Layout, *, ended: bool) -> bool:
    previous = block.last
    if abs(line.size - previous.size) > 1.0:
        return False
    if not ended:
        return True
    if not layout.known or not line.size:
        return begins_small(line.text)
    if block.role in ("numbered", "bullet"):
        return line.x > block.first.x + SAME_COLUMN
    return not breaks_early(previous, line, layout)
