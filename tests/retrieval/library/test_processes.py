"""Several processes on one library at once: no error, no frozen reader, no missing rows."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from retrieval.library.library import Library
from tests.conftest import ROOT
from tests.fakes import FakeEmbedder
from tests.retrieval.library_worker import held_version


def start(*arguments: object) -> "subprocess.Popen[str]":
    """Start a worker."""
    command = [sys.executable, "-m", "tests.retrieval.library_worker", *map(str, arguments)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def results(workers: list["subprocess.Popen[str]"]) -> list[str]:
    """Return what the workers printed; fails where one of them did."""
    outputs = []
    for worker in workers:
        output, errors = worker.communicate(timeout=200)
        assert worker.returncode == 0, errors
        outputs.append(output)
    return outputs


@pytest.mark.parametrize(
    ("readers", "writers", "seconds"),
    [
        pytest.param(3, 2, 2.0, id="few"),
        pytest.param(20, 3, 20.0, id="twenty readers", marks=pytest.mark.slow),
    ],
)
def test_readers_and_writers_at_once(tmp_path: Path, readers: int, writers: int, seconds: float) -> None:
    home = tmp_path / "home"
    with Library.open(home, FakeEmbedder(), create=True):
        pass
    count = int(3 * seconds)
    reading = [start("read", home, seconds) for _ in range(readers)]
    writing = [start("write", home, f"town{number}x", count) for number in range(writers)]
    results(writing)
    for output in results(reading):
        seen = json.loads(output)
        assert seen["generations"] > 1, "a reader was frozen at the state in which it began"
    with Library.open(home, FakeEmbedder()) as library:
        assert library.verify() == []
        assert len(library.reports()) == writers * count
        assert {held_version(library, report.key) for report in library.reports()} == {2}


def test_two_processes_that_add_the_same_report_add_it_once(tmp_path: Path) -> None:
    home = tmp_path / "home"
    results([start("write", home, "town", 3) for _ in range(3)])
    with Library.open(home, FakeEmbedder()) as library:
        assert library.verify() == []
        assert len(library.reports()) == 3
