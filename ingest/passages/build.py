"""A document to its passages: furniture set apart, blocks cut, sections followed, labels given."""

import hashlib
import re
from collections import Counter
from collections.abc import Mapping, Sequence

from ingest.document import Document, Line
from ingest.kinds.profile import Profile
from ingest.lines.cleaning import read_vocabulary, split_furniture
from ingest.lines.forms import find_forms
from ingest.lines.layout import Layout, read_layout
from ingest.lines.numbering import find_numbers
from ingest.models import Furniture, Passage, ReadingNote, Span
from ingest.passages.arranging import arrange_parts
from ingest.passages.blocks import Block, cut_blocks, is_field, mend_blocks
from ingest.passages.footnotes import footnote_number, split_footnotes
from ingest.passages.grades import cut_rows, find_judgements, stands_in_front
from ingest.passages.labels import give_labels
from ingest.passages.sections import Draft, block_text, follow_sections, link_items, marks_of, place_footnotes
from ingest.structure import Structure

_RUNNING_NUMBER = re.compile(r"(?<!\d)\d{1,3}$|^\d{1,3}(?!\d)")
COUNTED = 3
"""Pages whose running lines count them."""
PROSE_LINES = 3
"""Lines that a paragraph must have to end the front page of a report whose judgements stand elsewhere."""


def build_passages(document: Document, report_key: str, profile: Profile | None = None) -> Structure:
    """Return the passages of `document` in reading order, what was set apart, and what was odd.

    Where the report's kind is known by a `profile` that says what its sections mean, they are cut by that.
    """
    lines, furniture = split_furniture(document, profile.running if profile else ())
    layout = read_layout(lines)
    vocabulary = read_vocabulary(lines)
    body, footnotes = split_footnotes(lines, layout)
    if profile is not None and profile.sections:
        drafts, notes = arrange_parts(body, layout, vocabulary, profile)
    else:
        blocks, front, notes = _cut(body, layout)
        drafts = follow_sections(blocks, front, layout, vocabulary)
    for draft in drafts:
        draft.marks = marks_of(draft.block)
    for block in map(_footnote, footnotes):
        drafts.append(Draft(block, "footnote", (), block_text(block, vocabulary)))
    order = {(line.page, line.start): index for index, line in enumerate(lines)}
    drafts.sort(key=lambda draft: order[draft.block.first.page, draft.block.first.start])
    place_footnotes(drafts)
    link_items(drafts)
    give_labels(drafts)
    passages = _passages(drafts, report_key, _printed_pages(furniture, document.labels))
    return Structure(passages, furniture, notes + _empty_pages(document))


def _cut(body: Sequence[Line], layout: Layout) -> tuple[list[Block], int, tuple[ReadingNote, ...]]:
    """Return the blocks of the text proper, how many of them are the front page, and what was odd about numbers."""
    start, end = find_judgements(body)
    proper = [*body[:start], *body[end:]]
    numbers, notes = find_numbers(proper, layout)
    forms = find_forms(proper, layout)
    if len(forms) > len(numbers):
        numbers, notes = forms, ()
    before = cut_blocks(body[:start], numbers, layout)
    after = cut_blocks(body[end:], {index - start: found for index, found in numbers.items() if index >= start}, layout)
    if not end:
        blocks = mend_blocks(after)
        return blocks, _front_blocks(blocks, layout), notes
    graded = Block("judgements", list(body[start:end]), rows=cut_rows(body[start:end])[1:])
    if stands_in_front(body, start):
        return [*before, graded, *mend_blocks(after)], len(before), notes
    blocks = [*mend_blocks(before), graded, *mend_blocks(after)]
    return blocks, _front_blocks(blocks, layout), notes


def _empty_pages(document: Document) -> tuple[ReadingNote, ...]:
    return tuple(
        ReadingNote("page_without_text", f"Page {page.number} holds no text: it is blank, or a picture.", page.number)
        for page in document.pages
        if page.number and not page.text.strip()
    )


