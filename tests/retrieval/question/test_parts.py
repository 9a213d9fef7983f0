"""A question that asks several things is taken apart, each part complete in itself."""

import pytest

from retrieval.question.parts import parts_of


@pytest.mark.parametrize(
    ("question", "parts"),
    [
        (
            "How long does adoption take, and how are families supported afterwards?",
            ("How long does adoption take?", "how are families supported afterwards?"),
        ),
        (
            "free leisure pass: do kids know about it and were we told to publicise it?",
            (
                "do kids know about it (free leisure pass)?",
                "were we told to publicise it (free leisure pass)?",
            ),
        ),
        (
            "Is the neglect tool used? Why not?",
            (),
        ),
        ("How many children are in care?", ()),
        ("Are plans and reviews on time?", ()),
        ("Why? (Is the neglect tool used, and is it any good)", ()),
    ],
)
def test_parts(question: str, parts: tuple[str, ...]) -> None:
    assert parts_of(question) == parts
