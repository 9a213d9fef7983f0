"""A report's lines cut into parts by what its sections mean, as its profile says; and a part's table into rows."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from ingest.document import Line
from ingest.kinds.profile import Letter, Profile
from ingest.lines.layout import BULLET, SAME_COLUMN, Layout, ends_sentence, stands_apart
from ingest.models import Role
from ingest.passages.headings import is_heading, opens_back_page

MOST_HEADING_LINES = 4
BACK_LINES = 60
"""Lines at the end of a report among which its back page begins."""
COMPLAINTS = "If you are not happy with the inspection"
SMALLER = 1.0
"""Points by which the heading of a theme is smaller than the one that it stands under."""
_SORTED: tuple[Role, ...] = ("strengths", "weaknesses", "improve", "urgent")
BOXED = 6.0
"""Points by which the heading of a box stands in from the text around it."""
NEW_ROW = 1.025
"""Share of the usual distance of lines above which a row may begin: 14.9 points where lines stand 14.5 apart."""
NEXT_COLUMN = 60.0
"""Least points between the beginnings of two columns of such a table."""


@dataclass(slots=True)
class Part:
    """Lines of one meaning: under a heading that names it, or before the first such heading."""

    role: Role | None
    heading: list[Line] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    header: list[Line] = field(default_factory=list)
    """The header of the table that the part is printed as."""
    themed: bool = False
    """Whether headings of findings below its own only sort it by theme."""
    back: bool = False
    """Whether it is what the publisher prints on the back of every report."""
    outer: "Part | None" = None
    """The part that a box interrupts, where this is what follows the box."""


def cut_parts(lines: Sequence[Line], layout: Layout, profile: Profile) -> list[Part]:
    """Return the parts in reading order; every line is in just one of them."""
    lines, back = _cut_back(lines)
    head, body, signed = _cut_letter(lines, profile.letter)
    parts = [Part(None)]
    index = 0
    while index < len(body):
        current = parts[-1]
        opened = _heading(body, index, layout, profile)
        if _is_header(current, body[index], profile):
            current.header.append(body[index])
        elif opened is not None and _is_theme(current, opened[0], body[index]):
            current.themed = True
            current.lines.append(body[index])
        elif opened is not None:
            parts.append(Part(opened[0], heading=list(body[index : index + opened[1]])))
            index += opened[1] - 1
        else:
            if _leaves_box(current, body[index]):
                parts.append(Part(parts[-2].role, outer=parts[-2].outer or parts[-2]))
            parts[-1].lines.append(body[index])
        index += 1
    if profile.letter is not None:
        parts[0].role = "about" if any(part.role == "summary" for part in parts) else "summary"
    last = (Part("signatures", lines=signed), Part(None, lines=back, back=True))
    return [part for part in (Part("letter_head", lines=head), *parts, *last) if part.heading or part.lines]


def _cut_back(lines: Sequence[Line]) -> tuple[Sequence[Line], list[Line]]:
    """Return the report, and what stands on its back page."""
    first = max(len(lines) - BACK_LINES, 0)
    opened = (index for index in range(first, len(lines)) if _opens_back(lines[index].text))
    start = next(opened, len(lines))
    return lines[:start], list(lines[start:])


def _opens_back(text: str) -> bool:
    return opens_back_page(text) or text.strip().startswith(COMPLAINTS)


def _cut_letter(lines: Sequence[Line], letter: Letter | None) -> tuple[list[Line], list[Line], list[Line]]:
    """Return a letter's head (its printed letterhead first), its text, and its signatures."""
    if letter is None:
        return [], list(lines), []
    until = next((index + 1 for index, line in enumerate(lines) if letter.until.match(line.text.strip())), 0)
    signed = next(
        (index for index, line in enumerate(lines) if index >= until and letter.signed.match(line.text.strip())),
        len(lines),
    )
    top = max((line.y for line in lines[:until]), default=0.0)
    printed = [line for line in lines[until:signed] if until and line.page == 1 and line.size and line.y > top]
    rest = [line for line in lines[until:signed] if line not in printed]
    return [*printed, *lines[:until]], rest, list(lines[signed:])


def _heading(lines: Sequence[Line], index: int, layout: Layout, profile: Profile) -> tuple[Role, int] | None:
    """Return the role of the section that a heading at `index` opens, and how many lines the heading takes."""
    line = lines[index]
    previous = lines[index - 1] if index else None
    named = line.text.rstrip()[-1:] not in ".,;:" and (line.bold or (not line.size and _stands_alone(lines, index)))
    if not (named or is_heading(previous, line, layout)):
        return None
    last = index + 1
    while last < len(lines) and last - index < MOST_HEADING_LINES and _goes_on(lines[last - 1], lines[last]):
        last += 1
    for count in range(last - index, 0, -1):
        text = " ".join(" ".join(one.text for one in lines[index : index + count]).split())
        for role, patterns in profile.sections.items():
            if any(pattern.search(text) for pattern in patterns):
                return role, count
    return None


