"""What a person would call each passage: unique in its report, without a page, the same from PDF and export."""

import re
from collections import Counter
from collections.abc import Sequence

from ingest.passages.headings import without_box_header
from ingest.passages.sections import Draft

SHORT = 60
"""Characters of a heading that are shown in its label."""
OPENING = "Summary"
"""What the paragraphs before the first heading are called: newer reports open with one under the judgements."""

_BOARD = re.compile(r"safeguarding children.{0,3} (?:board|partnership)|\bLSCB\b", re.IGNORECASE)


def give_labels(drafts: Sequence[Draft]) -> None:
    """Set the label of every draft."""
    names = _section_names(drafts)
    places = [draft.place or names[draft.section] for draft in drafts]
    totals = Counter((place, draft.kind) for place, draft in zip(places, drafts, strict=True))
    printed = Counter(draft.block.number for draft in drafts if draft.block.role == "numbered")
    advice = _count_advice(drafts)
    counts: Counter[tuple[str, str]] = Counter()
    labels = []
    for place, draft in zip(places, drafts, strict=True):
        counts[place, draft.kind] += 1
        count = advice.get(id(draft), counts[place, draft.kind])
        alone = totals[place, draft.kind] == 1
        labels.append(draft.label or _label(draft, place, count, alone=alone, printed=printed))
    for draft, label in zip(drafts, make_unique(labels, [_qualifier(draft) for draft in drafts]), strict=True):
        draft.label = label


def _count_advice(drafts: Sequence[Draft]) -> dict[int, int]:
    """Return which recommendation each numbered one is: one count for each body advised, whatever heads its parts.

    It begins again where the printed numbers do.
    """
    counts: dict[int, int] = {}
    last = {True: (0, 0), False: (0, 0)}
    for draft in drafts:
        number = draft.block.number
        if draft.kind == "recommendation" and number is not None:
            board = _advises_board(draft)
            before, count = last[board]
            counts[id(draft)] = count + 1 if number > before else 1
            last[board] = (number, counts[id(draft)])
    return counts


def _advises_board(draft: Draft) -> bool:
    return any(_BOARD.search(title) for title in draft.section)


def _label(draft: Draft, place: str, count: int, *, alone: bool, printed: Counter[int | None]) -> str:
    number = draft.block.number
    match draft.kind:
        case "judgements":
            return "Judgements"
        case "heading":
            return f"Heading: {shorten(without_box_header(draft.text))}"
        case "footnote":
            return "Footnote" if number is None else f"Footnote {number}"
        case "paragraph":
            return f"para {draft.block.printed or number}"
        case "recommendation" if number is not None:
            paragraph = f" (para {number})" if printed[number] == 1 else ""
            body = ", safeguarding board" if _advises_board(draft) else ""
            return f"Recommendation {count}{paragraph}{body}"
        case "recommendation" if draft.block.printed:
            return f"Recommendation {draft.block.printed}"
        case "recommendation" | "bullet":
            return f"{place}, point {count}"
        case _:
            return place if alone else f"{place}, {ordinal(count)} paragraph"


def _qualifier(draft: Draft) -> str:
    section = draft.section[:-1] if draft.kind == "heading" else draft.section
    return _plain(section[-1]) if section else ""


def _section_names(drafts: Sequence[Draft]) -> dict[tuple[str, ...], str]:
    """Return what each section is called: its heading, with the one above where that alone says too little."""
    paths = list(dict.fromkeys(draft.section for draft in drafts))
    alike = Counter(_plain(path[-1]) for path in paths if path)
    names: dict[tuple[str, ...], str] = {(): OPENING}
    for path in filter(None, paths):
        name = _plain(path[-1])
        if name.lower() == "summary" and len(path) > 1:
            names[path] = f"Summary of {_plain(path[-2])}"
        elif alike[name] > 1 and len(path) > 1:
            names[path] = f"{name} ({_plain(_telling(path, paths))})"
        else:
            names[path] = name
    return names


def _telling(path: tuple[str, ...], paths: Sequence[tuple[str, ...]]) -> str:
    """Return the outermost heading above `path` that no other section of the same name stands under."""
    others = [other for other in paths if other != path and other and _plain(other[-1]) == _plain(path[-1])]
    return next((title for title in path[:-1] if not any(title in other[:-1] for other in others)), path[-2])


def _plain(title: str) -> str:
    return title.rstrip(" :?.")


def make_unique(labels: Sequence[str], qualifiers: Sequence[str]) -> list[str]:
    """Tell equal labels apart: by their qualifier (the section) where that suffices, else by a count."""
    repeated = Counter(labels)
    qualified = [
        f"{label} ({qualifier})" if repeated[label] > 1 and qualifier else label
        for label, qualifier in zip(labels, qualifiers, strict=True)
    ]
    taken: set[str] = set()
    unique = []
    for label in qualified:
        name, count = label, 1
        while name in taken:
            count += 1
            name = f"{label} [{count}]"
        taken.add(name)
        unique.append(name)
    return unique


def shorten(text: str, limit: int = SHORT) -> str:
    """Cut `text` at a word border, with an ellipsis when something was cut."""
    text = " ".join(text.split())
    if len(text) <= limit:
        return text
    return text[: limit + 1].rsplit(" ", 1)[0].rstrip(" ,;:") + " …"


def ordinal(number: int) -> str:
    """Return 1st, 2nd, 3rd, 4th, 11th …"""
    suffix = "th" if 10 <= number % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{suffix}"
