"""The real reports: nothing unread, no number lost, the questions' quotes found. Prints a table of what fell short."""

import json
import unicodedata
from pathlib import Path

import pytest

from ingest.audit import HEADER, Audit, audit, format_row
from ingest.document import Document
from ingest.files.markdown import read_export
from ingest.passages.build import build_passages
from ingest.structure import Structure

# All 77 take a minute or two to read.
pytestmark = [pytest.mark.reports, pytest.mark.slow]

Read = dict[str, tuple[Audit, Structure]]


@pytest.fixture(scope="module")
def reports(real_documents: dict[str, Document]) -> Read:
    made = {key: build_passages(document, key) for key, document in real_documents.items()}
    return {key: (audit(real_documents[key], structure, key), structure) for key, structure in made.items()}


def core(text: str) -> str:
    """Text without what typesetting changes: spaces, hyphens, kinds of quote marks and dashes, case."""
    plain = unicodedata.normalize("NFKC", text).translate(str.maketrans("’‘“”–‑", "''\"\"--"))
    return "".join(plain.split()).replace("-", "").lower()


def test_every_character_is_read_and_every_label_unique(reports: Read) -> None:
    short = [format_row(one) for one, _ in reports.values() if not one.sound]
    assert not short, "\n".join([HEADER, *short])
    assert len(reports) >= 70


def test_the_printed_sequence_is_whole(reports: Read) -> None:
    """A gap is a skip in print (one report of 77 has one); everything else runs 1..N."""
    rows = [one for one, _ in reports.values()]
    odd = [format_row(one) for one in rows if one.numbers != one.highest]
    assert len(odd) <= 1, "\n".join([HEADER, *odd])
    assert sum(one.numbers == 0 for one in rows) <= 4


def test_headline_judgements_are_found_in_every_report(reports: Read) -> None:
    missing = [key for key, (_, made) in reports.items() if not any(one.kind == "judgements" for one in made.passages)]
    assert not missing


def test_no_running_line_stands_inside_a_passage(reports: Read) -> None:
    for key, (_, made) in reports.items():
        running = {" ".join(one.text.split()) for one in made.furniture if one.reason.startswith("running")}
        for one in made.passages:
            text = " ".join(one.text.split())
            if one.label != "Front page":
                assert not [line for line in running if line in text], (key, one.label)


def test_quotes_of_the_questions_stand_in_one_passage(reports: Read, questions_folder: Path) -> None:
    """Each quote stands in one passage with the printed number and page named.

    Quotes that run from one passage into the next (a heading and the sentence below it) cannot: 16 of 2,667.
    """
    cores = {key: [(core(one.text), one) for one in made.passages] for key, (_, made) in reports.items()}
    total, short = 0, []
    for path in sorted(questions_folder.glob("dev_*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            question = json.loads(line)
            for entry in question.get("evidence", []) + question.get("also", []):
                key = entry.get("report") or question.get("report")
                quote, number = core(entry["quote"]), entry["paragraph"]
                total += 1
                if not any(
                    quote in text and number in (None, one.number) and entry["page"] in one.pages
                    for text, one in cores.get(key, [])
                ):
                    short.append(f"{question['id']}: {entry['paragraph']}, page {entry['page']}")
    assert len(short) <= 0.007 * total, f"{len(short)} of {total}\n" + "\n".join(short)


def test_pdf_and_export_agree(reports: Read, reports_folder: Path) -> None:
    exports = sorted(path for path in reports_folder.glob("*.md") if path.stem in reports)
    for path in exports:
        ours = {one.id: one for one in reports[path.stem][1].passages}
        theirs = {one.id: one for one in build_passages(read_export(path), path.stem).passages}
        assert not [one.label for key, one in ours.items() if key not in theirs]
        differing = [one.label for key, one in ours.items() if one.number and core(one.text) != core(theirs[key].text)]
        assert not differing
