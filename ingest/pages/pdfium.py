"""What PDFium knows of a file: pages as a viewer shows them, run by run. It owns pypdfium2, with `pictured`."""

import ctypes
import math
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from ingest.pages.pictured import WITHOUT_INK, Box, find_dots, without_trace

Fault = pdfium.PdfiumError
MAXIMUM_CHARACTERS = 100_000
"""A page of a report has under 7,000."""
HEAVY = 600
"""Weight from which a font is bold."""
NEARLY_WHITE = 235
NEARLY_CLEAR = 16
_FILLED_AND_DRAWN = 2
_HYPHEN_AT_END = 2
_NAME_BYTES = 256


class TooMuch(Exception):
    """A page holds more than a page of a report can."""


@dataclass(frozen=True, slots=True)
class Setting:
    """What the characters of one text object share. `turned` is how many degrees it is turned anticlockwise."""

    size: float
    bold: bool
    turned: int
    faint: bool
    """White, clear, without ink or on a layer: perhaps nothing that a reader sees."""
    font: str
    place: int
    """Address of the text object, to ask PDFium about it again."""


@dataclass(frozen=True, slots=True)
class Run:
    """Characters of one text object on one line: where they begin and end. `before` is white space that PDFium sees."""

    text: str
    x: float
    y: float
    end_x: float
    end_y: float
    setting: Setting
    before: str = ""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A page in the order drawn: `box` is what is shown of the sheet, `label` its own name."""

    runs: tuple[Run, ...]
    box: Box
    label: str
    dots: tuple[Box, ...] = ()
    """Small shapes that may be bullets."""
    unseen: frozenset[int] = frozenset()
    """Places of the text objects that leave no mark on the page."""


@contextmanager
def open_file(source: Path | bytes) -> Iterator[Any]:
    """Open a PDF; raises `Fault`."""
    document = pdfium.PdfDocument(source)
    try:
        yield document
    finally:
        document.close()


def read_page(document: Any, index: int) -> Drawn:
    """Return the text of a page; raises `Fault`, `TooMuch`."""
    page = document[index]
    try:
        runs = tuple(_runs(page))
        box = tuple(page.get_cropbox())
        faint = {run.setting.place for run in runs if run.setting.faint}
        cropped = _cropped(page, runs)
        unseen = frozenset(without_trace(page, faint) | cropped if faint or cropped else ())
        return Drawn(runs, box, document.get_page_label(index) or "", tuple(find_dots(page)), unseen)
    finally:
        page.close()


def _cropped(page: Any, runs: Sequence[Run]) -> set[int]:
    """Return the text objects on the sheet but outside of what is shown of it."""
    left, bottom, right, top = page.get_cropbox()
    sheet = page.get_mediabox()
    if (left, bottom, right, top) == sheet:
        return set()
    return {
        run.setting.place
        for run in runs
        if not (left <= (run.x + run.end_x) / 2 <= right and bottom <= (run.y + run.end_y) / 2 <= top)
        and sheet[0] <= run.x <= sheet[2]
        and sheet[1] <= run.y <= sheet[3]
    }


def _quick(function: Any, result: Any, *arguments: Any) -> Callable[..., Any]:
    """Return a C function that takes and gives plain numbers: the generated ones make an object a call."""
    return ctypes.CFUNCTYPE(result, *arguments)(ctypes.cast(function, ctypes.c_void_p).value)  # type: ignore[arg-type]


_PLACE, _COUNT = ctypes.c_void_p, ctypes.c_int
_code_at = _quick(raw.FPDFText_GetUnicode, ctypes.c_uint, _PLACE, _COUNT)
_object_at = _quick(raw.FPDFText_GetTextObject, _PLACE, _PLACE, _COUNT)
_origin_at = _quick(raw.FPDFText_GetCharOrigin, _COUNT, _PLACE, _COUNT, _PLACE, _PLACE)
_box_at = _quick(raw.FPDFText_GetLooseCharBox, _COUNT, _PLACE, _COUNT, _PLACE)


class _Places:
    """Where the characters of a text page stand."""

    def __init__(self, text: int) -> None:
        self._text = text
        self._x, self._y, self._box = ctypes.c_double(), ctypes.c_double(), raw.FS_RECTF()
        self._at = (ctypes.addressof(self._x), ctypes.addressof(self._y))
        self._box_at = ctypes.addressof(self._box)

    def origin(self, index: int) -> tuple[float, float]:
        """Return where a character stands on its baseline."""
        _origin_at(self._text, index, *self._at)
        return self._x.value, self._y.value

    def end(self, index: int, turned: int) -> tuple[float, float]:
        """Return where the next character would stand."""
        x, y = self.origin(index)
        _box_at(self._text, index, self._box_at)
        box = self._box
        match turned:
            case 0:
                return box.right, y
            case 90:
                return x, box.top
            case 180:
                return box.left, y
            case 270:
                return x, box.bottom
            case _:
                return (box.right if math.cos(math.radians(turned)) > 0 else box.left), y


def _runs(page: Any) -> Iterator[Run]:
    text = page.get_textpage()
    count = text.count_chars()
    if count > MAXIMUM_CHARACTERS:
        raise TooMuch(f"{count:,} characters on one page")
    handle = ctypes.cast(text.raw, ctypes.c_void_p).value or 0
    codes = [_code_at(handle, index) for index in range(count)]
    owners = [_object_at(handle, index) or 0 for index in range(count)]
    places = _Places(handle)
    settings: dict[int, Setting] = {}
    before, index = "", 0
    while index < count:
        owner = owners[index]
        if not owner:
            before = "\n" if codes[index] in (10, 13) or before == "\n" else " "
            index += 1
            continue
        setting = settings.get(owner) or settings.setdefault(owner, _setting(owner))
        end = _end_of_run(codes, owners, index, places, setting)
        characters = "".join(_character(code) for code, one in zip(codes[index:end], owners[index:end], strict=True))
        yield Run(characters, *places.origin(index), *places.end(end - 1, setting.turned), setting, before)
        before, index = "", end


def _end_of_run(codes: list[int], owners: list[int], start: int, places: _Places, setting: Setting) -> int:
    """Return where the run that begins at `start` ends: at another object, a line break or wide white space."""
    owner, index, count = owners[start], start + 1, len(codes)
    while index < count:
        if owners[index] == owner:
            index += 1
            continue
        # A single space that PDFium puts between two words of one object stays inside the run.
        goes_on = index + 1 < count and not owners[index] and codes[index] == 32 and owners[index + 1] == owner
        if not goes_on:
            return index
        x, y = places.end(index - 1, setting.turned)
        next_x, next_y = places.origin(index + 1)
        if math.hypot(next_x - x, next_y - y) > setting.size:
            return index
        index += 1
    return index


def _character(code: int) -> str:
    if code == _HYPHEN_AT_END:
        return "-"
    return chr(code) if code < 0xD800 or 0xDFFF < code < 0x110000 else "\ufffd"


def _setting(place: int) -> Setting:
    thing = ctypes.cast(place, raw.FPDF_PAGEOBJECT)
    matrix, size = raw.FS_MATRIX(), ctypes.c_float()
    raw.FPDFPageObj_GetMatrix(thing, matrix)
    raw.FPDFTextObj_GetFontSize(thing, size)
    font = raw.FPDFTextObj_GetFont(thing)
    name = _font_name(font)
    mode = raw.FPDFTextObj_GetTextRenderMode(thing)
    heavy = bool(font) and raw.FPDFFont_GetWeight(font) >= HEAVY
    return Setting(
        size=round(abs(size.value) * math.hypot(matrix.c, matrix.d), 2),
        bold=heavy or mode == _FILLED_AND_DRAWN or any(word in name.lower() for word in ("bold", "black", "heavy")),
        turned=round(math.degrees(math.atan2(matrix.b, matrix.a))) % 360,
        faint=mode in WITHOUT_INK or _is_pale(thing) or (raw.FPDFPageObj_CountMarks(thing) > 0 and _is_layered(thing)),
        font=name,
        place=place,
    )


def _font_name(font: Any) -> str:
    buffer = ctypes.create_string_buffer(_NAME_BYTES)
    length = raw.FPDFFont_GetBaseFontName(font, buffer, _NAME_BYTES) if font else 0
    return buffer.value.decode("latin-1") if 0 < length <= _NAME_BYTES else ""


def _is_pale(thing: Any) -> bool:
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    if not raw.FPDFPageObj_GetFillColor(thing, red, green, blue, alpha):
        return False
    return alpha.value < NEARLY_CLEAR or min(red.value, green.value, blue.value) >= NEARLY_WHITE


def _is_layered(thing: Any) -> bool:
    """Whether the object is marked as part of a layer ("OC"), which may be switched off."""
    names = (_mark_name(raw.FPDFPageObj_GetMark(thing, index)) for index in range(raw.FPDFPageObj_CountMarks(thing)))
    return "OC" in names


def _mark_name(mark: Any) -> str:
    buffer, length = (ctypes.c_ushort * _NAME_BYTES)(), ctypes.c_ulong()
    if not raw.FPDFPageObjMark_GetName(mark, buffer, 2 * _NAME_BYTES, length):
        return ""
    return bytes(buffer)[: length.value].decode("utf-16-le", "ignore").rstrip("\0")
