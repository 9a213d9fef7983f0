"""The real chat under load: visitors without a browser, each with a conversation, on processes started as people do."""

import os
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

import psutil
import pytest

from tests.chroma_server import chroma_server
from tests.conftest import ROOT
from tests.test_load import QUESTIONS, SOAK, spell_times
from tests.ui.browsing import serve_chat
from tests.visitor import open_visitor

TURNS = 5
"""Questions in a conversation; then the visitor leaves and another comes."""
READING = 20.0
"""Seconds for which a person reads an answer before the next question, half as long to half as long again."""
LONGEST = 30.0
"""Seconds that nobody may wait, on a busy machine: where writers starved each other it was a minute."""
KELMOUTH = ROOT / "samples" / "kelmouth_2024-03-28.pdf"
pytestmark = pytest.mark.timeout(900)


@pytest.fixture
def home(sample_home: Path, tmp_path: Path) -> Iterator[Path]:
    """A copy of the library of samples; what is served over it must have logged no error by the end."""
    folder = Path(shutil.copytree(sample_home, tmp_path / "library"))
    yield folder
    for log in tmp_path.glob("chat-*.log"):
        assert "Traceback" not in log.read_text(encoding="utf-8"), log.read_text(encoding="utf-8")


def _visit(addresses: Sequence[str], person: int, until: float, *, reading: float = 0.0) -> list[float]:
    """Hold conversations until then; return the seconds of each answer. Any error on a page fails."""
    taken: list[float] = []
    chance = random.Random(person)
    while time.monotonic() < until or not taken:
        with open_visitor(addresses[person % len(addresses)]) as visitor:
            for turn in range(TURNS):
                time.sleep(chance.uniform(0.5, 1.5) * reading)
                taken.append(visitor.ask(QUESTIONS[(person + turn) % len(QUESTIONS)]))
                if time.monotonic() > until:
                    break
    return taken


def _memory() -> int:
    """Return the resident bytes of everything that this test has started."""
    return sum(int(one.memory_info().rss) for one in psutil.Process().children(recursive=True))


def _load(addresses: Sequence[str], people: int, seconds: float, *, reading: float = 0.0) -> float:
    """Put a load on the chats; print what it took and return by how much their memory grew."""
    with ThreadPoolExecutor(people) as crowd:

        def all_visit(until: float) -> list[float]:
            visits = crowd.map(lambda person: _visit(addresses, person, until, reading=reading), range(people))
            return [one for taken in visits for one in taken]

        # Ten minutes' halves: it takes some 700 answers until its memory is level.
        all_visit(time.monotonic() + seconds / 2)
        before, begun = _memory(), time.monotonic()
        taken = all_visit(begun + seconds)
    grown = _memory() / before
    print(f"\n{people} visitors, none saw an error: {spell_times(taken, time.monotonic() - begun)}; ", end="")
    print(f"memory {before / 2**20:.0f} MiB, then × {grown:.3f}")
    assert max(taken) < LONGEST
    return grown


@pytest.mark.slow
def test_ten_visitors_for_half_a_minute(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with serve_chat(home) as address, capsys.disabled():
        # Streamlit keeps what a visitor left for two minutes, so half a minute shows no level yet.
        assert _load([address], 10, 30.0) < 1.5


@pytest.mark.soak
@pytest.mark.timeout(3600)
def test_fifty_visitors_for_ten_minutes(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with serve_chat(home) as address, capsys.disabled():
        assert _load([address], 50, SOAK, reading=READING) < 1.05


@pytest.mark.slow
@pytest.mark.parametrize("chats", [1, 2], ids=["one chat", "two chats on a Chroma server"])
def test_chats_see_what_is_ingested_meanwhile(home: Path, tmp_path: Path, chats: int) -> None:
    with ExitStack() as stack:
        settings = {} if chats == 1 else {"INSPECTION_QA_CHROMA": stack.enter_context(chroma_server(tmp_path / "data"))}
        addresses = [stack.enter_context(serve_chat(home, settings=settings)) for _ in range(chats)]
        with ThreadPoolExecutor(4) as crowd:
            visits = [crowd.submit(_visit, addresses, person, time.monotonic() + 20) for person in range(4)]
            for words in (["remove", KELMOUTH.stem], ["ingest", str(KELMOUTH)]):
                command = [sys.executable, "-m", "cli", *words, "--json"]
                environment = {**os.environ, "INSPECTION_QA_HOME": str(home), **settings}
                done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
                assert done.returncode == 0, done.stdout
                for address in addresses:
                    with open_visitor(address) as visitor:
                        visitor.ask("Who led the inspection of Kelmouth?")
                        seen = any("Kelmouth, inspection published" in shown for shown in visitor.words)
                        assert seen == (words[0] == "ingest")
            assert all(one.result() for one in visits)
