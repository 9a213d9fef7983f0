"""Footnotes: told from the text above them, and linked from where they are marked."""

import re
from collections.abc import Sequence
from dataclasses import replace

from ingest.document import Line
from ingest.lines.layout import Layout, stands_apart

SMALL = 0.9
"""Greatest size of a footnote, as a share of the body's size."""

_NUMBER = re.compile(r"\s*(\d{1,2})(?=\D)")
_SYMBOL = re.compile(r"\s*[*†‡]+\s*\S")


def split_footnotes(lines: Sequence[Line], layout: Layout) -> tuple[list[Line], list[list[Line]]]:
    """Return the lines of the text proper, and the lines of each footnote.

    A footnote begins with a raised number in a line no larger than the text, or with an asterisk in a smaller one;
    smaller lines below go on with it.
    """
    kept: list[Line] = []
    notes: list[list[Line]] = []
    within = False
    for line in lines:
        small = line.size <= SMALL * layout.body
        numbered = footnote_number(line) is not None and line.size <= layout.body
        if numbered or (small and layout.known and _SYMBOL.match(line.text)):
            notes.append([line])
            within = True
        elif within and _goes_on(notes[-1][-1], line, layout):
            notes[-1].append(line)
        else:
            within = False
            kept.append(line)
    return mark_unraised(kept, notes), notes


def footnote_number(line: Line) -> int | None:
    """Return the raised number that opens `line`, None where it opens otherwise."""
    match = _NUMBER.match(line.text)
    if match and line.superscripts and line.superscripts[0][0] <= match.start(1):
        return int(match.group(1))
    return None


def _goes_on(previous: Line, line: Line, layout: Layout) -> bool:
    small = line.size <= SMALL * layout.body and abs(line.size - previous.size) < 0.6
    return small and previous.sheet == line.sheet and not stands_apart(previous, line)


def mark_unraised(lines: list[Line], notes: Sequence[Sequence[Line]]) -> list[Line]:
    """Mark the numbers of footnotes that are printed as plain digits behind a word (`schools3`) on the same page."""
    raised = {(line.page, line.text[start:end]) for line in lines for start, end in line.superscripts}
    for note in notes:
        number = footnote_number(note[0])
        if number is None or (note[0].page, str(number)) in raised:
            continue
        glued = re.compile(rf"(?<=[a-z]){number}(?=[\s,.;:)])")
        hits = [
            (index, match)
            for index, line in enumerate(lines)
            if line.page == note[0].page
            for match in glued.finditer(line.text)
        ]
        if len(hits) == 1:
            index, match = hits[0]
            marks = tuple(sorted((*lines[index].superscripts, match.span())))
            lines[index] = replace(lines[index], superscripts=marks)
    return lines
