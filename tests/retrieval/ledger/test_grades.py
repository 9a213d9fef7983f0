"""Conditions, periods, orders and moves in any combination are answered whole, in quotations that hold."""

from datetime import date
from typing import Any

import pytest

from ingest.models import Report
from retrieval.checking.citations import verify
from retrieval.held import LookedUp
from retrieval.ledger.grades import answer_grades
from retrieval.question.models import Act
from tests.retrieval.asking import make_report, make_world
from tests.retrieval.ledger.questions import ask, read


def _sif(overall: str, **others: str) -> dict[str, str]:
    areas = ("overall", "help_and_protection", "looked_after_or_in_care", "adoption", "care_leavers", "leadership")
    return {area: others.get(area, overall) for area in areas}


def _ilacs(overall: str, **others: str) -> dict[str, str]:
    areas = ("leadership", "help_and_protection", "looked_after_or_in_care", "overall")
    return {area: others.get(area, overall) for area in areas}


def _report(name: str, year: int, *, ilacs: bool = False) -> Report:
    key = f"{name.lower()}_{year}-05-16"
    if ilacs:
        return make_report(key, name, None, framework="ILACS", inspected=date(year, 3, 20))
    return make_report(key, name, date(year, 5, 16))


ASH_2015, ASH_2018, ASH_2022 = (_report("Ashcombe", year, ilacs=year > 2016) for year in (2015, 2018, 2022))
BRE_2014, BRE_2021 = _report("Brendon", 2014), _report("Brendon", 2021, ilacs=True)
COL_2016, COL_2019, COL_2024 = (_report("Coldmere", year, ilacs=year > 2016) for year in (2016, 2019, 2024))
DUN_2014 = _report("Dunwich", 2014)
WORLD = make_world(
    (ASH_2015, _sif("inadequate", adoption="good", looked_after_or_in_care="requires improvement")),
    (ASH_2018, _ilacs("inadequate")),
    (ASH_2022, _ilacs("good", leadership="requires improvement", looked_after_or_in_care="outstanding")),
    (BRE_2014, _sif("good", adoption="outstanding")),
    (BRE_2021, _ilacs("requires improvement", leadership="inadequate")),
    (COL_2016, _sif("good", leadership="outstanding")),
    (COL_2019, _ilacs("requires improvement")),
    (COL_2024, _ilacs("good", help_and_protection="requires improvement")),
    (DUN_2014, _sif("outstanding", care_leavers="good")),
)


def told(text: str, act: Act, *, selected: Report | None = None, **fields: Any) -> LookedUp:
    answer = ask(answer_grades, read(text, act, WORLD, **fields), WORLD, selected=selected)
    assert answer is not None
    assert verify(answer.draft, WORLD.passages).dropped == ()
    return answer


def headline(answer: LookedUp) -> str:
    return (answer.draft.text or "").splitlines()[0]


@pytest.mark.parametrize(
    ("text", "fields", "said"),
    [
        (
            "what did ashcombe get overall",
            {"areas": ("overall",)},
            "Ashcombe's services are good overall (inspected March 2022).",
        ),
        (
            "brendon leadership",
            {"areas": ("leadership",)},
            "Brendon's grade for leadership is inadequate (inspected March 2021).",
        ),
        (
            "ashcombe's grades the time before",
            {"period": ("previous",), "areas": ("overall",)},
            "Ashcombe's services were graded inadequate overall (inspected March 2018).",
        ),
        (
            "coldmere before 2018",
            {"period": ("before", 2018), "areas": ("overall",)},
            "Coldmere's services were graded good overall (published May 2016).",
        ),
        (
            "is coldmere still requires improvement for protecting children",
            {"grades": ("requires improvement",), "areas": ("help_and_protection",), "period": ("latest",)},
            "Yes. Coldmere's grade for help and protection is requires improvement to be good (inspected March 2024).",
        ),
        (
            "brendon adoption",
            {"areas": ("adoption",)},
            "Brendon's grade for adoption was outstanding (published May 2014). No grade for adoption is printed in"
            " the report on Brendon (inspected March 2021).",
        ),
        (
            "coldmere care leavers",
            {"areas": ("care_leavers",)},
            "Coldmere's grade for care leavers, given for children in care and care leavers together, is good"
            " (inspected March 2024).",
        ),
    ],
)
def test_a_grade_is_told_in_a_sentence_with_its_date(text: str, fields: dict[str, Any], said: str) -> None:
    assert headline(told(text, "grade", **fields)) == said


def test_an_older_report_selected_is_answered_and_the_newer_one_noticed() -> None:
    answer = told("our overall grade", "grade", areas=("overall",), selected=ASH_2015)
    assert headline(answer) == "Ashcombe's services were graded inadequate overall (published May 2015)."
    assert [one.code for one in answer.scope.notices] == ["newer_held"]


