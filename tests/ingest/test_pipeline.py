"""Files to readings: what is refused, in what words, and that the rest goes on."""

import os
import threading
import time
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from ingest.errors import LimitExceeded, NotAReport, UnreadableFile
from ingest.isolation.reader import read_reports
from ingest.isolation.worker import Limits, Worker
from ingest.models import ParsedReport, ReadingNote, report_key
from ingest.pipeline import read_report
from presentation import what_was_read
from tests.data.make_hostile import make_hostile

SAMPLE = Path(__file__).resolve().parents[2] / "samples" / "kelmouth_2024-03-28.pdf"


@pytest.fixture(scope="module")
def sample() -> ParsedReport:
    return read_report(SAMPLE)


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("surrey_2018-05-16.pdf", "surrey_2018-05-16"),
        ("Kensington & Chelsea (final).PDF", "kensington-chelsea-final"),
        ("2019.md", "2019"),
        ("….pdf", "report"),
    ],
)
def test_keys_are_slugs_of_the_files_name(name: str, key: str) -> None:
    assert report_key(Path("folder") / name) == key


def test_a_report_is_read_whole(sample: ParsedReport) -> None:
    assert sample.report.key == "kelmouth_2024-03-28"
    assert sample.report.authority == "Kelmouth"
    known = {passage.id for passage in sample.passages}
    assert {chunk.passage for chunk in sample.chunks} == known
    assert {cell.passage for cell in sample.judgements if cell.grade} <= known
    assert set(sample.report.sources.values()) <= known
    assert len(sample.page_texts) == sample.report.page_count


def test_the_summary_says_what_was_found(sample: ParsedReport) -> None:
    numbered = sum(one.number is not None and one.kind in ("paragraph", "recommendation") for one in sample.passages)
    assert what_was_read(sample) == (
        f"{numbered} numbered paragraphs; {len(sample.passages) - numbered} other passages; nothing unread"
    )
    with_gap = replace(sample, notes=(ReadingNote("unread_page", "Page 3 has no text.", 3),))
    assert what_was_read(with_gap).endswith("; no text on page 3")


def test_every_hostile_file_is_refused_and_the_rest_is_read(tmp_path: Path) -> None:
    expected = make_hostile(tmp_path)
    expected[tmp_path / "gone.pdf"] = "there is no such file"
    expected[tmp_path] = "is no regular file"
    started = time.monotonic()
    readings = list(read_reports([*expected, SAMPLE], workers=2, limits=Limits(seconds=20)))
    assert time.monotonic() - started < 60
    assert [reading.path for reading in readings if reading.parsed] == [SAMPLE]
    assert {reading.path for reading in readings} == {*expected, SAMPLE}
    for reading in readings:
        if reading.error is not None:
            assert expected[reading.path] in str(reading.error)
            assert reading.path.name in str(reading.error)
            assert "\n" not in str(reading.error)
            assert reading.error.remedy


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_named_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.pdf")
    with pytest.raises(UnreadableFile, match=r"pipe\.pdf is no regular file"):
        read_report(tmp_path / "pipe.pdf")


@pytest.mark.parametrize("target", [SAMPLE, SAMPLE.parent, Path("loop.pdf")], ids=["a report", "a folder", "itself"])
def test_links_are_refused_not_followed(tmp_path: Path, target: Path) -> None:
    (tmp_path / "loop.pdf").symlink_to(target)
    with pytest.raises(UnreadableFile, match=r"loop\.pdf is a symbolic link"):
        read_report(tmp_path / "loop.pdf")


def test_text_that_speaks_of_inspections_is_no_report(tmp_path: Path) -> None:
    path = tmp_path / "notes.md"
    path.write_text("# Inspection of Fernshire children’s services\n\nWe should read it.\n", encoding="utf-8")
    with pytest.raises(NotAReport, match=r"notes\.md is no inspection report: it prints no inspection date"):
        read_report(path)


ROWS = {
    "leadership": "The impact of leaders on social work practice | Requires improvement<br>to be good",
    "help_and_protection": "The experiences and progress of children who need help and protection | **Good**",
    "looked_after_or_in_care": "The experiences and progress of children in care | Outstanding",
    "care_leavers": "The experiences and progress of care leavers | Inadequate",
    "overall": "**Overall effectiveness** | Requires improvement to be good",
}


def test_a_markdown_table_of_judgements_is_read_row_by_row(tmp_path: Path) -> None:
    path = tmp_path / "fernshire_2024.md"
    table = "\n".join(f"| {row} |" for row in ROWS.values())
    path.write_text(
        "# Inspection of Fernshire local authority children’s services\n\nInspection dates: 4 to 8 March 2024\n\n"
        f"| **Judgement** | **Grade** |\n|---|---|\n{table}\n\nServices were judged inadequate in 2019.\n",
        encoding="utf-8",
    )
    parsed = read_report(path)
    assert {cell.area: cell.grade for cell in parsed.judgements if cell.grade} == {
        "overall": "requires improvement", "help_and_protection": "good", "looked_after_or_in_care": "outstanding",
        "care_leavers": "inadequate", "leadership": "requires improvement",
    }  # fmt: skip


