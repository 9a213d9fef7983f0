"""`make growth`: how time, disk and memory grow with a library; the table in docs/scaling.md is written by it.

Libraries of 1, 10 and all real reports (else the samples) are ingested as people do; larger ones are made up: real
passages over and over under other names, with random vectors. Those stay in the folder, and what was interrupted goes
on where it was: their rates are those of the run that finished them.
"""

import argparse
import json
import os
import shutil
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from multiprocessing import get_context
from pathlib import Path
from typing import TypeVar

import numpy as np
import psutil

from evals.speed.bench import COLD, ROOT, Question, cold_ask, ingest, questions, report_files
from evals.speed.synthetic import RandomVectors, fill
from ingest.isolation.reader import read_reports
from retrieval.assistant import Assistant
from retrieval.library.library import Library
from retrieval.vectors.embeddings import open_embedder
from settings import Settings

FIGURES, PAGE = ROOT / "docs" / "growth.json", ROOT / "docs" / "scaling.md"
BEGIN, END = "<!-- growth: written by `make growth` -->", "<!-- end -->"
MODELS = 10
"""Real reports that a made-up library repeats."""
LAST = 3_000
"""Passages of a made-up library whose adding is timed: the last, when it is as large as it gets."""
ASKED = 40
"""Questions timed on each library, each with one of its reports selected, then of all of them."""
SHOWN = {
    "date": "measured on",
    "passages": "passages",
    "reports": "reports",
    "ingested": "ingested by the command, passages a second",
    "stored": "stored, read and embedded before, passages a second",
    "disk": "library on disk, GiB",
    "chroma_disk": "Chroma's copy on disk, GiB",
    "chroma_filled": "filling Chroma, vectors a second",
    "memory": "memory of a chat that answered, GiB",
    "memory_exact": "… without Chroma, GiB",
    "one": "answer from one report, ms",
    "all": "answer from all reports, ms",
    "all_exact": "… without Chroma, ms",
    "keyword_one": "of that: keyword search in one report, ms",
    "keyword_all": "… in all, ms",
    "nearest": "… nearest by Chroma, ms",
    "nearest_exact": "… nearest exactly, ms",
    "command": "`ask` by the command, of all reports, ms",
}
"""Every figure, in the order of the table, and what it is called there. Milliseconds are the processor's."""

Figure = str | float | tuple[float, float]
Figures = dict[str, Figure]
Result = TypeVar("Result")


def measure(home: Path, asked: Sequence[Question], *, chroma: bool) -> Figures:
    """Ask a library, and time what may grow: in a process of its own, so that memory is this library's alone."""
    settings = Settings.from_environment({"INSPECTION_QA_HOME": str(home)})
    figures: Figures = {"date": date.today().isoformat()}
    if chroma:
        with Library.open(home, open_embedder(settings), serve=True) as library:
            begun, before = time.perf_counter(), _vectors_held(home)
            library.catch_up()
            filled = _vectors_held(home) - before
            if filled:
                figures["chroma_filled"] = filled / (time.perf_counter() - begun)
            figures["all"] = _of_all(Assistant(library, settings), asked)
            figures["memory"] = psutil.Process().memory_info().rss / 2**30
            figures["nearest"] = _nearest(library, asked)
    with Library.open(home, open_embedder(settings)) as library:
        figures["passages"], figures["reports"] = sum(library.passage_counts().values()), len(library.reports())
        assistant = Assistant(library, settings)
        figures["one"] = _clock(lambda one: assistant.ask(one[0], reports=one[1]), asked)
        figures["keyword_one"] = _clock(lambda one: library.keyword_search(one[0].split(), reports=one[1]), asked)
        figures["keyword_all"] = _clock(lambda one: library.keyword_search(one[0].split()), asked)
        # Over everything it reads every vector: a few questions have to do.
        figures["all_exact"] = _of_all(assistant, asked[::4])
        figures["memory_exact"] = psutil.Process().memory_info().rss / 2**30
        figures["nearest_exact"] = _nearest(library, asked[::8])
    spent_before = _of_children()
    cold_ask(home, asked[0][0])
    figures["command"] = (_of_children() - spent_before) / COLD * 1_000
    copied = figures["chroma_disk"] = _gibibytes(home / "vectors")
    figures["disk"] = _gibibytes(home) - copied
    return figures


def _of_all(assistant: Assistant, asked: Sequence[Question]) -> tuple[float, float]:
    """Time the answers for which every report was searched: of a grade it asks back whose."""
    clocked = [_clocked(lambda text=text: assistant.ask(text)) for text, _, _ in asked]  # type: ignore[misc]
    most = max(len(answer.searched) for answer, _ in clocked)
    return _percentiles([seconds for answer, seconds in clocked if len(answer.searched) == most])


def _nearest(library: Library, asked: Sequence[Question]) -> tuple[float, float]:
    vectors = {text: library.encode_query(text).vector for text, _, _ in asked}
    return _clock(lambda one: library.nearest(vectors[one[0]], kind="sentence"), asked)


def _clock(work: Callable[[Question], object], asked: Sequence[Question]) -> tuple[float, float]:
    return _percentiles([_clocked(lambda one=one: work(one))[1] for one in asked])  # type: ignore[misc]


def _clocked(work: Callable[[], Result]) -> tuple[Result, float]:
    """Return what came of it and the seconds of processor time: whatever else the machine does, they stay the same."""
    begun = time.process_time()
    return work(), time.process_time() - begun


def _of_children() -> float:
    times = os.times()
    return times.children_user + times.children_system


def _percentiles(seconds: Sequence[float]) -> tuple[float, float]:
    """Return the milliseconds that half and 95 of 100 take at most."""
    return float(np.percentile(seconds, 50)) * 1_000, float(np.percentile(seconds, 95)) * 1_000


