"""Chroma beside SQLite: level or rebuilt, and never the reason for a wrong or missing answer."""

import json
import logging
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from retrieval.library.library import Library
from retrieval.models import Neighbour
from retrieval.vectors.stored import Block, VectorKind
from retrieval.vectors.vector_store import VectorsDamaged
from tests.factories import make_parsed, make_report, write_source
from tests.fakes import FakeEmbedder

QUERY = FakeEmbedder().encode_query("foster carers training").vector


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    """The library of the one process that serves Chroma."""
    with Library.open(tmp_path / "home", FakeEmbedder(), create=True, serve=True) as library:
        fill(library, tmp_path, "newtown", "oldtown")
        library.catch_up()
        yield library


def fill(library: Library, folder: Path, *authorities: str) -> None:
    """Add a report of each authority."""
    for authority in authorities:
        report = make_report(f"{authority}_2018", authority=authority.capitalize())
        texts = [f"{authority.capitalize()} visits children in week {number}. Plans follow." for number in range(30)]
        library.add(*write_source(folder, make_parsed(report, texts)))


def both(library: Library, limit: int = 20) -> tuple[list[Neighbour], list[Neighbour]]:
    """Return what the library finds, and what it finds without Chroma."""
    return (
        [one for kind in ("paragraph", "sentence") for one in library.nearest(QUERY, kind=kind, limit=limit)],
        [
            one
            for kind in ("paragraph", "sentence")
            for one in library.nearest(QUERY, kind=kind, limit=limit, exact=True)
        ],
    )


