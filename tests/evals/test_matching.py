"""Facts and quotes are found on word boundaries, whatever the spaces and punctuation."""

import pytest

from evals.matching import contains_quote, states


@pytest.mark.parametrize(
    ("text", "accepted", "expected"),
    [
        pytest.param("It is often late.", ["ten"], False, id="ten is not in often"),
        pytest.param("This is 19% of all.", ["9%"], False, id="9% is not in 19%"),
        pytest.param("About 9 % of them.", ["9%"], True, id="space before per cent"),
        pytest.param("There were 6,120 children.", ["6120"], True, id="thousands separator"),
        pytest.param("A rate of 5.25.", ["5.2"], False, id="decimal is one word"),
        pytest.param("The children’s homes", ["Childrens Homes"], True, id="apostrophe and case"),
        pytest.param("multi-agency hub (MASH)", ["multi agency hub"], True, id="hyphen"),
        pytest.param("Twelve of them", ["12", "twelve"], True, id="second form"),
        pytest.param("Anything", [""], False, id="an empty fact is never stated"),
    ],
)
def test_states(text: str, accepted: list[str], expected: bool) -> None:
    assert states(text, accepted) is expected


@pytest.mark.parametrize(
    ("passage", "quote", "expected"),
    [
        pytest.param("A long-standing problem", "long-\nstanding  problem", True, id="line-end hyphen"),
        pytest.param("the children’s plan", "the children's plan", True, id="quote mark"),
        pytest.param("36 apprentices", "63 apprentices", False, id="another number"),
    ],
)
def test_contains_quote(passage: str, quote: str, expected: bool) -> None:
    assert contains_quote(passage, quote) is expected
