"""Mentions are counted over all text, whole; a negative is said of what was searched to the end."""

import pytest

from retrieval.checking.citations import verify
from retrieval.lookups.mentions import answer_mention
from retrieval.models import Draft
from retrieval.question.models import Period
from tests.retrieval.lookups.reading import TEXTS, make_held, make_question, make_scope

HELD = make_held()
FIRST, SECOND, THIRD = TEXTS


def _ask(*topics: str, reports: tuple[str, ...] = (), op: str = "none") -> Draft:
    question = make_question("which reports mention it", act="mention", topics=topics, period=Period(op))  # type: ignore[arg-type]
    looked_up = answer_mention(question, make_scope(*reports), HELD)
    assert looked_up is not None
    cited = {one.passage for statement in looked_up.draft.statements for one in statement.citations}
    assert not verify(looked_up.draft, HELD.find(cited)).dropped
    return looked_up.draft


def _opening(draft: Draft) -> str:
    return (draft.text or "").splitlines()[0]


@pytest.mark.parametrize(
    ("topic", "opening"),
    [
        pytest.param(
            "neglect",
            "2 of 3 reports mention “neglect” 3 times (“neglected” counted too): Newtown 2018 (2); Oldham 2024.",
            id="an inflection, said",
        ),
        pytest.param(
            "Mockingbird",
            "1 of 3 reports mentions “Mockingbird” once (“mocking bird” counted too): Newtown 2018.",
            id="one word printed as two",
        ),
        pytest.param(
            "stop and search",
            "1 of 3 reports mentions “stop and search” once (“stopped and searched” counted too): Newtown 2018.",
            id="every word inflected",
        ),
        pytest.param(
            "lado",
            "2 of 3 reports mention “LADO” twice (“local authority designated officer” counted too): "
            "Newtown 2018; Oldham 2024.",
            id="an abbreviation with its long form, in brackets counted once",
        ),
        pytest.param(
            "multi-agency safeguarding hub",
            "1 of 3 reports mentions “multi-agency safeguarding hub” twice (“MASH” counted too): Newtown 2018 (2).",
            id="a long form with its abbreviation",
        ),
    ],
)
def test_counted_by_report(topic: str, opening: str) -> None:
    draft = _ask(topic)
    assert draft.outcome == "answered"
    assert _opening(draft) == opening
    assert len(draft.statements) == len({one.citations[0].report for one in draft.statements})


def test_every_place_of_one_report_is_quoted() -> None:
    draft = _ask("neglect", reports=(FIRST,))
    assert _opening(draft) == "Newtown 2018 mentions “neglect” twice (“neglected” counted too)."
    assert [one.text for one in draft.statements] == [
        "Neglect is seen early.",
        "Neglected children are helped by the LADO.",
    ]


def test_the_oldest_is_named_where_it_was_asked() -> None:
    assert _opening(_ask("neglect", op="oldest")).endswith("The oldest of these is Newtown 2018.")


@pytest.mark.parametrize("topic", ["county lines", "private fostering", "cost of living crisis"])
def test_a_negative_names_what_was_searched(topic: str) -> None:
    draft = _ask(topic)
    assert (draft.outcome, draft.text) == ("not_in_reports", f"“{topic}” does not occur in the 3 reports searched.")
    assert not draft.statements


def test_several_are_each_counted_or_said_to_be_absent() -> None:
    draft = _ask("caseload", "county lines", reports=(SECOND,))
    assert draft.outcome == "answered"
    assert _opening(draft) == (
        "Newtown 2022 mentions “caseload” once (“caseloads” counted too). "
        "“county lines” does not occur in Newtown 2022."
    )


def test_other_words_for_it_are_called_so() -> None:
    draft = _ask("workload", reports=(SECOND,))
    assert _opening(draft) == (
        "“workload” does not occur in Newtown 2022. "
        "In other words: Newtown 2022 mentions “caseload” once (“caseloads” counted too)."
    )


def test_everyday_words_are_replaced_within_a_phrase() -> None:
    draft = _ask("kids and young people in Newtown", reports=(SECOND,))
    assert _opening(draft).endswith("Newtown 2022 mentions “children and young people in newtown” once.")


def test_all_its_words_in_one_sentence_are_the_nearest() -> None:
    near = _ask("low caseload of new workers", reports=(SECOND,))
    assert near.outcome == "nearest"
    assert _opening(near) == (
        "“low caseload of new workers” does not occur in these words in Newtown 2022. "
        "The nearest: all of these words in one sentence."
    )
    assert [one.citations[0].label for one in near.statements] == ["para 1"]


def test_nothing_named_is_left() -> None:
    assert answer_mention(make_question("which reports mention it", act="mention"), make_scope(), HELD) is None
    assert answer_mention(make_question("caseloads", act="theme", topics=("caseloads",)), make_scope(), HELD) is None
