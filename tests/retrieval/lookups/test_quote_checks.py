"""A quotation is found with its place, or the nearest is shown with what differs; a negative is searched to the end."""

import pytest

from retrieval.checking.citations import verify
from retrieval.lookups.quote_checks import answer_quote_check
from retrieval.models import Draft
from tests.retrieval.lookups.reading import HEADING, TEXTS, make_held, make_question, make_scope

HELD = make_held()
FIRST, SECOND, THIRD = TEXTS


def _check(*quotations: str, reports: tuple[str, ...] = (), text: str = "does it really say that?") -> Draft:
    looked_up = answer_quote_check(
        make_question(text, act="quote_check", quoted=quotations), make_scope(*reports), HELD
    )
    assert looked_up is not None
    cited = {one.passage for statement in looked_up.draft.statements for one in statement.citations}
    assert not verify(looked_up.draft, HELD.find(cited)).dropped
    return looked_up.draft


def _opening(draft: Draft) -> str:
    return (draft.text or "").splitlines()[0]


@pytest.mark.parametrize(
    ("quotation", "reports", "opening", "label"),
    [
        ("caseloads are LOW", (SECOND,), "Yes, these words are printed once in Newtown 2022.", "para 1"),
        ("it's an amazing place", (SECOND,), "Yes, these words are printed once in Newtown 2022.", "para 3"),
        ("well informed view", (), "Yes, these words are printed once, in 1 of 3 reports: Oldham 2024.", "para 2"),
        ("caseloads … new workers", (SECOND,), "Yes, these words are printed once in Newtown 2022.", "para 1"),
        (HEADING, (FIRST,), "Yes, these words are printed once in Newtown 2018.", "Heading 0"),
        (
            "children are not protected from harm",
            (SECOND,),
            "These words are printed in Newtown 2022 with others between them:",
            "para 2",
        ),
    ],
    ids=["case", "apostrophe", "hyphen", "ellipsis", "heading", "words left out"],
)
def test_printed(quotation: str, reports: tuple[str, ...], opening: str, label: str) -> None:
    draft = _check(quotation, reports=reports)
    assert (draft.outcome, _opening(draft)) == ("answered", opening)
    assert draft.statements[0].citations[0].label == label


@pytest.mark.parametrize(
    ("quotation", "opening"),
    [
        ("caseloads are high", "The nearest has “low” where the quotation has “high”:"),
        ("children are protected from harm", "The nearest also has “and young people in newtown not”:"),
        ("the caseload is low", "The nearest has “caseloads are” where the quotation has “the caseload is”:"),
        ("staff sickness is not high", "The nearest lacks “not”:"),
    ],
    ids=["another word", "a negation left out", "inflected", "a negation put in"],
)
def test_not_printed_but_near(quotation: str, opening: str) -> None:
    draft = _check(quotation, reports=(SECOND,))
    assert draft.outcome == "nearest"
    assert _opening(draft) == f"These words are not printed in Newtown 2022. {opening}"
    assert draft.statements


@pytest.mark.parametrize(
    "quotation",
    ["world-leading", "corrupt", "serious sickness", "scheme of work", "Newtown is now a wonderful place to grow up"],
)
def test_not_printed(quotation: str) -> None:
    draft = _check(quotation)
    assert (draft.outcome, draft.statements) == ("not_in_reports", ())
    assert draft.text == f"These words are not printed in the 3 reports searched: “{quotation}”."


def test_several_are_told_apart() -> None:
    draft = _check("caseloads are low", "corrupt", reports=(SECOND,))
    assert draft.outcome == "partial"
    assert _opening(draft) == (
        "“caseloads are low”: Yes, these words are printed once in Newtown 2022. "
        "“corrupt”: These words are not printed in Newtown 2022: “corrupt”."
    )


def test_where_takes_for_granted_that_it_is_printed() -> None:
    assert _opening(_check("far too slow", text='where does it say "far too slow"')) == (
        "These words are printed once, in 1 of 3 reports: Oldham 2024."
    )


def test_a_subject_without_quotation_marks_is_left_to_a_search_unless_printed() -> None:
    def looked_up(topic: str) -> object:
        question = make_question("exact words", act="quote_check", topics=(topic,))
        return answer_quote_check(question, make_scope(), HELD)

    assert looked_up("the chief executive") is None
    assert looked_up("staff sickness") is not None