def _vectors_held(home: Path) -> int:
    state = home / "vectors" / "state.json"
    held = json.loads(state.read_text("utf-8"))["reports"].values() if state.is_file() else ()
    return sum(paragraphs + sentences for _, paragraphs, sentences in held)


def _gibibytes(folder: Path) -> float:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 2**30


def grow_real(files: Sequence[Path], home: Path, *, chroma: bool) -> Figures:
    """Ingest real reports by the command, and measure."""
    shutil.rmtree(home, ignore_errors=True)
    watch = ingest(files, home)
    figures = measure_held(home, chroma=chroma)
    passages = figures["passages"]
    assert isinstance(passages, int)
    return {**figures, "ingested": passages / watch.seconds}


def measure_held(home: Path, *, chroma: bool) -> Figures:
    """Measure a library of real reports that is there."""
    with Library.open(home, None) as library:
        held = {report.key for report in library.reports()}
    return _apart(home, _spread(questions(held)), chroma=chroma)


def grow_made_up(files: Sequence[Path], size: int, home: Path, *, chroma: bool) -> Figures:
    """Make a library up, or go on with it, and measure."""
    models = [one.parsed for one in read_reports(files[:MODELS]) if one.parsed]
    embedder = RandomVectors(open_embedder(Settings.from_environment()))
    with Library.open(home, embedder, create=True) as library:
        fill(library, models, passages=size - LAST)
        begun, before = time.perf_counter(), sum(library.passage_counts().values())
        passages = fill(library, models, passages=max(size, before + LAST))
        stored = (passages - before) / (time.perf_counter() - begun)
        keys = [report.key for report in library.reports()]
    texts = [text for text, _, _ in _spread(questions({path.stem for path in files[:MODELS]}))]
    # Each of another report, as in service: what is in memory by chance answers none of them.
    asked = [(text, (keys[place * len(keys) // ASKED],), text) for place, text in enumerate(texts)]
    return {**_apart(home, asked, chroma=chroma), "stored": stored}


def _spread(found: Sequence[Question]) -> Sequence[Question]:
    return found[:: max(1, len(found) // ASKED)][:ASKED]


def _apart(home: Path, asked: Sequence[Question], *, chroma: bool) -> Figures:
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as process:
        return process.submit(measure, home, asked, chroma=chroma).result()


def table(grown: dict[str, Figures]) -> str:
    """Return what was measured as a table: a row a figure, a column a library, the smallest first."""
    grown = dict(sorted(grown.items(), key=lambda one: float(str(one[1]["passages"]))))
    head = f"| | {' | '.join(grown)} |\n|---|{'---|' * len(grown)}"
    rows = [
        f"| {title} | {' | '.join(_spell(name, figures.get(name)) for figures in grown.values())} |"
        for name, title in SHOWN.items()
        if any(name in figures for figures in grown.values())
    ]
    return "\n".join([head, *rows])


def _spell(name: str, value: Figure | None) -> str:
    if value is None:
        return "–"
    if isinstance(value, str):
        return value
    if isinstance(value, list | tuple):
        return " / ".join(_spell("", one) for one in value)
    if isinstance(value, int):
        return f"{value:,}"
    if name in {"disk", "chroma_disk", "memory", "memory_exact"}:
        return f"{value:.2f}"
    return f"{value:,.{1 if value < 10 else 0}f}"


def write(page: str, grown: dict[str, Figures]) -> str:
    """Return docs/scaling.md with the table between its marks written anew."""
    head, _, rest = page.partition(BEGIN)
    _, _, tail = rest.partition(END)
    return f"{head}{BEGIN}\n{table(grown)}\n{END}{tail}"


def keep(name: str, figures: Figures) -> None:
    """Put what was measured of a library beside the rest; what this run left out stays as it was."""
    grown = json.loads(FIGURES.read_text("utf-8")) if FIGURES.is_file() else {}
    grown[name] = {**grown.get(name, {}), **figures}
    print(table(grown), flush=True)
    FIGURES.write_text(json.dumps(grown, indent=1) + "\n", "utf-8")
    PAGE.write_text(write(PAGE.read_text("utf-8"), grown), "utf-8")


def main() -> None:
    """Measure each size, and put what was measured beside what other runs have."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--reports", type=int, nargs="*", default=[1, 10, 1_000], help="libraries of so many reports")
    parser.add_argument("--passages", type=int, nargs="*", default=[], help="made-up libraries of so many passages")
    parser.add_argument("--library", type=Path, help="a library of real reports that is there already")
    parser.add_argument("--folder", type=Path, default=ROOT / "build" / "growth", help="where libraries are made")
    parser.add_argument("--no-chroma", action="store_true", help="leave Chroma out: filling it takes longest")
    options = parser.parse_args()
    # The Surrey report of 2018 first, where it is held: it has the most questions of its size.
    files = sorted(
        (path for path in report_files() if path.suffix == ".pdf"), key=lambda path: "surrey_2018" not in path.name
    )
    for size in options.reports:
        home, chosen = options.folder / f"{size}-reports", files[:size]
        figures = grow_real(chosen, home, chroma=not options.no_chroma)
        keep(f"{figures['reports']} real", figures)
        shutil.rmtree(home)
    if options.library:
        figures = measure_held(options.library, chroma=not options.no_chroma)
        keep(f"{figures['reports']} real", figures)
    for size in options.passages:
        home = options.folder / f"{size}-passages"
        keep(f"{size:,} made up", grow_made_up(files, size, home, chroma=not options.no_chroma))


if __name__ == "__main__":
    main()
