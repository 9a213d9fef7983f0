"""Real reports of other kinds: whom, when, by whom, with what outcome, and what must improve."""

import csv
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import pytest

from ingest.audit import count_coverage
from ingest.document import Document
from ingest.files.pdf import read_pdf
from ingest.models import PEOPLE, ParsedReport
from ingest.pipeline import build_report
from ingest.structure import Structure

# About a hundred reports: two minutes.
pytestmark = [pytest.mark.reports, pytest.mark.slow]

CALLED = {"Bedford Borough": "Bedford", "County Durham": "Durham"}
"""Names of the truth that people do not use."""
OUTCOMES = {
    "positive": "typically positive",
    "inconsistent": "inconsistent",
    "systemic_failings": "widespread and/or systemic failings",
    "": None,
}
EXPLAINED = {
    # One area for priority action, printed as a sentence with two points: each point is one recommendation.
    ("torbay_jtai_2024-01-30", "priority actions"),
}

Read = dict[str, tuple[Document, ParsedReport]]


@pytest.fixture(scope="module")
def read(more_folder: Path) -> Read:
    folders = ("send", "jtai", "focused-visit")
    paths = [path for folder in folders for path in sorted((more_folder / "reports" / folder).glob("*.pdf"))]
    with ProcessPoolExecutor(2) as pool:
        documents = pool.map(read_pdf, paths)
        return {path.stem: (one, build_report(one, path)) for path, one in zip(paths, documents, strict=True)}


@pytest.fixture(scope="module")
def truth(more_folder: Path) -> dict[str, dict[str, str]]:
    rows = {}
    for path in sorted((more_folder / "questions").glob("outcomes_*.csv")):
        with path.open(encoding="utf-8") as file:
            rows |= {row["report"]: row for row in csv.DictReader(file)}
    return rows


def _expected(row: dict[str, str]) -> dict[str, object]:
    visit = "visited_from" in row
    rows = ("priority_actions",) if visit else ("send_priority_action_rows", "priority_action_areas",
                                                "priority_action_areas_pre2022")  # fmt: skip
    printed = visit or row["published_source"] == "printed"
    found: dict[str, object] = {
        "authority": CALLED.get(row["authority"], row["authority"]),
        "from": row["visited_from" if visit else "inspection_from"],
        "to": row["visited_to" if visit else "inspection_to"],
        "published": row["published"] if printed else "None",
        "lead": row["lead_inspector"] or "None",
        "priority actions": int(next(filter(None, (row[name] for name in rows)), "0")),
    }
    return found | ({"improvements": int(row["improvements"])} if visit else {"outcome": OUTCOMES[row["outcome"]]})


def _found(parsed: ParsedReport, *, visit: bool) -> dict[str, object]:
    report = parsed.report
    advice = Counter(one.role for one in parsed.passages if one.kind == "recommendation")
    found: dict[str, object] = {
        "authority": report.authority,
        "from": str(report.inspected_from),
        "to": str(report.inspected_to),
        "published": str(report.published),
        "lead": str(report.lead_inspector),
        "priority actions": advice["urgent"],
    }
    graded = next((one.grade for one in parsed.judgements if one.area == "overall"), None)
    return found | ({"improvements": advice["improve"]} if visit else {"outcome": graded})


def test_every_cell_of_the_truth(read: Read, truth: dict[str, dict[str, str]]) -> None:
    wrong = []
    for key, row in truth.items():
        found = _found(read[key][1], visit="visited_from" in row)
        wrong += [
            (key, name, found[name], value)
            for name, value in _expected(row).items()
            if found[name] != value and (key, name) not in EXPLAINED
        ]
    assert not wrong
    assert len(truth) >= 100


def test_every_character_is_in_one_place_and_every_label_unique(read: Read) -> None:
    for key, (document, parsed) in read.items():
        structure = Structure(parsed.passages, parsed.furniture, parsed.notes)
        assert count_coverage(document, structure) == (0, 0), key
        assert [label for label, count in Counter(one.label for one in parsed.passages).items() if count > 1] == [], key


def test_names_and_addresses_are_no_findings(read: Read) -> None:
    for key, (_, parsed) in read.items():
        greeting = [one for one in parsed.passages if one.text.startswith(("Dear ", "Yours sincerely"))]
        assert {one.role for one in greeting} <= set(PEOPLE), key
        assert not [
            one for one in parsed.passages if one.role in (*PEOPLE, "case_study") and one.kind == "recommendation"
        ]


def test_every_report_that_must_improve_says_how(read: Read) -> None:
    without = [
        key for key, (_, parsed) in read.items() if not any(one.kind == "recommendation" for one in parsed.passages)
    ]
    # Two visits asked for nothing new.
    assert len(without) <= 2, without
