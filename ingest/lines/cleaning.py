"""What belongs to the page rather than to the report is set apart; broken lines are joined into running text."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from typing import Literal, cast

from ingest.document import Document, Line, Page
from ingest.models import Furniture, Span

Reason = Literal[
    "running header",
    "running footer",
    "page number",
    "contents",
    "watermark",
    "line number",
    "not shown",
    "picture",
    "front matter",
]

EDGE_LINES = 3
"""Lines at either end of a page's text (in stream order) that may be running headers or footers."""
EDGE_POINTS = 90.0
"""Height of the strips at the top and bottom of a page where headers and footers stand (A4 is 842 points high)."""
REPEATS = 3
"""Pages that must share a line, its digits aside, before it is a running header or footer."""

_NUMBER = re.compile(r"\s*(?:page\s+)?(?:(\d{1,3})|[ivx]{1,5})(?:\s+of\s+\d{1,3})?\s*", re.IGNORECASE)
_CONTENTS_TITLE = re.compile(r"\s*(?:table of\s+)?contents\s*", re.IGNORECASE)
_CONTENTS_END = re.compile(r"\S\s*[\s.…]\s*\d{1,3}\s*$")
_SPACES = re.compile(r"\s+")
_DIGITS = re.compile(r"\d+")
_WORD = re.compile(r"[^\W\d_]+(?:[-‑][^\W\d_]+)*")
_LAST_PART = re.compile(r"([^\W_]+)[-‑\u00ad]$")
_FIRST_PART = re.compile(r"[^\W_]+")
KEPT_PREFIXES = frozenset(
    {"anti", "co", "cross", "ex", "high", "inter", "long", "low", "mid", "multi", "non", "off", "on", "out", "over",
     "part", "post", "pre", "pro", "re", "self", "semi", "short", "sub", "two", "under", "up", "well"}
)  # fmt: skip
"""First parts that English usually joins with a hyphen when a word of the report does not decide."""


def split_furniture(
    document: Document, running: Sequence[re.Pattern[str]] = ()
) -> tuple[tuple[Line, ...], tuple[Furniture, ...]]:
    """Return the lines that belong to the report, in reading order, and what was set apart, with the reason.

    A line is a running header or footer when it stands at an edge and at least `REPEATS` pages share it (digits
    aside), a page number when nothing else stands on it at an edge, contents when it belongs to a list of headings
    with page numbers. So is a line at an edge that one of the patterns `running` describes. Nothing else ever is.
    """
    edges = {id(line): edge for page in document.pages for line, edge in _edges(page)}
    shared = _shared(document.pages, edges)
    numbers = _page_numbers(document.pages, edges)
    kept: list[Line] = []
    furniture: list[Furniture] = []
    contents = _contents(document.pages)
    for page in document.pages:
        for line in page.lines:
            edge = edges.get(id(line))
            if line.aside:
                furniture.append(_furniture(line, cast(Reason, line.aside)))
            elif id(line) in contents:
                furniture.append(_furniture(line, "contents"))
            elif id(line) in numbers:
                furniture.append(_furniture(line, "page number"))
            elif edge and (_key(line) in shared or any(pattern.search(line.text) for pattern in running)):
                furniture.append(_furniture(line, "running header" if edge == "top" else "running footer"))
            else:
                kept.append(line)
    return tuple(kept), tuple(furniture)


def _furniture(line: Line, reason: Reason) -> Furniture:
    return Furniture(line.text.strip(), reason, Span(line.page, line.start, line.end))


def _key(line: Line) -> str:
    """Return what a running line's renditions share: its words, its own page's number and other digits aside."""
    text = _SPACES.sub(" ", line.text).strip().lower()
    return _DIGITS.sub("#", text.removesuffix(f" {line.page}"))


def _edges(page: Page) -> Iterable[tuple[Line, str]]:
    """Yield the lines at the page's edges: by position where it is known, else by order."""
    if any(line.size for line in page.lines):
        top = max(842.0, max(line.y for line in page.lines))
        for line in page.lines:
            if line.y < EDGE_POINTS:
                yield line, "bottom"
            elif line.y > top - EDGE_POINTS:
                yield line, "top"
        return
    if page.number:
        for index, line in enumerate(page.lines):
            if index < EDGE_LINES:
                yield line, "top"
            elif index >= len(page.lines) - EDGE_LINES:
                yield line, "bottom"


def _shared(pages: Sequence[Page], edges: dict[int, str]) -> frozenset[str]:
    """Return the keys of edge lines that at least `REPEATS` pages share at about the same height and size."""
    places: dict[str, Counter[tuple[int, int]]] = {}
    for page in pages:
        seen = {(_key(line), (round(line.y / 12), round(line.size))) for line in page.lines if id(line) in edges}
        for key, place in seen:
            if not any(character.isalpha() for character in key):
                continue
            places.setdefault(key, Counter())[place] += 1
    # A letter of two pages has its footer twice.
    printed = sum(bool(page.lines) for page in pages)
    repeats = min(REPEATS, printed) if printed > 1 else REPEATS
    return frozenset(key for key, counts in places.items() if max(counts.values()) >= repeats)


