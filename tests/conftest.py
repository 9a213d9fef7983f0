"""What every test shares: the real reports where they are, and a process that cannot reach the network."""

import os
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from retrieval.library.intake import find_files, take_in
from retrieval.library.library import Library
from retrieval.vectors.embeddings import open_embedder
from settings import Settings

ROOT = Path(__file__).resolve().parent.parent


def _folder(variable: str, beside: str) -> Path | None:
    candidates = [Path(os.environ[variable])] if os.environ.get(variable) else [ROOT.parent / "shared" / beside]
    return next((folder for folder in candidates if folder.is_dir()), None)


@pytest.fixture(scope="session")
def reports_folder() -> Path:
    """The folder of real reports; skips where there is none."""
    folder = _folder("INSPECTION_QA_REPORTS", "reports")
    if folder is None:
        pytest.skip("no real reports here: set INSPECTION_QA_REPORTS to a folder of them")
    return folder


@pytest.fixture(scope="session")
def questions_folder() -> Path:
    """The folder of questions over the real reports; skips where there is none."""
    folder = _folder("INSPECTION_QA_QUESTIONS", "questions")
    if folder is None:
        pytest.skip("no questions over real reports here: set INSPECTION_QA_QUESTIONS to a folder of them")
    return folder


@pytest.fixture(scope="session")
def more_folder() -> Path:
    """The folder with real reports of other kinds, and the truth about them; skips where there is none."""
    folder = _folder("INSPECTION_QA_MORE", "more")
    if folder is None:
        pytest.skip("no reports of other kinds here: set INSPECTION_QA_MORE to a folder of them")
    return folder


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Refuse every connection that leaves this machine."""
    connect = socket.socket.connect

    def loopback_only(self: socket.socket, address: object) -> None:
        if isinstance(address, tuple) and address[0] not in {"127.0.0.1", "::1", "localhost"}:
            raise AssertionError(f"a test tried to reach {address[0]}")
        connect(self, address)  # type: ignore[arg-type]

    monkeypatch.setattr(socket.socket, "connect", loopback_only)


@pytest.fixture(scope="session")
def sample_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library folder with the three sample reports, made once; tests that change it copy it first."""
    home = tmp_path_factory.mktemp("samples") / "library"
    files = find_files([ROOT / "samples"])
    with Library.open(home, open_embedder(Settings(home=home)), create=True) as library:
        taken = list(take_in(library, {path: True for path in files if path.suffix == ".pdf"}))
    assert [one.status for one in taken] == ["added"] * 3
    return home


@pytest.fixture(scope="session")
def sample_library(sample_home: Path) -> Iterator[Library]:
    """The library of samples, open for reading."""
    with Library.open(sample_home, open_embedder(Settings(home=sample_home))) as library:
        yield library
