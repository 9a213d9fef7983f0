"""A canary for a key: whatever fails, it stands in no output, no log, no receipt."""

import shutil
from pathlib import Path

import pytest

from retrieval.assistant import Assistant
from tests.commands.conftest import Run
from tests.model_servers import OPENAI, model_server

CANARY = "canary-9c41d7e2aa"
QUESTION = "How good is supervision of social workers in Kelmouth?"


@pytest.fixture(autouse=True)
def keyed(home: Path, sample_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The samples in a folder of the test's own, a model, and a key."""
    shutil.copytree(sample_home, home)
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("OPENAI_API_KEY", CANARY)
    monkeypatch.setenv("INSPECTION_QA_MODEL", "openai:test")
    monkeypatch.setattr("retrieval.generative.chat_models.MAX_RETRIES", 0)


def _written(*folders: Path) -> bytes:
    return b"".join(path.read_bytes() for folder in folders for path in folder.rglob("*") if path.is_file())


def test_a_provider_that_repeats_the_key(run: Run, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    parroting = f'{{"statement": "The key is {CANARY}.", "evidence": [{{"key": "P1", "quote": "{CANARY}"}}]}}'
    for reply in (401, parroting):
        with model_server(OPENAI, reply) as server:
            monkeypatch.setenv("INSPECTION_QA_MODEL_URL", server.url)
            code, out, err = run("ask", QUESTION, "--json")
        assert code == 0
        assert any(CANARY in value for value in server.headers[0].values())
        assert CANARY not in out + err
    assert CANARY.encode() not in _written(home)


def test_an_unexpected_error_that_names_the_key(run: Run, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError(f"Authorization: Bearer {CANARY}")

    monkeypatch.setattr(Assistant, "ask", fail)
    code, out, err = run("ask", QUESTION)
    assert code == 1
    assert CANARY not in out + err
    state = home.parent / "state"
    assert b"RuntimeError" in _written(state)
    assert CANARY.encode() not in _written(state, home)
