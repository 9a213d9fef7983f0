"""Acronyms within an answer open their meaning, and nothing else becomes markup."""

import pytest

from retrieval.text.glossary import Explained
from ui.chat.terms import mark_terms

MASH, RHI = Explained("MASH", "multi-agency safeguarding hub"), Explained("RHI", "return home interview")
BUTTON = '<button type="button" class="term" popovertarget="term-0-{at}" title="{meaning}">{term}</button>'


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        pytest.param("The MASH is quick.", {"MASH": 4}, id="a term"),
        pytest.param("MASH and RHIs, MASH again.", {"MASH": 0, "RHI": 9}, id="several, each once, one of many"),
        pytest.param("A MASHUP of xRHI.", {}, id="within a word"),
        pytest.param("Nothing <b>here</b>.", {}, id="none"),
    ],
)
def test_the_first_use_of_each_term_is_marked(text: str, marked: dict[str, int]) -> None:
    html = mark_terms(text, [MASH, RHI], place="0")
    for one in (MASH, RHI):
        button = BUTTON.format(at=marked.get(one.term), meaning=one.meaning, term=one.term)
        assert html.count(button) == (one.term in marked)
        assert html.count(f'class="meaning"><b>{one.term}</b>: {one.meaning}') == (one.term in marked)
    assert "<b>here" not in html


def test_words_of_a_glossary_stay_words() -> None:
    html = mark_terms("The X<Y> one", [Explained("X<Y>", '"><script>')], place="0")
    assert "<script>" not in html
    assert "X<Y>" not in html
