"""The ledger: what a report grades, read where it states it."""

import csv
from datetime import date
from pathlib import Path

import pytest

from ingest.facts.judgements import AREAS, read_judgements
from ingest.models import Judgement, ParsedReport, Passage, PassageKind, Span

IMPACT = "The impact of leaders on social work practice"
HELP = "The experiences and progress of children who need help and protection"
CARE = "The experiences and progress of children in care"
HEADLINE = "Children’s services in Fernshire"
BOARD = "The Local Safeguarding Children Board"


def passage(text: str, kind: PassageKind = "judgements", *, section: tuple[str, ...] = ()) -> Passage:
    return Passage(
        id=f"{kind}: {text[:20]}",
        report="fernshire_2019",
        label=text[:20],
        kind=kind,
        number=None,
        section=section,
        text=text,
        ordinal=0,
        spans=(Span(1, 0, len(text)),),
    )


def grades(*passages: Passage, kind: str = "full", framework: str = "SIF") -> dict[str, Judgement]:
    return {cell.area: cell for cell in read_judgements(passages, kind=kind, framework=framework)}


def test_a_sif_table_gives_headline_and_rows() -> None:
    table = passage(
        f"{HEADLINE} require improvement to be\ngood\n1. Children who need help and protection Inadequate\n"
        "2. Children looked after and achieving\npermanence Requires\nImprovement\n2.1 Adoption performance Good\n"
        "2.2 Experiences and progress of care leavers Requires improvement to be good\n"
        "1. Leadership, management and governance Outstanding"
    )
    cells = grades(table)
    assert [cells[area].grade for area in AREAS] == [
        "requires improvement",
        "inadequate",
        "requires improvement",
        "good",
        "requires improvement",
        "outstanding",
    ]
    assert cells["overall"].printed_grade == "require improvement to be good"
    assert cells["adoption"].printed_area == "Adoption performance"
    assert {cell.passage for cell in cells.values()} == {table.id}


def test_words_of_the_introduction_are_no_grades() -> None:
    cells = grades(
        passage(
            "The overall judgement is inadequate.\nAll children should have good help, care and protection that is\n"
            "good. Services were judged Good in 2010 by others.\n1. Children who need help and protection Inadequate"
        )
    )
    assert cells["overall"].grade == "inadequate"
    assert cells["help_and_protection"].grade == "inadequate"
    assert cells["help_and_protection"].printed_area == "Children who need help and protection"
    assert cells["adoption"].grade is None


def test_an_ilacs_table_of_2019_grades_care_leavers_with_children_in_care() -> None:
    cells = grades(
        passage(
            f"Judgement Grade\n{IMPACT}\nwith children and families.\nRequires improvement\nto be good\n{HELP} Good\n"
            f"{CARE} and\ncare leavers\nOutstanding\nOverall effectiveness Good"
        ),
        framework="ILACS",
    )
    assert [cells[area].grade for area in AREAS] == [
        "good",
        "good",
        "outstanding",
        None,
        None,
        "requires improvement",
    ]
    assert "children in care" in str(cells["care_leavers"].reason)
    assert "ILACS" in str(cells["adoption"].reason)


def test_an_ilacs_table_of_2024_grades_care_leavers_by_themselves() -> None:
    cells = grades(
        passage(
            f"Judgement Grade\n{IMPACT} Good\n{HELP} Inadequate\n{CARE}\nGood\nThe experiences and progress of care\n"
            "leavers\nOutstanding\nOverall effectiveness Inadequate"
        ),
        framework="ILACS",
    )
    assert (cells["looked_after_or_in_care"].grade, cells["care_leavers"].grade) == ("good", "outstanding")


def test_not_judged_is_blank_as_printed() -> None:
    cell = grades(passage("1. Children who need help and protection Not judged\n2.1 Adoption performance Good"))
    assert cell["help_and_protection"].grade is None
    assert cell["help_and_protection"].printed_grade == "Not judged"
    assert cell["help_and_protection"].reason == "printed as “Not judged”"


@pytest.mark.parametrize(
    "stated",
    [
        passage(f"{BOARD} requires improvement to be good", "heading"),
        passage("The effectiveness of the LSCB requires improvement", "heading"),
        passage(
            "The judgement for the effectiveness of the Safeguarding Children Board (LSCB) is requires improvement."
        ),
        passage(f"{BOARD} (LSCB)\nis judged to be requires improvement", "heading"),
    ],
    ids=["heading", "short heading", "front page", "wrapped heading"],
)
def test_the_safeguarding_boards_grade_is_kept_besides(stated: Passage) -> None:
    cell = grades(stated)["safeguarding_board"]
    assert (cell.grade, cell.passage) == ("requires improvement", stated.id)