def test_a_letter_names_its_days_and_who_signed_it(tmp_path: Path) -> None:
    path = tmp_path / "letter.txt"
    path.write_text(
        "14 August 2019\n\nFocused visit to Fernshire County Council children’s services\n\nThis letter summarises the "
        "findings of a focused visit to Fernshire children’s services on 16 and 17 July 2019.\n\nPlans are clear. "
        "Services were judged inadequate in 2016.\n\nYours sincerely\n\nJoan Reed\nHer Majesty’s Inspector\n",
        encoding="utf-8",
    )
    report, cells = read_report(path).report, read_report(path).judgements
    assert (report.authority, report.kind) == ("Fernshire", "focused_visit")
    assert (report.inspected_from, report.inspected_to) == (date(2019, 7, 16), date(2019, 7, 17))
    assert (report.published, report.lead_inspector) == (date(2019, 8, 14), "Joan Reed")
    assert {cell.grade for cell in cells} == {None}


@pytest.mark.parametrize(
    "title",
    [
        "# Joint targeted area inspection of Fernshire\n\nInspection dates: 4 to 8 March 2024",
        "Inspection dates: 4 to 8 March 2024\n\nJoint targeted area inspection of the response to neglect in Fernshire",
    ],
)
def test_a_joint_inspection_names_its_area_and_grades_nothing(title: str, tmp_path: Path) -> None:
    path = tmp_path / "joint.md"
    path.write_text(f"{title}\n\nThe partnership is good at sharing information.\n", encoding="utf-8")
    parsed = read_report(path)
    assert (parsed.report.authority, parsed.report.kind) == ("Fernshire", "jtai")
    assert parsed.judgements == ()


@pytest.mark.parametrize(
    "text",
    [
        "Fernshire Primary School\n\nInspection dates: 7 to 8 March 2022\n\nOverall effectiveness Good",
        "Children’s services self-assessment\n\nPublished: 4 May 2023\n\nOur last inspection judged us to be good.",
    ],
)
def test_what_reports_on_something_else_is_refused(text: str, tmp_path: Path) -> None:
    path = tmp_path / "other.txt"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(NotAReport):
        read_report(path)


def test_a_file_over_the_time_limit_is_given_up() -> None:
    with Worker(Limits(seconds=0.02)) as worker:
        error = worker.read(SAMPLE)
    assert isinstance(error, LimitExceeded)
    assert str(error) == "kelmouth_2024-03-28.pdf was given up: reading took over 0.02 s."


def test_a_worker_survives_its_process() -> None:
    with Worker(Limits()) as worker:
        assert isinstance(worker.read(SAMPLE), ParsedReport)
        assert worker._process is not None
        worker._process.kill()
        worker._process.wait()
        error = worker.read(SAMPLE)
        assert isinstance(error, UnreadableFile)
        assert str(error).startswith("kelmouth_2024-03-28.pdf could not be read")
        assert isinstance(worker.read(SAMPLE), ParsedReport)


@pytest.mark.skipif(os.name == "nt", reason="Windows cannot limit a process's memory this way")
def test_a_file_over_the_memory_limit_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "long.md"
    path.write_text("# Fernshire\n\n" + "Inspection dates. " * 500_000, encoding="utf-8")
    (reading,) = read_reports([path], limits=Limits(memory=128 << 20))
    assert isinstance(reading.error, LimitExceeded)
    assert str(reading.error) == "long.md was refused: reading it takes more memory than a report can need."


def test_leaving_early_ends_the_child_processes() -> None:
    readings = read_reports([SAMPLE] * 8, workers=2)
    assert next(readings).parsed is not None
    readings.close()  # type: ignore[attr-defined]
    assert [thread.name for thread in threading.enumerate() if thread.name.startswith("reading")] == []


def test_no_paths_no_processes() -> None:
    assert list(read_reports([])) == []


@pytest.mark.reports
@pytest.mark.slow
def test_what_the_real_reports_hold(parsed_reports: dict[str, ParsedReport], reports_folder: Path) -> None:
    """Prints a line for each report of which something was not read, for a person to look at."""
    for name, parsed in parsed_reports.items():
        for note in parsed.notes:
            print(f"{name}: {note.text} (page {note.page})")
    assert len(parsed_reports) == sum(path.read_bytes()[:5] == b"%PDF-" for path in reports_folder.glob("*.pdf"))
    assert [
        name for name, parsed in parsed_reports.items() if not what_was_read(parsed).endswith("nothing unread")
    ] == []


@pytest.mark.reports
@pytest.mark.slow
def test_no_chunk_of_the_real_reports_loses_a_word(parsed_reports: dict[str, ParsedReport]) -> None:
    for parsed in parsed_reports.values():
        parts: dict[str, str] = {}
        for chunk in parsed.chunks:
            parts[chunk.passage] = parts.get(chunk.passage, "") + "".join(chunk.text.split())
        assert parts == {passage.id: "".join(passage.text.split()) for passage in parsed.passages}
