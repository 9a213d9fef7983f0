"""What is held is told from the catalogue: which, the oldest, when, by whom, how many; each report quoted."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from retrieval.checking.citations import verify
from retrieval.held import LookedUp
from retrieval.lookups.catalogue import answer_held
from retrieval.lookups.counts import answer_count
from tests.factories import make_passage
from tests.retrieval.asking import World, make_report, make_world
from tests.retrieval.ledger.questions import ask, read

SIF = make_report("wendshire_2016-06-27", "Wendshire", date(2016, 6, 27))
ILACS = make_report("wendshire_2023-12-04", "Wendshire", None, framework="ILACS", inspected=date(2023, 10, 20))
VISIT = make_report("wendshire_2021-03-01", "Wendshire", date(2021, 3, 1), kind="focused_visit")
OTHER = make_report("kelmouth_2024-03-28", "Kelmouth", date(2024, 3, 28), framework="ILACS")


def _world() -> World:
    led = replace(ILACS, lead_inspector="Ada Quill", sources={**ILACS.sources, "lead_inspector": "team"})
    world = make_world(
        (SIF, {"overall": "inadequate"}), (led, {"overall": "good"}), (VISIT, {}), (OTHER, {"overall": "good"})
    )
    team = replace(make_passage(led.key, 90, "Lead inspector: Ada Quill HMI", kind="unnumbered"), id="team")
    texts = ("Visits to care leavers.", "The timeliness of plans.", "Visits to children in care.")
    advice = [make_passage(led.key, at, text, kind="recommendation") for at, text in enumerate(texts, start=1)]
    return replace(world, passages={**world.passages, **{one.id: one for one in (team, *advice)}})


WORLD = _world()


def told(look_up: Any, text: str, act: Any, **fields: Any) -> LookedUp:
    answer = ask(look_up, read(text, act, WORLD, **fields), WORLD)
    assert answer is not None
    assert verify(answer.draft, WORLD.passages).dropped == ()
    return answer


@pytest.mark.parametrize(
    ("text", "fields", "said"),
    [
        (
            "what have you got on wendshire",
            {},
            "3 reports of Wendshire are held: published June 2016 (inadequate overall)",
        ),
        ("the whole list", {"everyone": True}, "4 reports are held of 2 authorities: Kelmouth (published March 2024,"),
        (
            "oldest report you hold",
            {"everyone": True, "period": ("oldest",)},
            "The oldest report held: Wendshire (published June 2016, inadequate overall).",
        ),
        (
            "newest for wendshire",
            {"period": ("newest",)},
            "The newest report of Wendshire held: inspected October 2023",
        ),
        (
            "anything on wendshire after 2017",
            {"period": ("since", 2017)},
            "2 reports of Wendshire after 2017 are held: focused visit",
        ),
        (
            "wendshire's focused visits",
            {"inspection": "focused_visit"},
            "1 focused visit of Wendshire is held: focused",
        ),
        (
            "when was wendshire last inspected",
            {"period": ("latest",)},
            "Wendshire's inspection was inspected on 1 to 20 October 2023.",
        ),
        (
            "when was the 2016 wendshire report published",
            {"period": ("at", 2016)},
            "Wendshire's inspection was published on 27 June 2016.",
        ),
        (
            "who led the wendshire inspection",
            {},
            "Wendshire's inspection (inspected October 2023) was led by Ada Quill.",
        ),
    ],
)
def test_what_is_held(text: str, fields: dict[str, Any], said: str) -> None:
    answer = told(answer_held, text, "holdings", **fields)
    assert answer.draft.outcome == "answered"
    assert (answer.draft.text or "").startswith(said)


@pytest.mark.parametrize(
    ("text", "fields", "said"),
    [
        (
            "wendshire 2019?",
            {"period": ("at", 2019)},
            "No report of Wendshire published in 2019 is held. Held of Wendshire",
        ),
        ("wendshire send", {"inspection": "send"}, "No area SEND inspection of Wendshire is held."),
        ("do you have Leeds", {}, "No report of Leeds is held."),
    ],
)
def test_what_is_not_held(text: str, fields: dict[str, Any], said: str) -> None:
    answer = told(answer_held, text, "holdings", **fields)
    assert answer.draft.outcome == "report_not_held"
    assert (answer.draft.text or "").startswith(said)


def test_no_report_says_when_the_next_inspection_is() -> None:
    assert told(answer_held, "when is wendshire due again", "holdings").draft.outcome == "not_in_reports"


@pytest.mark.parametrize(
    ("text", "fields", "said"),
    [
        (
            "how many recommendations for wendshire",
            {"topics": ("recommendations",)},
            "3 recommendations in the inspection",
        ),
        (
            "wendshire recs about visits",
            {"topics": ("recs about visits",)},
            "2 recommendations (of 3) that speak of visits in the inspection report on Wendshire (inspected",
        ),
        (
            "pages of wendshire 2016",
            {"topics": ("pages",), "period": ("at", 2016)},
            "30 pages in the inspection report on",
        ),
        (
            "how many paragraphs, wendshire",
            {"topics": ("paragraphs",)},
            "3 numbered paragraphs, the last numbered 3, in",
        ),
        ("how many reports", {"topics": ("reports",), "everyone": True}, "4 reports are held."),
        (
            "how many councils",
            {"topics": ("councils",), "everyone": True},
            "2 authorities are held (4 reports): Kelmouth",
        ),
        (
            "reports by type",
            {"topics": ("reports by type",), "everyone": True},
            "4 reports are held. focused visit: 1 and inspection: 3.",
        ),
        (
            "monitoring visits to wendshire",
            {"topics": ("monitoring visits",), "inspection": "monitoring_visit"},
            "No monitoring visit of Wendshire is held. Only the reports ingested are counted",
        ),
    ],
)
def test_the_number_stands_first(text: str, fields: dict[str, Any], said: str) -> None:
    assert (told(answer_count, text, "count", **fields).draft.text or "").startswith(said)


def test_what_is_none_of_these_is_left() -> None:
    question = read("how many times a year do they visit", "count", WORLD, topics=("sleepovers",), everyone=True)
    assert ask(answer_count, question, WORLD) is None
