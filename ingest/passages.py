"""A document to its passages: furniture set apart, blocks cut, sections followed, labels given."""

import hashlib
import re
from collections import Counter
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace

from ingest.blocks import Block, cut_blocks, split_footnotes
from ingest.cleaning import join_lines, read_vocabulary, split_furniture
from ingest.document import Document, Line
from ingest.grades import find_judgements
from ingest.headings import heading_ranks, is_grade, style_of
from ingest.labels import make_unique, ordinal_word, shorten
from ingest.layout import BULLET, SAME_COLUMN, Layout, read_layout
from ingest.models import Passage, PassageKind, Span
from ingest.numbering import find_numbers
from ingest.structure import Structure

FRONT = "Front page"
OPENING = "Summary"
_RECOMMENDING = re.compile(
    r"recommendation|areas? for (?:improvement|development|priority action)|needs? to improve|immediate action",
    re.IGNORECASE,
)
_LEAD_IN = re.compile(r":\s*$")


@dataclass(slots=True)
class _Draft:
    block: Block
    kind: PassageKind
    section: tuple[str, ...]
    text: str
    parent: "_Draft | None" = None
    lead_in: str = ""
    label: str = ""
    marks: list[int] = field(default_factory=list)


def build_passages(document: Document, report_key: str) -> Structure:
    """Return the passages of `document` in reading order, what was set apart, and what was odd."""
    lines, furniture = split_furniture(document)
    layout = read_layout(lines)
    vocabulary = read_vocabulary(lines)
    body, footnotes = split_footnotes(lines, layout)
    start, end = find_judgements(body)
    after = body[end:]
    numbers, notes = find_numbers(after, layout)
    blocks = cut_blocks(body[:start], {}, layout) if end else []
    front = len(blocks)
    if end:
        blocks.append(Block("judgements", list(body[start:end])))
    blocks += cut_blocks(after, numbers, layout)
    drafts = _follow_sections(blocks, front, layout, vocabulary)
    drafts += [_Draft(note, "footnote", (), _text(note, vocabulary)) for note in footnotes]
    order = {(line.page, line.start): index for index, line in enumerate(lines)}
    drafts.sort(key=lambda draft: order[(draft.block.first.page, draft.block.first.start)])
    _place_footnotes(drafts)
    _link_bullets(drafts, layout)
    _label(drafts)
    return Structure(_passages(drafts, report_key), furniture, notes)


def _text(block: Block, vocabulary: AbstractSet[str]) -> str:
    texts = [_without_marks(line) for line in block.lines]
    texts[0] = _cut_front(block.first, block.skip)
    if block.role == "judgements":
        return "\n".join(" ".join(text.split()) for text in texts)
    starts = [0, *block.inner, len(texts)]
    parts = [join_lines(texts[begin:stop], vocabulary) for begin, stop in zip(starts, starts[1:], strict=False)]
    return "\n".join(BULLET.sub("• ", part, count=1) if BULLET.match(part) else part for part in parts if part)


def _cut_front(line: Line, length: int) -> str:
    marks = tuple((start - length, end - length) for start, end in line.superscripts if start >= length)
    return _without_marks(replace(line, text=line.text[length:], superscripts=marks))


def _without_marks(line: Line) -> str:
    text = line.text
    for start, end in reversed(line.superscripts):
        text = text[:start] + text[end:]
    return text


def _marks(block: Block) -> list[int]:
    numbers = []
    for index, line in enumerate(block.lines):
        for start, end in line.superscripts:
            if (block.role != "footnote" or index or start >= block.skip) and line.text[start:end].strip().isdigit():
                numbers.append(int(line.text[start:end]))
    return numbers


def _follow_sections(blocks: Sequence[Block], front: int, layout: Layout, vocabulary: AbstractSet[str]) -> list[_Draft]:
    ranks = heading_ranks([block.first for block in blocks[front:] if block.role == "heading"])
    drafts: list[_Draft] = []
    path: list[tuple[int, str]] = []
    cover: _Draft | None = None
    for index, block in enumerate(blocks):
        text = _text(block, vocabulary)
        if block.role == "heading" and index >= front:
            if is_grade(text) and drafts and drafts[-1].kind == "heading":
                drafts[-1].block.lines.extend(block.lines)
                drafts[-1].text += f"\n{text}"
                continue
            rank = ranks[style_of(block.first)]
            path = [entry for entry in path if entry[0] < rank] + [(rank, _title(block, text, vocabulary))]
        section = tuple(title for _, title in path)
        if index < front and block.role != "heading":
            if cover is None:
                cover = _Draft(block, "unnumbered", (FRONT,), text)
                drafts.append(cover)
            else:
                cover.block.lines.extend(block.lines)
                cover.text += f"\n{text}"
            continue
        drafts.append(_Draft(block, _kind(block, section), section, text))
    return drafts


def _title(block: Block, text: str, vocabulary: AbstractSet[str]) -> str:
    lines = [line for line in block.lines if not is_grade(line.text)]
    return join_lines([_without_marks(line) for line in lines], vocabulary) if lines else text


