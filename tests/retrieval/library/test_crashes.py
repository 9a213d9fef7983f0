"""SIGKILL at random moments: each report is wholly old or wholly new, and what was acknowledged stays."""

import json
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from retrieval.library.library import Library
from tests.conftest import ROOT
from tests.fakes import FakeEmbedder
from tests.retrieval.crash_sweep import CHANGES
from tests.retrieval.library_worker import held_version

KEYS = ("alpha", "beta")


def _killed_after(home: Path, seed: int, first: int, seconds: float) -> list[list[str]]:
    """Run the worker, kill it some time after its `first` lines, and return the lines that it printed, as words."""
    command = [sys.executable, "-m", "tests.retrieval.library_worker", "churn", str(home), str(seed)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as worker:
        assert worker.stdout is not None
        assert worker.stdout.readline() == "ready\n"
        lines = [worker.stdout.readline() for _ in range(first)]
        time.sleep(seconds)
        worker.kill()
        return [line.split() for line in (*lines, *worker.stdout.read().splitlines())]


def _expected(lines: list[list[str]], before: dict[str, int | None]) -> dict[str, set[int | None]]:
    """Return which versions of each report may be held: the last acknowledged one, and the one under way."""
    may_be = {key: {number} for key, number in before.items()}
    for number, (word, *rest) in enumerate(lines):
        if word == "try":
            key, version = rest[0], None if rest[1] == "None" else int(rest[1])
            acknowledged = number + 1 < len(lines)
            may_be[key] = {version} if acknowledged else may_be[key] | {version}
    return may_be


def _kill_again_and_again(home: Path, kills: int, *, serve: bool) -> int:
    chance = random.Random(kills)
    held: dict[str, int | None] = dict.fromkeys(KEYS)
    changes = 0
    for number in range(kills):
        # Odd seeds have the worker serve Chroma too, whose first import alone takes seconds.
        seed = 2 * number + serve
        lines = _killed_after(home, seed, chance.randrange(8), chance.uniform(0, 3.0 if serve else 0.1))
        changes += len(lines) // 2
        with Library.open(home, FakeEmbedder(), create=True, serve=serve) as library:
            expected = _expected(lines, held)
            held = {key: held_version(library, key) for key in KEYS}
            assert all(held[key] in expected[key] for key in KEYS), (held, expected)
            assert library.verify() == []
    return changes


def test_kills_leave_the_old_or_the_new_report(tmp_path: Path) -> None:
    assert _kill_again_and_again(tmp_path / "home", 4, serve=False)


@pytest.mark.slow
@pytest.mark.parametrize("serve", [False, True], ids=["SQLite", "SQLite and Chroma"])
def test_many_kills_leave_the_old_or_the_new_report(tmp_path: Path, serve: bool) -> None:
    assert _kill_again_and_again(tmp_path / "home", 20, serve=serve)


@pytest.mark.soak
@pytest.mark.timeout(3600)
def test_hundreds_of_kills_leave_the_old_or_the_new_report(tmp_path: Path) -> None:
    assert _kill_again_and_again(tmp_path / "plain", 200, serve=False)
    assert _kill_again_and_again(tmp_path / "served", 50, serve=True)


def _sweep(folder: Path, change: str, stride: int) -> dict[str, int]:
    command = [sys.executable, "-m", "tests.retrieval.crash_sweep", str(folder), change, str(stride)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    found: dict[str, int] = json.loads(done.stdout)
    return found


@pytest.mark.skipif(sys.platform == "win32", reason="forks")
def test_death_at_steps_of_a_removal_leaves_the_old_or_the_new_library(tmp_path: Path) -> None:
    assert sum(_sweep(tmp_path, "remove", 12).values()) > 2


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="forks")
@pytest.mark.parametrize("change", CHANGES)
def test_death_at_every_fifth_step_leaves_the_old_or_the_new_library(tmp_path: Path, change: str) -> None:
    assert sum(_sweep(tmp_path, change, 5).values()) > 5


@pytest.mark.soak
@pytest.mark.parametrize("change", CHANGES)
def test_death_at_every_step_leaves_the_old_or_the_new_library(tmp_path: Path, change: str) -> None:
    found = _sweep(tmp_path, change, 1)
    assert found["old"]
    assert found["new"] or change == "attach"
