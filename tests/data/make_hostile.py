"""Makes small files that must be refused: damaged, oversized inside, endless, or no report at all.

`make_hostile(folder)` writes them and returns what each refusal must say; nothing of it is kept in the repository.
"""

import zlib
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

from pypdf import PdfReader, PdfWriter

FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"


def pdf(objects: dict[int, bytes]) -> bytes:
    """Return a PDF of these numbered objects; 1 is its catalogue."""
    out = BytesIO()
    out.write(b"%PDF-1.7\n")
    offsets = {}
    for number, body in objects.items():
        offsets[number] = out.tell()
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, body))
    start = out.tell()
    size = max(objects) + 1
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % size)
    for number in range(1, size):
        out.write(b"%010d 00000 n \n" % offsets[number] if number in offsets else b"0000000000 65535 f \n")
    out.write(b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, start))
    return out.getvalue()


def stream(content: bytes, extra: bytes = b"") -> bytes:
    """Return a compressed stream object."""
    packed = zlib.compress(content, 9)
    return b"<< /Length %d /Filter /FlateDecode %s>>\nstream\n%s\nendstream" % (len(packed), extra, packed)


def page_with(content: bytes, *, font: bytes = FONT, more: dict[int, bytes] | None = None, pages: int = 1) -> bytes:
    """Return a PDF whose every page shows `content`."""
    kids = b" ".join(b"%d 0 R" % number for number in range(100, 100 + pages))
    objects = {
        1: b"<< /Type /Catalog /Pages 2 0 R >>",
        2: b"<< /Type /Pages /Count %d /Kids [%s] >>" % (pages, kids),
        3: font,
        4: stream(content),
        **(more or {}),
    }
    page = b"<< /Type /Page /Parent 2 0 R /Contents 4 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F 3 0 R >>"
    page += b" /XObject << /X 5 0 R >> >> >>"
    return pdf(objects | dict.fromkeys(range(100, 100 + pages), page))


def text(*lines: str) -> bytes:
    """Return page content that shows these lines."""
    shown = b" T* ".join(b"(%s) Tj" % line.encode("ascii") for line in lines)
    return b"BT /F 12 Tf 14 TL 72 750 Td %s ET" % shown


def _cycle() -> bytes:
    return pdf(
        {
            1: b"<< /Type /Catalog /Pages 2 0 R >>",
            2: b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
            3: b"<< /Type /Pages /Parent 2 0 R /Count 1 /Kids [2 0 R] >>",
        }
    )


def _form_in_itself() -> bytes:
    form = stream(b"/X Do", b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 5 0 R >> >> ")
    return page_with(b"/X Do", more={5: form})


def _scan() -> bytes:
    shape = b"/Type /XObject /Subtype /Image /Width 10 /Height 10 /ColorSpace /DeviceGray /BitsPerComponent 8 "
    image = stream(bytes(100), shape)
    return page_with(b"q 595 0 0 842 0 0 cm /X Do Q", more={5: image})


def _without_unicode() -> bytes:
    font = (
        b"<< /Type /Font /Subtype /Type0 /BaseFont /Lost /Encoding /Identity-H /DescendantFonts [<< /Type /Font "
        b"/Subtype /CIDFontType2 /BaseFont /Lost /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) "
        b"/Supplement 0 >> >>] >>"
    )
    return page_with(b"BT /F 12 Tf 72 700 Td <000300040005000600070008> Tj ET", font=font)


def _encrypted() -> bytes:
    writer = PdfWriter(clone_from=PdfReader(BytesIO(page_with(text("Secret")))))
    writer.encrypt("open sesame", algorithm="RC4-128")
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "empty.pdf": (lambda: b"", "is empty"),
    "web_page.pdf": (lambda: b"<!DOCTYPE html><html><title>Not found</title></html>", "is a web page"),
    "picture.pdf": (lambda: b"\x89PNG\r\n" + bytes(2000), "is no PDF"),
    "truncated.pdf": (lambda: page_with(text(*["Reports end."] * 60))[:300], "damaged"),
    "encrypted.pdf": (_encrypted, "is encrypted"),
    "scan.pdf": (_scan, "no text layer"),
    "without_unicode.pdf": (_without_unicode, "no text layer"),
    "operator_flood.pdf": (lambda: page_with(b"BT /F 12 Tf " + b"(a) Tj " * 600_000 + b"ET"), "more work than"),
    "flate_bomb.pdf": (lambda: page_with(bytes(200_000_000)), "more work than"),
    "page_tree_cycle.pdf": (_cycle, "cyclic"),
    "form_in_itself.pdf": (_form_in_itself, "no text layer"),
    "deep_arrays.pdf": (
        lambda: page_with(b"BT /F 12 Tf " + b"[" * 60_000 + b"]" * 60_000 + b" TJ ET"),
        "no text layer",
    ),
    "many_pages.pdf": (lambda: page_with(text("Page"), pages=10_000), "more work than"),
    "invoice.pdf": (lambda: page_with(text("Invoice 17", "Chairs: 12", "Total: 340.00")), "no inspection report"),
    "README.md": (lambda: b"# Reports\n\nWhat lies in this folder.\n", "no inspection report"),
    "empty.md": (lambda: b" \n", "is empty"),
    "picture.md": (lambda: bytes(64), "is not text"),
    "pdf_inside.md": (lambda: b"%PDF-1.7\n", "is a PDF"),
    "web_page.txt": (lambda: b"<html><body>Not found</body></html>", "is a web page"),
    "notes.docx": (lambda: b"PK\x03\x04", "neither PDF, Markdown nor plain text"),
}
"""File name -> (its content, words its refusal must contain)."""


def make_hostile(folder: Path) -> dict[Path, str]:
    """Write every hostile file into `folder`; return what each refusal must say."""
    expected = {}
    for name, (content, words) in HOSTILE.items():
        (folder / name).write_bytes(content())
        expected[folder / name] = words
    return expected
