"""Where the headline judgements stand: the headline sentence, the table of grades, and what is printed between."""

import re
from collections.abc import Sequence

from ingest.document import Line
from ingest.lines.layout import stands_apart_in_table

FIRST_PAGES = 2
"""Pages at the front on which the headline judgements begin."""
FIRST_LINES = 40
"""Lines at the front of an export on which they begin."""
LONGEST_ROW = 6
"""Lines that a row may take before its grade."""
LONGEST_CELL = 75
"""Characters of a line of a table; prose lines are longer."""
LONGEST_EXPORTED_ROW = 150
"""Characters of a row with its grade; the longest of 77 reports has 104."""

GRADE = r"(?:outstanding|good|adequate|inadequate|requires?\s+improvement(?:\s+to\s+be\s+good)?|not\s+judged)"
_HEADLINE = re.compile(
    r"\W*(?:b>)?\W*(?:the\s+overall\s+judgement\s+is\b|children.s\s+services\s+in\s+"
    r"|the\s+(?:\S+\s+){0,6}(?:local\s+)?safeguarding\s+children.{0,3}\s+(?:board|partnership)\s.*\b(?:is|requires?)\b"
    r"|judgements?(?:\s+grade)?\s*$|1\.?\s+children\s+who\s+need\s+help\s+and\s+protection)",
    re.IGNORECASE,
)
_NUMBERED_ROW = re.compile(r"\W*(?:b>)?\W*\d(?:\.\d)?\.?\s+[A-Z]")
_ENDS_IN_GRADE = re.compile(rf"\b{GRADE}(?:\s*\(?grade\s+\d\)?)?\W*\d?\W*(?:/b>)?\W*$", re.IGNORECASE)
_OVERALL = re.compile(r"\W*(?:b>)?\W*overall\s+effectiveness\b", re.IGNORECASE)
_ROW = re.compile(
    r"\W*(?:b>)?\W*(?:the\s+(?:experiences|impact|effectiveness)|capacity|outcomes|quality|leadership|\d)",
    re.IGNORECASE,
)
_ENDS_OF_GRADE = re.compile(r"^(?:to\s+be\s+)?good\W*$|^improvement(?:\s+to\s+be)?(?:\s+good)?\W*$", re.IGNORECASE)
_CLOSING = re.compile(
    r"\W*(?:executive summary|contents|summary|summary of .{3,40}|what .{3,40} improve\??|the local authority"
    r"|section 1\b.*)\s*",
    re.IGNORECASE,
)
_RECORD = re.compile(r"\W*record of main findings\W*", re.IGNORECASE)


def find_judgements(lines: Sequence[Line]) -> tuple[int, int]:
    """Return [start, end) of the headline judgements among `lines`, (0, 0) where there are none.

    They stand at the front; reports before late 2013 have them as a record on the last page instead.
    """
    for index, line in enumerate(lines):
        if not stands_in_front(lines, index):
            break
        if _HEADLINE.match(line.text) and not line.text.rstrip().endswith(","):
            end = _end(lines, index)
            if end:
                return index, end
    # The last one: an export's contents name it, too.
    record = next((index for index in reversed(range(len(lines))) if _RECORD.fullmatch(lines[index].text)), None)
    if record is not None:
        start = next((index for index in range(record + 1, len(lines)) if _is_graded(lines[index])), None)
        if start is not None:
            return start, _rows_end(lines, start)
    return 0, 0


def stands_in_front(lines: Sequence[Line], index: int) -> bool:
    """Whether a line stands where the headline judgements open a report."""
    page = lines[index].page
    return page <= FIRST_PAGES if page else index < FIRST_LINES


def _is_graded(line: Line) -> bool:
    text = line.text.strip()
    match = _ENDS_IN_GRADE.search(text)
    if not match:
        return bool(_ENDS_OF_GRADE.match(text)) and (len(text) < LONGEST_CELL or line.bold)
    # A row of an export, or of a table set in cells, is one line, whose grade begins with a capital letter.
    whole_row = (not line.size or line.cells) and match.group()[0].isupper() and len(text) < LONGEST_EXPORTED_ROW
    return len(text) < LONGEST_CELL or line.bold or bool(whole_row)


def _ends_row(line: Line) -> bool:
    """Whether a row's grade ends here; in a table it begins with a capital letter."""
    match = _ENDS_IN_GRADE.search(line.text)
    capital = match is None or match.group().lstrip()[:1].isupper()
    return _is_graded(line) and (capital or bool(_ENDS_OF_GRADE.match(line.text.strip())))


def _rows_end(lines: Sequence[Line], start: int) -> int:
    """Return the end of the run of rows that begins at `start`: the last grade before prose or a closing heading."""
    end = start
    overall = False
    for index in range(start, len(lines)):
        line = lines[index]
        if _CLOSING.fullmatch(line.text) or line.page > lines[start].page + 1:
            break
        if overall and index == end and not _ROW.match(line.text) and not _is_grade_tail(line):
            break
        overall = overall or bool(_OVERALL.match(line.text))
        if _ends_row(line):
            end = index + 1
        elif index - end >= LONGEST_ROW or (len(line.text.strip()) > LONGEST_CELL and not line.cells):
            break
    return end


def _end(lines: Sequence[Line], start: int) -> int:
    """Return where the judgements that open at `start` end, 0 if no grade follows.

    A table with the header "Judgement Grade" is followed by prose; the older form fills its page.
    """
    if re.match(r"\W*judgements?\b", lines[start].text, re.IGNORECASE):
        end = _rows_end(lines, start + 1)
        return end if end > start + 1 else 0
    last = start
    graded = False
    for index in range(start, len(lines)):
        line = lines[index]
        if _CLOSING.fullmatch(line.text) or line.page > lines[start].page + 1 or (line.level and index > start):
            break
        if line.page == lines[start].page or _NUMBERED_ROW.match(line.text) or _is_graded(line):
            graded = graded or _is_graded(line)
            last = index
        elif line.page != lines[last].page and index - last > LONGEST_ROW:
            break
    return last + 1 if graded else 0


def _is_grade_tail(line: Line) -> bool:
    return bool(_ENDS_OF_GRADE.match(line.text.strip()) or _ENDS_IN_GRADE.fullmatch(line.text.strip()))


def cut_rows(lines: Sequence[Line]) -> list[int]:
    """Return the indices in `lines` at which a row (or a sentence between the rows) begins.

    The headline is set larger than what explains it.
    """
    return [
        index
        for index, line in enumerate(lines)
        if not index
        or lines[index - 1].page != line.page
        or lines[index - 1].size - line.size > 1.0
        or _NUMBERED_ROW.match(line.text)
        or stands_apart_in_table(lines[index - 1], line)
    ]
