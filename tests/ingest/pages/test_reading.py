"""Pages are read as a viewer shows them: in the page's order, with what a reader sees and nothing else."""

from pathlib import Path

import pytest
from fpdf import FPDF
from pypdf import PdfWriter
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    NumberObject,
    RectangleObject,
    TextStringObject,
)

from ingest.files.pdf import read_pdf
from tests.ingest.pages.made import BODY, Draw, lines, make_pdf, rewrite, together

TWICE = 8
"""Lines of a column."""


def shown(path: Path) -> list[str]:
    """Return the lines that are the report's, page after page."""
    return [line.text for page in read_pdf(path).pages for line in page.lines if not line.aside]


def aside(path: Path) -> list[tuple[str, str]]:
    """Return what the reader set apart, with the reason."""
    return [(line.aside, line.text) for page in read_pdf(path).pages for line in page.lines if line.aside]


def bottom_up(made: FPDF) -> None:
    for index in reversed(range(4)):
        made.text(70, 100 + 14 * index, f"Line {index + 1} of a page that is drawn from its end, wide as prose.")


def numbers_last(made: FPDF) -> None:
    for index in range(3):
        made.text(90, 100 + 28 * index, f"Paragraph {index + 1} has its text before its number.")
    for index in range(3):
        made.text(70, 100 + 28 * index, f"{index + 1}.")


def across_columns(made: FPDF) -> None:
    for index in range(TWICE):
        made.text(60, 100 + 14 * index, f"Left line {index + 1} of a column of prose goes")
        made.text(320, 100 + 14 * index, f"Right line {index + 1} of a column of prose goes")


def across_table(made: FPDF) -> None:
    for index in range(TWICE):
        made.text(60, 100 + 28 * index, f"Row {index + 1} has a name")
        made.text(320, 100 + 28 * index, f"Good or outstanding {index + 1}")


@pytest.mark.parametrize(
    ("draw", "expected"),
    [
        pytest.param(
            bottom_up,
            [f"Line {n} of a page that is drawn from its end, wide as prose." for n in range(1, 5)],
            id="from the end",
        ),
        pytest.param(
            numbers_last, [f"{n}. Paragraph {n} has its text before its number." for n in (1, 2, 3)], id="numbers last"
        ),
        pytest.param(
            across_columns,
            [f"{side} line {n} of a column of prose goes" for side in ("Left", "Right") for n in range(1, TWICE + 1)],
            id="line by line across two columns",
        ),
        pytest.param(
            across_table,
            [f"Row {n} has a name Good or outstanding {n}" for n in range(1, TWICE + 1)],
            id="a table stays in rows",
        ),
    ],
)
def test_the_order_is_the_pages(draw: Draw, expected: list[str], tmp_path: Path) -> None:
    assert shown(make_pdf(tmp_path / "x.pdf", draw)) == expected


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_turned_text_is_read(turn: int, tmp_path: Path) -> None:
    def draw(made: FPDF) -> None:
        with made.rotation(turn, 300, 400):
            lines("A heading of a page", BODY, "and this is its end.", x=150, y=300)(made)

    assert shown(make_pdf(tmp_path / "x.pdf", draw)) == ["A heading of a page", BODY, "and this is its end."]


def test_a_watermark_is_no_text(tmp_path: Path) -> None:
    def stamp(made: FPDF) -> None:
        made.set_font("helvetica", "B", 60)
        with made.rotation(45, 300, 400):
            made.text(200, 400, "DRAFT")

    path = make_pdf(tmp_path / "x.pdf", together(lines(BODY), stamp))
    assert shown(path) == [BODY]
    assert aside(path) == [("watermark", "DRAFT")]


def test_numbers_that_count_lines_are_no_text(tmp_path: Path) -> None:
    counted = lines(*map(str, range(1, 13)), x=40)
    path = make_pdf(tmp_path / "x.pdf", together(lines(*[BODY] * 12), counted))
    assert shown(path) == [BODY] * 12
    assert [text for _, text in aside(path)] == [str(number) for number in range(1, 13)]


def test_numbered_paragraphs_are_no_counted_lines(tmp_path: Path) -> None:
    def draw(made: FPDF) -> None:
        for index in range(10):
            lines(BODY, BODY, BODY, "and on.", x=90, y=80 + 70 * index)(made)
            made.text(70, 80 + 70 * index, str(index + 1))

    read = shown(make_pdf(tmp_path / "x.pdf", draw))
    assert [text[:2].strip() for text in read][::4] == [str(number) for number in range(1, 11)]


def white(made: FPDF) -> None:
    made.set_text_color(255, 255, 255)
    made.text(70, 300, "A secret of 999 words")
    made.set_text_color(0, 0, 0)


def covered(made: FPDF) -> None:
    made.set_text_color(255, 255, 255)
    made.set_fill_color(255, 255, 255)
    made.text(70, 300, "A secret of 999 words")
    made.rect(60, 280, 300, 40, style="F")
    made.set_text_color(0, 0, 0)


