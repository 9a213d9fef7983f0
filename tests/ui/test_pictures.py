"""Pages are drawn with the quoted words marked, and quotations of real reports can be placed."""

import json
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from ui.pictures import HIGHLIGHT, NoPicture, draw_pages, place_quote

ROOT = Path(__file__).resolve().parents[2]
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
