"""Numbers of other forms than 1, 2, 3: 2.14, R1, "Paragraph 7"; told from dates and quantities by their sequence."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from ingest.document import Line
from ingest.lines.layout import SAME_COLUMN, Layout
from ingest.lines.numbering import Numbered

LEAST = 3
"""Numbers of a form that a report must print before they are its paragraphs'."""
SKIPPED = 2
"""Numbers that may be missing in a row."""

_FORMS = (
    re.compile(r"\s*(?P<printed>(?P<section>\d{1,2}(?:\.\d{1,2})?)\.(?P<count>\d{1,3}))[.)]?\s+(?=[^\W\d_]|[‘“'(\"£])"),
    re.compile(r"\s*(?P<printed>(?P<section>[A-Z]{1,2})(?P<count>\d{1,2}))[.):]?\s+(?=[A-Z‘“])"),
    re.compile(r"\s*(?P<section>[Pp]ara(?:graph)?)\s+(?P<printed>(?P<count>\d{1,3}))[.):]?\s+(?=[A-Z‘“])"),
)


def find_forms(lines: Sequence[Line], layout: Layout) -> Mapping[int, Numbered]:
    """Return the lines that open a paragraph with a number of the form that most of them share, {} for none."""
    best: dict[int, Numbered] = {}
    for form in _FORMS:
        found = _sequence(lines, form, layout)
        best = found if len(found) > len(best) else best
    return best if len(best) >= LEAST else {}


def _sequence(lines: Sequence[Line], form: re.Pattern[str], layout: Layout) -> dict[int, Numbered]:
    matches = [(index, match) for index, line in enumerate(lines) if (match := form.match(line.text))]
    places = Counter(round(lines[index].x) for index, _ in matches)
    found: dict[int, Numbered] = {}
    last: tuple[str, int] | None = None
    for index, match in matches:
        line = lines[index]
        shared = sum(many for x, many in places.items() if abs(x - line.x) <= SAME_COLUMN) >= LEAST
        if layout.known and (not shared or abs(line.size - layout.body) >= 1.5):
            continue
        section, count = match["section"], int(match["count"])
        follows = last is not None and section == last[0] and last[1] < count <= last[1] + 1 + SKIPPED
        begins = (last is None or section != last[0]) and count <= 1
        if follows or begins:
            number = count if match["printed"].isdecimal() else None
            found[index] = Numbered(number, match.end(), "" if number else match["printed"])
            last = (section, count)
    return found
