"""How a document is set: its body size, whether positions are known, and how lines stand to one another."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.document import Line

GAP = 1.5
"""Line distance, in sizes, above which a new block begins; lines of a paragraph stand 1.2 apart (1.4 in one report
of 77), paragraphs at least 1.67."""
SAME_COLUMN = 3.0
"""Points by which the beginnings of lines of one column may differ."""
EARLY = 0.8
"""Share of a full line below which a line that ends a sentence ends its paragraph, too."""
EARLY_ON_PAGE = 0.92
"""The same for the last line of a page, where no gap helps to tell: of 21 such places in 77 reports, 16 end there."""

BULLET = re.compile(r"\s*(?:[\uf000-\uf0ff•●▪■◼◆◦○‣∙⁃·]|[-–—](?=\s)|o(?=\s\s?[A-Z]))\s*")
_ENDED = re.compile(r"[.?!][)\]’”\"']*\s*\d?\s*(?:\(Recommendations?\)\s*)?$")


@dataclass(frozen=True, slots=True)
class Layout:
    """`body` is the size of most text in points, 0.0 where positions are unknown; `width` the characters of a full
    line."""

    body: float
    width: int

    @property
    def known(self) -> bool:
        """Whether lines carry positions."""
        return self.body > 0


def read_layout(lines: Sequence[Line]) -> Layout:
    """Measure the body text of `lines`."""
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[line.size] += len(line.text)
    body = sizes.most_common(1)[0][0] if sizes else 0.0
    lengths = sorted(len(line.text.strip()) for line in lines if line.size == body)
    return Layout(body=body, width=lengths[int(len(lengths) * 0.9)] if lengths else 0)


def stands_apart(previous: Line, line: Line) -> bool:
    """Whether a vertical gap (a blank line in an export) separates two lines of one page."""
    if not previous.size or not line.size:
        return line.start - previous.end > 1
    drop = previous.y - line.y
    return drop > GAP * max(previous.size, line.size) or drop < -1.0


def stands_apart_in_table(previous: Line, line: Line) -> bool:
    """Whether `line` begins a row: cells of one row stand beside each other, so a step upwards does not."""
    if not previous.size or not line.size:
        return True
    return previous.y - line.y > GAP * max(previous.size, line.size)


def ends_sentence(text: str) -> bool:
    """Whether `text` ends as a sentence does."""
    return bool(_ENDED.search(text))


def begins_small(text: str) -> bool:
    """Whether the first letter is in lower case: the line goes on from another."""
    first = next((character for character in text if character.isalnum()), "")
    return first.islower()


def breaks_early(previous: Line, line: Line, layout: Layout, *, share: float = EARLY) -> bool:
    """Whether `previous` ends well short of the width though the first word of `line` would have fitted."""
    word = line.text.split(maxsplit=1)[0]
    return len(previous.text.strip()) + 1 + len(word) < share * layout.width
