"""A report cut into what is read at a time: a page of its PDF, or a section of an export without pages."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from ingest.models import Passage

SHORTEST_HIT = 2
"""Characters: one letter fits everywhere."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """`page` is the page of the PDF, None in an export; `heading` the section that it begins in."""

    page: int | None
    heading: str
    passages: tuple[Passage, ...]


def cut_into_sheets(passages: Sequence[Passage], page_count: int) -> list[Sheet]:
    """Return the sheets in order, every passage on each that it stands on; pages without a passage are there, too."""
    if page_count:
        on_page: dict[int, list[Passage]] = {page: [] for page in range(1, page_count + 1)}
        for passage in passages:
            for page in passage.pages:
                on_page[page].append(passage)
        return [Sheet(page, _heading(found), tuple(found)) for page, found in on_page.items()]
    return [
        Sheet(None, heading, tuple(found))
        for heading, found in groupby(passages, key=lambda one: one.section[0] if one.section else "")
    ]


def _heading(passages: Sequence[Passage]) -> str:
    return next((one.section[0] for one in passages if one.section), "")


def sheet_of(passage: str, sheets: Sequence[Sheet]) -> int | None:
    """Return the place of the first sheet with a passage, by its id."""
    places = (place for place, sheet in enumerate(sheets) if any(one.id == passage for one in sheet.passages))
    return next(places, None)


def sections_of(sheets: Sequence[Sheet]) -> dict[str, int]:
    """Map each top section to the place of the sheet on which it begins."""
    found: dict[str, int] = {}
    for place, sheet in enumerate(sheets):
        for one in sheet.passages:
            if one.section:
                found.setdefault(one.section[0], place)
    return found


def find_passages(passages: Sequence[Passage], wanted: str) -> list[Passage]:
    """Return the passages that hold every word of `wanted`, in their text or label, in the report's order."""
    words = [word for word in wanted.casefold().split() if len(word) >= SHORTEST_HIT or word.isdigit()]
    if not words:
        return []
    return [one for one in passages if all(word in f"{one.label} {one.text}".casefold() for word in words)]


def around(text: str, wanted: str, *, length: int = 220) -> str:
    """Return the stretch of `text` about the first word of `wanted` that stands in it, cut at spaces."""
    if len(text) <= length:
        return text
    places = [text.casefold().find(word) for word in wanted.casefold().split()]
    start = max(0, min((place for place in places if place >= 0), default=0) - length // 3)
    if start:
        start = text.find(" ", start) + 1
    end = text.rfind(" ", start, start + length) if start + length < len(text) else len(text)
    return ("… " if start else "") + text[start:end] + (" …" if end < len(text) else "")
