"""Who, when, what: read from the front of a report."""

import csv
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from ingest.document import Document
from ingest.errors import NotAReport
from ingest.facts.metadata import read_metadata
from ingest.models import ParsedReport, Passage, PassageKind, Report, Span

BOARD = "Review of the effectiveness of the Local Safeguarding Children Board"
SIF = "Inspection of services for children in need of help and protection"
DOCUMENT = Document(pages=(), media="pdf", sha256="", produced=date(2019, 1, 2))


def passages(*texts: str | tuple[PassageKind, str]) -> list[Passage]:
    listed = [text if isinstance(text, tuple) else ("unnumbered", text) for text in texts]
    return [
        Passage(
            id=f"p{ordinal}",
            report="upload_7",
            label=f"Front page, {ordinal}",
            kind=kind,
            number=None,
            section=(),
            text=text,
            ordinal=ordinal,
            spans=(Span(1, 0, len(text)),),
        )
        for ordinal, (kind, text) in enumerate(listed)
    ]


def read(front: Sequence[Passage]) -> Report:
    return read_metadata(DOCUMENT, front, "upload_7")


def test_a_sif_cover() -> None:
    report = read(
        passages(
            f"Fernshire County Council\nRe-i{SIF[1:]}\nInspection date: 9–24 November 2017\n"
            "Report published: 19 January 2018",
            "Leaders are ambitious.",
            "Lead inspector: Ada O’Quill HMI\nDeputy lead inspector: Bo Reed",
        )
    )
    assert (report.authority, report.framework, report.kind) == ("Fernshire", "SIF", "full")
    assert "Fernshire County Council" in report.aliases
    assert (report.inspected_from, report.inspected_to) == (date(2017, 11, 9), date(2017, 11, 24))
    assert (report.published, report.lead_inspector) == (date(2018, 1, 19), "Ada O’Quill")
    assert report.sources == {
        "authority": "p0",
        "framework": "p0",
        "inspected_from": "p0",
        "inspected_to": "p0",
        "published": "p0",
        "lead_inspector": "p2",
    }


def test_an_ilacs_cover_prints_no_publication_date() -> None:
    report = read(
        passages(
            (
                "heading",
                "Inspection of the Royal Borough of Windsor and \nMaidenhead local authority children’s services",
            ),
            "Inspection dates: 7 to 11 October 2024\nLead inspector: Bo de Vere, His Majesty’s Inspector",
            "Since the focused visit in 2022, leaders have improved services.",
        )
    )
    assert (report.authority, report.framework, report.kind) == ("Windsor and Maidenhead", "ILACS", "full")
    assert (report.published, report.produced, report.issued) == (None, date(2019, 1, 2), date(2019, 1, 2))
    assert report.lead_inspector == "Bo de Vere"
    assert "published" not in report.sources


@pytest.mark.parametrize(
    ("front", "expected"),
    [
        (["Inspection of St. Helens local authority children’s services"], ("St Helens", "full", "ILACS")),
        (
            ["Fernshire\nInspection of children’s social care services\nInspection dates: 4 to 15 June 2018"],
            ("Fernshire", "full", "ILACS"),
        ),
        (
            ["Inspection of Fernshire County Council local authority children’s services", "Inspection date: 4/5/23"],
            ("Fernshire", "full", "ILACS"),
        ),
        (
            [f"Ashmere Safeguarding Children Board\n{BOARD}"],
            ("Ashmere", "board_review", "board review"),
        ),
        (
            [f"London Borough of Ashmere\n{SIF}\nand\n{BOARD}"],
            ("Ashmere", "full", "SIF"),
        ),
        (
            ["Inspection of looked after children\nservices", "Ashmere Borough Council", "Inspection dates: 3/5/13"],
            ("Ashmere", "thematic", "earlier"),
        ),
        (
            [
                "Inspection of safeguarding and looked after children services\nAshmere Council",
                "Inspection dates: 3/5/11",
            ],
            ("Ashmere", "full", "earlier"),
        ),
        (
            ["4 March 2020", "Dear Ms Reed", "Focused visit to Fernshire County Council children’s services"],
            ("Fernshire", "focused_visit", "ILACS"),
        ),
        (
            ["4 March 2017", "Dear Ms Reed", "Monitoring visit of Fernshire children’s services"],
            ("Fernshire", "monitoring_visit", "SIF"),
        ),
        (
            [SIF, "Children’s services in Ashmere are good", "Inspection date: 4 March 2017"],
            ("Ashmere", "full", "SIF"),
        ),
    ],
    ids="saint;title below name;council named;board;with board;looked after;joint;focused;monitoring;headline".split(
        ";"
    ),
)
def test_kinds_of_reports(front: list[str], expected: tuple[str, str, str]) -> None:
    report = read(passages(*front))
    assert (report.authority, report.kind, report.framework) == expected


