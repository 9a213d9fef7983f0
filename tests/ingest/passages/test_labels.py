"""Labels are what a person would call a passage, and unique."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.passages.labels import make_unique, ordinal, shorten


@pytest.mark.parametrize(
    ("number", "word"),
    [(1, "1st"), (2, "2nd"), (3, "3rd"), (4, "4th"), (11, "11th"), (12, "12th"), (21, "21st"), (112, "112th")],
)
def test_ordinal(number: int, word: str) -> None:
    assert ordinal(number) == word


@pytest.mark.parametrize(
    ("text", "short"),
    [
        pytest.param("Adoption", "Adoption", id="short"),
        pytest.param("Leadership,\nmanagement", "Leadership, management", id="line break"),
        pytest.param("one two three", "one two …", id="cut at a word"),
    ],
)
def test_shorten(text: str, short: str) -> None:
    assert shorten(text, 12 if "three" in text else 60) == short


def test_equal_labels_take_their_section_then_a_count() -> None:
    labels = ["para 1", "para 2", "para 1", "para 1"]
    assert make_unique(labels, ["Adoption", "Adoption", "Care", "Care"]) == [
        "para 1 (Adoption)",
        "para 2",
        "para 1 (Care)",
        "para 1 (Care) [2]",
    ]


@given(st.lists(st.tuples(st.sampled_from(["a", "a [2]", "a (s)"]), st.sampled_from(["", "s", "t"])), max_size=9))
def test_labels_are_always_unique(pairs: list[tuple[str, str]]) -> None:
    labels = make_unique([label for label, _ in pairs], [section for _, section in pairs])
    assert len(set(labels)) == len(pairs)
