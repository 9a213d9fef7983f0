"""Many people asking at once, for half a minute: no error, and memory that does not grow."""

import gc
import time
from concurrent.futures import ThreadPoolExecutor
from itertools import count

import psutil
import pytest

from retrieval.assistant import Assistant
from retrieval.library import Library
from retrieval.models import Answer
from settings import Settings

pytestmark = pytest.mark.slow

PEOPLE, SECONDS, WARM = 10, 30.0, 40
QUESTIONS = (
    "How good is supervision of social workers?",
    "What was adoption rated in 2016?",
    "What needs to improve in Wendshire?",
    "How many apprentices are there in Kelmouth?",
    "What does paragraph 12 say?",
    "What is the council tax rate?",
)


def test_ten_people_for_half_a_minute(sample_library: Library) -> None:
    assistant = Assistant(sample_library, Settings(home=sample_library.home))
    numbers = count()

    def ask() -> Answer:
        return assistant.ask(QUESTIONS[next(numbers) % len(QUESTIONS)])

    with ThreadPoolExecutor(PEOPLE) as people:
        list(people.map(lambda _: ask(), range(WARM)))
        gc.collect()
        before = psutil.Process().memory_info().rss
        until = time.monotonic() + SECONDS
        answers = 0
        while time.monotonic() < until:
            answers += len([one for one in people.map(lambda _: ask(), range(PEOPLE)) if one.outcome])
    gc.collect()
    grown = psutil.Process().memory_info().rss / before
    print(f"{answers} answers in {SECONDS:g} s, memory × {grown:.3f}")
    assert answers >= PEOPLE * 10
    assert grown < 1.05
