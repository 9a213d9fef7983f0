"""Draws pages of a PDF by PDFium, in the child that `ui.printed.pictures` starts. The one owner of pypdfium2."""

import base64
import ctypes
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c
from PIL import Image, ImageChops, ImageDraw

from ingest.isolation import sandbox
from ingest.isolation.messages import Garbled, receive, send
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
        except (pdfium.PdfiumError, OSError, IndexError, MemoryError):
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
def _open_pages(file: Path, numbers: Sequence[int]) -> Iterator[dict[int, pdfium.PdfPage]]:
    document = pdfium.PdfDocument(file)
    try:
        yield {number: document[number - 1] for number in numbers}
    finally:
        document.close()


def _place(quote: str | None, pages: Mapping[int, pdfium.PdfPage]) -> dict[int, str]:
    if not quote:
        return {}
    return split_quote(quote, {number: _characters(page.get_textpage()) for number, page in pages.items()})


def _characters(text: pdfium.PdfTextPage) -> list[str]:
    """Return the page's characters so that their places are PDFium's own: its text as one string may leave some out."""
    return [chr(pdfium_c.FPDFText_GetUnicode(text, place)) for place in range(text.count_chars())]


def _draw(page: pdfium.PdfPage, quote: str | None) -> bytes:
    scale = min(SCALE, LARGEST / max(page.get_size()))
    picture = page.render(scale=scale).to_pil().convert("RGB")
    if quote:
        marks = Image.new("RGB", picture.size, "white")
        brush = ImageDraw.Draw(marks)
        for box in _boxes(page, quote, picture.size):
            brush.rectangle(box, fill=HIGHLIGHT)
        picture = ImageChops.multiply(picture, marks)
    output = BytesIO()
    picture.save(output, "PNG")
    return output.getvalue()


def _boxes(page: pdfium.PdfPage, quote: str, size: tuple[int, int]) -> Iterator[tuple[int, int, int, int]]:
    """Yield left, top, right, bottom of each line of `quote`, in pixels."""
    text = page.get_textpage()
    ((start, end),) = find_quote(quote, _characters(text))
    for index in range(text.count_rects(start, end - start)):
        left, bottom, right, top = text.get_rect(index)
        (x0, y0), (x1, y1) = _pixel(page, size, left, top), _pixel(page, size, right, bottom)
        yield min(x0, x1) - 1, min(y0, y1) - 1, max(x0, x1) + 1, max(y0, y1) + 1


def _pixel(page: pdfium.PdfPage, size: tuple[int, int], x: float, y: float) -> tuple[int, int]:
    """Turn a place on the page into pixels, its rotation and crop box considered."""
    across, down = ctypes.c_int(), ctypes.c_int()
    pdfium_c.FPDF_PageToDevice(page, 0, 0, *size, 0, x, y, ctypes.byref(across), ctypes.byref(down))
    return across.value, down.value


if __name__ == "__main__":
    main(int(sys.argv[1]), float(sys.argv[2]))
