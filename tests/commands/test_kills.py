"""SIGKILL on the command line as people run it: the real program, real files, at random moments."""

import hashlib
import os
import random
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

import psutil
import pytest

from presentation import count
from retrieval.errors import EmptyLibrary
from retrieval.library.library import Library
from tests.conftest import ROOT

SAMPLES = sorted((ROOT / "samples").glob("*.pdf"))
KEYS = [path.stem for path in SAMPLES]
Held = dict[str, str]
"""Key -> hash of the file that the report was read from."""


@dataclass
class Trial:
    """One library under fire. `folder` holds the files as they are now: `sync` makes the library equal to it."""

    home: Path
    folder: Path
    chance: random.Random
    kills: int = 0
    whole: float = 6.0
    """Seconds that a command took when it was let finish."""
    phases: set[str] = field(default_factory=set)

    def run(self, arguments: list[str], *, kill: bool) -> list[str]:
        """Run a command, kill it at a random moment, and return what it had said of each report."""
        command = [sys.executable, "-m", "cli", *arguments]
        environment = {**os.environ, "INSPECTION_QA_HOME": str(self.home)}
        begun = time.monotonic()
        with subprocess.Popen(
            command, cwd=ROOT, env=environment, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True
        ) as program:
            children: list[psutil.Process] = []
            if kill:
                try:
                    program.wait(self.chance.uniform(0, self.whole))
                except subprocess.TimeoutExpired:
                    children = psutil.Process(program.pid).children(recursive=True)
                    program.send_signal(signal.SIGKILL)
                    self.kills += 1
            said = program.stderr.read().splitlines() if program.stderr else []
            code = program.wait()
        if code != -signal.SIGKILL:
            assert code == 0, said
            self.whole = max(2.0, time.monotonic() - begun)
        _, alive = psutil.wait_procs(children, timeout=20)
        assert not alive, "a process that reads files outlived the command"
        return said

    def held(self) -> Held:
        """Return what the library holds; fails unless it is sound."""
        try:
            with Library.open(self.home, None) as library:
                assert library.verify() == []
                return {report.key: report.sha256 for report in library.reports()}
        except EmptyLibrary:
            return {}

    def change_files(self) -> None:
        """Change one file, or take it away, or put it back: the same report with a comment at its end is a new file."""
        sample = self.chance.choice(SAMPLES)
        target = self.folder / sample.name
        if target.exists() and self.chance.random() < 0.3 and len(list(self.folder.iterdir())) > 1:
            target.unlink()
        else:
            target.write_bytes(sample.read_bytes() + f"\n% {self.chance.random()}\n".encode())

    def files(self) -> Held:
        """Return what the library will hold once it is equal to the folder."""
        return {path.stem: hashlib.sha256(path.read_bytes()).hexdigest() for path in self.folder.iterdir()}


def _goal(words: list[str], before: Held, files: Held) -> Held:
    match words[0]:
        case "ingest":
            return before | files
        case "sync":
            return files
        case "remove":
            return {key: sha256 for key, sha256 in before.items() if key != words[1]}
        case _:
            return before


def _kill_again_and_again(trial: Trial, kills: int) -> None:
    trial.folder.mkdir()
    trial.change_files()
    trial.run(["ingest", str(trial.folder)], kill=False)
    while trial.kills < kills:
        before = trial.held()
        trial.change_files()
        choices = [["ingest", str(trial.folder)], ["sync", str(trial.folder)], ["rebuild"]]
        words = trial.chance.choice([*choices, *[["remove", key] for key in sorted(before)[:1]]])
        goal = _goal(words, before, trial.files())
        said = trial.run(words, kill=True)
        held = trial.held()
        for key in KEYS:
            assert held.get(key) in {before.get(key), goal.get(key)}, (words, key)
        acknowledged = {key for key in KEYS for line in said if line.startswith((f"{key}.pdf: ", f"{key}: removed"))}
        assert all(held.get(key) == goal.get(key) for key in acknowledged), (words, said)
        trial.phases.add(words[0])
    trial.run(["sync", str(trial.folder)], kill=False)
    assert trial.held() == trial.files()
    assert trial.run(["verify"], kill=False) == [f"Sound: {count(len(trial.files()), 'report')}."]


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL")
def test_twenty_kills_of_the_command_line(tmp_path: Path) -> None:
    _kill_again_and_again(Trial(tmp_path / "home", tmp_path / "files", random.Random(20)), 20)


@pytest.mark.soak
def test_two_hundred_kills_of_the_command_line(tmp_path: Path) -> None:
    trial = Trial(tmp_path / "home", tmp_path / "files", random.Random(200))
    _kill_again_and_again(trial, 200)
    assert trial.phases == {"ingest", "sync", "rebuild", "remove"}
