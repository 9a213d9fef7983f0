"""`make bench`: how fast reading, embedding, ingesting and answering are here, and how large a library gets.

Everything is measured in one run over the same files, so that the figures can be compared with each other: absolute
times are this machine's, ratios travel. Reports come from `INSPECTION_QA_REPORTS` or `../shared/reports`, else the
bundled samples.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import psutil
from pypdf import PdfReader
from pypdf.errors import PyPdfError

from evals.cases import read_cases
from ingest.isolation.reader import read_reports
from ingest.models import ParsedReport
from retrieval.assistant import Assistant
from retrieval.library.intake import find_files, take_in
from retrieval.library.library import Library
from retrieval.vectors.embeddings import open_embedder
from retrieval.vectors.stored import encode
from settings import Settings

ROOT = Path(__file__).resolve().parents[2]
WORKERS = os.cpu_count() or 1
COLD = 5
"""New processes that a cold question is timed in."""
ASKED = 200
"""Questions timed: enough that the 95th percentile rests on ten of them."""


@dataclass(slots=True)
class Watch:
    """What a block took: wall seconds, and the largest memory of this process and its children together, in bytes."""

    seconds: float = 0.0
    peak: int = 0


@contextmanager
def watched(process: psutil.Process | None = None) -> Iterator[Watch]:
    """Time the block and sample the memory of `process` (default: this one) with its children, 20 times a second."""
    watch, done, root = Watch(), threading.Event(), process or psutil.Process()

    def sample() -> None:
        while not done.wait(0.05):
            watch.peak = max(watch.peak, tree_memory(root))

    thread = threading.Thread(target=sample, daemon=True)
    thread.start()
    started = time.perf_counter()
    try:
        yield watch
    finally:
        watch.seconds = time.perf_counter() - started
        done.set()
        thread.join()


def tree_memory(root: psutil.Process) -> int:
    """Return the resident bytes of a process and its children; those that ended meanwhile count nothing."""
    total = 0
    try:
        for process in (root, *root.children(recursive=True)):
            total += process.memory_info().rss
    except psutil.NoSuchProcess:
        return total
    return total


def count_pages(path: Path) -> int:
    """Extract a file's bare text, as pypdf gives it, and return its number of pages (0 where it cannot be read)."""
    try:
        return sum(page.extract_text() is not None for page in PdfReader(path).pages)
    except PyPdfError:
        return 0


@dataclass(slots=True)
class Figures:
    """What was measured, in the order measured."""

    rows: list[tuple[str, float, str]] = field(default_factory=list)

    def add(self, name: str, value: float, unit: str) -> None:
        """Keep one figure and print it."""
        self.rows.append((name, value, unit))
        print(f"{name:<58} {value:>12,.3f} {unit}", flush=True)


def bench_ingest(files: Sequence[Path], home: Path, figures: Figures) -> None:
    """Compare our reading with bare extraction, our ingest with bare extraction plus bare embedding."""
    pdfs = [path for path in files if path.suffix == ".pdf"]
    with watched() as bare, ProcessPoolExecutor(WORKERS) as pool:
        pages = sum(pool.map(count_pages, pdfs))
    with watched() as reading:
        parsed = [one.parsed for one in read_reports(pdfs, workers=WORKERS) if one.parsed]
    passages = sum(len(one.passages) for one in parsed)
    figures.add("pages", pages, "")
    figures.add("passages", passages, "")
    figures.add("bare extract_text", pages / bare.seconds, "pages/s")
    figures.add("our reading", pages / reading.seconds, "pages/s")
    figures.add("our reading / bare extract_text", bare.seconds / reading.seconds, "(floor .80)")
    embedding = embed_all(parsed)
    figures.add("bare embedding, all vectors", passages / embedding, "passages/s")
    whole = ingest(files, home)
    figures.add("whole ingest", passages / whole.seconds, "passages/s")
    figures.add("whole ingest / (extraction + embedding)", whole.seconds / (bare.seconds + embedding), "(ceiling 1.15)")
    figures.add("whole ingest", whole.seconds, "s")
    figures.add("peak memory of the ingest, all processes", whole.peak / 2**30, "GiB (ceiling 1.5)")
    figures.add("second ingest of the same files", ingest(files, home).seconds, "s (ceiling 2)")
    size = sum(path.stat().st_size for path in home.rglob("*") if path.is_file())
    figures.add("on disk", size / passages, "bytes a passage")


def embed_all(parsed: Sequence[ParsedReport]) -> float:
    """Return the seconds that the bare model takes for every chunk."""
    embedder = open_embedder(Settings.from_environment())
    started = time.perf_counter()
    for one in parsed:
        encode(embedder, one.chunks)
    return time.perf_counter() - started


