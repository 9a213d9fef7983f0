"""Draws pages of a PDF by PDFium, in the child that `ui.printed.pictures` starts."""

import base64
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image, ImageChops, ImageDraw

from ingest.isolation import sandbox
from ingest.isolation.messages import Garbled, receive, send
from ingest.pages.pdfium import Fault, open_file
from ingest.pages.pictured import draw, marked_boxes, read_characters
from ui.parts.quotes import find_quote, split_quote

SCALE = 1.6
"""Pixels a PDF point: body text is readable on a phone, and a page stays near 150 kB."""
LARGEST = 2_500
"""Pixels of the longer side at most: A3 fits; a page that says it is as large as a house is drawn smaller."""
HIGHLIGHT = (255, 224, 138)


def main(memory: int, seconds: float) -> None:
    """Draw what is asked for, one request after another, until stdin closes."""
    answers = sandbox.own_answers()
    sandbox.enter(memory)
    while True:
        try:
            request = json.loads(receive(sys.stdin.buffer))
        except Garbled:
            return
        sandbox.allow_seconds(seconds)
        try:
            pictures = draw_pages(Path(request["file"]), request["pages"], request["quote"])
        except (Fault, OSError, IndexError, MemoryError):
            pictures = []
        send(json.dumps([base64.b64encode(one).decode() for one in pictures]).encode(), answers)


def draw_pages(file: Path, numbers: Sequence[int], quote: str | None = None) -> list[bytes]:
    """Return pages of a PDF (1-based) as PNG, with `quote` marked where it can be placed (see `split_quote`)."""
    with _open_pages(file, numbers) as pages:
        parts = _place(quote, pages)
        return [_draw(page, parts.get(number)) for number, page in pages.items()]


def place_quote(file: Path, numbers: Sequence[int], quote: str) -> dict[int, str]:
    """Return which part of `quote` would be marked on which page, {} where it cannot be placed."""
    with _open_pages(file, numbers) as pages:
        return _place(quote, pages)


@contextmanager
def _open_pages(file: Path, numbers: Sequence[int]) -> Iterator[dict[int, Any]]:
    with open_file(file) as document:
        yield {number: document[number - 1] for number in numbers}


def _place(quote: str | None, pages: Mapping[int, Any]) -> dict[int, str]:
    if not quote:
        return {}
    return split_quote(quote, {number: read_characters(page) for number, page in pages.items()})


def _draw(page: Any, quote: str | None) -> bytes:
    picture = draw(page, min(SCALE, LARGEST / max(page.get_size())))
    if quote:
        marks = Image.new("RGB", picture.size, "white")
        brush = ImageDraw.Draw(marks)
        ((start, end),) = find_quote(quote, read_characters(page))
        for left, top, right, bottom in marked_boxes(page, start, end, picture.size):
            brush.rectangle((left - 1, top - 1, right + 1, bottom + 1), fill=HIGHLIGHT)
        picture = ImageChops.multiply(picture, marks)
    output = BytesIO()
    picture.save(output, "PNG")
    return output.getvalue()


if __name__ == "__main__":
    main(int(sys.argv[1]), float(sys.argv[2]))
