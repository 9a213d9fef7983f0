"""A made-up library is a sound one, and docs/scaling.md shows what was measured."""

import json
from pathlib import Path

from evals.speed.growth import FIGURES, PAGE, write
from evals.speed.synthetic import RandomVectors, fill
from ingest.pipeline import read_report
from retrieval.library.intake import sample_files
from retrieval.library.library import Library
from tests.fakes import FakeEmbedder


def test_the_page_shows_what_was_measured() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert write(page, json.loads(FIGURES.read_text(encoding="utf-8"))) == page


def test_a_made_up_library_is_sound_and_goes_on_where_it_was(tmp_path: Path) -> None:
    model = read_report(next(iter(sample_files())))
    for reports in (2, 3):
        with Library.open(tmp_path / "library", RandomVectors(FakeEmbedder()), create=True) as library:
            held = fill(library, [model], passages=reports * len(model.passages))
            assert held == reports * len(model.passages) == sum(library.passage_counts().values())
            assert len(library.reports()) == reports
            assert library.verify() == []
    with Library.open(tmp_path / "library", FakeEmbedder()) as library:
        words = model.passages[-1].text.split()
        assert {chunk for chunk, _ in library.keyword_search(words, reports=["made-up-1"])}
