"""`verify` and `rebuild` look into Chroma too, and say so where they cannot."""

from pathlib import Path

import pytest

from retrieval.library.library import Library
from tests.commands.conftest import Run
from tests.fakes import FakeEmbedder


@pytest.fixture
def served(held: str, home: Path) -> str:
    """A library whose vectors a chat has put into Chroma; returns the key of its report."""
    with Library.open(home, FakeEmbedder(), serve=True) as library:
        library.catch_up()
    return held


def _lose_rows(home: Path, report: str) -> None:
    with Library.open(home, FakeEmbedder(), serve=True) as library:
        library.catch_up()
        index = library._neighbours._index
        assert index is not None
        index._store.delete("sentence", report)


def test_verify_finds_what_chroma_lost_and_rebuild_mends_it(
    run: Run, served: str, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run("verify")[0] == 0
    _lose_rows(home, served)
    code, out, err = run("verify")
    assert (code, out) == (1, "The vector index cannot be used: 0 of 7 sentence vectors are there.\n")
    assert "inspection-qa rebuild" in err
    monkeypatch.setattr("commands.keeping.open_embedder", lambda _: FakeEmbedder())
    assert run("rebuild")[0] == 0
    assert run("verify")[0] == 0


@pytest.mark.usefixtures("served")
def test_verify_beside_a_chat_says_what_it_did_not_check(run: Run, home: Path) -> None:
    with Library.open(home, FakeEmbedder(), serve=True):
        code, _, err = run("verify")
    assert code == 0
    assert "The vectors in Chroma were not checked: a chat has them open" in err


@pytest.mark.usefixtures("held")
def test_verify_names_a_server_that_is_down(run: Run, monkeypatch: pytest.MonkeyPatch, home: Path) -> None:
    monkeypatch.setenv("INSPECTION_QA_CHROMA", "http://127.0.0.1:9")
    # Nothing was put there yet: nothing is wrong.
    assert run("verify")[0] == 0
    (home / "server-vectors").mkdir()
    with Library.open(home, FakeEmbedder()) as library, library._database.read() as connection:
        identity = connection.execute("SELECT identity FROM library").fetchone()[0]
    state = f'{{"origin": "{identity} {FakeEmbedder().fingerprint}", "folder": "chroma-1", "reports": {{}}}}'
    (home / "server-vectors" / "state.json").write_text(state, "utf-8")
    code, out, _ = run("verify")
    assert code == 1
    assert "The vector index cannot be used: the Chroma server at http://127.0.0.1:9 does not answer" in out
    monkeypatch.setattr("commands.keeping.open_embedder", lambda _: FakeEmbedder())
    code, _, err = run("rebuild")
    assert code == 1
    assert "Every index was built again but the one in Chroma" in err
