"""Lines to blocks: what stands together as one heading, paragraph, bullet, table or footnote."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from ingest.document import Line
from ingest.lines.layout import (
    BULLET,
    EARLY_ON_PAGE,
    SAME_COLUMN,
    Layout,
    begins_small,
    breaks_early,
    ends_sentence,
    stands_apart,
)
from ingest.lines.numbering import Numbered
from ingest.passages.headings import ends_in_grade, is_box_header, is_heading, opens_back_page
from ingest.passages.tables import find_tables

Role = Literal["heading", "numbered", "bullet", "text", "judgements", "footnote", "table"]

DASHES = ("-", "–", "—")
HANGING = 12.0
"""Least indent, in points, of what belongs to a numbered paragraph; 14 to 28 in 77 reports, boxes stand 6 in."""

APART = 0.8
"""Share of numbered paragraphs below white space from which it tells where a paragraph ends."""
WIDE_LEADING = 2.0
"""Greatest distance of two lines of a heading, in sizes."""
LONGEST_TITLE = 70
"""Characters of a heading that is told by its words and place alone."""
LEAST_WORDS = 8
"""Words of a bold sentence that is no heading; 20 of the 1,152 headings of 77 reports end so, and state grades."""
MOST_TITLES = 3
"""Titles that may stand over one another ("Areas for improvement", "Help and protection")."""

_FIELD = re.compile(r"\s*[A-Z][\w’'/&, -]{2,45}:\s+\S")


@dataclass(slots=True)
class Block:
    """Lines of one role in reading order. `skip` is the length of the printed number or bullet in the first line."""

    role: Role
    lines: list[Line] = field(default_factory=list)
    number: int | None = None
    skip: int = 0
    rows: list[int] = field(default_factory=list)
    """Indices in `lines` (above 0) where a line break is kept: rows, and what hangs in a numbered paragraph."""
    printed: str = ""
    """Its number as printed where that is no plain number."""
    shown: str = ""
    """Its words where they are not those of its lines alone: a table's row with its headers."""

    @property
    def first(self) -> Line:
        """The line that opens the block."""
        return self.lines[0]

    @property
    def last(self) -> Line:
        """The line that closes the block so far."""
        return self.lines[-1]

    def take(self, other: "Block") -> None:
        """Append the lines of `other` as a new row."""
        offset = len(self.lines)
        self.rows += [offset, *(offset + row for row in other.rows)]
        self.lines += other.lines


def cut_blocks(lines: Sequence[Line], numbers: Mapping[int, Numbered], layout: Layout) -> list[Block]:
    """Group `lines` into blocks; `numbers` says which of them open numbered paragraphs."""
    blocks: list[Block] = []
    tables = find_tables(lines)
    flush = _is_flush(lines, numbers)
    for index, line in enumerate(lines):
        if index in tables:
            blocks.append(Block("table", [line], shown=tables[index]))
            continue
        current = blocks[-1] if blocks else None
        numbered = numbers.get(index)
        bullet = _bullet(lines, index)
        opens = not bullet and _opens_list(lines, index, numbers, current)
        if current and not numbered and not bullet and not any(character.isalnum() for character in line.text):
            current.lines.append(line)
        elif numbered:
            blocks.append(
                Block("numbered", [line], number=numbered.number, skip=numbered.length, printed=numbered.printed)
            )
        elif current and current.role == "numbered" and not opens and _hangs(current, line, layout):
            if bullet or _stands_out(current, line):
                current.rows.append(len(current.lines))
            current.lines.append(line)
        elif opens or is_heading(current.last if current else None, line, layout):
            if current and current.role == "heading" and _same_heading(current.last, line):
                current.lines.append(line)
            else:
                blocks.append(Block("heading", [line]))
        elif bullet:
            blocks.append(Block("bullet", [line], skip=bullet))
        elif current and current.role == "bullet" and _is_item(current, line):
            blocks.append(Block("bullet", [line]))
        elif current and current.role not in ("heading", "table") and _continues(current, line, layout, flush=flush):
            current.lines.append(line)
        else:
            blocks.append(Block("text", [line]))
    return blocks


