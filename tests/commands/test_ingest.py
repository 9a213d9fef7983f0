"""`ingest` and `sync`: what is said of each file, what is held afterwards, and how bad input is refused."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from fpdf import FPDF
from pypdf import PdfReader, PdfWriter

from ingest.files.download import Downloader
from retrieval.library import intake
from tests.commands.conftest import Run
from tests.fakes import FakeEmbedder

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
SMALL = SAMPLES / "kelmouth_2024-03-28.pdf"
OTHER = SAMPLES / "wendshire_2023-12-04.pdf"


def _empty(path: Path) -> None:
    path.write_bytes(b"")


def _page_of_html(path: Path) -> None:
    path.write_text("<!DOCTYPE html><html><body>404: not found</body></html>", encoding="utf-8")


def _encrypted(path: Path) -> None:
    writer = PdfWriter(clone_from=PdfReader(SMALL))
    writer.encrypt("secret", algorithm="RC4-128")
    writer.write(path)


def _scan(path: Path) -> None:
    writer = PdfWriter()
    for _ in range(3):
        writer.add_blank_page(width=595, height=842)
    writer.write(path)


def _invoice(path: Path) -> None:
    pdf = FPDF()
    pdf.set_font("helvetica", size=12)
    pdf.add_page()
    pdf.multi_cell(0, text="Invoice 2041. Twelve desks, delivered in March. Total due: 1,440 pounds. " * 20)
    pdf.output(str(path))


def _truncated(path: Path) -> None:
    path.write_bytes(SMALL.read_bytes()[:2000])


BAD: dict[str, Callable[[Path], None]] = {
    "empty": _empty,
    "html": _page_of_html,
    "encrypted": _encrypted,
    "scan": _scan,
    "invoice": _invoice,
    "truncated": _truncated,
}


@pytest.fixture(autouse=True)
def quick_embedder(monkeypatch: pytest.MonkeyPatch) -> None:
    """Embed by hashing words: these tests are about files."""
    monkeypatch.setattr("commands.opening.open_embedder", lambda _: FakeEmbedder())


def test_ingest_says_what_it_found_and_the_second_time_does_nothing(run: Run, home: Path) -> None:
    code, printed, told = run("ingest", str(SMALL))
    assert (code, printed) == (0, "")
    assert "kelmouth_2024-03-28.pdf: added." in told
    assert "nothing unread" in told
    before = (home / "library.sqlite3").read_bytes()
    code, _, told = run("ingest", str(SMALL))
    assert code == 0
    assert "unchanged" in told
    assert (home / "library.sqlite3").read_bytes() == before


def test_a_file_that_is_held_is_known_by_its_hash_alone(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    run("ingest", str(SMALL))
    read: list[Path] = []
    monkeypatch.setattr(intake, "read_reports", lambda paths, **_: read.extend(paths) or iter(()))
    assert run("ingest", str(SMALL))[0] == 0
    assert read == []


@pytest.mark.parametrize("kind", BAD)
def test_a_bad_file_is_refused_by_name_with_what_to_do(kind: str, run: Run, tmp_path: Path) -> None:
    bad = tmp_path / f"{kind}.pdf"
    BAD[kind](bad)
    code, printed, _ = run("ingest", str(bad), "--json")
    result = json.loads(printed)
    (file,) = result["files"]
    assert code == 1
    assert file["status"] == "refused"
    assert bad.name in file["error"]["message"]
    assert file["error"]["remedy"]
    assert result["error"]["code"] == "files_refused"


def test_only_known_refuses_what_no_profile_describes(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "wales.txt"
    path.write_text(
        "Review of fostering by the Care Inspectorate\n\nWe inspected it from 3 to 5 June 2024.\n\nCarers do well.\n",
        encoding="utf-8",
    )
    code, _, said = run("ingest", "--only-known", str(path))
    assert code == 1
    assert "is of a kind of report that the program does not know" in said
    code, _, said = run("ingest", str(path))
    assert code == 0
    assert "A kind of report the program does not know: read by its layout." in said


def test_a_missing_file_is_refused(run: Run, tmp_path: Path) -> None:
    code, _, told = run("ingest", str(tmp_path / "nowhere.pdf"))
    assert code == 1
    assert "nowhere.pdf" in told
    assert "Traceback" not in told


def test_the_other_files_are_held_when_one_is_refused(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "reports"
    folder.mkdir()
    shutil.copy(SMALL, folder)
    _page_of_html(folder / "a_broken_one.pdf")
    (folder / "README.md").write_text("# About these files\n\nThey were collected in spring.\n", encoding="utf-8")
    code, _, told = run("ingest", str(folder))
    assert code == 1
    lines = told.splitlines()
    assert any(line.startswith("README.md: skipped") for line in lines)
    assert any(line.startswith("a_broken_one.pdf: REFUSED") for line in lines)
    assert lines[-1].startswith("1 file of 3 refused: a_broken_one.pdf")
    assert [one["report"] for one in json.loads(run("reports", "--json")[1])] == [SMALL.stem]


def test_an_interrupted_ingest_leaves_a_sound_library(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "reports"
    shutil.copytree(SAMPLES, folder, ignore=lambda _, names: [name for name in names if not name.endswith(".pdf")])
    read = intake.read_reports

    def interrupted(*arguments: object, **options: object) -> object:
        readings = read(*arguments, **options)  # type: ignore[arg-type]
        yield next(readings)
        raise KeyboardInterrupt

    monkeypatch.setattr(intake, "read_reports", interrupted)
    code, _, told = run("ingest", str(folder))
    assert code == 130
    assert "again" in told
    monkeypatch.undo()


def test_sync_makes_the_library_equal_to_the_folder(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "reports"
    folder.mkdir()
    shutil.copy(SMALL, folder)
    assert run("sync", str(folder))[0] == 0
    shutil.copy(OTHER, folder)
    (folder / SMALL.name).unlink()
    code, printed, told = run("sync", str(folder), "--json")
    assert code == 0
    assert json.loads(printed)["removed"] == [SMALL.stem]
    assert f"{SMALL.stem}: removed" in told
    assert [one["report"] for one in json.loads(run("reports", "--json")[1])] == [OTHER.stem]


def test_sync_with_an_empty_folder_removes_nothing(run: Run, tmp_path: Path) -> None:
    run("ingest", str(SMALL))
    (tmp_path / "empty").mkdir()
    code, _, told = run("sync", str(tmp_path / "empty"))
    assert code == 1
    assert "remove" in told
    assert len(json.loads(run("reports", "--json")[1])) == 1


def test_sync_keeps_the_report_whose_file_is_damaged(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "reports"
    folder.mkdir()
    shutil.copy(SMALL, folder)
    run("sync", str(folder))
    _truncated(folder / SMALL.name)
    assert run("sync", str(folder))[0] == 1
    assert [one["report"] for one in json.loads(run("reports", "--json")[1])] == [SMALL.stem]


def test_an_address_is_fetched_or_refused_in_plain_words(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    code, _, told = run("ingest", "https://evil.example/report.pdf")
    assert (code, "not on the list" in told) == (1, True)
    assert run("ingest", "http://files.ofsted.gov.uk/report.pdf")[2].startswith("http://files.ofsted.gov.uk/report.pdf")

    def fetch(_: Downloader, url: str, folder: Path) -> Path:
        assert url == "https://files.ofsted.gov.uk/kelmouth_2024-03-28.pdf"
        return Path(shutil.copy(SMALL, folder))

    monkeypatch.setattr(Downloader, "fetch", fetch)
    code, _, told = run("ingest", "https://files.ofsted.gov.uk/kelmouth_2024-03-28.pdf")
    assert (code, "kelmouth_2024-03-28.pdf: added" in told) == (0, True)