def without_ink(made: FPDF) -> None:
    made._out("3 Tr")
    made.text(70, 300, "A secret of 999 words")
    made._out("0 Tr")


@pytest.mark.parametrize("hide", [white, covered, without_ink])
def test_what_no_reader_sees_is_kept_apart_and_said(hide: Draw, tmp_path: Path) -> None:
    path = make_pdf(tmp_path / "x.pdf", together(lines(BODY), hide))
    assert shown(path) == [BODY]
    assert aside(path) == [("not shown", "A secret of 999 words")]
    assert [note.code for note in read_pdf(path).notes] == ["not_shown"]


def test_white_words_on_a_dark_ground_are_seen(tmp_path: Path) -> None:
    def draw(made: FPDF) -> None:
        made.set_fill_color(0, 40, 90)
        made.rect(60, 280, 300, 40, style="F")
        white(made)

    assert shown(make_pdf(tmp_path / "x.pdf", draw)) == ["A secret of 999 words"]


@pytest.mark.parametrize("on", [True, False], ids=["on", "off"])
def test_a_layer_is_read_as_it_is_switched(on: bool, tmp_path: Path) -> None:
    def change(writer: PdfWriter) -> None:
        group = writer._add_object(
            DictionaryObject({NameObject("/Type"): NameObject("/OCG"), NameObject("/Name"): TextStringObject("Old")})
        )
        state = DictionaryObject({NameObject("/OFF"): ArrayObject([] if on else [group])})
        writer.root_object[NameObject("/OCProperties")] = DictionaryObject(
            {NameObject("/OCGs"): ArrayObject([group]), NameObject("/D"): state}
        )
        page = writer.pages[0]
        page["/Resources"][NameObject("/Properties")] = DictionaryObject({NameObject("/Old"): group})  # type: ignore[index]
        content = DecodedStreamObject()
        layered = b"/OC /Old BDC BT /F1 11 Tf 1 0 0 1 70 500 Tm (There were 999 children) Tj ET EMC"
        content.set_data(page.get_contents().get_data() + b"\n" + layered)  # type: ignore[union-attr]
        page[NameObject("/Contents")] = writer._add_object(content)

    path = rewrite(make_pdf(tmp_path / "a.pdf", lines(BODY)), tmp_path / "b.pdf", change)
    assert ("There were 999 children" in shown(path)) == on
    assert bool(aside(path)) != on


def test_what_is_cropped_away_is_not_shown(tmp_path: Path) -> None:
    def change(writer: PdfWriter) -> None:
        writer.pages[0].cropbox = RectangleObject((0, 400, 595, 842))

    source = make_pdf(tmp_path / "a.pdf", together(lines(BODY), lines("A printer's own words", y=700)))
    path = rewrite(source, tmp_path / "b.pdf", change)
    assert shown(path) == [BODY]
    assert aside(path) == [("not shown", "A printer's own words")]


def test_what_is_filled_into_a_form_is_read(tmp_path: Path) -> None:
    def change(writer: PdfWriter) -> None:
        box = ArrayObject(FloatObject(one) for one in (300, 738, 420, 754))
        field = writer._add_object(
            DictionaryObject(
                {
                    NameObject("/Type"): NameObject("/Annot"),
                    NameObject("/Subtype"): NameObject("/Widget"),
                    NameObject("/FT"): NameObject("/Tx"),
                    NameObject("/T"): TextStringObject("grade"),
                    NameObject("/V"): TextStringObject("Requires improvement"),
                    NameObject("/Rect"): box,
                    NameObject("/F"): NumberObject(4),
                }
            )
        )
        writer.pages[0][NameObject("/Annots")] = ArrayObject([field])
        writer.root_object[NameObject("/AcroForm")] = DictionaryObject({NameObject("/Fields"): ArrayObject([field])})

    path = rewrite(make_pdf(tmp_path / "a.pdf", lines("Overall effectiveness")), tmp_path / "b.pdf", change)
    assert shown(path) == ["Overall effectiveness Requires improvement"]
    assert [note.code for note in read_pdf(path).notes] == ["form_fields"]


def test_small_shapes_before_lines_are_bullets(tmp_path: Path) -> None:
    def dots(made: FPDF) -> None:
        for y in (100, 114):
            made.ellipse(58, y - 6, 4, 4, style="F")

    path = make_pdf(tmp_path / "x.pdf", together(lines("The first point.", "The second point."), dots))
    assert shown(path) == ["• The first point.", "• The second point."]


def test_words_drawn_twice_are_read_once(tmp_path: Path) -> None:
    def draw(made: FPDF) -> None:
        made.text(70, 100, "What needs to improve?")
        made.text(70.3, 100, "What needs to improve?")

    assert shown(make_pdf(tmp_path / "x.pdf", draw)) == ["What needs to improve?"]
