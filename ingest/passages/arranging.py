"""The parts of a report to drafts of passages: each with its role, and what must improve as recommendations."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from ingest.document import Line
from ingest.kinds.profile import Profile, Table
from ingest.lines.layout import BULLET, Layout, begins_small
from ingest.lines.numbering import Numbered, find_numbers
from ingest.models import ADVISING, PEOPLE, PassageKind, ReadingNote, Role
from ingest.passages.blocks import Block, cut_blocks, mend_blocks
from ingest.passages.headings import style_of
from ingest.passages.parts import Part, cut_parts, cut_table
from ingest.passages.sections import BACK, FRONT, Draft, advises_nothing, block_text

OPENING = "Opening"
INDENTED = 5.0
"""Points by which the rest of an addressee stands in."""


@dataclass(frozen=True, slots=True)
class _Reader:
    profile: Profile
    layout: Layout
    vocabulary: AbstractSet[str] | None

    def draft(self, block: Block, kind: PassageKind, section: tuple[str, ...], role: Role | None, place: str) -> Draft:
        text = block_text(block, self.vocabulary)
        return Draft(block, kind, section, text, place=place, role=role or "")


def arrange_parts(
    lines: Sequence[Line], layout: Layout, vocabulary: AbstractSet[str] | None, profile: Profile
) -> tuple[list[Draft], tuple[ReadingNote, ...]]:
    """Return the drafts of a report of a kind whose sections are known, and what was odd about its numbers."""
    reader = _Reader(profile, layout, vocabulary)
    parts = cut_parts(lines, layout, profile)
    counted = [line for part in parts if not _is_plain(part, profile) for line in part.lines]
    numbers, notes = find_numbers(counted, layout)
    drafts: list[Draft] = []
    start = 0
    for position, part in enumerate(parts):
        if not _is_plain(part, profile):
            end = start + len(part.lines)
            own = {index - start: found for index, found in numbers.items() if start <= index < end}
            drafts += _running(reader, part, own, first=position == 0)
            start = end
        else:
            drafts += [*_headings(reader, part), *_plain(reader, part)]
    return drafts, notes


def _is_plain(part: Part, profile: Profile) -> bool:
    """Whether a part holds no running text: names, addresses, rows of a table."""
    return part.role in PEOPLE or (part.role in profile.tables and part.outer is None)


def _section(part: Part) -> tuple[str, ...]:
    heading = part.outer.heading if part.outer else part.heading
    return (" ".join(" ".join(line.text for line in heading).split()),) if heading else ()


def _headings(reader: _Reader, part: Part) -> list[Draft]:
    section = _section(part)
    blocks = [Block("heading", lines) for lines in (part.heading, part.header) if lines]
    return [reader.draft(block, "heading", section, part.role, "") for block in blocks]


def _plain(reader: _Reader, part: Part) -> list[Draft]:
    if part.role in ADVISING:
        assert part.role is not None
        return _rows(reader, part, reader.profile.tables[part.role])
    if part.role in ("letter_head", "signatures"):
        place = "Letter head" if part.role == "letter_head" else "Signatures"
        return [reader.draft(block, "unnumbered", (), part.role, place) for block in _each_line(part.lines)]
    if not part.lines:
        return []
    block = Block("text", list(part.lines), rows=list(range(1, len(part.lines))))
    return [reader.draft(block, "unnumbered", _section(part), part.role, "")]


def _each_line(lines: Sequence[Line]) -> list[Block]:
    """One block a line; what is indented under a line, or goes on in a small letter, belongs to it."""
    blocks: list[Block] = []
    for line in lines:
        last = blocks[-1] if blocks else None
        if (
            last is not None
            and last.first.page == line.page
            and (
                (
                    line.size
                    and 0 < last.last.y - line.y < 2 * line.size
                    and line.x - last.first.x > INDENTED
                    and line.x - last.first.x < 10 * INDENTED
                )
                or begins_small(line.text)
            )
        ):
            last.lines.append(line)
        else:
            blocks.append(Block("text", [line]))
    return blocks


def _rows(reader: _Reader, part: Part, table: Table) -> list[Draft]:
    drafts: list[Draft] = []
    section = _section(part)
    for number, row in enumerate(cut_table(part.lines, columns=len(table.columns)), start=1):
        called = table.label.format(n=number)
        who = None
        if row.who:
            who = reader.draft(Block("text", row.who), "unnumbered", section, part.role, "")
            who.label = f"{called}, responsible"
            drafts.append(who)
        if row.item:
            item = _row_block(row.item)
            draft = reader.draft(item, "recommendation", section, part.role, "")
            draft.label = called
            draft.parent, draft.lead_in = who, who.text if who else ""
            drafts.append(draft)
    return drafts


def _row_block(lines: list[Line]) -> Block:
    """One block for a row; its bullets, and what stands apart, keep their line breaks."""
    rows = [
        index
        for index, line in enumerate(lines)
        if index and (BULLET.match(line.text) or _returns(lines[index - 1], line, lines[0]))
    ]
    return Block("text", lines, rows=rows)


def _returns(previous: Line, line: Line, first: Line) -> bool:
    """Whether a line goes back to the margin after a bullet."""
    return previous.x - first.x > INDENTED >= line.x - first.x


def _running(reader: _Reader, part: Part, numbers: Mapping[int, Numbered], *, first: bool) -> list[Draft]:
    """Return the drafts of a part of running text, with the headings below its own."""
    outer = _section(part)
    drafts = _headings(reader, part)
    letter = reader.profile.letter is not None
    blocks = cut_blocks(part.lines, numbers, reader.layout)
    if first and not letter and not outer:
        return [_cover(reader, part.lines)] if part.lines else []
    blocks = mend_blocks(blocks)
    listed = any(block.role in ("bullet", "numbered") for block in blocks)
    margin = min((block.first.x for block in blocks if block.role == "bullet"), default=0.0)
    path: list[tuple[tuple[bool, float, bool], str]] = []
    for block in blocks:
        text = block_text(block, reader.vocabulary)
        if block.role == "heading" and outer:
            style = style_of(block.first, reader.layout)
            path = [entry for entry in path if entry[0] > style] + [(style, " ".join(text.split()))]
        section = (*outer, *(title for _, title in path))
        nested = block.role == "bullet" and block.first.x > margin + INDENTED
        kind = _kind(block, part.role, text, listed=listed, nested=nested)
        place = BACK if part.back else OPENING if letter and not section else ""
        drafts.append(reader.draft(block, kind, section, part.role, place))
    return drafts


def _cover(reader: _Reader, lines: Sequence[Line]) -> Draft:
    block = Block("text", list(lines), rows=list(range(1, len(lines))))
    return reader.draft(block, "unnumbered", (), None, FRONT)


def _kind(block: Block, role: Role | None, text: str, *, listed: bool, nested: bool) -> PassageKind:
    """Return the kind of passage: what stands under a role of improvement is advice, marked by a bullet or not."""
    advises = role in ADVISING and not advises_nothing(text)
    match block.role:
        case "numbered":
            return "recommendation" if advises else "paragraph"
        case "bullet":
            return "recommendation" if advises and not nested else "bullet"
        case "text":
            return "recommendation" if advises and not listed and not text.endswith(":") else "unnumbered"
        case other:
            return other
