"""From a file to a `ParsedReport`, and from many files, each read in a child process with limits."""

import os
import re
import stat
from collections import Counter
from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from queue import SimpleQueue

from ingest import rules
from ingest.chunks import build_chunks
from ingest.document import Document
from ingest.errors import IngestError, NotAReport, UnreadableFile
from ingest.judgements import read_judgements
from ingest.markdown import read_export
from ingest.metadata import read_metadata
from ingest.models import ParsedReport, ReadingNote
from ingest.passages import build_passages
from ingest.pdf import read_pdf
from ingest.wordpieces import WordPieces
from ingest.worker import Limits, Worker

READERS = {".pdf": read_pdf, ".md": read_export, ".markdown": read_export, ".txt": read_export}
"""What reads a file of which ending; the reader checks that the content is what the ending says."""
LEAST_LETTERS = 0.5
"""Share of letters and digits in a readable text; 77 reports have 0.96 and more."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What became of one file: a report, or the error that says why not."""

    path: Path
    parsed: ParsedReport | None = None
    error: IngestError | None = None


def report_key(path: Path) -> str:
    """Return the public key of a report: its file's stem as a lower-case slug ("surrey_2018-05-16")."""
    return re.sub(r"[^a-z0-9_]+", "-", path.stem.lower()).strip("-") or "report"


def read_report(path: Path) -> ParsedReport:
    """Read one file in this process.

    Raises `UnreadableFile`, `LimitExceeded` or `NotAReport`, whose message names the file and says what to do;
    `ModelFilesError` where the embedding model's tokenizer is not usable.
    """
    return build_report(_read_document(path), path)


def build_report(document: Document, path: Path) -> ParsedReport:
    """Return what is in a document that was read from `path`; raises as `read_report` does."""
    _check_readable(document, path.name)
    key = report_key(path)
    structure = build_passages(document, key)
    report = read_metadata(document, structure.passages, key, file=path.name)
    judgements = read_judgements(structure.passages, kind=report.kind, framework=report.framework)
    if not report.sources.keys() & {"inspected_from", "published"} and not any(one.grade for one in judgements):
        raise NotAReport(
            f"{path.name} is no inspection report: it prints no inspection date and no judgement.",
            remedy="Leave it out, or check that it is the report that was meant.",
        )
    return ParsedReport(
        report=report,
        passages=structure.passages,
        judgements=judgements,
        chunks=build_chunks(report, structure.passages, WordPieces.load().count),
        page_texts=tuple(page.text for page in document.pages),
        furniture=structure.furniture,
        notes=(*structure.notes, *_unread(document)),
        reader=rules.fingerprint(),
    )


def _read_document(path: Path) -> Document:
    try:
        # A named pipe or a device would block or never end; a symbolic link may point at any file of this computer.
        mode = path.lstat().st_mode
    except OSError as error:
        reason = "there is no such file" if isinstance(error, FileNotFoundError) else error.strerror
        raise UnreadableFile(f"{path.name} could not be read: {reason}.", remedy="Check the path.") from error
    if stat.S_ISLNK(mode):
        raise UnreadableFile(
            f"{path.name} is a symbolic link, which may point anywhere.", remedy="Name the file itself, or copy it."
        )
    if not stat.S_ISREG(mode):
        raise UnreadableFile(f"{path.name} is no regular file.", remedy="Name a PDF, Markdown or text file.")
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        raise NotAReport(
            f"{path.name} is neither PDF, Markdown nor plain text.",
            remedy=f"Name a file that ends in {', '.join(READERS)}.",
        )
    return reader(path)


def _check_readable(document: Document, name: str) -> None:
    """Refuse text of a font that does not say which letters its shapes are: control marks, private characters."""
    counts = Counter("".join(page.text for page in document.pages))
    shown = sum(count for character, count in counts.items() if not character.isspace())
    known = sum(count for character, count in counts.items() if character.isalnum())
    if known < LEAST_LETTERS * shown:
        raise UnreadableFile(
            f"{name} has no readable text: its fonts do not say which letters they show.",
            remedy="Make a searchable PDF of it (OCR) and ingest that.",
        )


def _unread(document: Document) -> Iterator[ReadingNote]:
    for page in document.pages:
        if not page.text.strip():
            yield ReadingNote("unread_page", f"Page {page.number} has no text.", page.number)


def summary(parsed: ParsedReport) -> str:
    """Return what was found in one line ("110 numbered paragraphs, 18 of them recommendations; …")."""
    numbered = [
        one for one in parsed.passages if one.number is not None and one.kind in ("paragraph", "recommendation")
    ]
    advised = sum(one.kind == "recommendation" for one in numbered)
    unread = [str(note.page) for note in parsed.notes if note.code == "unread_page"]
    first = f"{len(numbered)} numbered paragraphs" + (f", {advised} of them recommendations" if advised else "")
    last = f"no text on page {', '.join(unread)}" if unread else "nothing unread"
    return f"{first}; {len(parsed.passages) - len(numbered)} other passages; {last}"


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