def _kind(block: Block, section: tuple[str, ...]) -> PassageKind:
    advised = bool(section) and any(_RECOMMENDING.search(title) for title in section[-2:])
    if block.role == "numbered":
        return "recommendation" if advised else "paragraph"
    if block.role == "bullet":
        return "recommendation" if advised else "bullet"
    return "unnumbered" if block.role == "text" else block.role


def _place_footnotes(drafts: Sequence[_Draft]) -> None:
    section: tuple[str, ...] = ()
    for draft in drafts:
        if draft.kind == "footnote":
            draft.section = section
        else:
            section = draft.section
        draft.marks = _marks(draft.block)


def _link_bullets(drafts: Sequence[_Draft], layout: Layout) -> None:
    """Give each bullet the sentence it hangs from and its parent."""
    lead: _Draft | None = None
    stack: list[_Draft] = []
    for draft in drafts:
        if draft.kind == "footnote":
            continue
        if draft.block.role != "bullet":
            lead, stack = (draft if draft.kind != "heading" else None), []
            continue
        depth = _depth(draft.block, layout)
        stack = [other for other in stack if _depth(other.block, layout) < depth - SAME_COLUMN]
        parent = stack[-1] if stack else None
        if parent is None and lead is not None and _LEAD_IN.search(lead.text):
            parent = lead
        if parent is not None:
            draft.parent = parent
            draft.lead_in = f"{parent.lead_in} {parent.text}".strip()
        stack.append(draft)


def _depth(block: Block, layout: Layout) -> float:
    return block.first.x if layout.known else 10.0 * block.first.indent


def _label(drafts: Sequence[_Draft]) -> None:
    names = _section_names(drafts)
    totals = Counter((draft.section, draft.kind) for draft in drafts)
    counts: Counter[tuple[object, str]] = Counter()
    printed = Counter(draft.block.number for draft in drafts if draft.block.role == "numbered")
    labels = []
    for draft in drafts:
        key = (draft.section, draft.kind)
        counts[key] += 1
        labels.append(_one_label(draft, names[draft.section], counts[key], alone=totals[key] == 1, printed=printed))
    qualifiers = [draft.section[-1] if draft.section else "" for draft in drafts]
    for draft, label in zip(drafts, make_unique(labels, qualifiers), strict=True):
        draft.label = label


def _one_label(draft: _Draft, name: str, count: int, *, alone: bool, printed: Counter[int | None]) -> str:
    number = draft.block.number
    match draft.kind:
        case "judgements":
            return "Judgements"
        case "heading":
            return f"Heading: {shorten(draft.text)}"
        case "footnote":
            return f"Footnote {number}"
        case "paragraph":
            return f"para {number}"
        case "recommendation" if number is not None:
            return f"Recommendation {count} (para {number})" if printed[number] == 1 else f"Recommendation {count}"
        case "recommendation" | "bullet":
            return f"{name}, point {count}"
        case _:
            return name if alone else f"{name}, {ordinal_word(count)} paragraph"


def _section_names(drafts: Sequence[_Draft]) -> dict[tuple[str, ...], str]:
    """Return what each section is called: its heading, with the one above where that alone says too little."""
    paths = list(dict.fromkeys(draft.section for draft in drafts))
    alone = Counter(path[-1] for path in paths if path)
    names: dict[tuple[str, ...], str] = {}
    for path in paths:
        if not path:
            names[path] = OPENING
        elif path[-1].lower() == "summary" and len(path) > 1:
            names[path] = f"Summary of {path[-2]}"
        elif alone[path[-1]] > 1 and len(path) > 1:
            names[path] = f"{path[-1]} ({path[-2]})"
        else:
            names[path] = path[-1]
    return names


def _passages(drafts: Sequence[_Draft], report: str) -> tuple[Passage, ...]:
    ids = {id(draft): _id(report, draft) for draft in drafts}
    notes = {draft.block.number: ids[id(draft)] for draft in drafts if draft.kind == "footnote"}
    return tuple(
        Passage(
            id=ids[id(draft)],
            report=report,
            label=draft.label,
            kind=draft.kind,
            number=draft.block.number if draft.kind != "footnote" else None,
            section=draft.section,
            text=draft.text,
            ordinal=ordinal,
            spans=_spans(draft.block.lines),
            lead_in=draft.lead_in,
            parent=ids[id(draft.parent)] if draft.parent else None,
            footnotes=tuple(notes[mark] for mark in draft.marks if mark in notes),
        )
        for ordinal, draft in enumerate(drafts)
    )


def _id(report: str, draft: _Draft) -> str:
    """Derive the id from the label, which names section, kind and ordinal as PDF and export agree on them."""
    return hashlib.sha256(f"{report}\n{draft.kind}\n{draft.label}".encode()).hexdigest()[:16]


def _spans(lines: Sequence[Line]) -> tuple[Span, ...]:
    spans: list[Span] = []
    for line in lines:
        if spans and spans[-1].page == line.page and spans[-1].end + 1 >= line.start:
            spans[-1] = Span(line.page, spans[-1].start, line.end)
        else:
            spans.append(Span(line.page, line.start, line.end))
    return tuple(spans)
