"""Acronyms both ways, everyday words for official ones, and what a report itself defines."""

import tomllib
from importlib.resources import files

import pytest

from retrieval.text.glossary import ACRONYM_WEIGHT, WORD_WEIGHT, expand, explain, meanings_of, other_words


@pytest.mark.parametrize(
    ("question", "term"),
    [
        ("What did they say about PEPs?", "personal education plan"),
        ("pep quality", "personal education plan"),
        ("Who leads the MASH?", "multi-agency safeguarding hub"),
        ("return home interviews", "RHI"),
        ("Is the multi-agency safeguarding hub quick?", "MASH"),
        ("kids in care", "children looked after"),
        ("training for foster parents", "foster carers"),
        ("what do the bosses know", "senior leaders"),
        ("care leavers in B&Bs", "bed and breakfast"),
        ("home schooled children", "elective home education"),
    ],
)
def test_added(question: str, term: str) -> None:
    assert term in [added.text for added in expand(question).terms]


@pytest.mark.parametrize(
    ("question", "term"),
    [
        pytest.param("what is the plan in LA terms vs others", "virtual school", id="vs is a word"),
        pytest.param("is there a pa system", "personal adviser", id="pa in lower case"),
        pytest.param("pepper", "personal education plan", id="inside a word"),
        pytest.param("personal education plans", "personal education plan", id="already there"),
    ],
)
def test_not_added(question: str, term: str) -> None:
    assert term not in [added.text for added in expand(question).terms]


def test_an_acronym_weighs_more_than_an_everyday_word() -> None:
    assert {added.text: added.weight for added in expand("LADO for foster parents").terms} == {
        "local authority designated officer": ACRONYM_WEIGHT,
        "designated officer": ACRONYM_WEIGHT,
        "foster carers": WORD_WEIGHT,
    }


def test_a_report_s_own_meaning_wins() -> None:
    expansion = expand("Is the TAP any good?", learnt=[("TAP", "team around the parent")])
    assert [added.text for added in expansion.terms] == ["team around the parent"]
    assert [(one.term, one.meaning) for one in expansion.explained] == [("TAP", "team around the parent")]


def test_explained_in_the_order_of_the_text() -> None:
    found = explain("IROs and the LADO met; the PAs did not.")
    assert [one.term for one in found] == ["IRO", "LADO", "PA"]


def test_what_the_text_spells_out_is_not_explained() -> None:
    assert explain("The multi-agency safeguarding hub (MASH) is quick.") == ()


@pytest.mark.parametrize(
    ("phrase", "others"),
    [
        ("workload", ("caseload", "caseloads")),
        ("unaccompanied kids", ("unaccompanied children", "unaccompanied child")),
        ("sick leave of staff", ("sickness of staff", "sickness absence of staff", "sickness", "sickness absence")),
        ("caseload", ()),
    ],
)
def test_everyday_words_have_others_in_reports(phrase: str, others: tuple[str, ...]) -> None:
    assert other_words(phrase) == others


def test_what_askers_mean_is_not_put_into_a_reports_mouth() -> None:
    assert meanings_of("AI") == ("artificial intelligence",)
    assert explain("The team: two inspectors and an AI.") == ()


def test_the_data_is_sound() -> None:
    data = tomllib.loads(files("retrieval.text").joinpath("glossary.toml").read_text(encoding="utf-8"))
    assert len(data["acronyms"]) >= 100
    long_forms = [[long] if isinstance(long, str) else long for long in data["acronyms"].values()]
    assert all(long and all(one.strip() == one for one in long) for long in long_forms)
    assert all(everyday == everyday.lower() for everyday in data["everyday"])
    assert all(everyday not in official for everyday, official in data["everyday"].items())
