"""Misspelt words of a question are mended; names, acronyms and words that the reports print are left alone."""

import pytest

from retrieval.question.spelling import mend


def _nothing(_: str) -> bool:
    return False


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("how many refferals were there", "how many referrals were there"),
        ("Helth assesments on time?", "Health assessments on time?"),
        ("numbr of looked after childen", "number of looked after children"),
        ("oustanding for leadrship", "outstanding for leadership"),
        ("unacompanied asylum seekers", "unaccompanied asylum seekers"),
    ],
)
def test_slips_are_mended(typed: str, read: str) -> None:
    assert mend(typed, _nothing).text == read


@pytest.mark.parametrize(
    "text",
    [
        "was the director sacked?",
        "do wheelie bins get a mention",
        "is the MASH any good, and the neets?",
        "How is Brackmere doing?",
        "what colour is the form",
        "summarise how it is organised",
        "children's homes and re-referrals",
    ],
)
def test_words_are_left_alone(text: str) -> None:
    assert mend(text, _nothing).text == text


def test_what_a_report_prints_is_no_slip() -> None:
    assert mend("what is the mockinbird scheme", lambda word: word == "mockinbird").slips == ()


def test_each_slip_is_told_once() -> None:
    assert mend("adopton and adopton", _nothing).slips == (("adopton", "adoption"),)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("kids in care in ashcome", "kids in care in Ashcombe"),
        ("How is Stowmare doing?", "How is Stowmere doing?"),
        ("is north ashcobme good", "is north Ashcombe good"),
        ("How is Lancaster doing?", "How is Lancaster doing?"),
        ("How is Brackmere doing?", "How is Brackmere doing?"),
    ],
)
def test_names_of_authorities_held_are_mended(typed: str, read: str) -> None:
    assert mend(typed, _nothing, ["Ashcombe", "Stowmere", "Doncaster"]).text == read
