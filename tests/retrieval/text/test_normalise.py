"""Normalising: what a print may vary in is one, everything else stays different."""

import pytest

from retrieval.text.folding import fold
from retrieval.text.normalise import content_stems, normalise, stem, words

SAME = {
    "quotes": ("‘very well’", "'very well'"),
    "dashes": ("10–12", "10-12"),
    "spaces": ("a  b\n c", "a b c"),
    "hyphen at a line's end": ("decision- making", "decision-making"),
    "soft hyphen": ("chil\u00addren", "children"),
}


@pytest.mark.parametrize(("one", "other"), SAME.values(), ids=SAME.keys())
def test_spellings_that_are_one(one: str, other: str) -> None:
    assert normalise(one) == normalise(other)


@pytest.mark.parametrize("hyphen", ["-", "–", "\u2010", "\u2011"], ids=["hyphen", "dash", "true hyphen", "unbroken"])
def test_names_are_folded_whatever_their_hyphens(hyphen: str) -> None:
    assert fold(f"Barton{hyphen}on{hyphen}Sea & District") == "barton-on-sea and district"


def test_words_are_lower_case_without_possessives() -> None:
    assert words("The Council’s 1,200 plans (15%), £4m") == ["the", "council", "1200", "plans", "15%", "£4", "m"]


@pytest.mark.parametrize(
    "family",
    [
        ("plan", "plans", "planned", "planning"),
        ("assess", "assessment", "assessments", "assessed"),
        ("child", "children"),
        ("adopt", "adoption", "adopted", "adopting"),
        ("commission", "commissioned", "commissioners"),
    ],
    ids=["plan", "assess", "child", "adopt", "commission"],
)
def test_inflections_share_a_stem(family: tuple[str, ...]) -> None:
    assert len({stem(word) for word in family}) == 1


def test_content_stems_leave_out_words_without_meaning() -> None:
    assert content_stems("What are the plans for them?") == ["plan"]