def assert_served(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    """Fail unless Chroma answers, and answers as the exact search does."""
    store = library._neighbours._index
    assert store is not None
    asked: list[str] = []
    nearest = store.nearest
    with monkeypatch.context() as patch:
        patch.setattr(store, "nearest", lambda *args, **options: asked.append("") or nearest(*args, **options))
        served, exact = both(library)
    assert len(asked) == 2
    assert [round(one.score, 4) for one in served] == [round(one.score, 4) for one in exact]
    assert {(one.chunk, one.start, one.end) for one in served} == {(one.chunk, one.start, one.end) for one in exact}
    assert library.verify() == []


def test_chroma_gives_the_exact_result(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    assert library.serving
    assert_served(library, monkeypatch)


def test_follows_added_replaced_and_removed_reports(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(library, tmp_path, "thirdtown")
    library.remove("oldtown_2018")
    changed = make_parsed(make_report("newtown_2018"), ["Foster carers praise training."])
    library.add(*write_source(tmp_path, changed))
    served, exact = both(library)
    assert served == exact, "until Chroma is level, the answer is exact"
    library.catch_up()
    assert_served(library, monkeypatch)


def test_follows_beside_the_questions(library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(library, tmp_path, "thirdtown")
    library.nearest(QUERY)
    follower = library._neighbours._follower
    assert follower is not None
    follower.join()
    assert_served(library, monkeypatch)


def test_another_process_searches_exactly(library: Library) -> None:
    with Library.open(library.home, FakeEmbedder(), serve=True) as other:
        assert not other.serving
        assert other.nearest(QUERY, limit=5) == library.nearest(QUERY, limit=5, exact=True)
        assert other.verify() == []
    library.close()
    with Library.open(library.home, FakeEmbedder(), serve=True) as other:
        assert other.serving


def test_selected_reports_are_searched_exactly(library: Library) -> None:
    found = library.nearest(QUERY, reports=["newtown_2018"], limit=100)
    assert len(found) == 31
    held = {passage.id for passage in library.passages("newtown_2018")}
    assert {one.passage for one in found} == held


def _drop_folder(folder: Path) -> None:
    shutil.rmtree(folder)


def _drop_chroma(folder: Path) -> None:
    shutil.rmtree(next(folder.glob("chroma-*")))


def _drop_state(folder: Path) -> None:
    (folder / "state.json").unlink()


def _spoil_state(folder: Path) -> None:
    (folder / "state.json").write_text("{", "utf-8")


def _spoil_database(folder: Path) -> None:
    with next(folder.glob("chroma-*/chroma.sqlite3")).open("r+b") as file:
        file.write(b"x" * 4096)


def _panic_database(folder: Path) -> None:
    # Past the header: Chroma's Rust core panics rather than raises.
    with next(folder.glob("chroma-*/chroma.sqlite3")).open("r+b") as file:
        file.seek(20_000)
        file.write(b"x" * 40_000)


def _lose_rows(folder: Path) -> None:
    state = json.loads((folder / "state.json").read_text("utf-8"))
    state["reports"]["newtown_2018"][1] += 5
    (folder / "state.json").write_text(json.dumps(state), "utf-8")


def _other_library(folder: Path) -> None:
    state = json.loads((folder / "state.json").read_text("utf-8"))
    state["origin"] = "another"
    (folder / "state.json").write_text(json.dumps(state), "utf-8")


@pytest.mark.parametrize(
    "damage",
    [
        _drop_folder,
        _drop_chroma,
        _drop_state,
        _spoil_state,
        _spoil_database,
        _panic_database,
        _lose_rows,
        _other_library,
    ],
)
def test_damaged_or_missing_chroma_is_rebuilt(
    library: Library,
    damage: Callable[[Path], None],
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    home = library.home
    library.close()
    damage(home / "vectors")
    with Library.open(home, FakeEmbedder(), serve=True) as reopened, caplog.at_level(logging.WARNING):
        served, exact = both(reopened)
        assert [one.chunk for one in served] == [one.chunk for one in exact]
        reopened.catch_up()
        assert_served(reopened, monkeypatch)
    if damage not in {_drop_folder, _drop_state}:
        assert "is rebuilt from the library" in caplog.text


def test_chroma_that_fails_while_serving_is_rebuilt(
    library: Library, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    store = library._neighbours._index
    assert store is not None
    collection = store._store._collections["sentence"]

    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("Error loading hnsw index")

    monkeypatch.setattr(type(collection), "query", fail)
    served, exact = both(library)
    monkeypatch.undo()
    assert served == exact
    assert "Error loading hnsw index" in caplog.text
    library.catch_up()
    assert_served(library, monkeypatch)


@pytest.mark.parametrize("stop_at", ["paragraph", "sentence"])
def test_catch_up_that_was_interrupted_is_repeated(
    library: Library, tmp_path: Path, stop_at: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = library._neighbours._index
    assert store is not None
    add = store._add

    def interrupt(report: str, kind: VectorKind, block: Block) -> int:
        if kind == stop_at:
            raise OSError("interrupted")
        return add(report, kind, block)

    library.add(*write_source(tmp_path, make_parsed(make_report("newtown_2018"), ["Foster carers praise training."])))
    with monkeypatch.context() as patch:
        patch.setattr(store, "_add", interrupt)
        with pytest.raises(OSError, match="interrupted"):
            library.catch_up()
    home = library.home
    library.close()
    with Library.open(home, FakeEmbedder(), serve=True) as reopened:
        assert reopened.verify() == []
        reopened.catch_up()
        assert_served(reopened, monkeypatch)


def test_what_a_kill_left_spoilt_is_thrown_away_and_made_anew(
    library: Library, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    state_file = library.home / "vectors" / "state.json"
    state = json.loads(state_file.read_text(encoding="utf-8"))
    key = next(iter(state["reports"]))
    state["reports"][key][0] = -1
    state_file.write_text(json.dumps(state), encoding="utf-8")
    index = library._neighbours._index
    assert index is not None

    def fail(*_: object) -> None:
        raise VectorsDamaged("its file ends at offset 0")

    with monkeypatch.context() as spoilt, caplog.at_level(logging.WARNING):
        spoilt.setattr(index._store, "rows", fail)
        assert library.verify() == []
    assert "left half-written" in caplog.text
    library.catch_up()
    assert_served(library, monkeypatch)


def test_verify_finds_rows_that_chroma_lost(library: Library) -> None:
    store = library._neighbours._index
    assert store is not None
    store._store._collections["sentence"].delete(where={"report": "newtown_2018"})
    (finding,) = library.verify()
    assert finding == "Chroma holds 0 sentence vectors of newtown_2018, the library 61."
    library.rebuild()
    assert library.verify() == []
