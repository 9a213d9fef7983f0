"""Many people asking the engine at once, and one asking for long: no error, and memory that does not grow."""

import gc
import os
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import count

import numpy as np
import psutil
import pytest

from retrieval.assistant import Assistant
from retrieval.library.library import Library
from settings import Settings

WARM = 100
"""Questions before memory is measured: caches of words and vectors fill in these."""
QUESTIONS = (
    "How good is supervision of social workers?",
    "What was adoption rated in 2016?",
    "What needs to improve in Wendshire?",
    "How many apprentices are there in Kelmouth?",
    "What does paragraph 12 say?",
    "What is the council tax rate?",
)
SOAK = float(os.environ.get("SOAK_SECONDS", "600"))
"""How long the soak tests of load run."""


@pytest.fixture
def ask(sample_library: Library) -> Callable[[], float]:
    """Ask the next question; return the seconds that it took."""
    assistant = Assistant(sample_library, Settings(home=sample_library.home))
    numbers = count()

    def ask_next() -> float:
        begun = time.monotonic()
        assert assistant.ask(QUESTIONS[next(numbers) % len(QUESTIONS)]).outcome
        return time.monotonic() - begun

    return ask_next


def spell_times(taken: Sequence[float], seconds: float) -> str:
    """Return how many answers there were, and how long half of them, 95 and 99 of 100 and the slowest took."""
    p50, p95, p99 = np.percentile(taken, [50, 95, 99])
    times = f"p50 {p50:.2f}, p95 {p95:.2f}, p99 {p99:.2f}, slowest {max(taken):.2f} s"
    return f"{len(taken)} answers in {seconds:.0f} s, {times}"


def _memory() -> int:
    gc.collect()
    return int(psutil.Process().memory_info().rss)


def _many_people(ask: Callable[[], float], people: int, seconds: float) -> float:
    """Have people ask as fast as they are answered; print what it took and return by how much memory grew."""
    with ThreadPoolExecutor(people) as crowd:
        list(crowd.map(lambda _: ask(), range(WARM)))
        before, begun = _memory(), time.monotonic()

        def keep_asking(_: int) -> list[float]:
            taken = []
            while time.monotonic() < begun + seconds:
                taken.append(ask())
            return taken

        taken = [one for person in crowd.map(keep_asking, range(people)) for one in person]
        ran = time.monotonic() - begun
    grown = _memory() / before
    print(f"\n{people} people: {spell_times(taken, ran)}; memory {before / 2**20:.0f} MiB, then × {grown:.3f}")
    return grown


@pytest.mark.slow
def test_ten_people_for_half_a_minute(ask: Callable[[], float], capsys: pytest.CaptureFixture[str]) -> None:
    with capsys.disabled():
        assert _many_people(ask, 10, 30.0) < 1.05


@pytest.mark.soak
@pytest.mark.timeout(3600)
def test_fifty_people_for_ten_minutes(ask: Callable[[], float], capsys: pytest.CaptureFixture[str]) -> None:
    with capsys.disabled():
        assert _many_people(ask, 50, SOAK) < 1.05


@pytest.mark.soak
@pytest.mark.timeout(3600)
def test_a_thousand_questions_leave_nothing_behind(
    ask: Callable[[], float], capsys: pytest.CaptureFixture[str]
) -> None:
    for _ in range(WARM):
        ask()
    before, begun = _memory(), time.monotonic()
    taken = [ask() for _ in range(1_000)]
    grown = _memory() / before
    with capsys.disabled():
        print(f"\nIn a row: {spell_times(taken, time.monotonic() - begun)}; memory × {grown:.3f}")
    assert grown < 1.05