def test_a_report_without_an_overall_grade_is_never_answered_from_an_older_one_unsaid() -> None:
    new = _report("Ashcombe", 2026, ilacs=True)
    areas = {"leadership": "good", "help_and_protection": "good"}
    world = make_world((ASH_2022, _ilacs("outstanding")), (new, areas))
    for fields in ({}, {"areas": ("overall",)}):
        answer = ask(answer_grades, read("ashcombe's grade", "grade", world, **fields), world)
        assert answer is not None
        assert "No grade overall is printed in the report on Ashcombe (inspected March 2026)." in headline(answer)


def test_each_area_is_told_where_none_is_named() -> None:
    answer = told("grades for brendon please", "grade")
    assert headline(answer) == (
        "Brendon's services require improvement to be good overall (inspected March 2021). Help and protection:"
        " requires improvement to be good; children in care and care leavers: requires improvement to be good;"
        " leadership: inadequate."
    )
    assert len(answer.draft.statements) == 4


def test_what_is_not_held_is_said_beside_what_is() -> None:
    answer = told("ashcombe in 2022 and 2025", "grade", period=("at", 2022, 2025), areas=("overall",))
    assert answer.draft.outcome == "partial"
    assert "No report of Ashcombe from 2025 is held" in headline(answer)


@pytest.mark.parametrize(
    ("text", "fields", "opening"),
    [
        ("coldmere over the years", {}, "The same at the first and the last (good), but not between. Good (2016)"),
        (
            "ashcombe history",
            {},
            "Up from inadequate (2015) to good (2022). Inadequate (2015), inadequate (2018), good",
        ),
        ("was ashcombe twice inadequate", {"grades": ("inadequate",)}, "At 2 of the 3 inspections held: inadequate"),
        ("has ashcombe ever been outstanding", {"grades": ("outstanding",)}, "At none of the 3 inspections held"),
        ("has coldmere always been good", {"grades": ("good",)}, "Not every time: at 2 of the 3 inspections held"),
        ("when did ashcombe stop being inadequate", {"grades": ("inadequate",)}, "Until the inspection of 2022"),
        ("which year did coldmere first get good", {"grades": ("good",)}, "First good overall in 2016, 2 of 3 times."),
    ],
)
def test_a_history_tells_every_step(text: str, fields: dict[str, Any], opening: str) -> None:
    said = headline(told(text, "grade_history", **fields))
    assert said.startswith(opening)
    assert said.count("(20") >= 3


def test_a_joint_grade_is_counted_for_either_area_and_said() -> None:
    answer = told("care leavers in coldmere over time", "grade_history", areas=("care_leavers",))
    assert "Care leavers: good (2016), requires improvement (2019, jointly), good (2024, jointly)." in headline(answer)


