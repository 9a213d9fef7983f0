"""Breaking texts into lines."""

import pytest

from samples.lines import MARKERS, mark_footnotes, wrap


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        pytest.param("one two three", ["one two", "three"], id="at spaces"),
        pytest.param("all well-being", ["all well-", "being"], id="after a hyphen"),
        pytest.param("on apprentice~ships", ["on", "apprentice-", "ships"], id="at a soft hyphen"),
        pytest.param("a so~ft", ["a soft"], id="a soft hyphen that is not needed leaves no trace"),
        pytest.param("in //2014. So", ["in", "2014. So"], id="where it is told to"),
        pytest.param("unbreakable-", ["unbreakable-"], id="a word too long stands alone"),
    ],
)
def test_wrap(text: str, lines: list[str]) -> None:
    assert wrap(text, 11, lambda line: float(len(line))) == lines


def test_wrap_gives_no_empty_line_to_a_word_that_is_too_long() -> None:
    assert wrap("incomprehensible", 4, lambda line: float(len(line))) == ["incomprehensible"]


def test_footnotes_are_marked_by_private_characters() -> None:
    assert mark_footnotes("area^1, board^2") == f"area{MARKERS['1']}, board{MARKERS['2']}"
