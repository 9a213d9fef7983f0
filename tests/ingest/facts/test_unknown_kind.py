"""A report of a kind that no profile knows is read by its layout; what is no inspection report stays refused."""

from datetime import date
from pathlib import Path

import pytest

from ingest.errors import NotAReport
from ingest.pipeline import read_report


def written(folder: Path, text: str) -> Path:
    path = folder / "file.txt"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("text", "authority", "inspected"),
    [
        (
            "Inspection of further education at Surrey\n\nDate of inspection: 4 to 8 March 2024\n\nHealthcare "
            "Inspectorate Wales\n\nLearners do well.\n",
            "Surrey",
            date(2024, 3, 8),
        ),
        (
            "Review of fostering by the Care Inspectorate\n\nWe inspected the service from 3 to 5 June 2024.\n\nCarers "
            "are well supported.\n",
            "Review of fostering by the Care Inspectorate",
            date(2024, 6, 5),
        ),
    ],
    ids=["labelled", "in a sentence"],
)
def test_it_is_read_by_its_layout(text: str, authority: str, inspected: date, tmp_path: Path) -> None:
    parsed = read_report(written(tmp_path, text))
    assert (parsed.report.kind, parsed.report.authority, parsed.report.inspected_to) == ("other", authority, inspected)
    assert parsed.judgements == ()
    assert [note.code for note in parsed.notes] == ["unknown_kind"]


@pytest.mark.parametrize(
    "text",
    [
        "Invoice 204\n\nTo Ofsted\n\nDate: 4 May 2023\n\nTwo inspections of lifts, 400 pounds.",
        "Minutes of the Children’s Scrutiny Committee\n\n4 May 2023\n\nOfsted inspected from 3 to 7 April 2023.",
        "Action plan after the Ofsted inspection\n\nInspection dates: 3 to 7 April 2023\n\nWe will hire ten people.",
        "README\n\nThis folder holds what Ofsted published on 4 May 2023 about the inspection.",
        "Inspection of our services\n\nWe should read it.",
        "Council welcomes Ofsted’s report\n\nOfsted inspected our services between 3 and 7 April 2023.",
    ],
    ids=["an invoice", "minutes", "an action plan", "a readme", "no date", "news"],
)
def test_what_is_no_inspection_report_stays_refused(text: str, tmp_path: Path) -> None:
    with pytest.raises(NotAReport):
        read_report(written(tmp_path, text))


@pytest.mark.parametrize(
    ("text", "kind", "subject"),
    [
        (
            "Report on an unannounced inspection of HMP Elm\n\nby HM Chief Inspector of Prisons\n\n4–15 March 2024",
            "prison",
            "HMP Elm",
        ),
        ("A report on\n\nElm Lane School\n\nDate of inspection: January 2017\n\nby Estyn", "estyn", "Elm Lane School"),
    ],
    ids=["dates without a label", "a month alone"],
)
def test_a_known_title_is_enough_beside_an_inspectorate(text: str, kind: str, subject: str, tmp_path: Path) -> None:
    report = read_report(written(tmp_path, text)).report
    assert (report.kind, report.authority, report.subject) == (kind, subject, subject)
