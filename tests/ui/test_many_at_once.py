"""Ten people ask at the same time, while a report is being taken in: each is served, soon, and without an error."""

import shutil
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from conversations.models import Selection
from retrieval.library.intake import sample_files, take_in
from retrieval.library.library import Library
from retrieval.models import Answer
from retrieval.vectors.embeddings import open_embedder
from settings import Settings
from ui.engine import Engine, open_engine

PEOPLE = 10
QUESTIONS = (
    "What was the overall judgement of Wendshire in 2016?",
    "What needs to improve in Kelmouth?",
    "How well are care leavers supported in Wendshire?",
)


@pytest.fixture
def engine(sample_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Engine:
    """The engine that all visitors share, over a copy of the samples."""
    home = tmp_path / "library"
    shutil.copytree(sample_home, home)
    monkeypatch.setattr("ui.engine.open_embedder", open_embedder)
    return open_engine(Settings(home=home), demo=False)


def _ask(engine: Engine, person: int) -> Answer:
    *_, answer = engine.answer(QUESTIONS[person % len(QUESTIONS)], Selection())
    assert isinstance(answer, Answer)
    return answer


def test_ten_people_are_served_at_once(engine: Engine) -> None:
    with ThreadPoolExecutor(PEOPLE) as people:
        answers = list(people.map(lambda person: _ask(engine, person), range(PEOPLE)))
    assert [one.outcome for one in answers] == ["answered"] * PEOPLE


@pytest.mark.slow
def test_people_are_served_while_reports_are_taken_in(engine: Engine, capsys: pytest.CaptureFixture[str]) -> None:
    def take_in_again() -> None:
        with Library.open(engine.library.home, open_embedder(engine.settings)) as library:
            for key in [report.key for report in library.reports()][:2]:
                library.remove(key)
            assert all(one.error is None for one in take_in(library, sample_files()))

    _ask(engine, 0)
    waited = []
    with ThreadPoolExecutor(1) as other:
        taking = other.submit(take_in_again)
        while not taking.done():
            started = time.perf_counter()
            *_, answer = engine.answer("Which reports are held?", Selection())
            waited.append(time.perf_counter() - started)
            assert isinstance(answer, Answer)
        taking.result()
    with capsys.disabled():
        print(f"\n{len(waited)} questions beside an ingest, the slowest took {max(waited):.2f} s.")
    assert len(waited) > 1
    assert len(engine.library.reports()) == len(sample_files())
