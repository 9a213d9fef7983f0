"""Praise and criticism are told apart in sentences that no report prints."""

import pytest

from retrieval.findings.polarity import trained_model
from retrieval.library.library import Library

PRAISE = (
    "Health visitors and social workers plan together, and babies are kept safe.",
    "The emergency team is calm, skilled and quick to respond.",
    "Young people speak warmly of their personal advisers.",
    "Leaders have a clear and honest view of their services.",
)
CRITICISM = (
    "Records of visits are often missing, so managers cannot tell what was done.",
    "Waiting times for therapy are too long.",
    "The council does not know enough about children who are taught at home.",
    "Assessments are superficial and rarely updated.",
    "Too few foster carers can look after teenagers.",
)
BOTH = "While managers read most records, they do not always act on what they find."


@pytest.mark.parametrize("text", PRAISE)
def test_praise_is_known(text: str, sample_library: Library) -> None:
    vector = sample_library.encode_query(text).vector
    assert trained_model().judge(text, vector, embedder=sample_library.fingerprint).balance > 0.3


@pytest.mark.parametrize("text", CRITICISM)
def test_criticism_is_known(text: str, sample_library: Library) -> None:
    vector = sample_library.encode_query(text).vector
    assert trained_model().judge(text, vector, embedder=sample_library.fingerprint).balance < -0.3


def test_a_sentence_that_weighs_one_against_the_other_criticises_too(sample_library: Library) -> None:
    judged = trained_model().judge(BOTH, sample_library.encode_query(BOTH).vector, embedder=sample_library.fingerprint)
    assert judged.criticism > 0.5


def test_vectors_of_another_model_are_left_out(sample_library: Library) -> None:
    vector = sample_library.encode_query(BOTH).vector
    by_words = trained_model().judge(BOTH)
    assert trained_model().judge(BOTH, vector, embedder="another model") == by_words
