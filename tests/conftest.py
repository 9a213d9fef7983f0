"""What every test shares: the real reports where they are, and a process that cannot reach the network."""

import os
import socket
from pathlib import Path

import pytest

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


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Refuse every connection that leaves this machine."""
    connect = socket.socket.connect

    def loopback_only(self: socket.socket, address: object) -> None:
        if isinstance(address, tuple) and address[0] not in {"127.0.0.1", "::1", "localhost"}:
            raise AssertionError(f"a test tried to reach {address[0]}")
        connect(self, address)  # type: ignore[arg-type]

    monkeypatch.setattr(socket.socket, "connect", loopback_only)