def ingest(files: Sequence[Path], home: Path) -> Watch:
    """Run the command in a process of its own, as a user does."""
    command = [sys.executable, "-m", "cli", "ingest", *map(str, files)]
    started = subprocess.Popen(
        command, env=environment(home), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=ROOT
    )
    with watched(psutil.Process(started.pid)) as watch:
        started.wait()
    return watch


def environment(home: Path) -> dict[str, str]:
    """Return the environment of a command as a user runs it: Python keeps what it compiled."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"} | {
        "INSPECTION_QA_HOME": str(home)
    }


def bench_answers(home: Path, figures: Figures, *, name: str) -> None:
    """Time warm answers, retrieval alone and keyword search over a library, and a cold question in a new process."""
    settings = Settings.from_environment({**os.environ, "INSPECTION_QA_HOME": str(home)})
    with Library.open(home, open_embedder(settings), serve=True) as library:
        library.catch_up()
        assistant = Assistant(library, settings)
        asked = questions({report.key for report in library.reports()})
        timings = {
            "answer, report selected": [assistant.ask(text, reports=reports).seconds for text, reports, _ in asked],
            "answer, whole library": [assistant.ask(text).seconds for _, _, text in asked],
            "retrieval, whole library": clock(lambda one: assistant.search(one[2]), asked),
            "keyword search, one report": clock(
                lambda one: library.keyword_search(one[0].split(), reports=one[1]), asked
            ),
            "keyword search, whole library": clock(lambda one: library.keyword_search(one[2].split()), asked),
        }
    for what, seconds in timings.items():
        figures.add(f"{name}: {what}, p50", float(np.percentile(seconds, 50)) * 1_000, "ms")
        figures.add(f"{name}: {what}, p95", float(np.percentile(seconds, 95)) * 1_000, "ms")
    figures.add(f"{name}: memory after {2 * len(asked)} answers", psutil.Process().memory_info().rss / 2**20, "MiB")
    figures.add(f"{name}: cold ask, median of 5", cold_ask(home, asked[0][2]), "s (ceiling 3)")


Question = tuple[str, tuple[str, ...], str]
"""As asked with its report selected, that report, and as asked of the whole library."""


def clock(work: Callable[[Question], object], asked: Sequence[Question]) -> list[float]:
    """Return the seconds that each call takes."""
    seconds = []
    for one in asked:
        started = time.perf_counter()
        work(one)
        seconds.append(time.perf_counter() - started)
    return seconds


def questions(held: set[str]) -> list[Question]:
    """Return up to `ASKED` questions over the reports held, spread evenly over the sets."""
    folder = Path(os.environ.get("INSPECTION_QA_QUESTIONS") or ROOT.parent / "shared" / "questions")
    sets = [*sorted(folder.glob("*.jsonl")), ROOT / "evals" / "sets" / "samples.jsonl"]
    fitting = [
        (case.question, case.reports, case.question_corpus or case.question)
        for path in sets
        for case in read_cases(path)
        if case.reports and set(case.reports) <= held and not case.history
    ]
    return fitting[:: max(1, len(fitting) // ASKED)][:ASKED]


def cold_ask(home: Path, question: str) -> float:
    """Return the median seconds of a question asked in a new process."""
    seconds = []
    for _ in range(COLD):
        started = time.perf_counter()
        subprocess.run(
            [sys.executable, "-m", "cli", "ask", question], env=environment(home), capture_output=True, cwd=ROOT
        )
        seconds.append(time.perf_counter() - started)
    return float(np.median(seconds))


def report_files() -> list[Path]:
    """Return the real reports where they are, else the samples."""
    folder = Path(os.environ.get("INSPECTION_QA_REPORTS") or ROOT.parent / "shared" / "reports")
    return list(find_files([folder if folder.is_dir() else ROOT / "samples"]))


def main() -> None:
    """Measure and print; `--json FILE` keeps the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--grow", type=int, nargs="*", default=[1, 10], help="sizes of smaller libraries to time, too")
    parser.add_argument("--json", type=Path, help="write the figures to this file")
    options = parser.parse_args()
    files, figures = report_files(), Figures()
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        home = Path(folder) / "all"
        bench_ingest(files, home, figures)
        for size in [one for one in options.grow if one < len(files)]:
            small = Path(folder) / str(size)
            # The Surrey report of 2018 first, where it is held: it has the most questions of its size.
            ordered = sorted(files, key=lambda path: not path.name.startswith("surrey_2018"))
            with Library.open(small, open_embedder(Settings.from_environment()), create=True) as library:
                for _ in take_in(library, dict.fromkeys(ordered[:size], False)):
                    pass
            bench_answers(small, figures, name=f"{size} reports")
            shutil.rmtree(small)
        bench_answers(home, figures, name=f"{len(files)} files")
    if options.json:
        options.json.write_text(json.dumps(figures.rows, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