def _page_numbers(pages: Sequence[Page], edges: dict[int, str]) -> frozenset[int]:
    """Return the identities of edge lines that hold the page's number and nothing else.

    A number that a paragraph wrapped there is told by its distance from the PDF's own count: that of page numbers
    is the same on most pages.
    """
    found = [
        (line, page.number - int(match.group(1)) if match.group(1) else None)
        for page in pages
        for line in page.lines
        if id(line) in edges and (match := _NUMBER.fullmatch(line.text))
    ]
    offsets = Counter(offset for _, offset in found if offset is not None)
    usual = offsets.most_common(1)[0][0] if offsets else None
    return frozenset(id(line) for line, offset in found if offset in (usual, None)) | _counted(pages)


def _counted(pages: Sequence[Page]) -> frozenset[int]:
    """Return the identities of the page numbers in an export without pages: bare numbers that count up from the first.

    Fewer than `REPEATS` of them may be anything.
    """
    if [page.number for page in pages] != [0]:
        return frozenset()
    counted: list[int] = []
    expected = (1, 2)
    for line in pages[0].lines:
        words = line.text.strip()
        if words.isdecimal() and len(words) < 4 and int(words) in expected:
            counted.append(id(line))
            expected = (int(words) + 1, int(words) + 2)
    return frozenset(counted) if len(counted) >= REPEATS else frozenset()


def _contents(pages: Sequence[Page]) -> frozenset[int]:
    """Return the identities of the lines of contents lists: a title, then entries that end in a page number."""
    found: set[int] = set()
    for index, page in enumerate(pages):
        for position, line in enumerate(page.lines):
            if _CONTENTS_TITLE.fullmatch(line.text):
                entries = page.lines[position + 1 :]
                taken = _contents_entries(entries)
                if taken:
                    found |= {id(line)} | {id(entry) for entry in entries[:taken]}
                if taken and taken == len(entries) and index + 1 < len(pages):
                    following = pages[index + 1].lines
                    found |= {id(entry) for entry in following[: _contents_entries(following, least=3)]}
    return frozenset(found)


def _contents_entries(lines: Sequence[Line], *, least: int = 1) -> int:
    """Return how many of the first `lines` are entries; an entry may wrap over up to three lines."""
    taken = entries = 0
    pending = 0
    for count, line in enumerate(lines, start=1):
        if _CONTENTS_END.search(line.text):
            taken, pending, entries = count, 0, entries + 1
        else:
            pending += 1
            if pending > 2:
                break
    return taken if entries >= least else 0


def read_vocabulary(lines: Sequence[Line]) -> frozenset[str] | None:
    """Return the words of a document whose layout breaks words (`assess-` / `ment`), None for one that breaks none.

    The word processors that made most reports break none: in 77 of them every hyphen at a line's end is a printed one.
    """
    words: set[str] = set()
    breaks: list[tuple[str, str]] = []
    before = ""
    for line in lines:
        found = [match.group().lower() for match in _WORD.finditer(line.text)]
        if before and found:
            breaks.append((before, found.pop(0)))
        broken = _LAST_PART.search(line.text.rstrip())
        before = broken.group(1).lower() if broken else ""
        words.update(found[:-1] if broken else found)
    parted = [
        {left, right} & words
        for left, right in breaks
        if left + right in words and left not in KEPT_PREFIXES and not {left, right} <= words
    ]
    # One half that is no word may just be rare; two are no words at all, or most breaks are alike.
    return frozenset(words) if not all(parted) or 2 * len(parted) > len(breaks) else None


def join_lines(texts: Sequence[str], vocabulary: AbstractSet[str] | None = None) -> str:
    """Join broken lines with single spaces; a word that the layout broke is mended.

    A hyphen at a line's end stays where there is no `vocabulary`, the report writes the word with one elsewhere, or
    both parts are words of their own; it goes where the report writes the word without.
    """
    joined = ""
    for text in texts:
        cleaned = _SPACES.sub(" ", text).strip()
        if not cleaned:
            continue
        joined = _join(joined, cleaned, vocabulary) if joined else cleaned
    return joined


def _join(left: str, right: str, vocabulary: AbstractSet[str] | None) -> str:
    if left.endswith("/") or (left[-1] in "–—" and left[-2:-1].isdigit() and right[0].isdigit()):
        return left + right
    broken, first = _LAST_PART.search(left), _FIRST_PART.match(right)
    if not broken or not first or left[-2:-1] == " ":
        return f"{left} {right}"
    if left.endswith("\u00ad"):
        return left[:-1] + right
    if vocabulary is None or _keeps_hyphen(broken.group(1), first.group(), vocabulary):
        return left + right
    return left[:-1] + right


def _keeps_hyphen(before: str, after: str, vocabulary: AbstractSet[str]) -> bool:
    before, after = before.lower(), after.lower()
    if f"{before}-{after}" in vocabulary or not (before + after).isalpha():
        return True
    if before + after in vocabulary:
        return False
    return before in KEPT_PREFIXES or after in vocabulary or before in vocabulary
