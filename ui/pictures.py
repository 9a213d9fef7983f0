"""The page of a report as a picture, with the quoted words highlighted. The one owner of pypdfium2."""

import ctypes
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c
from PIL import Image, ImageChops, ImageDraw

from ui.quotes import find_quote

SCALE = 1.6
"""Pixels a PDF point: body text is readable on a phone, and a page stays near 150 kB."""
HIGHLIGHT = (255, 224, 138)

Box = tuple[int, int, int, int]
"""Left, top, right, bottom."""

_one_at_a_time = threading.Lock()
"""PDFium is not safe to call from several threads, and each visitor of the chat has one."""


class NoPicture(Exception):
    """The page cannot be drawn: its file is damaged or gone."""


def draw_page(file: Path, number: int, quote: str | None = None) -> bytes:
    """Return page `number` (1-based) of a PDF as PNG, with `quote` marked if it stands on it exactly once.

    Raises `NoPicture`.
    """
    with _open_page(file, number) as page:
        picture = page.render(scale=SCALE).to_pil().convert("RGB")
        marks = Image.new("RGB", picture.size, "white")
        brush = ImageDraw.Draw(marks)
        for box in _boxes(page, quote, picture.size):
            brush.rectangle(box, fill=HIGHLIGHT)
    output = BytesIO()
    ImageChops.multiply(picture, marks).save(output, "PNG")
    return output.getvalue()


def quoted_boxes(file: Path, number: int, quote: str) -> list[Box]:
    """Return the boxes, in pixels of `draw_page`, that it marks for `quote`; [] where it is not placed."""
    with _open_page(file, number) as page:
        width, height = page.get_size()
        return _boxes(page, quote, (round(width * SCALE), round(height * SCALE)))


@contextmanager
def _open_page(file: Path, number: int) -> Iterator[pdfium.PdfPage]:
    with _one_at_a_time:
        try:
            document = pdfium.PdfDocument(file)
        except (pdfium.PdfiumError, FileNotFoundError) as error:
            raise NoPicture(f"Page {number} cannot be drawn: the library's copy of the file is damaged.") from error
        try:
            yield document[number - 1]
        finally:
            document.close()


def _boxes(page: pdfium.PdfPage, quote: str | None, size: tuple[int, int]) -> list[Box]:
    text = page.get_textpage()
    characters = [chr(pdfium_c.FPDFText_GetUnicode(text, place)) for place in range(text.count_chars())]
    places = find_quote(quote, characters) if quote else []
    if len(places) != 1:
        # Not on this page, or in several places: a wrong highlight would be worse than none.
        return []
    start, end = places[0]
    boxes = []
    for index in range(text.count_rects(start, end - start)):
        left, bottom, right, top = text.get_rect(index)
        (x0, y0), (x1, y1) = _pixel(page, size, left, top), _pixel(page, size, right, bottom)
        boxes.append((min(x0, x1) - 1, min(y0, y1) - 1, max(x0, x1) + 1, max(y0, y1) + 1))
    return boxes


def _pixel(page: pdfium.PdfPage, size: tuple[int, int], x: float, y: float) -> tuple[int, int]:
    """Turn a place on the page into pixels, its rotation and crop box considered."""
    across, down = ctypes.c_int(), ctypes.c_int()
    pdfium_c.FPDF_PageToDevice(page, 0, 0, *size, 0, x, y, ctypes.byref(across), ctypes.byref(down))
    return across.value, down.value
