"""A command line with a library of its own."""

from collections.abc import Callable
from pathlib import Path

import pytest

import cli
from retrieval.library.library import Library
from tests.factories import make_parsed, write_source
from tests.fakes import FakeEmbedder

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A library's folder of this test's own, and a log folder too."""
    folder = tmp_path / "library"
    monkeypatch.setenv("INSPECTION_QA_HOME", str(folder))
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.delenv("INSPECTION_QA_MODEL", raising=False)
    return folder


@pytest.fixture
def run(home: Path, capsys: pytest.CaptureFixture[str]) -> Run:  # noqa: ARG001
    """Run a command and return its exit code, stdout and stderr."""

    def run_command(*arguments: str) -> tuple[int, str, str]:
        code = cli.main(arguments)
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return run_command


@pytest.fixture
def held(home: Path, tmp_path: Path) -> str:
    """A library that holds one invented report; returns its key."""
    parsed, source = write_source(tmp_path, make_parsed())
    with Library.open(home, FakeEmbedder(), create=True) as library:
        library.add(parsed, source)
    return parsed.report.key