def test_a_review_of_a_board_grades_the_board_alone() -> None:
    cells = grades(passage(f"{BOARD} is inadequate", "heading"), kind="board_review", framework="board review")
    assert cells["safeguarding_board"].grade == "inadequate"
    assert {cells[area].reason for area in AREAS} == {"a review of a safeguarding board grades the board alone"}


def test_running_text_and_bullets_on_an_earlier_inspection_are_never_taken() -> None:
    cells = grades(
        passage(f"{HEADLINE} are good\n1. Children who need help and protection Good"),
        passage("Leadership, management and governance: Inadequate", "bullet", section=("Previous inspections",)),
        passage("In 2014 the Local Safeguarding Children Board was inadequate.", "paragraph"),
        passage(f"{BOARD} is outstanding, it says of itself.", "paragraph"),
        passage(f"Much has changed. {BOARD} is now good.", "unnumbered"),
    )
    assert cells["leadership"].grade is None
    assert "safeguarding_board" not in cells


def test_headings_state_what_no_table_does() -> None:
    cells = grades(passage(f"{HELP}: good", "heading"), framework="ILACS")
    assert cells["help_and_protection"].grade == "good"


def test_an_earlier_inspection_is_read_from_its_record_of_main_findings() -> None:
    section = ("Record of main findings",)
    cells = grades(
        passage("Record of main findings", "heading", section=section),
        passage("Services for looked after children", "heading", section=section),
        passage("Overall effectiveness Adequate Grade 3", "heading", section=section),
        passage("Outcomes for looked after children and young people", "heading", section=section),
        passage("Good", "unnumbered", section=section),
        passage("Leadership and management Inadequate (Grade 4)", "heading", section=section),
        kind="thematic",
        framework="earlier",
    )
    assert (cells["overall"].grade, cells["leadership"].grade) == ("adequate", "inadequate")
    assert cells["outcomes_for_looked_after_children_and_young_people"].grade == "good"
    assert cells["looked_after_or_in_care"].grade is None


def test_two_services_graded_apart_keep_their_names() -> None:
    table = passage(
        "Safeguarding services\nOverall effectiveness Adequate\nQuality of provision Good\n"
        "Services for looked after children\nOverall effectiveness Good\nQuality of provision Outstanding",
        "table",
        section=("Record of main findings",),
    )
    cells = grades(table, framework="earlier")
    assert cells["safeguarding_services_overall_effectiveness"].grade == "adequate"
    assert cells["services_for_looked_after_children_quality_of_provision"].grade == "outstanding"
    assert cells["overall"].reason == "the report grades its services apart and gives no overall grade"


@pytest.mark.parametrize("kind", ["focused_visit", "monitoring_visit"])
def test_visits_give_no_grades(kind: str) -> None:
    cells = grades(passage(f"{HEADLINE} are good"), kind=kind, framework="ILACS")
    assert {cell.grade for cell in cells.values()} == {None}


@pytest.mark.parametrize(
    ("inspected", "reason"),
    [
        (date(2026, 5, 15), "inspections of children's services give no overall judgement since April 2026"),
        (date(2026, 3, 13), "the report prints no grade for this area"),
    ],
    ids=["since April 2026", "before"],
)
def test_why_there_is_no_overall_grade(inspected: date, reason: str) -> None:
    table = passage(f"Judgement Grade\n{HELP} Good\n{CARE} Good")
    cells = read_judgements([table], kind="full", framework="ILACS", inspected=inspected)
    overall = next(cell for cell in cells if cell.area == "overall")
    assert overall.reason is not None
    assert overall.reason.startswith(reason)


@pytest.mark.reports
@pytest.mark.slow
def test_every_cell_of_the_real_reports(parsed_reports: dict[str, ParsedReport], questions_folder: Path) -> None:
    with (questions_folder / "judgements_dev.csv").open(encoding="utf-8") as file:
        truth = {row["report"]: row for row in csv.DictReader(file)}
    wrong = []
    for name, row in truth.items():
        parsed = parsed_reports[name]
        cells = {cell.area: cell for cell in parsed.judgements}
        known = {passage.id for passage in parsed.passages}
        wrong += [(name, area, cells[area].grade) for area in AREAS if (cells[area].grade or "") != row[area]]
        wrong += [
            (name, cell.area, "no passage") for cell in cells.values() if cell.grade and cell.passage not in known
        ]
        wrong += [(name, cell.area, "no reason") for cell in cells.values() if not cell.grade and not cell.reason]
    assert not wrong
