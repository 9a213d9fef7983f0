"""From passages to what is indexed: a passage, or parts of it that the embedding model can read whole."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from textwrap import shorten

from ingest.chunks.sentences import split_sentences
from ingest.kinds.loader import is_usual, profile_of
from ingest.models import Chunk, Passage, Report

BUDGET = 256
"""Word pieces that all-MiniLM-L6-v2 was trained to read; it ignores what lies beyond."""
_SECTION_LENGTH = 120
_LEAD_IN_LENGTH = 240
_CLAUSE_END = re.compile(r"(?<=[;:,–—])\s+")
_SPACE = re.compile(r"\s+")

Span = tuple[int, int]
Count = Callable[[str], int]


def build_chunks(
    report: Report, passages: Iterable[Passage], count: Count, *, budget: int = BUDGET
) -> tuple[Chunk, ...]:
    """Return the chunks of all passages in order; `count` says how many pieces the model makes of a text.

    Header and text of each chunk fit into `budget` together; the chunks of a passage hold all of its words.
    """
    # Headers of a section are the same again and again.
    counted = lru_cache(maxsize=256)(count)
    return tuple(chunk for passage in passages for chunk in _passage_chunks(report, passage, counted, budget))


def indexed_text(chunk: Chunk) -> str:
    """Return what is embedded and keyword-indexed."""
    # Pieces never cross white space, so the sizes of header and text add up.
    return f"{chunk.header}\n{chunk.text}" if chunk.header else chunk.text


def indexed_sentences(chunk: Chunk) -> tuple[Span, ...]:
    """Return [start, end) of the chunk's sentences within `indexed_text`."""
    shift = len(indexed_text(chunk)) - len(chunk.text) - chunk.start
    return tuple((start + shift, end + shift) for start, end in chunk.sentences)


def _passage_chunks(report: Report, passage: Passage, count: Count, budget: int) -> Iterator[Chunk]:
    header = _header(report, passage, count, budget)
    sentences = split_sentences(passage.text)
    whole = [(sentences[0][0], sentences[-1][1])] if sentences else []
    room = budget - count(header)
    # No piece is shorter than a byte: most headings and bullets need no counting.
    if len(passage.text.encode()) > room and count(passage.text) - count("") > room:
        whole = _split(passage.text, sentences, count, room)
    for part, (start, end) in enumerate(whole):
        yield Chunk(
            id=f"{passage.id}-{part}",
            passage=passage.id,
            part=part,
            text=passage.text[start:end],
            header=header,
            start=start,
            sentences=tuple((max(a, start), min(b, end)) for a, b in sentences if a < end and b > start),
        )


def _header(report: Report, passage: Passage, count: Count, budget: int) -> str:
    """Return the first of ever shorter headers that leaves the text at least half the budget."""
    date = report.published or report.inspected_to
    # The usual family goes without saying, so that what is indexed of it stays as it is.
    who = report.authority if is_usual(report.kind) else f"{report.authority}, {profile_of(report.kind).name}"
    who_when = f"{who}, {date.day} {date:%B %Y}" if date else who
    leaf = passage.section[-1] if passage.section and passage.section[-1] != passage.text else ""
    section = shorten(leaf, _SECTION_LENGTH, placeholder=" …")
    lead_in = shorten(passage.lead_in, _LEAD_IN_LENGTH, placeholder=" …")
    for parts in ((who_when, section, lead_in), (who_when, section), (who_when,)):
        header = ". ".join(part.rstrip(".") for part in parts if part)
        if count(header) <= budget // 2:
            return header
    return ""


def _split(text: str, sentences: Sequence[Span], count: Count, room: int) -> list[Span]:
    """Return the fewest parts of whole sentences that fit into `room` pieces, as even as they can be."""
    overhead = count("")
    units = [unit for sentence in sentences for unit in _fitting(text, sentence, count, room)]
    sizes = [count(text[start:end]) - overhead for start, end in units]
    fewest = len(_packed(sizes, room))
    limit = next(limit for limit in range(room + 1) if limit == room or len(_packed(sizes, limit)) == fewest)
    return [(units[first][0], units[last][1]) for first, last in _packed(sizes, limit)]


def _packed(sizes: Sequence[int], limit: int) -> list[Span]:
    """Return (first, last) of each run of units, filled in order up to `limit`."""
    runs: list[Span] = []
    filled = 0
    for index, size in enumerate(sizes):
        if runs and filled + size <= limit:
            runs[-1] = (runs[-1][0], index)
            filled += size
        else:
            runs.append((index, index))
            filled = size
    return runs


def _fitting(text: str, span: Span, count: Count, room: int) -> Iterator[Span]:
    """Yield the sentence, or pieces of it cut at the clause, word or character nearest its middle until each fits."""
    start, end = span
    if count(text[start:end]) - count("") <= room or end - start < 2:
        yield span
        return
    middle = (start + end) // 2
    quarter = (end - start) // 4
    borders = [match.span() for match in _CLAUSE_END.finditer(text, start + quarter, end - quarter)]
    borders = borders or [match.span() for match in _SPACE.finditer(text, start + 1, end - 1)]
    cut_start, cut_end = min(borders, key=lambda border: abs(border[0] - middle), default=(middle, middle))
    yield from _fitting(text, (start, cut_start), count, room)
    yield from _fitting(text, (cut_end, end), count, room)
