"""Quotations are found in print as it is, and text reaches the page as text."""

import pytest

from ui.parts.quotes import find_quote, split_quote
from ui.parts.words import label, mark


@pytest.mark.parametrize(
    ("quote", "printed", "found"),
    [
        pytest.param("two words", "one two words three", ["two words"], id="plain"),
        pytest.param("decision-making slow", "decision-\nmaking  slow.", ["decision-\nmaking  slow"], id="line end"),
        pytest.param("children's views", "All children’s views count", ["children’s views"], id="apostrophe"),
        pytest.param("first file", "the ﬁrst ﬁle", ["ﬁrst ﬁle"], id="ligatures"),
        pytest.param("It works.", "It works. It does.", ["It works."], id="full stop kept"),
        pytest.param("It works.", "It works", ["It works"], id="full stop missing"),
        pytest.param("good", "good and good", ["good", "good"], id="twice"),
        pytest.param("good", "bad", [], id="nowhere"),
        pytest.param("…", "bad", [], id="no letters"),
    ],
)  # fmt: skip
def test_find_quote(quote: str, printed: str, found: list[str]) -> None:
    assert [printed[start:end] for start, end in find_quote(quote, printed)] == found


@pytest.mark.parametrize(
    ("quote", "parts"),
    [
        pytest.param("was read by", {1: "was read by"}, id="one page"),
        pytest.param("was read by nobody at all", {1: "was read by", 2: "nobody at all"}, id="page break"),
        pytest.param("was read by everybody", {}, id="not printed"),
        pytest.param("the", {}, id="in several places"),
    ],
)
def test_split_quote(quote: str, parts: dict[int, str]) -> None:
    assert split_quote(quote, {1: "Page 1 the post was read by", 2: "nobody at all in the end. 2"}) == parts


def test_mark_escapes_everything_but_the_mark() -> None:
    assert mark("<b>a & b</b> c", "a & b") == "&lt;b&gt;<mark>a &amp; b</mark>&lt;/b&gt; c"


@pytest.mark.parametrize(
    "text",
    ["![x](https://example.org/a.png)", "[a](b)", "**b**", "`c`", ":red[d]", "<b>", "$x$", "# e", "1. f", "- g", "~h~"],
)
def test_no_markdown_survives_in_a_label(text: str) -> None:
    escaped = label(text)
    for place, character in enumerate(escaped):
        if character in "!\"#$%&'()*+,-./:;<=>?@[]^_`{|}~":
            assert escaped[place - 1] == "\\", f"{character} is not escaped in {escaped}"