def _front_blocks(blocks: Sequence[Block], layout: Layout) -> int:
    """Return how many blocks stand on the front page of a report whose judgements stand elsewhere.

    They end with the last of the front page's fields ("Published: …"); without any there is no front page.
    """
    front = 0
    for index, block in enumerate(blocks):
        if block.role not in ("text", "heading") or block.first.page > 1 or _is_prose(block, layout):
            break
        if any(is_field(line) for line in block.lines):
            front = index + 1
    return front


def _is_prose(block: Block, layout: Layout) -> bool:
    long = max(len(line.text) for line in block.lines) > 0.7 * layout.width
    return block.role == "text" and len(block.lines) >= PROSE_LINES and long


def _footnote(lines: list[Line]) -> Block:
    number = footnote_number(lines[0])
    return Block("footnote", lines, number=number, skip=lines[0].superscripts[0][1] if number is not None else 0)


def _printed_pages(furniture: Sequence[Furniture], labels: Sequence[str]) -> dict[int, str]:
    """Return what each page calls itself, {} where all agree with the PDF's own count; `labels` is the file's word."""
    printed = {page: label for page, label in enumerate(labels, start=1) if label} | _running_numbers(furniture)
    printed |= {one.span.page: one.text for one in furniture if one.reason == "page number"}
    return printed if any(text != str(page) for page, text in printed.items()) else {}


def _running_numbers(furniture: Sequence[Furniture]) -> dict[int, str]:
    """Return the numbers that end (or begin) the running lines, where they count the pages."""
    running = [one for one in furniture if one.reason in ("running header", "running footer")]
    numbers = {one.span.page: match for one in running if (match := _RUNNING_NUMBER.search(one.text))}
    offsets = Counter(page - int(match[0]) for page, match in numbers.items())
    offset, many = offsets.most_common(1)[0] if offsets else (0, 0)
    counted = many >= COUNTED and 2 * many > len(numbers)
    return {page: match[0] for page, match in numbers.items() if counted and page - int(match[0]) == offset}


def _passages(drafts: Sequence[Draft], report: str, printed: Mapping[int, str]) -> tuple[Passage, ...]:
    ids = {id(draft): _passage_id(report, draft) for draft in drafts}
    footnotes = [draft for draft in drafts if draft.kind == "footnote"]
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
            printed_pages=_printed_on(draft.block.lines, printed),
            lead_in=draft.lead_in,
            parent=ids[id(draft.parent)] if draft.parent else None,
            footnotes=tuple(ids[id(note)] for mark in draft.marks if (note := _marked(mark, draft, footnotes))),
            role=draft.role,
        )
        for ordinal, draft in enumerate(drafts)
    )


def _marked(mark: int, draft: Draft, footnotes: Sequence[Draft]) -> Draft | None:
    """Return the footnote of that number; where two have it, the one that shares a page with `draft`."""
    same = [note for note in footnotes if note.block.number == mark]
    pages = {line.page for line in draft.block.lines}
    return next((note for note in same if note.block.first.page in pages), same[0] if same else None)


def _printed_on(lines: Sequence[Line], printed: Mapping[int, str]) -> tuple[str, ...]:
    return tuple(printed[page] for page in dict.fromkeys(line.page for line in lines) if page in printed)


def _passage_id(report: str, draft: Draft) -> str:
    """Derive the id from the label: it names section, kind and ordinal in the words PDF and export share."""
    return hashlib.sha256(f"{report}\n{draft.kind}\n{draft.label}".encode()).hexdigest()[:16]


def _spans(lines: Sequence[Line]) -> tuple[Span, ...]:
    spans: list[Span] = []
    for line in lines:
        if spans and spans[-1].page == line.page and spans[-1].end + 1 >= line.start >= spans[-1].start:
            spans[-1] = Span(line.page, spans[-1].start, line.end)
        else:
            spans.append(Span(line.page, line.start, line.end))
    return tuple(spans)