def test_the_date_of_a_letter_is_its_publication() -> None:
    report = read(
        passages("4 March 2020", "Focused visit to Fernshire children’s services", "Yours sincerely\nAda Quill\nHMI")
    )
    assert (report.published, report.sources["published"]) == (date(2020, 3, 4), "p0")
    assert report.lead_inspector == "Ada Quill"


def test_a_date_of_another_publication_is_not_taken() -> None:
    front = passages(f"Ashmere\n{SIF}", ("footnote", "1 Parts of it were originally published on 11 February 2014"))
    assert read(front).published is None


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("Lead inspector: Ada Quill", "Ada Quill"),
        ("Lead inspector:  Ada Quill-Reed \nHer Majesty’s Inspector", "Ada Quill-Reed"),
        ("Reporting inspector Ada Quill HMI", "Ada Quill"),
        ("Lead inspectors: Ada Quill, His Majesty’s Inspector, and Bo Reed, \nHMI", "Ada Quill and Bo Reed"),
        ("Lead Inspector: Ada J Quill, HMI", "Ada J Quill"),
        ("Deputy lead inspector: Bo Reed\nLead inspector: Ada Quill", "Ada Quill"),
        ("Meetings of the lead inspector attended by both directors", None),
    ],
)
def test_lead_inspectors(printed: str, name: str | None) -> None:
    assert read(passages(f"Ashmere\n{SIF}", printed)).lead_inspector == name


@pytest.mark.parametrize(
    "front",
    [["Invoice 17", "Total: 340.00"], ["How to cook", "An inspection of pans"], []],
    ids=["invoice", "book", "nothing"],
)
def test_what_names_no_inspection_is_no_report(front: list[str]) -> None:
    with pytest.raises(NotAReport, match="upload_7 is no inspection report"):
        read(passages(*front))


@pytest.mark.reports
@pytest.mark.slow
def test_who_and_when_of_the_real_reports(parsed_reports: dict[str, ParsedReport], questions_folder: Path) -> None:
    with (questions_folder / "judgements_dev.csv").open(encoding="utf-8") as file:
        truth = {row["report"]: row for row in csv.DictReader(file)}
    reports = {name: parsed_reports[name].report for name in truth}
    assert [name for name, report in reports.items() if report.authority != truth[name]["authority"]] == []
    assert [name for name, report in reports.items() if not (report.inspected_from and report.inspected_to)] == []
    assert [name for name, report in reports.items() if not report.lead_inspector] == []
    # The year is right for all, printed or not; where a date is printed it is that of the file's name but for two
    # reports, which print another day themselves.
    assert [name for name, report in reports.items() if str(report.issued)[:4] != truth[name]["published"][:4]] == []
    printed = {name: str(report.published) for name, report in reports.items() if report.published}
    assert len(printed) == 32
    assert {name: day for name, day in printed.items() if day != truth[name]["published"]} == {
        "hackney_2016-09-21": "2016-09-20",
        "stoke-on-trent_2015-08-12": "2015-08-10",
    }
