"""Counting the tokens of a prompt, without the network (which conftest refuses)."""

from ingest.chunks.tokens import prompt_tokens


def test_tokens_are_those_of_cl100k() -> None:
    assert prompt_tokens("") == 0
    assert prompt_tokens("hello world") == 2


def test_control_tokens_in_a_report_are_plain_text() -> None:
    assert prompt_tokens("<|endoftext|>") > 1