def _bullet(lines: Sequence[Line], index: int) -> int:
    """Return the length of the bullet that opens a line, 0 for none.

    A dash opens an item only where a new line may begin, a bullet alone on its line only beside the next one.
    """
    line = lines[index]
    match = BULLET.match(line.text)
    if not match:
        return 0
    previous = lines[index - 1] if index and lines[index - 1].sheet == line.sheet else None
    if match.group().strip() in DASHES and previous and not stands_apart(previous, line):
        return match.end() if previous.text.rstrip()[-1:] in ".:;" else 0
    if match.end() < len(line.text.rstrip()):
        return match.end()
    following = lines[index + 1] if index + 1 < len(lines) else None
    beside = following is not None and following.sheet == line.sheet and abs(following.y - line.y) < line.size / 4
    return len(line.text) if beside else 0


def _hangs(block: Block, line: Line, layout: Layout) -> bool:
    """Whether `line` stands indented within the numbered `block`: its text, a bullet, a small heading, a table."""
    if not layout.known or not line.size:
        return bool(BULLET.match(line.text)) and line.indent > block.first.indent
    if line.x < block.first.x + HANGING or abs(line.size - block.first.size) > 1.5:
        return False
    previous = block.last
    apart = previous.sheet != line.sheet or stands_apart(previous, line)
    return not (line.bold and apart and ends_sentence(previous.text) and not line.text.rstrip().endswith(":"))


def _stands_out(block: Block, line: Line) -> bool:
    """Whether a line within a numbered block begins a row: below white space, or bold after a page break."""
    if block.last.sheet == line.sheet:
        return stands_apart(block.last, line)
    return line.bold and not block.last.bold


def _opens_list(lines: Sequence[Line], index: int, numbers: Mapping[int, Numbered], current: Block | None) -> bool:
    """Whether a line heads the next number: bold and in its column; in an export a title, or several, after a sentence.

    However it is set, it is no part of the paragraph before.
    """
    line = lines[index]
    if line.size:
        below = index + 1
        return line.bold and below in numbers and abs(lines[below].x - line.x) <= SAME_COLUMN
    if current and current.role != "heading" and not ends_sentence(current.last.text):
        return False
    below = next((below for below in range(index + 1, index + 1 + MOST_TITLES) if below in numbers), 0)
    return bool(below) and all(_is_title(title.text) for title in lines[index:below])


def _is_item(bullet: Block, line: Line) -> bool:
    """Whether `line` begins an item without a mark of its own, indented below `bullet`."""
    if not line.size or abs(line.size - bullet.first.size) > 1.0:
        return False
    deeper = line.x - bullet.first.x
    if bullet.last.sheet != line.sheet:
        beside = not bullet.skip and abs(deeper) <= SAME_COLUMN
        return bullet.last.text.rstrip()[-1:] in ".;:" and (beside or deeper >= 2.5 * HANGING)
    if not stands_apart(bullet.last, line):
        return False
    return deeper >= HANGING or (not bullet.skip and abs(deeper) <= SAME_COLUMN)


def _same_heading(previous: Line, line: Line) -> bool:
    if previous.sheet != line.sheet or (is_field(previous) and is_field(line)):
        return False
    if line.size:
        alike = abs(previous.size - line.size) < 0.6 and previous.bold == line.bold
        beside = abs(previous.y - line.y) < 1.5 * line.size and abs(previous.x - line.x) > 100
        # Letter-spaced headings are set small in the leading of large ones.
        wide = begins_small(line.text) and 0 < previous.y - line.y <= WIDE_LEADING * line.size
        return beside or (alike and (wide or not stands_apart(previous, line)))
    return previous.level == line.level and not stands_apart(previous, line)


def _is_flush(lines: Sequence[Line], numbers: Mapping[int, Numbered]) -> bool:
    """Whether numbered paragraphs have no hanging indent, and white space between them tells where they end."""
    pairs = [
        (lines[index], lines[index + 1])
        for index in numbers
        if index + 1 < len(lines) and index + 1 not in numbers and lines[index].sheet == lines[index + 1].sheet
    ]
    below = [(line, under) for line, under in pairs if line.size and not stands_apart(line, under)]
    flush = sum(abs(under.x - line.x) <= SAME_COLUMN for line, under in below)
    inside = [index for index in numbers if 0 < index < len(lines) and lines[index - 1].sheet == lines[index].sheet]
    apart = sum(stands_apart(lines[index - 1], lines[index]) for index in inside)
    return 2 * flush > len(below) and apart >= APART * len(inside)


