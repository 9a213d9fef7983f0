"""`make growth`: how time, disk and memory grow with a library; the table in docs/scaling.md is written by it.

Libraries of 1, 10 and all real reports (else the samples) are ingested as people do; larger ones are made up: real
passages over and over under other names, with random vectors. A million passages take an hour and 20 GB of disk.
"""

import argparse
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import psutil

from evals.bench import Question, clock, ingest, questions, report_files
from evals.made_up import RandomVectors, fill
from ingest.pipeline import read_reports
from retrieval.assistant import Assistant
from retrieval.embeddings import open_embedder
from retrieval.library import Library
from settings import Settings

DOCUMENT = Path(__file__).resolve().parent.parent / "docs" / "scaling.md"
BEGIN, END = "<!-- growth: written by `make growth` -->", "<!-- end of growth -->"
MODELS = 10
"""Real reports that a made-up library repeats."""
ASKED = 40
"""Questions timed on each library."""
COLUMNS = (
    "passages",
    "reports",
    "added, passages/s",
    "disk, GiB",
    "memory, GiB",
    "answer, one report",
    "answer, all reports",
    "keyword search, one report",
    "keyword search, all",
    "nearest, exact",
    "nearest, Chroma",
    "Chroma filled, vectors/s",
)


@dataclass(slots=True)
class Grown:
    """What one library took; times are medians in milliseconds."""

    passages: int
    reports: int
    added: float
    disk: float
    memory: float
    answer_one: float
    answer_all: float
    keyword_one: float
    keyword_all: float
    exact: float
    chroma: float | None = None
    filled: float | None = None

    def row(self) -> str:
        """Return the row of the table."""
        cells = [
            f"{self.passages:,}",
            f"{self.reports:,}",
            f"{self.added:,.0f}",
            f"{self.disk:.2f}",
            f"{self.memory:.2f}",
            *(f"{one:,.0f} ms" for one in (self.answer_one, self.answer_all)),
            *(f"{one:,.1f} ms" for one in (self.keyword_one, self.keyword_all, self.exact)),
            "not measured" if self.chroma is None else f"{self.chroma:,.1f} ms",
            "not measured" if self.filled is None else f"{self.filled:,.0f}",
        ]
        return f"| {' | '.join(cells)} |"


def measure(home: Path, added: float, asked: Sequence[Question], *, chroma: bool) -> Grown:
    """Time questions over a library, and the parts of them that may grow."""
    settings = Settings.from_environment({"INSPECTION_QA_HOME": str(home)})
    with Library.open(home, open_embedder(settings), serve=chroma) as library:
        assistant = Assistant(library, settings)
        vectors = {text: library.encode_query(text).vector for _, _, text in asked}

        def nearest(one: Question, *, exact: bool) -> None:
            library.nearest(vectors[one[2]], kind="paragraph", exact=exact)
            library.nearest(vectors[one[2]], kind="sentence", exact=exact)

        grown = Grown(
            passages=sum(len(library.passages(report.key)) for report in library.reports()),
            reports=len(library.reports()),
            added=added,
            disk=sum(path.stat().st_size for path in home.rglob("*") if path.is_file()) / 2**30,
            answer_one=_median(lambda one: assistant.ask(one[0], reports=one[1]), asked),
            answer_all=_median(lambda one: assistant.ask(one[2]), asked),
            keyword_one=_median(lambda one: library.keyword_search(one[0].split(), reports=one[1]), asked),
            keyword_all=_median(lambda one: library.keyword_search(one[2].split()), asked),
            exact=_median(lambda one: nearest(one, exact=True), asked),
            memory=psutil.Process().memory_info().rss / 2**30,
        )
        if chroma:
            begun = time.perf_counter()
            library.catch_up()
            rows = sum(1 + len(one.sentences) for report in library.reports() for one in library.chunks(report.key))
            grown.filled = rows / (time.perf_counter() - begun)
            grown.chroma = _median(lambda one: nearest(one, exact=False), asked)
        return grown


def _median(work: Callable[[Question], object], asked: Sequence[Question]) -> float:
    return float(np.median(clock(work, asked))) * 1_000


def grow_real(files: Sequence[Path], home: Path, *, chroma: bool) -> Grown:
    """Ingest real reports by the command, and measure."""
    watch = ingest(files, home)
    held = {path.stem for path in files}
    grown = measure(home, 0.0, questions(held)[:ASKED], chroma=chroma)
    grown.added = grown.passages / watch.seconds
    return grown


def grow_made_up(models: Sequence[Path], size: int, home: Path, *, chroma: bool) -> Grown:
    """Make a library up, and measure; its rate of adding is without reading and embedding."""
    parsed = [one.parsed for one in read_reports(models) if one.parsed]
    sources = home.with_name("sources")
    sources.mkdir(exist_ok=True)
    begun = time.perf_counter()
    embedder = RandomVectors(open_embedder(Settings.from_environment()))
    with Library.open(home, embedder, create=True) as library:
        passages = fill(library, parsed, passages=size, folder=sources)
        reports = [report.key for report in library.reports()]
    added = passages / (time.perf_counter() - begun)
    texts = [text for text, _, _ in questions({path.stem for path in models})[:ASKED]]
    asked = [(text, (reports[place % len(reports)],), text) for place, text in enumerate(texts)]
    return measure(home, added, asked, chroma=chroma)


def publish(rows: Sequence[Grown], document: Path = DOCUMENT) -> None:
    """Put the table between its marks in docs/scaling.md."""
    table = [f"| {' | '.join(COLUMNS)} |", f"|{'---|' * len(COLUMNS)}", *(one.row() for one in rows)]
    head, _, rest = document.read_text("utf-8").partition(BEGIN)
    _, _, tail = rest.partition(END)
    document.write_text("\n".join([f"{head}{BEGIN}", "", *table, "", f"{END}{tail}"]), "utf-8")


def main() -> None:
    """Measure each size in a folder of its own, deleted before the next."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--made-up", type=int, nargs="*", default=[], metavar="N", help="made-up libraries to add")
    parser.add_argument("--no-chroma", action="store_true", help="leave Chroma out: filling it takes longest")
    parser.add_argument("--write", action="store_true", help="put the table into docs/scaling.md")
    options = parser.parse_args()
    # The Surrey report of 2018 first, where it is held: it has the most questions of its size.
    files = sorted(
        (path for path in report_files() if path.suffix == ".pdf"), key=lambda path: "surrey_2018" not in path.name
    )
    rows = []
    for size, made_up in [(1, False), (10, False), (len(files), False), *((size, True) for size in options.made_up)]:
        with tempfile.TemporaryDirectory(prefix="growth-") as folder:
            home, chroma = Path(folder) / "library", not options.no_chroma
            rows.append(
                grow_made_up(files[:MODELS], size, home, chroma=chroma)
                if made_up
                else grow_real(files[:size], home, chroma=chroma)
            )
        print(rows[-1].row(), flush=True)
    if options.write:
        publish(rows)


if __name__ == "__main__":
    main()
