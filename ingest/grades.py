"""Where the headline judgements stand: the lines from the headline sentence to the last row of the table."""

import re
from collections.abc import Sequence

from ingest.document import Line

FIRST_PAGES = 3
"""Pages at the front on which the headline judgements begin."""
LONGEST_ROW = 4
"""Lines that one row may take before its grade."""

GRADE = r"(?:outstanding|good|adequate|inadequate|requires? improvement(?: to be good)?|not judged)"
_OPENING = re.compile(
    r"\s*(?:<b>)?\s*(?:the overall judgement is|children.s services in .+ (?:is|are) \w|judgements?\s+grade\s*$"
    r"|1\.?\s+children who need help and protection)",
    re.IGNORECASE,
)
_ENDS_IN_GRADE = re.compile(rf"\b{GRADE}\s*\.?\s*\d?\s*(?:</b>)?\s*$", re.IGNORECASE)
_ROW = re.compile(r"\s*(?:<b>)?\s*(?:\d(?:\.\d)?\.?\s+\S|judgements?\s+grade)", re.IGNORECASE)
_CLOSING = re.compile(
    r"\s*(?:executive summary|contents|summary|what .{3,40} improve\??|the local authority)\s*", re.IGNORECASE
)


def find_judgements(lines: Sequence[Line]) -> tuple[int, int]:
    """Return [start, end) of the headline judgements among `lines`, (0, 0) where there are none."""
    start = next(
        (
            index
            for index, line in enumerate(lines)
            if line.page <= FIRST_PAGES and _OPENING.match(line.text) and _table_follows(lines, index)
        ),
        None,
    )
    if start is None:
        return 0, 0
    end = start + 1
    for index in range(start, len(lines)):
        line = lines[index]
        if _CLOSING.fullmatch(line.text) or line.page > lines[start].page + 1:
            break
        if _ENDS_IN_GRADE.search(line.text) and (len(line.text) < 75 or line.bold):
            end = index + 1
        elif index - end >= 12:
            break
    return start, end


def _table_follows(lines: Sequence[Line], index: int) -> bool:
    return sum(bool(_ENDS_IN_GRADE.search(line.text)) for line in lines[index : index + 25]) >= 3