def _continues(block: Block, line: Line, layout: Layout, *, flush: bool = False) -> bool:
    previous = block.last
    if block.role == "text" and is_field(previous) and is_field(line):
        return False
    ended = ends_sentence(previous.text)
    if previous.sheet != line.sheet:
        return _continues_over_page(block, line, layout, ended=ended, flush=flush)
    apart = stands_apart(previous, line)
    if not line.size:
        return not apart
    if apart:
        below = line.y < previous.y and abs(line.x - previous.x) < 40
        return below and not ended and begins_small(line.text)
    if abs(line.size - previous.size) > 1.0:
        return False
    if block.role == "numbered":
        return flush or line.x > block.first.x + SAME_COLUMN or not ended
    return not ended or (line.x > block.first.x - SAME_COLUMN and not breaks_early(previous, line, layout))


def _continues_over_page(block: Block, line: Line, layout: Layout, *, ended: bool, flush: bool) -> bool:
    previous = block.last
    if abs(line.size - previous.size) > 1.0 or opens_back_page(line.text):
        return False
    if not ended:
        return begins_small(line.text) or not breaks_early(previous, line, layout)
    if not line.size:
        runs_on = block.role == "numbered" and not breaks_early(previous, line, layout, share=EARLY_ON_PAGE)
        return begins_small(line.text) or runs_on
    if block.role == "numbered" and flush:
        return not breaks_early(previous, line, layout, share=EARLY_ON_PAGE) and not is_field(line)
    if block.role in ("numbered", "bullet"):
        return line.x > block.first.x + SAME_COLUMN
    return not breaks_early(previous, line, layout, share=EARLY_ON_PAGE)


def mend_blocks(blocks: Sequence[Block]) -> list[Block]:
    """Join what is set apart but read as one, and call small plain headings by their name.

    Rows of names ("Lead inspector: …") become one block; the header of a box that gives a section's grade joins the
    heading below it; a short line without a full stop above bullets or numbers is a heading; a bold sentence with
    nothing below it is none.
    """
    mended: list[Block] = []
    for index, block in enumerate(blocks):
        previous = mended[-1] if mended else None
        following = blocks[index + 1] if index + 1 < len(blocks) else None
        if previous and (_completes_box(previous, block) or (_holds_field(previous) and _holds_field(block))):
            previous.take(block)
        else:
            if block.role == "text" and following and _heads(block, following):
                block.role = "heading"
            elif block.role == "heading" and _heads_nothing(block, following):
                block.role = "text"
            mended.append(block)
    return mended


def _completes_box(previous: Block, block: Block) -> bool:
    """Whether `block` is a cell of the box that names a section and its grade."""
    if previous.role != "heading" or not is_box_header(previous.first.text) or len(block.lines) > 3:
        return False
    return block.role in ("text", "heading") and not ends_in_grade(_words(previous).partition("rade")[2])


def _words(block: Block) -> str:
    return " ".join(line.text.strip() for line in block.lines)


def is_field(line: Line) -> bool:
    """Whether `line` reads like a field of a form: `Lead inspector: …`."""
    return bool(_FIELD.match(line.text))


def _holds_field(block: Block) -> bool:
    return block.role == "text" and len(block.lines) - len(block.rows) * 2 <= 6 and is_field(block.first)


def _heads(block: Block, following: Block) -> bool:
    alone = len(block.lines) == 1 and not _holds_field(block)
    return alone and _is_title(block.first.text) and following.role in ("numbered", "bullet")


def _heads_nothing(block: Block, following: Block | None) -> bool:
    """Whether a sentence set as a heading stands over another heading: it says something, and names nothing."""
    text = _words(block)
    sentence = text.endswith(".") and len(text.split()) >= LEAST_WORDS and not ends_in_grade(text)
    return sentence and block.first.size > 0 and (following is None or following.role == "heading")


def _is_title(text: str) -> bool:
    text = text.strip()
    closed = text[-1] in ".,;" or (text[-1] != "?" and ends_sentence(text))
    return len(text) < LONGEST_TITLE and text[:1].isupper() and not closed
