"""The repository holds none of the real reports' sentences: no run of 12 words of theirs stands in a tracked file."""

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest

ROOT = Path(__file__).resolve().parent.parent
RUN = 12
"""Words in common that make a borrowed sentence (DESIGN, "Whose words")."""

FORMULAE = re.compile(
    "|".join(
        phrase.replace(" ", r"\s+")
        for phrase in (
            "inspection of services for children in need of help and protection",
            "children looked after and care leavers",
            "review of the effectiveness of the local safeguarding children board",
            "the impact of leaders on social work practice with children and families",
            "the experiences and progress of children who need help and protection",
            "the experiences and progress of children looked after and achieving permanence",
            "the experiences and progress of children in care and care leavers",
            "the experiences and progress of children in care",
            "(the )?experiences and progress of care leavers",
            "children looked after and achieving permanence",
            "leadership management and governance",
            "information about this local authority area",
            "the local safeguarding children board",
            "requires improvement to be good",
            "the graded judgement for adoption performance is that it",
        )
    )
)
"""Names of the frameworks' areas, which every report prints and no one can say otherwise."""


def words(text: str) -> list[str]:
    """Return the words as compared: lower case, no punctuation, a broken mark where a formula stood."""
    plain = re.sub(r"[^\w\s]+", " ", text.lower().replace("-\n", "").replace("’", ""))
    return FORMULAE.sub(" \0 ", " ".join(plain.split())).split()


def runs(text: str) -> Iterator[tuple[int, str]]:
    """Yield each run of 12 words with where it begins, none across a formula."""
    listed = words(text)
    for start in range(len(listed) - RUN + 1):
        window = listed[start : start + RUN]
        if "\0" not in window:
            yield start, " ".join(window)


def pdf_text(path: Path) -> str:
    """Return a report's text by pdfium: ten times as fast as pypdf, and only words matter here."""
    document = pypdfium2.PdfDocument(path)
    try:
        return "\n".join(page.get_textpage().get_text_range() for page in document)
    finally:
        document.close()


def report_texts(folder: Path) -> Iterator[str]:
    for path in sorted(folder.iterdir()):
        if path.suffix == ".md":
            yield path.read_text(encoding="utf-8")
        elif path.read_bytes()[:5] == b"%PDF-":
            yield pdf_text(path)


def tracked_texts() -> Iterator[tuple[str, str]]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
    for name in filter(None, listed.decode().split("\0")):
        path = ROOT / name
        if path.suffix == ".pdf":
            yield name, pdf_text(path)
        elif path.is_file() and b"\0" not in (content := path.read_bytes()):
            yield name, content.decode("utf-8", errors="replace")


@pytest.mark.reports
def test_no_tracked_text_shares_a_run_of_twelve_words_with_a_report(reports_folder: Path) -> None:
    theirs = {hash(run) for text in report_texts(reports_folder) for _, run in runs(text)}
    borrowed = [f"{name}: {run}" for name, text in tracked_texts() for _, run in runs(text) if hash(run) in theirs]
    assert not borrowed, "\n".join(borrowed[:40])


def test_a_borrowed_sentence_would_be_found() -> None:
    sentence = "Social workers in the hub spoke with each child, and wrote down what was said to them."
    ours = "# " + sentence.replace("hub ", "hub\n").lower()
    assert {run for _, run in runs(sentence)} & {run for _, run in runs(ours)}


def test_the_names_of_areas_are_nobodys_sentence() -> None:
    heading = (
        "The impact of leaders on social work practice with children and families: requires improvement to be good"
    )
    assert not list(runs(heading))
