"""What a question takes for granted of grades is held against the ledger, and corrected without being said again."""

from datetime import date
from typing import Any

import pytest

from retrieval.ledger.claims import answer_claim
from tests.retrieval.asking import make_report, make_world
from tests.retrieval.ledger.questions import ask, read

OLD = make_report("ashcombe_2015-06-03", "Ashcombe", date(2015, 6, 3))
NEW = make_report("ashcombe_2022-03-09", "Ashcombe", date(2022, 3, 9))
GRADES = {"overall": "good", "adoption": "outstanding", "leadership": "requires improvement"}
WORLD = make_world((OLD, {"overall": "inadequate", "leadership": "inadequate"}), (NEW, GRADES))


@pytest.mark.parametrize(
    ("text", "fields", "said"),
    [
        ("why did ashcombe lose its good", {"grades": ("good",)}, "overall grade was inadequate (2015), good (2022)."),
        ("why is ashcombe still inadequate", {"grades": ("inadequate",)}, "services are good overall"),
        (
            "why has ashcombe never been good",
            {"grades": ("good",), "period": ("all",)},
            "inadequate (2015), good (2022)",
        ),
        ("ashcombe was always inadequate, since when", {"grades": ("inadequate",)}, "inadequate (2015), good (2022)"),
        (
            "what went wrong at ashcombe that it fell in 2022",
            {"period": ("at", 2022)},
            "inadequate (2015), good (2022)",
        ),
        ("why was ashcombe good in 2015", {"grades": ("good",), "period": ("at", 2015)}, "were graded inadequate"),
        ("why was adoption ashcombe's weakest area", {"areas": ("adoption",)}, "Adoption was graded outstanding, the"),
    ],
)
def test_a_false_claim_is_corrected_first(text: str, fields: dict[str, Any], said: str) -> None:
    answer = ask(answer_claim, read(text, "premise", WORLD, **fields), WORLD)
    assert answer is not None
    opening = (answer.draft.text or "").splitlines()[0]
    assert (answer.draft.reason, answer.complete) == ("false_premise", True)
    assert opening.startswith("The grades say otherwise.")
    assert said in opening


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("why did ashcombe rise", {}),
        ("how did ashcombe climb out of inadequate", {"grades": ("inadequate",)}),
        ("why was ashcombe inadequate in 2015", {"grades": ("inadequate",), "period": ("at", 2015)}),
        ("why is leadership ashcombe's weakest area", {"areas": ("leadership",)}),
    ],
)
def test_a_true_claim_goes_on_to_the_text(text: str, fields: dict[str, Any]) -> None:
    answer = ask(answer_claim, read(text, "premise", WORLD, **fields), WORLD)
    assert answer is not None
    assert not answer.complete
    assert answer.draft.statements


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("why did ashcombe's caseloads go through the roof", {"topics": ("caseloads",)}),
        ("explain the rise in agency staff at ashcombe", {"topics": ("agency staff",)}),
        ("why did adoption breakdowns go up at ashcombe", {"topics": ("adoption breakdowns",), "areas": ("adoption",)}),
        ("ashcombe's fostering was inadequate, why", {"topics": ("fostering",), "grades": ("inadequate",)}),
    ],
)
def test_a_claim_of_another_matter_is_left_to_the_text(text: str, fields: dict[str, Any]) -> None:
    question = read(text, "premise", WORLD, **fields)
    assert ask(answer_claim, question, WORLD) is None