@pytest.mark.parametrize(
    ("text", "fields", "said"),
    [
        (
            "which councils are good now",
            {"grades": ("good",), "period": ("latest",)},
            "2 of the 4 authorities are graded good overall in the newest report held: Ashcombe (2022) and Coldmere",
        ),
        (
            "who has ever been inadequate",
            {"grades": ("inadequate",), "period": ("all",)},
            "1 of the 4 authorities was graded inadequate overall in a report held (2 reports of 9): Ashcombe (2015",
        ),
        (
            "who was failed twice",
            {"grades": ("inadequate",)},
            "1 of the 4 authorities was graded inadequate overall in 2 or more reports held: Ashcombe (2015, 2018).",
        ),
        (
            "who has never been inadequate",
            {"grades": ("inadequate",), "period": ("all",)},
            "3 of the 4 authorities were never graded inadequate overall in the reports held:",
        ),
        (
            "at least good in every inspection: who",
            {"grades": ("good", "outstanding")},
            "1 of the 4 authorities was graded outstanding or good overall in every report held: Dunwich (2014).",
        ),
        (
            "reports of 2014, which were good overall",
            {"grades": ("good",), "areas": ("overall",), "period": ("at", 2014)},
            "1 of the 2 reports published in 2014 gives good overall: Brendon (2014).",
        ),
        (
            "good overall but help and protection only requires improvement",
            {"grades": ("good", "requires improvement"), "areas": ("overall", "help_and_protection")},
            "1 of the 4 authorities is graded good overall and requires improvement to be good for help and protection"
            " in the newest report held: Coldmere (2024).",
        ),
        (
            "whose leadership sits below the overall grade",
            {"areas": ("leadership", "overall")},
            "2 of the 4 authorities are graded lower for leadership than for overall effectiveness in the newest report"
            " held: Ashcombe (2022) and Brendon (2021).",
        ),
        (
            "who is outstanding for children in care",
            {"grades": ("outstanding",), "areas": ("looked_after_or_in_care",)},
            "2 of the 4 authorities are graded outstanding for children in care in the newest report held: Ashcombe"
            " (2022, jointly) and Dunwich (2014). “Jointly”",
        ),
        (
            "who went straight from inadequate to good",
            {"grades": ("inadequate", "good"), "period": ("all",)},
            "1 authority moved from inadequate to good overall from one inspection to the next: Ashcombe (inadequate"
            " 2018 to good 2022).",
        ),
        (
            "who fell from one inspection to the next",
            {"period": ("all",)},
            "2 authorities fell overall from one inspection to the next: Brendon (good 2014 to requires improvement"
            " 2021) and Coldmere (good 2016 to requires improvement 2019).",
        ),
        (
            "anyone lost their outstanding",
            {"grades": ("outstanding",), "period": ("all",)},
            "No authority fell from outstanding overall from one inspection to the next",
        ),
        (
            "how many at each grade",
            {"period": ("latest",)},
            "Of the 4 authorities held, each by the newest report held that grades it: 1 outstanding, 2 good and 1"
            " requires improvement to be good.",
        ),
        (
            "list every 2014 report with its grade",
            {"period": ("at", 2014)},
            "Of 2 reports published in 2014 graded overall: 1 outstanding and 1 good. Outstanding: Dunwich (2014).",
        ),
        (
            "never below good: who",
            {"grades": ("good", "outstanding"), "period": ("all",)},
            "1 of the 4 authorities was never graded requires improvement to be good or inadequate overall in the"
            " reports held: Dunwich (2014).",
        ),
        (
            "who is outstanding for anything in any area",
            {"grades": ("outstanding",), "period": ("all",)},
            "4 of the 4 authorities were graded outstanding in any area in a report held",
        ),
        (
            "councils with both an outstanding and a requires improvement in one report",
            {"grades": ("outstanding", "requires improvement")},
            "1 of the 9 reports held gives outstanding in any area and requires improvement to be good in any area",
        ),
        (
            "whoever was good in 2014 and still is",
            {"grades": ("good",), "period": ("then_and_now", 2014)},
            "None of the 2 authorities were graded good overall in every report published in 2014 and the newest held",
        ),
        (
            "anyone better than last time",
            {"period": ("then_and_now",)},
            "2 authorities rose overall from one inspection to the next: Ashcombe (inadequate 2018 to good 2022) and",
        ),
        (
            "whose mark fell since 2019",
            {"period": ("since", 2019)},
            "2 authorities fell overall from one inspection to the next: Brendon (good 2014 to requires improvement",
        ),
        (
            "which of the ones at the inspection before were requires improvement",
            {"grades": ("requires improvement",), "period": ("previous",)},
            "1 of the 3 reports that come next before the newest held of their authority gives requires improvement",
        ),
        (
            "was any council adequate",
            {"grades": ("adequate",)},
            "None of the 4 authorities were graded adequate overall",
        ),
    ],
)
def test_a_list_names_all(text: str, fields: dict[str, Any], said: str) -> None:
    assert headline(told(text, "grade_list", everyone=True, **fields)).startswith(said)


@pytest.mark.parametrize(
    ("text", "fields", "said"),
    [
        (
            "rank all of them by overall grade",
            {"areas": ("overall",)},
            "Outstanding: Dunwich (2014). Good: Ashcombe (2022) and Coldmere (2024). Requires improvement to be good:"
            " Brendon (2021).",
        ),
        (
            "worst council for leadership",
            {"areas": ("leadership",)},
            "grades it: inadequate: Brendon (2021). The others: ",
        ),
        (
            "which council is best for care leavers",
            {"areas": ("care_leavers",)},
            "Highest for care leavers of the 4 authorities held",
        ),
        (
            "who has improved the most",
            {},
            "The biggest rise overall between two inspections is by 2 grades: Ashcombe (inadequate 2018 to good 2022).",
        ),
        ("whose grades have been steadiest", {}, "No authority with two or more inspections held has kept one grade"),
        ("who has the most inadequates", {"grades": ("inadequate",)}, "Ashcombe (2015, 2018), 2."),
        (
            "are there any better than coldmere",
            {"areas": ("overall",), "names": ("Coldmere",)},
            "Coldmere is graded good overall (2024); of the other 3 1 higher, 1 the same, 1 lower.",
        ),
        ("best in the whole country", {}, "Among the reports held, not the whole country: "),
    ],
)
def test_a_rank_names_all_in_order(text: str, fields: dict[str, Any], said: str) -> None:
    assert said in headline(told(text, "rank", everyone=True, **fields))


def test_two_authorities_stand_side_by_side() -> None:
    said = headline(told("is brendon better than coldmere", "rank"))
    assert said.startswith("Highest overall: Coldmere. Overall: Coldmere good (2024) and Brendon requires improvement")


@pytest.mark.parametrize("act", ["rank", "compare"])
def test_what_no_cell_tells_is_left_to_the_text(act: Act) -> None:
    question = read("league table of caseloads", act, WORLD, everyone=True, topics=("caseloads",))
    assert ask(answer_grades, question, WORLD) is None


def test_an_authority_not_held_is_said() -> None:
    answer = told("Leeds overall", "grade", areas=("overall",))
    assert answer.draft.outcome == "report_not_held"
