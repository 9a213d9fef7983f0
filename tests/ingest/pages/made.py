"""Small PDFs, each with one kind of trouble, made line by line: what is drawn where is the test's to say."""

from collections.abc import Callable
from pathlib import Path

from fpdf import FPDF
from pypdf import PdfReader, PdfWriter

Draw = Callable[[FPDF], None]
BODY = "Children in Fernshire are seen often, and plans are reviewed on time"
"""A line of running text that ends no sentence."""


def make_pdf(path: Path, *pages: Draw) -> Path:
    """Write a PDF whose pages the functions draw; coordinates are points from the top left corner."""
    made = FPDF(format="A4", unit="pt")
    made.set_auto_page_break(False)
    for draw in pages:
        made.add_page()
        made.set_font("helvetica", "", 11)
        draw(made)
    made.output(str(path))
    return path


def lines(*texts: str, x: float = 70, y: float = 100, leading: float = 14) -> Draw:
    """Draw lines below each other."""

    def draw(made: FPDF) -> None:
        for index, text in enumerate(texts):
            made.text(x, y + index * leading, text)

    return draw


def together(*parts: Draw) -> Draw:
    """Draw several things on one page, in this order."""

    def draw(made: FPDF) -> None:
        for part in parts:
            part(made)

    return draw


def rewrite(source: Path, path: Path, change: Callable[[PdfWriter], None]) -> Path:
    """Write a copy of a PDF with a change that only its structure shows."""
    writer = PdfWriter(clone_from=PdfReader(source))
    change(writer)
    writer.write(path)
    return path
