"""Secrets are masked by value wherever they come from, and by shape where their value is not known."""

import logging

import pytest

import masking
from masking import MaskingFormatter, mask

CANARY = "canary-4be1c2d9"


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("http://ada:s3cret@proxy:8080/ is down", "http://***@proxy:8080/ is down"),
        ("Authorization: Bearer abcdefgh12345678", "Authorization: Bearer ***"),
        ("Incorrect API key provided: sk-proj-abcdefgh12345678.", "Incorrect API key provided: ***."),
        ("GET /v1?api_key=abcdefgh12345678&q=1", "GET /v1?api_key=***&q=1"),
        ("What was adoption rated in Wendshire? para 12, 15%", "What was adoption rated in Wendshire? para 12, 15%"),
    ],
)
def test_what_looks_like_a_secret_is_masked(text: str, masked: str) -> None:
    assert mask(text) == masked


def test_the_values_of_secret_variables_are_masked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOME_PROVIDER_API_KEY", CANARY)
    monkeypatch.setenv("KEYBOARD", "uk")
    assert mask(f"{CANARY} in the uk") == "*** in the uk"


def test_streamlits_secrets_are_learned(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(masking, "_learned", set())
    masking.learn({"auth": {"client_secret": CANARY, "cookie_secret": "c00kie-secret"}, "port": 1, "short": "ok"})
    assert mask(f"{CANARY} c00kie-secret ok") == "*** *** ok"


def test_a_traceback_in_a_log_is_masked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", CANARY)
    try:
        raise ValueError(f"the key {CANARY} is wrong")
    except ValueError as error:
        record = logging.LogRecord("x", 40, "x", 1, "asked with %s", (CANARY,), (type(error), error, None))
    line = MaskingFormatter(logging.Formatter("%(message)s")).format(record)
    assert line.splitlines() == ["asked with ***", "ValueError: the key *** is wrong"]
