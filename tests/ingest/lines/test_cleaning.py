"""Furniture is set apart by what pages share; broken words are mended both ways."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.lines.cleaning import join_lines, read_vocabulary, split_furniture
from tests.ingest.typeset import Set, document, flatten, folio, para

PROSE = ("The harbour team met every", "family within a week.")


def texts_of(lines: object) -> list[str]:
    return [line.text for line in lines]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("lines", "vocabulary", "joined"),
    [
        pytest.param(["a quick", "reply"], set(), "a quick reply", id="a space between lines"),
        pytest.param(["good decision-", "making here"], None, "good decision-making here", id="nothing is broken"),
        pytest.param(["good decision-", "making here"], set(), "good decisionmaking here", id="unknown parts lose it"),
        pytest.param(["decision-", "making"], {"decision-making"}, "decision-making", id="written with one elsewhere"),
        pytest.param(["assess-", "ment"], {"assessment"}, "assessment", id="written without elsewhere"),
        pytest.param(["multi-", "agency"], set(), "multi-agency", id="a prefix that keeps its hyphen"),
        pytest.param(["up-to-", "date"], {"date"}, "up-to-date", id="second break of a compound"),
        pytest.param(["16- and 17-year-", "olds"], {"olds"}, "16- and 17-year-olds", id="figures"),
        pytest.param(["in 2015–", "16 there"], set(), "in 2015–16 there", id="a span of years"),
        pytest.param(["help and/", "or care"], set(), "help and/or care", id="a slash"),
        pytest.param(["one -", "two"], set(), "one - two", id="a dash between words"),
        pytest.param(["soft\u00ad", "ened"], set(), "softened", id="a soft hyphen"),
        pytest.param(["  spaced   out ", " "], set(), "spaced out", id="runs of spaces"),
        pytest.param([], set(), "", id="nothing"),
    ],
)
def test_join_lines(lines: list[str], vocabulary: set[str] | None, joined: str) -> None:
    assert join_lines(lines, vocabulary) == joined


@given(st.lists(st.text(alphabet="abc d-–/1.’", max_size=12), max_size=8))
def test_joining_loses_nothing_but_spaces_and_hyphens(lines: list[str]) -> None:
    def core(text: str) -> str:
        return "".join(text.split()).replace("-", "")

    assert core(join_lines(lines)) == core("".join(lines))


@given(st.lists(st.sampled_from(["alpha", "beta-", "beta", "gamma delta"]), max_size=6))
def test_joining_line_by_line_equals_joining_at_once(lines: list[str]) -> None:
    vocabulary = frozenset({"beta-alpha"})
    stepwise = ""
    for line in lines:
        stepwise = join_lines([stepwise, line], vocabulary)
    assert stepwise == join_lines(lines, vocabulary)


@pytest.mark.parametrize(
    ("texts", "words"),
    [
        pytest.param(
            ["An assessment, a well-known assess-", "ment."], {"an", "a", "assessment", "well-known"}, id="broken"
        ),
        pytest.param(
            ["Good decision-", "making and decisionmaking, a decision, making"], None, id="two words of their own"
        ),
        pytest.param(["No hyphen at", "all."], None, id="no hyphen"),
    ],
)
def test_read_vocabulary(texts: list[str], words: set[str] | None) -> None:
    assert read_vocabulary(document([Set(text) for text in texts]).pages[0].lines) == words


def test_running_lines_and_page_numbers_are_set_apart() -> None:
    pages = [
        flatten([Set(f"Inspection of Wend 2 May 2020 {n}", size=8.0, y=40.0)], folio(n), para(*PROSE))
        for n in (1, 2, 3)
    ]
    kept, furniture = split_furniture(document(*pages))
    assert texts_of(kept) == [*PROSE] * 3
    assert {one.reason for one in furniture} == {"running footer", "page number"}


def test_a_number_that_a_paragraph_wrapped_to_the_foot_of_a_page_stays() -> None:
    pages = [flatten(folio(n), para(*PROSE)) for n in (1, 2, 3, 4)]
    pages[1].append(Set("12", y=60.0))
    kept, _ = split_furniture(document(*pages))
    assert texts_of(kept).count("12") == 1


def test_contents_are_set_apart_with_wrapped_entries() -> None:
    contents = [Set("Contents"), Set("Summary 2"), Set("The experiences of children in"), Set("care 3"), Set("Team 9")]
    kept, furniture = split_furniture(document(flatten(contents, para(*PROSE))))
    assert texts_of(kept) == [*PROSE]
    assert [one.text for one in furniture if one.reason == "contents"][-1] == "Team 9"


def test_the_word_contents_without_entries_is_no_contents_list() -> None:
    kept, furniture = split_furniture(document([Set("Contents"), *para(*PROSE)]))
    assert len(kept) == 3
    assert not furniture


@given(
    st.lists(st.lists(st.sampled_from(["Alpha", "Beta", "Gamma", "a 1", "b 2"]), max_size=6), min_size=1, max_size=5)
)
def test_a_line_that_occurs_once_is_never_furniture(pages: list[list[str]]) -> None:
    made = document(*[[Set(text, y=30.0 + 14 * index) for index, text in enumerate(page)] for page in pages])
    every = [line.text for page in made.pages for line in page.lines]
    kept, furniture = split_furniture(made)
    assert len(kept) + len(furniture) == len(every)
    once = {text for text in every if every.count(text) == 1 and not any(character.isdigit() for character in text)}
    assert not once & {one.text for one in furniture}
