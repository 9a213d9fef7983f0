"""Pages are drawn with the quoted words marked, and quotations of real reports can be placed."""

import json
import sys
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from ingest.isolation.confined import Confined
from ui.printed import pictures
from ui.printed.drawing import HIGHLIGHT, LARGEST, place_quote
from ui.printed.pictures import NoPicture, draw_pages

ROOT = Path(__file__).resolve().parents[3]
SAMPLE = ROOT / "samples" / "wendshire_2023-12-04.pdf"
PLACED = 0.95
"""Least share of quotations that must be marked on their page."""


def _colours(picture: bytes) -> set[tuple[int, ...]]:
    image = Image.open(BytesIO(picture))
    return {colour for _, colour in image.getcolors(maxcolors=1 << 24) or []}


def test_the_quoted_words_are_marked() -> None:
    (plain,) = draw_pages(SAMPLE, [5])
    case = _cases(ROOT / "evals" / "sets" / "samples.jsonl", SAMPLE.stem)[0]
    (marked,) = draw_pages(SAMPLE, [case[0]], case[1])
    assert HIGHLIGHT in _colours(marked)
    assert HIGHLIGHT not in _colours(plain)


def test_a_damaged_file_is_a_plain_sentence(tmp_path: Path) -> None:
    (tmp_path / "x.pdf").write_bytes(b"no PDF")
    for name in ("x.pdf", "nowhere.pdf"):
        with pytest.raises(NoPicture, match="cannot be drawn"):
            draw_pages(tmp_path / name, [1])


def test_a_page_as_large_as_a_house_is_drawn_smaller(tmp_path: Path) -> None:
    """At full size it took 4 GiB and a minute and a half."""
    (tmp_path / "x.pdf").write_bytes(_page(14_400, 14_400))
    (picture,) = draw_pages(tmp_path / "x.pdf", [1])
    assert Image.open(BytesIO(picture)).size == (LARGEST, LARGEST)


def test_a_file_that_takes_too_long_or_kills_the_child_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    for module, seconds in (("ui.printed.drawing", 0.01), ("this", 20.0)):
        with Confined(module, [str(pictures.MEMORY), "20"], seconds=seconds) as child, monkeypatch.context() as patched:
            patched.setattr(pictures, "_child", child)
            with pytest.raises(NoPicture, match="more than a page of a report can need"):
                draw_pages(SAMPLE, [1])
    assert draw_pages(SAMPLE, [1])


@pytest.mark.parametrize("answer", [b"", b"nonsense", b'["bm9uc2Vuc2U="]', b"{}", b"[1]"])
def test_what_a_child_that_was_taken_over_says_is_refused(answer: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "receive", lambda _: answer)
    with pytest.raises(NoPicture):
        draw_pages(SAMPLE, [1])


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_the_child_can_reach_nothing() -> None:
    draw_pages(SAMPLE, [1])
    assert pictures._child._process is not None
    inside = Path(f"/proc/{pictures._child._process.pid}")
    assert "Seccomp:\t2" in (inside / "status").read_text(encoding="utf-8")
    assert str(pictures.MEMORY) in (inside / "limits").read_text(encoding="utf-8")


def _page(width: int, height: int) -> bytes:
    return (
        b"%%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 %d %d]>>endobj\ntrailer<</Root 1 0 R>>\n" % (width, height)
    )


def test_quotations_of_the_samples_are_placed() -> None:
    cases = _cases(ROOT / "evals" / "sets" / "samples.jsonl", SAMPLE.stem)
    placed = [bool(place_quote(SAMPLE, [page], quote)) for page, quote in cases]
    assert sum(placed) >= PLACED * len(placed)


@pytest.mark.reports
@pytest.mark.slow
def test_quotations_of_real_reports_are_placed(
    reports_folder: Path, questions_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    placed = {}
    for path in sorted(questions_folder.glob("*.jsonl")):
        for report in {key for line in path.read_text(encoding="utf-8").splitlines() for key in _reports(line)}:
            file = reports_folder / f"{report}.pdf"
            for page, quote in _cases(path, report):
                placed[report, page, quote] = bool(place_quote(file, [page], quote))
    share = sum(placed.values()) / len(placed)
    with capsys.disabled():
        print(f"\n{sum(placed.values())} of {len(placed)} quotations are marked on their page ({share:.2%}).")
    assert share >= PLACED


@pytest.mark.reports
def test_quotations_of_one_real_report_are_placed(reports_folder: Path, questions_folder: Path) -> None:
    cases = _cases(questions_folder / "dev_surrey_2018.jsonl", "surrey_2018-05-16")
    placed = [bool(place_quote(reports_folder / "surrey_2018-05-16.pdf", [page], quote)) for page, quote in cases]
    assert sum(placed) >= PLACED * len(placed)


def _reports(line: str) -> set[str]:
    """Return the keys of the reports that a question's evidence stands in."""
    question = json.loads(line)
    return {one.get("report", question.get("report")) for one in question["evidence"]}


def _cases(path: Path, report: str) -> list[tuple[int, str]]:
    """Return (page, quote) of each piece of evidence that a set gives for a report."""
    questions = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return [
        (one["page"], one["quote"])
        for question in questions
        for one in question["evidence"]
        if one.get("report", question.get("report")) == report and one["page"] and one.get("quote")
    ]
