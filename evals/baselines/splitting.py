"""The recursive character splitter that LangChain's tutorials begin with, as its documentation describes it.

Written here because `langchain-text-splitters` is not among our dependencies, and a yardstick is no reason to add it.
Separators in turn: blank line, line, space, character; pieces are joined up to `size`, repeating up to `overlap`.
"""

from collections.abc import Iterator, Sequence

SIZE, OVERLAP = 1_000, 200
SEPARATORS = ("\n\n", "\n", " ", "")


def split_text(text: str, *, size: int = SIZE, overlap: int = OVERLAP) -> list[str]:
    """Return chunks of at most `size` characters."""
    return [chunk for chunk in _split(text, SEPARATORS, size, overlap) if chunk]


def _split(text: str, separators: Sequence[str], size: int, overlap: int) -> Iterator[str]:
    place = next(index for index, one in enumerate(separators) if one in text)
    separator, finer = separators[place], separators[place + 1 :]
    pieces = [one for one in (text.split(separator) if separator else list(text)) if one]
    waiting: list[str] = []
    for piece in pieces:
        if len(piece) < size:
            waiting.append(piece)
            continue
        yield from _join(waiting, separator, size, overlap)
        waiting = []
        yield from _split(piece, finer, size, overlap) if finer else [piece]
    yield from _join(waiting, separator, size, overlap)


def _join(pieces: Sequence[str], separator: str, size: int, overlap: int) -> Iterator[str]:
    """Join pieces up to `size`; each chunk begins with the last pieces, up to `overlap`, of the one before."""
    held: list[str] = []
    total = 0
    for piece in pieces:
        if held and total + len(separator) + len(piece) > size:
            yield separator.join(held).strip()
            while held and (total > overlap or total + len(separator) + len(piece) > size):
                total -= len(held.pop(0)) + (len(separator) if held else 0)
        total += len(piece) + (len(separator) if held else 0)
        held.append(piece)
    if held:
        yield separator.join(held).strip()
