"""PDFs are read into lines that know where and how they are set; what is no readable PDF is refused in words."""

from pathlib import Path

import pytest
from fpdf import FPDF

from ingest.errors import IngestError, LimitExceeded, UnreadableFile
from ingest.files import pdf
from ingest.files.pdf import read_pdf


def write(path: Path, *, pages: int = 1, password: str | None = None, text: bool = True) -> Path:
    made = FPDF(format="A4", unit="pt")
    made.set_title("A letter")
    if password:
        made.set_encryption(owner_password="keeper", user_password=password)
    for _ in range(pages):
        made.add_page()
        if text:
            made.set_font("helvetica", "B", 16)
            made.text(70, 100, "Help and protection")
            made.set_font("helvetica", "", 12)
            made.text(70, 130, "Most children are safe")
            made.set_font("helvetica", "", 7)
            made.text(70 + made.get_string_width("Most children are safe") * 12 / 7, 125, "3")
            made.set_font("helvetica", "", 12)
            made.text(70, 145, "and few wait.")
    made.output(str(path))
    return path


def test_lines_know_their_place_size_weight_and_offsets(tmp_path: Path) -> None:
    document = read_pdf(write(tmp_path / "letter.pdf"))
    (page,) = document.pages
    title, first, second = page.lines
    assert (title.text, title.bold, title.size, title.x) == ("Help and protection", True, 16.0, 70.0)
    assert (second.text, second.bold, second.size) == ("and few wait.", False, 12.0)
    assert title.y > first.y > second.y
    assert all(page.text[line.start : line.end] == line.text for line in page.lines)
    assert [first.text[start:end] for start, end in first.superscripts] == ["3"]
    assert document.title == "A letter"
    assert (document.media, page.number, len(document.sha256)) == ("pdf", 1, 64)


def make_missing(folder: Path) -> Path:
    return folder / "missing.pdf"


def make_empty(folder: Path) -> Path:
    path = folder / "empty.pdf"
    path.write_bytes(b"")
    return path


def make_web_page(folder: Path) -> Path:
    path = folder / "page.pdf"
    path.write_text("<!DOCTYPE html><html><body>Not found</body></html>", encoding="utf-8")
    return path


def make_text(folder: Path) -> Path:
    path = folder / "notes.pdf"
    path.write_text("only words", encoding="utf-8")
    return path


def make_truncated(folder: Path) -> Path:
    path = write(folder / "cut.pdf")
    path.write_bytes(path.read_bytes()[:120])
    return path


def make_locked(folder: Path) -> Path:
    return write(folder / "locked.pdf", password="secret")


def make_scan(folder: Path) -> Path:
    return write(folder / "scan.pdf", text=False)


@pytest.mark.parametrize(
    ("make", "words"),
    [
        pytest.param(make_missing, "no such file", id="missing"),
        pytest.param(make_empty, "is empty", id="empty"),
        pytest.param(make_web_page, "a web page", id="web page"),
        pytest.param(make_text, "no PDF", id="plain text"),
        pytest.param(make_truncated, "damaged", id="truncated"),
        pytest.param(make_locked, "encrypted", id="encrypted"),
        pytest.param(make_scan, "no text layer", id="scan"),
    ],
)
def test_what_is_no_readable_pdf_is_refused_by_name(make: object, words: str, tmp_path: Path) -> None:
    path = make(tmp_path)  # type: ignore[operator]
    with pytest.raises(UnreadableFile) as caught:
        read_pdf(path)
    assert words in caught.value.message
    assert path.name in caught.value.message
    assert caught.value.remedy


@pytest.mark.parametrize(
    ("limit", "value"), [("MAXIMUM_PAGES", 2), ("MAXIMUM_BYTES", 100), ("MAXIMUM_OPERATORS", 2)], ids=str
)
def test_more_than_a_report_can_need_is_refused(
    limit: str, value: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdf, limit, value)
    with pytest.raises(IngestError) as caught:
        read_pdf(write(tmp_path / "long.pdf", pages=3))
    assert isinstance(caught.value, LimitExceeded), caught.value.message