def _stands_alone(lines: Sequence[Line], index: int) -> bool:
    """Whether white space is above and below a line of an export."""
    above = index == 0 or stands_apart(lines[index - 1], lines[index])
    return above and (index + 1 == len(lines) or stands_apart(lines[index], lines[index + 1]))


def _goes_on(previous: Line, line: Line) -> bool:
    alike = abs(previous.size - line.size) < 0.6 and previous.bold == line.bold and previous.level == line.level
    return alike and previous.page == line.page and not stands_apart(previous, line)


def _is_header(part: Part, line: Line, profile: Profile) -> bool:
    """Whether a line right below the heading of a part is the header of the table that it is printed as."""
    table = profile.tables.get(part.role) if part.role else None
    if table is None or part.lines or not (line.bold or line.size == 0.0):
        return False
    words = " ".join(line.text.split()).casefold()
    return words in " ".join(table.columns).casefold()


def _is_theme(part: Part, role: Role, line: Line) -> bool:
    """Whether a heading of findings only sorts what stands under the one above by theme.

    It does where it is set smaller, or where nothing stands between the two.
    """
    if role != "findings" or part.role not in _SORTED or not part.heading:
        return False
    return part.themed or not part.lines or part.heading[0].size - line.size >= SMALLER


def _leaves_box(part: Part, line: Line) -> bool:
    """Whether a line stands outside the box that a case study is printed in."""
    return part.role == "case_study" and bool(part.heading) and part.heading[0].x - line.x > BOXED


@dataclass(slots=True)
class Row:
    """One row: its cell of who is responsible, if the table has that column, and the item."""

    who: list[Line] = field(default_factory=list)
    item: list[Line] = field(default_factory=list)


def cut_table(lines: Sequence[Line], *, columns: int) -> list[Row]:
    """Return the rows of a table in reading order; a row may run over a page.

    Where the first column says who is responsible, its cells tell the rows: the file may hold the lines of two cells
    one after the other or by turns.
    """
    if columns < 2 or not all(line.size for line in lines):
        return [Row(item=item) for item in _items(lines)]
    left = min(line.x for line in lines)
    first = sorted((line for line in lines if line.x - left < NEXT_COLUMN), key=_place)
    second = sorted((line for line in lines if line.x - left >= NEXT_COLUMN), key=_place)
    pitch = _pitch(lines)
    tops = [_place(line) for index, line in enumerate(first) if _opens_cell(first, second, index, pitch)]
    rows = [Row() for _ in range(max(len(tops), 1))]
    for column, cell in ((first, "who"), (second, "item")):
        for line in column:
            page, depth = _place(line)
            row = sum(top <= (page, depth + 1.0) for top in tops)
            getattr(rows[max(row - 1, 0)], cell).append(line)
    return rows


def _place(line: Line) -> tuple[int, float]:
    return line.page, -line.y


def _opens_cell(first: Sequence[Line], second: Sequence[Line], index: int, pitch: float) -> bool:
    """Whether a line is the top of a cell of the first column."""
    line = first[index]
    previous = first[index - 1] if index else None
    if previous is None:
        return True
    if previous.page == line.page:
        return previous.y - line.y > NEW_ROW * pitch
    # At the top of a page a cell may go on: then the sentence beside it does, too.
    before = [one for one in second if _place(one) < _place(line)]
    return not before or ends_sentence(before[-1].text)


def _items(lines: Sequence[Line]) -> list[list[Line]]:
    """Return the rows of a table of one column: a row begins in its margin below white space or a ruled line."""
    margin = min((line.x for line in lines if not BULLET.match(line.text)), default=0.0)
    pitch = _pitch(lines)
    items: list[list[Line]] = []
    for line in lines:
        previous = items[-1][-1] if items else None
        outer = line.x <= margin + SAME_COLUMN and not BULLET.match(line.text)
        if previous is None or (outer and ends_sentence(previous.text) and _apart(previous, line, pitch)):
            items.append([])
        items[-1].append(line)
    return items


def _apart(previous: Line, line: Line, pitch: float) -> bool:
    if not line.size:
        return stands_apart(previous, line)
    return previous.page != line.page or not 0 < previous.y - line.y <= NEW_ROW * pitch


def _pitch(lines: Sequence[Line]) -> float:
    steps = [
        above.y - below.y
        for above, below in pairwise(lines)
        if above.page == below.page and 0 < above.y - below.y < 2 * max(above.size, below.size)
    ]
    return sorted(steps)[len(steps) // 4] if steps else 0.0
