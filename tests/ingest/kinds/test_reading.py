"""Invented reports of several kinds, read whole: roles, tables, letters, outcomes."""

from datetime import date
from pathlib import Path

import pytest

from ingest.kinds import loader
from ingest.models import ParsedReport
from ingest.pipeline import build_report, read_report
from tests.ingest.typeset import Set, document, flatten, folio, heading, item, para

BODIES = ("Fernshire County Council", "and NHS Fernshire")


def cell(*texts: str, x: float, top: float) -> list[Set]:
    """The lines of a cell of a table, from `top` down."""
    return [Set(text, x, y=top - 14.5 * index) for index, text in enumerate(texts)]


@pytest.fixture(scope="module")
def partnership() -> ParsedReport:
    """An area SEND inspection: an outcome in a sentence, and two tables told by white space and columns."""
    first = flatten(
        para("Local Area Partnership report"),
        heading("Area SEND inspection of Fernshire", "Local Area Partnership", size=24.0),
        para("Inspection dates: 7 to 11 October 2024"),
        para("Dates of previous inspection: 3 to 7 July 2017"),
        heading("Inspection outcome"),
        para("There are widespread and/or systemic failings leading to significant concerns about the"),
        para("A monitoring inspection will be carried out within approximately 18 months."),
        heading("What does the area partnership need to do better?"),
        item("◼", "Too many plans are late, and nobody tells", "families when they will come."),
        heading("Areas for priority action"),
        [Set("Responsible body Areas for priority action", bold=True, gap=6.0)],
        cell(*BODIES, x=77.0, top=400.0),
        cell("Leaders must agree who pays, and", "must say so in writing.", x=240.0, top=400.0),
        cell("NHS Fernshire", x=77.0, top=360.0),
        cell("Health leaders must cut the waits", "for assessments.", x=240.0, top=360.0),
        heading("Areas for improvement"),
        [Set("Areas for improvement", x=77.0, bold=True, gap=6.0)],
        [Set("Leaders should hear families before plans are made, and show", x=77.0, gap=2.0)],
        [Set("what came of it.", x=77.0)],
        [Set("Leaders should open the two new schools in time.", x=77.0, gap=0.6)],
        folio(1),
    )
    second = flatten(
        heading("Local area partnership details"),
        para("Ada Quill, Director of Children’s Services"),
        heading("Inspection team"),
        para("Bo Reed, Ofsted HMI, lead inspector Cy Moss, CQC lead inspector"),
        folio(2),
    )
    return build_report(document(first, second), Path("fernshire_send.pdf"))


def test_the_dates_of_an_earlier_inspection_are_not_the_inspections(partnership: ParsedReport) -> None:
    report = partnership.report
    assert (report.authority, report.kind) == ("Fernshire", "area_send")
    assert (report.inspected_from, report.inspected_to) == (date(2024, 10, 7), date(2024, 10, 11))
    assert (report.published, report.lead_inspector) == (None, "Bo Reed")
    assert report.inspectorates == ("Ofsted", "Care Quality Commission")


def test_each_row_of_a_table_is_one_recommendation(partnership: ParsedReport) -> None:
    advice = {one.label: (one.lead_in, one.text) for one in partnership.passages if one.kind == "recommendation"}
    assert advice == {
        "Priority action 1": (" ".join(BODIES), "Leaders must agree who pays, and must say so in writing."),
        "Priority action 2": ("NHS Fernshire", "Health leaders must cut the waits for assessments."),
        "Area for improvement 1": (
            "", "Leaders should hear families before plans are made, and show what came of it.",
        ),
        "Area for improvement 2": ("", "Leaders should open the two new schools in time."),
    }  # fmt: skip


def test_an_outcome_is_the_printed_sentence(partnership: ParsedReport) -> None:
    cells = {one.area: one for one in partnership.judgements}
    assert cells["overall"].grade == "widespread and/or systemic failings"
    assert cells["overall"].printed_grade.startswith("There are widespread and/or systemic failings")
    assert "flag:monitoring inspection" in cells
    assert "flag:priority action plan" not in cells


