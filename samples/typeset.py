"""Typeset the invented samples: `python -m samples.typeset` writes each `sources/*.txt` as a PDF beside this module."""

from dataclasses import replace
from pathlib import Path

from samples.sheet import ACCENT, BODY, LEFT, RIGHT, TOP, Sheet, Style
from samples.source import Block, Source, read_source

FOLDER = Path(__file__).resolve().parent

_HEADINGS = {
    1: Style(size=19, leading=24, bold=True, colour=ACCENT),
    2: Style(size=13.5, leading=17.5, bold=True, colour=ACCENT),
    3: Style(size=11.5, leading=15.5, bold=True),
}
_TITLE = Style(size=25, leading=32, bold=True, colour=ACCENT)
_SUBTITLE = Style(size=14, leading=19)
_DETAIL = Style(size=11.5, leading=17, bold=True)
_CELL = Style(size=11, leading=14.5)
_GRADE_AT = RIGHT - 122
"""Left edge of the grades: narrow enough that "Requires improvement to be good" wraps."""
_NUMBER_INDENT = 30.0
_BULLET_INDENTS = (16.0, 36.0)
_COVER_TOP = {"SIF": 150.0, "ILACS": 84.0}
_GLYPHS = ("•", "–")


def typeset(source: Source) -> bytes:
    """Return the PDF of a sample: twice through, as the first pass finds the pages that the contents name."""
    pages: dict[str, int] = {}
    for _ in range(2):
        sheet = Sheet(source)
        sheet.y = _COVER_TOP[source.framework]
        pages = _fill(sheet, pages)
    return sheet.finish()


def _fill(sheet: Sheet, contents: dict[str, int]) -> dict[str, int]:
    """Print every block; return the page of each main heading."""
    pages: dict[str, int] = {}
    previous: Block | None = None
    for block in sheet.source.blocks:
        if block.kind == "heading" and block.level == 1 and previous is not None:
            pages.setdefault(block.text, sheet.page)
        if block.kind == "page":
            sheet.start_page()
        elif block.kind == "contents":
            _print_contents(sheet, contents)
        elif block.kind in {"row", "table_head"}:
            _print_row(sheet, block)
        else:
            _space(sheet, block, previous)
            _print_text(sheet, block, title=previous is None)
        previous = block
    return {heading: page for heading, page in pages.items() if heading != "Contents"}


def _print_text(sheet: Sheet, block: Block, *, title: bool) -> None:
    match block.kind:
        case "heading":
            style = _TITLE if title else _HEADINGS[block.level]
            # A heading keeps two lines of what follows with it.
            sheet.need(style.leading * len(sheet.lines(block.text, RIGHT - LEFT, style)) + 3 * BODY.leading)
            sheet.flow(block.text, LEFT, style)
        case "subtitle":
            sheet.flow(block.text, LEFT, _SUBTITLE)
        case "detail" | "plain_detail":
            sheet.flow(block.text, LEFT, replace(_DETAIL, bold=block.kind == "detail"))
        case "grade":
            sheet.tint(sheet.y, 24)
            sheet.y += 3
            sheet.flow(block.text, LEFT + 8, _HEADINGS[2])
            sheet.y += 4
        case "numbered":
            sheet.flow(block.text, LEFT + _NUMBER_INDENT, mark=block.mark, hang=_NUMBER_INDENT)
        case "bullet":
            glyph = _GLYPHS[block.level]
            sheet.flow(block.text, LEFT + _BULLET_INDENTS[block.level], mark=glyph, hang=14)
        case _:
            sheet.flow(block.text, LEFT)


def _space(sheet: Sheet, block: Block, previous: Block | None) -> None:
    """Leave room above a block, unless it opens a page."""
    if sheet.y <= TOP + 12:
        return
    above = {"heading": 16 - 2 * block.level, "text": 8, "numbered": 7, "grade": 2, "subtitle": 4}.get(block.kind, 3)
    if block.kind == "detail" and previous is not None and previous.kind != "detail":
        above = 14
    if previous is not None and previous.kind == "row":
        above += 10
    sheet.y += above


def _print_row(sheet: Sheet, block: Block) -> None:
    """Print one row of the judgement table, area at the left and grade at the right, both wrapped."""
    head = block.kind == "table_head"
    style = replace(_CELL, bold=head or block.text.startswith("Overall"))
    left = LEFT + 6 + 22 * block.level
    area = sheet.lines(block.text, _GRADE_AT - left - 14, style)
    grade = sheet.lines(block.mark, RIGHT - _GRADE_AT - 6, replace(style, bold=True))
    height = max(len(area), len(grade)) * style.leading + 9
    sheet.need(height)
    if head:
        sheet.y += 8
        sheet.tint(sheet.y, height)
    for x, cell, look in ((left, area, style), (_GRADE_AT, grade, replace(style, bold=True))):
        for row, line in enumerate(cell):
            sheet.put(x, sheet.y + 4 + style.size + row * style.leading, line, look)
    sheet.y += height
    sheet.rule(sheet.y)


def _print_contents(sheet: Sheet, contents: dict[str, int]) -> None:
    sheet.y += 10
    for heading, page in contents.items():
        lines = sheet.lines(heading, RIGHT - LEFT - 60, BODY)
        for row, line in enumerate(lines):
            last = row == len(lines) - 1
            sheet.put(LEFT, sheet.y + BODY.size, f"{line} " if last else line, BODY)
            if last:
                sheet.put(RIGHT - 16, sheet.y + BODY.size, str(page), BODY)
            sheet.y += BODY.leading
        sheet.rule(sheet.y + 2, thickness=0.2)
        sheet.y += 8


def main() -> None:
    """Typeset every sample and say what was written."""
    for path in sorted((FOLDER / "sources").glob("*.txt")):
        written = FOLDER / f"{path.stem}.pdf"
        written.write_bytes(typeset(read_source(path)))
        print(f"{written.name}: {written.stat().st_size // 1024} kB")


if __name__ == "__main__":
    main()
