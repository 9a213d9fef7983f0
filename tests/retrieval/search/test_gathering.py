"""Which passages stand before an answer, where it asks several things or of several reports."""

from collections.abc import Sequence

from retrieval.models import Evidence
from retrieval.search.gathering import gather
from tests.factories import make_passage, make_report

REPORT = make_report()
EVIDENCE = {number: Evidence(make_passage(REPORT.key, number, "Some words."), REPORT, 1.0) for number in range(1, 7)}
QUESTION = "How long does adoption take, and are families helped later?"


def _numbers(found: Sequence[Evidence]) -> list[int | None]:
    return [one.passage.number for one in found]


def test_whole_and_parts_take_turns_and_a_passage_stands_where_it_comes_first() -> None:
    nearest = {QUESTION: [1, 2, 3], "How long does adoption take?": [4, 1, 3], "are families helped later?": [3, 5, 1]}

    def rank(question: str, reports: Sequence[str]) -> list[Evidence]:
        assert reports == ["here"]
        return [EVIDENCE[number] for number in nearest[question]]

    gathered = gather(QUESTION, ["here"], (), rank)
    assert _numbers(gathered.evidence) == nearest[QUESTION]
    assert [part for part, _ in gathered.parts] == list(nearest)[1:]
    assert _numbers(gathered.together) == [1, 4, 3, 2, 5]


def test_the_sides_of_a_comparison_take_turns() -> None:
    def rank(_: str, reports: Sequence[str]) -> list[Evidence]:
        return [EVIDENCE[number] for number in ([1, 2] if reports == ["one"] else [3])]

    assert _numbers(gather("Which is better?", ["one", "two"], (["one"], ["two"]), rank).together) == [1, 3, 2]
