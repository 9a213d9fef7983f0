"""Sentences of a passage: where they end, and that nothing is lost."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.chunks.sentences import split_sentences


def sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in split_sentences(text)]


@pytest.mark.parametrize(
    "expected",
    [
        pytest.param(["Plans are clear.", "Visits are not."], id="two sentences"),
        pytest.param(["Dr. Ash and Mrs. Birch chair St. Anne’s panel.", "It meets weekly."], id="titles"),
        pytest.param(["Some help (e.g. Early Help) works, i.e. Most of it.", "So it grows."], id="e.g. and i.e."),
        pytest.param(["See No. 12 and para. 4 of vol. 2.", "Then act."], id="abbreviations before figures"),
        pytest.param(["Was it safe?", "No.", "Managers agree."], id="no as a word"),
        pytest.param(["It rose by 5.2% to 38.5.", "Few noticed."], id="decimals"),
        pytest.param(["‘They listen to me.’", "Another said, “It helps!”", "We agree."], id="quotes"),
        pytest.param(
            ["It is late.", "(This was known. It was not acted on.)", "It matters."], id="brackets stay whole"
        ),
        pytest.param(["A. B. Cedar led it.", "J. Dale wrote it."], id="initials"),
        pytest.param(["Most fall in category B.", "The rest do not."], id="lettered category"),
        pytest.param(["Plans drift. (Recommendation 3)", "Visits do not."], id="trailing recommendation tag"),
        pytest.param(["Visits stop.", "Plans drift. (Recommendation)"], id="tag at the end"),
        pytest.param(["Plans drift (Recommendation 3).", "Visits do not."], id="tag inside the sentence"),
        pytest.param(["The board meets.12", "It decides."], id="glued footnote marker"),
        pytest.param(["It closed in 2014.", "Since then none has."], id="year at the end"),
        pytest.param(["12. Plans are clear.", "Visits are not."], id="printed number at the start"),
        pytest.param(["Few stay.", "25 children moved."], id="figure at the start"),
        pytest.param(["Of these:", "• two stayed;", "• one left."], id="inline bullets"),
        pytest.param(["without an end"], id="no full stop"),
    ],
)
def test_sentences_end_where_a_reader_would_end_them(expected: list[str]) -> None:
    assert sentences(" ".join(expected)) == expected


@pytest.mark.parametrize(
    "expected",
    [
        pytest.param(["The panel is well embedded.", "The plans are not."], id="after a word"),
        pytest.param(["It closed in 2015.", "This was missed."], id="after a year"),
        pytest.param(["Visits fell by 31%.", "The rest rose."], id="after a percentage"),
        pytest.param(["It joined the service (CAS).", "Children like it."], id="after a bracket"),
    ],
)
def test_a_space_missing_in_print_hides_no_end(expected: list[str]) -> None:
    assert sentences("".join(expected)) == expected


@pytest.mark.parametrize(
    "text", ["Write to www.Wend.gov.uk today", "See Dr.Ash and the e.g.Early one", "It is 3.5 or B.C"]
)
def test_a_full_stop_within_a_name_or_figure_ends_nothing(text: str) -> None:
    assert sentences(text) == [text]


def test_a_grade_stays_with_the_area_it_is_given_to() -> None:
    rows = ["The impact of leaders. Requires improvement to be good", "Overall effectiveness Good"]
    assert sentences("\n".join(rows)) == rows


def test_a_line_break_left_in_a_passage_begins_a_new_sentence() -> None:
    assert sentences("Adoption performance Good\nCare leavers Good") == [
        "Adoption performance Good",
        "Care leavers Good",
    ]


@pytest.mark.parametrize("text", ["", "  \n "], ids=["empty", "blank"])
def test_nothing_has_no_sentences(text: str) -> None:
    assert split_sentences(text) == ()


@given(st.text(alphabet=st.sampled_from("AbcDé 12.,!?()’”“•\n\t"), max_size=200))
def test_sentences_cover_all_text_but_space_in_order(text: str) -> None:
    spans = split_sentences(text)
    kept = "".join(text[start:end] for start, end in spans)
    assert "".join(kept.split()) == "".join(text.split())
    assert all(before[1] <= after[0] for before, after in pairwise(spans))
    assert all(text[start:end] == text[start:end].strip() != "" for start, end in spans)
