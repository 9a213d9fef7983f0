"""What PDFium draws of a page: pictures, what leaves no mark in them, small shapes. Owns pypdfium2 with `pdfium`."""

import ctypes
from collections.abc import Iterable, Iterator
from typing import Any

import pypdfium2.raw as raw
from PIL import Image, ImageChops

Box = tuple[float, float, float, float]
"""Left, bottom, right, top."""
MOST_ALONE = 12
"""Text objects, perhaps unseen, that are each looked at alone: more are looked at together."""
LEAST_DOT, MOST_DOT = 1.5, 8.0
"""Points that a bullet drawn as a shape is wide."""
WITHOUT_INK = (3, 7)
"""Render modes of text that is drawn without ink."""


def without_trace(page: Any, places: Iterable[int]) -> set[int]:
    """Return those of the text objects without which the page looks the same; below a scan, text may be invisible."""
    things = {place: ctypes.cast(place, raw.FPDF_PAGEOBJECT) for place in places}
    scan = _has_scan(page)
    whole = page.render(scale=1, grayscale=True).to_pil()
    unseen: set[int] = set()
    batches = [[place] for place in things] if len(things) <= MOST_ALONE else [list(things)]
    for batch in batches:
        for place in batch:
            raw.FPDFPageObj_SetIsActive(things[place], False)
        changed = ImageChops.difference(whole, page.render(scale=1, grayscale=True).to_pil())
        for place in batch:
            raw.FPDFPageObj_SetIsActive(things[place], True)
            without_ink = raw.FPDFTextObj_GetTextRenderMode(things[place]) in WITHOUT_INK
            if not changed.crop(_on_picture(page, things[place], whole.size)).getbbox() and not (scan and without_ink):
                unseen.add(place)
    return unseen


def _on_picture(page: Any, thing: Any, size: tuple[int, int]) -> tuple[int, int, int, int]:
    left, bottom, right, top = _bounds(thing)
    (x0, y0), (x1, y1) = _pixel(page, size, left, top), _pixel(page, size, right, bottom)
    return min(x0, x1) - 1, min(y0, y1) - 1, max(x0, x1) + 2, max(y0, y1) + 2


def _bounds(thing: Any) -> Box:
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    raw.FPDFPageObj_GetBounds(thing, left, bottom, right, top)
    return left.value, bottom.value, right.value, top.value


def _has_scan(page: Any) -> bool:
    """Whether a picture fills most of the page."""
    width, height = page.get_size()
    for thing in _objects(page, raw.FPDF_PAGEOBJ_IMAGE):
        left, bottom, right, top = _bounds(thing)
        if (right - left) * (top - bottom) > width * height / 2:
            return True
    return False


def _objects(page: Any, kind: int) -> Iterator[Any]:
    for index in range(raw.FPDFPage_CountObjects(page)):
        thing = raw.FPDFPage_GetObject(page, index)
        if raw.FPDFPageObj_GetType(thing) == kind:
            yield thing


def find_dots(page: Any) -> Iterator[Box]:
    """Yield the small filled shapes, as high as wide."""
    for thing in _objects(page, raw.FPDF_PAGEOBJ_PATH):
        left, bottom, right, top = _bounds(thing)
        wide, high = right - left, top - bottom
        if LEAST_DOT <= wide <= MOST_DOT and abs(wide - high) < wide / 4:
            yield left, bottom, right, top


def draw(page: Any, scale: float) -> Image.Image:
    """Return a picture of a page, `scale` pixels a point."""
    return page.render(scale=scale).to_pil().convert("RGB")  # type: ignore[no-any-return]


def read_characters(page: Any) -> list[str]:
    """Return the page's characters so that their places are PDFium's own: its text as one string may leave some out."""
    text = page.get_textpage()
    return [chr(raw.FPDFText_GetUnicode(text, place)) for place in range(text.count_chars())]


def marked_boxes(page: Any, start: int, end: int, size: tuple[int, int]) -> Iterator[tuple[int, int, int, int]]:
    """Yield left, top, right, bottom of each line of the characters [start, end), in pixels of a picture of `size`."""
    text = page.get_textpage()
    for index in range(text.count_rects(start, end - start)):
        left, bottom, right, top = text.get_rect(index)
        (x0, y0), (x1, y1) = _pixel(page, size, left, top), _pixel(page, size, right, bottom)
        yield min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


def _pixel(page: Any, size: tuple[int, int], x: float, y: float) -> tuple[int, int]:
    """Turn a place on the page into pixels, its rotation and crop box considered."""
    across, down = ctypes.c_int(), ctypes.c_int()
    raw.FPDF_PageToDevice(page, 0, 0, *size, 0, x, y, ctypes.byref(across), ctypes.byref(down))
    return across.value, down.value
