"""Many files, each read in a child process with limits; nothing here knows pypdf, which takes long to import."""

import os
from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from queue import SimpleQueue

from ingest.errors import IngestError
from ingest.isolation.worker import Limits, Worker
from ingest.models import ParsedReport


@dataclass(frozen=True, slots=True)
class Reading:
    """What became of one file: a report, or the error that says why not."""

    path: Path
    parsed: ParsedReport | None = None
    error: IngestError | None = None


def read_reports(
    paths: Iterable[Path], *, workers: int | None = None, limits: Limits | None = None
) -> Iterator[Reading]:
    """Yield a `Reading` of each path as it is done, read in `workers` child processes (default: one a core).

    At most two files a worker are read ahead of the consumer. A file over `limits` is given up and its process ended;
    the others go on. Closing the iterator, or Ctrl-C, ends all child processes.
    """
    todo = iter(paths)
    first = list(islice(todo, 1))
    count = workers or os.cpu_count() or 1
    idle: SimpleQueue[Worker] = SimpleQueue()

    def read(path: Path) -> Reading:
        worker = idle.get()
        try:
            outcome = worker.read(path)
        finally:
            idle.put(worker)
        return Reading(path, error=outcome) if isinstance(outcome, IngestError) else Reading(path, parsed=outcome)

    with ExitStack() as stack:
        threads = stack.enter_context(ThreadPoolExecutor(count, thread_name_prefix="reading"))
        for _ in range(count):
            idle.put(stack.enter_context(Worker(limits or Limits())))
        pending: set[Future[Reading]] = {threads.submit(read, path) for path in (*first, *islice(todo, 2 * count - 1))}
        while pending:
            done, pending = wait(pending, return_when=FIRST_COMPLETED)
            pending |= {threads.submit(read, path) for path in islice(todo, len(done))}
            for future in done:
                yield future.result()
