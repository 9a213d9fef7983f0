"""Inflections of one word have one root."""

import pytest

from retrieval.text.roots import root


@pytest.mark.parametrize(
    "forms",
    [
        pytest.param("rise rises rose risen", id="irregular"),
        pytest.param("move moves moved moving", id="short with an e"),
        pytest.param("plan plans planned planning", id="regular"),
    ],
)
def test_inflections_share_a_root(forms: str) -> None:
    assert len({root(form) for form in forms.split()}) == 1


def test_words_that_only_look_alike_do_not() -> None:
    assert root("found") != root("foundation")
    assert root("carer") != root("care")