def test_sections_have_roles(partnership: ParsedReport) -> None:
    roles = {one.text.split("\n")[0][:30]: one.role for one in partnership.passages if one.kind != "heading"}
    assert roles["Too many plans are late, and n"] == "weaknesses"
    assert roles["Ada Quill, Director of Childre"] == "contact"
    assert roles["Bo Reed, Ofsted HMI, lead insp"] == "team"


JOINT = """# 14 August 2023

Ada Quill, Director of Children’s Services, Fernshire County Council

Dear Fernshire Safeguarding Children Partnership

## Joint targeted area inspection of Fernshire

This inspection took place from 3 to 7 July 2023. It was carried out by inspectors from Ofsted, the Care Quality
Commission (CQC) and His Majesty’s Inspectorate of Constabulary and Fire & Rescue Services (HMICFRS).

## Headline findings

Children wait too long at the front door.

## What needs to improve?

- The time that children wait for a decision.
- How the police share what they know.

## Practice study: areas for improvement

Brisa was seen once in three months.

## Next steps

Fernshire County Council should prepare a written statement of proposed action by 1 December 2023.

Yours sincerely

Cy Moss
National Director, Ofsted
"""


@pytest.fixture(scope="module")
def letter(tmp_path_factory: pytest.TempPathFactory) -> ParsedReport:
    path = tmp_path_factory.mktemp("letter") / "fernshire_jtai.md"
    path.write_text(JOINT.removeprefix("# "), encoding="utf-8")
    return read_report(path)


def test_a_letters_names_stand_apart_from_its_findings(letter: ParsedReport) -> None:
    roles = {one.text: one.role for one in letter.passages}
    assert roles["Ada Quill, Director of Children’s Services, Fernshire County Council"] == "letter_head"
    assert roles["Cy Moss"] == "signatures"
    assert roles["Children wait too long at the front door."] == "summary"


def test_a_letter_has_its_own_dates_and_inspectorates(letter: ParsedReport) -> None:
    report = letter.report
    assert (report.authority, report.kind, report.published) == ("Fernshire", "jtai", date(2023, 8, 14))
    assert (report.inspected_from, report.inspected_to) == (date(2023, 7, 3), date(2023, 7, 7))
    assert report.inspectorates == ("Ofsted", "Care Quality Commission", "HMICFRS")
    assert report.lead_inspector is None


def test_a_case_study_advises_nobody(letter: ParsedReport) -> None:
    advice = [one.text for one in letter.passages if one.kind == "recommendation"]
    assert advice == ["The time that children wait for a decision.", "How the police share what they know."]
    assert [one.role for one in letter.passages if "Brisa" in one.text] == ["case_study"]


def test_joint_inspections_give_no_grade_but_may_require_a_statement(letter: ParsedReport) -> None:
    assert [(one.area, one.grade) for one in letter.judgements] == [("flag:written statement", "yes")]


HARBOUR = (
    "Harbour inspection of Wendmouth\n\nInspected from 4 to 8 March 2024\n\nPrevious inspection: 2 to 6 May 2019\n\n"
    "Our conclusion\n\nThe harbour meets the standard in part.\n\nWhat must change\n\nThe night watch.\n\n"
    "The charts of the eastern channel.\n"
)


def test_the_example_of_the_documentation_works(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = (Path(__file__).resolve().parents[3] / "docs" / "kinds.md").read_text(encoding="utf-8")
    folder = tmp_path / "profiles"
    folder.mkdir()
    (folder / "harbour.toml").write_text(page.split("```toml\n")[1].split("```")[0], encoding="utf-8")
    (folder / "full.toml").write_bytes((loader.FOLDER / "full.toml").read_bytes())
    monkeypatch.setattr(loader, "FOLDER", folder)
    loader.profiles.cache_clear()
    path = tmp_path / "wendmouth.txt"
    path.write_text(HARBOUR, encoding="utf-8")
    try:
        parsed = read_report(path)
    finally:
        monkeypatch.undo()
        loader.profiles.cache_clear()
    report = parsed.report
    assert (report.kind, report.authority, report.inspected_to) == ("harbour", "Wendmouth", date(2024, 3, 8))
    assert [(one.area, one.grade) for one in parsed.judgements] == [("overall", "met in part")]
    advice = [one.text for one in parsed.passages if one.kind == "recommendation"]
    assert advice == ["The night watch.", "The charts of the eastern channel."]
