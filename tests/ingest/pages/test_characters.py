"""Characters mean what a reader takes them for."""

import pytest

from ingest.pages.characters import plain_characters, restore_ligatures


@pytest.mark.parametrize(
    ("printed", "plain"),
    [
        pytest.param("e\ufb00ective \ufb01nding o\ufb03cer", "effective finding officer", id="ligatures"),
        pytest.param("chil\u00addren", "children", id="soft hyphen in a word"),
        pytest.param("chil\u00ad", "chil\u00ad", id="soft hyphen at a line's end"),
        pytest.param("ins\u200bpec\u2060tion\ufeff", "inspection", id="without width"),
        pytest.param("38\u00a0per\u202fcent", "38 per cent", id="spaces that do not break"),
        pytest.param("\x7f The first", "• The first", id="a bullet coded as a control"),
        pytest.param("one\x07two", "one\ufffdtwo", id="a control inside a word"),
        pytest.param("25 \x0525", "25 25", id="a control elsewhere"),
        pytest.param("\uf0b7 The first", "\uf0b7 The first", id="a bullet of a symbol font"),
        pytest.param("sta\ue002", "sta\ufffd", id="a private shape in a word"),
        pytest.param("3–4 children’s", "3–4 children’s", id="what is as it seems"),
    ],
)
def test_characters_are_plain(printed: str, plain: str) -> None:
    assert plain_characters(printed) == plain


@pytest.mark.parametrize(
    ("texts", "restored"),
    [
        (["e\ufffdective sta\ufffd"], ["effective staff"]),
        (["Too few \ufffdndings"], ["Too few findings"]),
        (["xq\ufffdzw"], ["xq\ufffdzw"]),
        (["Sellin\ufffdeld", "of Sellinfield"], ["Sellinfield", "of Sellinfield"]),
    ],
    ids=["two letters", "at the start", "no word", "a name printed whole elsewhere"],
)
def test_lost_shapes_become_the_letters_that_make_a_word(texts: list[str], restored: list[str]) -> None:
    assert restore_ligatures(texts, {"effective", "staff", "findings"}) == restored
