"""A term is explained in its first words, and quoted from the report that spells it out."""

import pytest

from retrieval.checking.citations import verify
from retrieval.lookups.definitions import answer_definition
from retrieval.models import Draft
from tests.retrieval.lookups.reading import TEXTS, make_held, make_question, make_scope

HELD = make_held()
FIRST, SECOND, THIRD = TEXTS


def _define(*terms: str, reports: tuple[str, ...] = ()) -> Draft:
    question = make_question("what does it mean?", act="definition", topics=terms)
    looked_up = answer_definition(question, make_scope(*reports), HELD)
    assert looked_up is not None
    cited = {one.passage for statement in looked_up.draft.statements for one in statement.citations}
    assert not verify(looked_up.draft, HELD.find(cited)).dropped
    assert {one.report for one in HELD.find(cited).values()} <= {*looked_up.scope.reports}
    return looked_up.draft


@pytest.mark.parametrize(
    ("term", "reports", "opening", "places"),
    [
        ("MASH", (FIRST,), "MASH stands for multi-agency safeguarding hub: ", [(FIRST, "para 3")]),
        ("mash", (SECOND,), "MASH stands for multi-agency safeguarding hub: ", [(FIRST, "para 3")]),
        ("LADO", (), "LADO stands for local authority designated officer: ", [(THIRD, "para 1")]),
        ("independent reviewing officers", (), "Independent reviewing officer (IRO): ", []),
        ("inadequate", (), "Inadequate: the lowest of the four grades", []),
        ("caseload", (SECOND,), "Caseload: ", [(SECOND, "para 1")]),
        ("PLO process", (), "PLO stands for public law outline: ", []),
        ("strategy disscussion", (), "Strategy discussion: ", []),
    ],
)
def test_explained(term: str, reports: tuple[str, ...], opening: str, places: list[tuple[str, str]]) -> None:
    draft = _define(term, reports=reports)
    assert draft.outcome == "answered"
    assert (draft.text or "").startswith(opening)
    assert [(one.citations[0].report, one.citations[0].label) for one in draft.statements] == places
    assert [one.code for one in draft.notices] == ["glossary"]


def test_several_terms_are_explained_in_one_opening() -> None:
    opening, *quoted = (_define("LADO", "NEET").text or "").splitlines()
    assert "LADO stands for" in opening
    assert "NEET stands for not in education, employment or training" in opening
    assert len(quoted) == 1


def test_what_nothing_explains_is_shown_in_use() -> None:
    draft = _define("allegation")
    assert draft.outcome == "nearest"
    assert (draft.text or "").startswith(
        "The glossary has no entry for “allegation”, and the 3 reports searched do not explain it."
    )
    assert draft.statements


def test_what_is_nowhere_is_said_to_be() -> None:
    draft = _define("blue skies")
    assert (draft.outcome, draft.statements) == ("not_in_reports", ())
    assert draft.text == "“blue skies” does not occur in the 3 reports searched, and the glossary has no entry for it."
