"""A file beside a report that is named like a module of ours, or of a library, is never run (attack B0)."""

import os
import shutil
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from ingest.isolation.import_path import ROOT as PROGRAM
from ingest.isolation.import_path import without_current_folder
from ingest.isolation.worker import Limits, Worker
from ingest.models import ParsedReport
from tests.ui.server.test_server import _free_port, _get
from ui.printed import pictures

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "samples" / "kelmouth_2024-03-28.pdf"
OURS = ("pypdf", "pypdfium2", "chromadb", "settings", "ingest", "retrieval", "ui")
PLANTED = (*OURS, "PIL", "pydantic", "numpy", "click")
"""What Streamlit imports itself, before it comes to us, is Streamlit's to guard."""


@pytest.fixture
def trap(tmp_path: Path) -> Path:
    """A folder with a report, and with modules that leave a mark when they are imported."""
    folder = tmp_path / "downloads"
    for name in PLANTED:
        module = folder / name / "__init__.py"
        module.parent.mkdir(parents=True)
        module.write_text(f"open({str(tmp_path / 'ran')!r}, 'a').write({name!r} + ' ')\nraise SystemExit(9)\n")
    shutil.copy(SAMPLE, folder)
    return folder


def _ran(trap: Path) -> str:
    mark = trap.parent / "ran"
    return mark.read_text() if mark.exists() else ""


@pytest.fixture(params=["", "."], ids=["empty entry", "dot"])
def inside(trap: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Be in that folder, which the environment puts first on the path."""
    monkeypatch.chdir(trap)
    monkeypatch.setenv("PYTHONPATH", str(trap))
    monkeypatch.setattr(sys, "path", [str(request.param), *sys.path])
    return trap


def test_the_child_that_reads_runs_nothing_beside_the_report(inside: Path) -> None:
    with Worker(Limits()) as worker:
        assert isinstance(worker.read(Path(SAMPLE.name)), ParsedReport)
    assert _ran(inside) == ""


def test_the_child_that_draws_runs_nothing_beside_the_report(inside: Path) -> None:
    pictures._child._end()
    assert len(pictures.draw_pages(Path(SAMPLE.name), [1])) == 1
    assert _ran(inside) == ""


# The first names this folder, the second leaves an entry empty, which means the current one: the usual slip.
@pytest.mark.parametrize("path", ["{root}:{trap}", "{root}:"])
def test_a_command_runs_nothing_beside_the_report(trap: Path, path: str) -> None:
    environment = os.environ | {
        "PYTHONPATH": path.format(root=PROGRAM, trap=trap).replace(":", os.pathsep),
        "INSPECTION_QA_HOME": str(trap.parent / "library"),
    }
    command = [sys.executable, "-P", "-m", "cli", "ingest", SAMPLE.name]
    ran = subprocess.run(command, cwd=trap, env=environment, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    assert _ran(trap) == ""


@pytest.mark.slow
@pytest.mark.parametrize("script", ["ui/server/server.py", "app.py"])
def test_a_server_runs_nothing_beside_where_it_was_started(trap: Path, script: str) -> None:
    for name in set(PLANTED) - set(OURS):
        shutil.rmtree(trap / name)
    with _streamlit(trap, script) as port:
        assert _get(port, "/_stcore/health")[0] == 200
    assert _ran(trap) == ""


@contextmanager
def _streamlit(folder: Path, script: str) -> Iterator[int]:
    port = _free_port()
    environment = os.environ | {
        "INSPECTION_QA_HOME": str(folder.parent / "library"),
        "STREAMLIT_SERVER_HEADLESS": "true",
    }
    # Without -P, so that Python itself puts the current folder first.
    command = [sys.executable, "-m", "streamlit", "run", str(ROOT / script), "--server.port", str(port)]
    server = subprocess.Popen(command, cwd=folder, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    try:
        for _ in range(600):
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=1).close()
                break
            except OSError:
                assert server.poll() is None, server.stderr.read() if server.stderr else ""
                server_wait(server)
        yield port
    finally:
        server.terminate()
        server.wait(60)
        if server.stderr:
            server.stderr.close()


def server_wait(server: subprocess.Popen[bytes]) -> None:
    """Wait a moment, or less where the server has ended."""
    try:
        server.wait(0.2)
    except subprocess.TimeoutExpired:
        return


@pytest.mark.parametrize(
    ("entries", "kept"),
    [
        pytest.param(["", "/lib"], ["/lib"], id="the empty entry goes"),
        pytest.param([".", "/lib"], ["/lib"], id="so does a relative one that means it"),
        pytest.param(["/lib", "/other"], ["/lib", "/other"], id="others stay in their order"),
    ],
)
def test_the_current_folder_goes(
    entries: list[str], kept: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert without_current_folder(entries) == [*kept, PROGRAM]


def test_the_programs_own_folder_stays_where_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(PROGRAM)
    assert without_current_folder(["", "/lib"]) == [PROGRAM, "/lib"]
