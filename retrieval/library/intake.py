"""Files in, reports held: joins `ingest`, which knows no store, to the library."""

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from ingest import rules
from ingest.errors import IngestError, NotAReport
from ingest.isolation.reader import read_reports
from ingest.kinds.loader import OTHER
from ingest.models import ParsedReport
from retrieval.library.library import Library
from retrieval.library.publications import KeyTaken

READABLE = (".pdf", ".md", ".markdown", ".txt")
"""What a folder is searched for; a file named outright is tried whatever its ending."""

Status = Literal["added", "replaced", "attached", "unchanged", "skipped", "refused"]


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of one file. `report` is its key where it is held; `error` says why it was skipped or refused."""

    path: Path
    status: Status
    report: str | None = None
    parsed: ParsedReport | None = None
    error: IngestError | KeyTaken | None = None
    mended: bool = False
    """Whether the file took the place of the library's own copy of it, which was damaged or missing."""


def sample_files() -> dict[Path, bool]:
    """Return the bundled sample reports, as `find_files` does."""
    return find_files(sorted((Path(__file__).resolve().parents[2] / "samples").glob("*.pdf")))


def find_files(paths: Sequence[Path]) -> dict[Path, bool]:
    """Map each file named by `paths`, or found in their folders, to whether it was named outright.

    What is no report is among them: that it was left aside is told, too.

    PDFs come first, so that an export is attached to its PDF instead of being replaced by it.
    """
    files: dict[Path, bool] = {}
    for path in paths:
        if path.is_dir():
            for found in path.rglob("*"):
                hidden = any(part.startswith(".") for part in found.relative_to(path).parts)
                # A symbolic link is refused by the reader, in plain sight, and never followed.
                if (found.is_file() or found.is_symlink()) and not hidden:
                    files.setdefault(found, False)
        else:
            files[path] = True
    return dict(sorted(files.items(), key=lambda item: (item[0].suffix.lower() != ".pdf", item[0])))


def take_in(
    library: Library,
    files: Mapping[Path, bool],
    *,
    on_passages: Callable[[int, int], None] | None = None,
    workers: int | None = None,
    only_known: bool = False,
) -> Iterator[Taken]:
    """Ingest `files` (see `find_files`), yielding what became of each as soon as it is known.

    A file already held is known by its hash alone. `on_passages(done, total)` follows the file being stored;
    `workers` read at a time. With `only_known` a report of a kind that no profile describes is refused.
    """
    waiting: list[Path] = []
    for path in files:
        held = held_as(library, path)
        if held is None:
            waiting.append(path)
        else:
            yield Taken(path, "unchanged", held, mended=library.mend_source(_hash(path), path))
    for reading in read_reports(waiting, workers=workers):
        error = _refused_kind(reading.parsed) if only_known and reading.parsed else reading.error
        if reading.parsed is None or error is not None:
            # A folder may hold a README; the same file named outright was meant as a report.
            skip = isinstance(error, NotAReport) and not files[reading.path]
            yield Taken(reading.path, "skipped" if skip else "refused", error=error)
            continue
        parsed = library.remarked(reading.parsed)
        try:
            status = library.add(parsed, reading.path, progress=on_passages)
        except KeyTaken as taken:
            yield Taken(reading.path, "refused", error=taken)
        else:
            # An attached rendition is held under the key of the report that it belongs to.
            yield Taken(reading.path, status, library.holds(parsed.report.sha256), parsed)


def _refused_kind(parsed: ParsedReport) -> NotAReport | None:
    """Return why a report that was read by its layout alone is refused where only known kinds are wanted."""
    if parsed.report.kind != OTHER.id:
        return None
    return NotAReport(
        f"{parsed.report.key} is of a kind of report that the program does not know.",
        remedy="Leave out `--only-known` to have it read by its layout.",
    )


def held_as(library: Library, path: Path) -> str | None:
    """Return the key of the report that `library` holds of this very file, judged by its hash alone."""
    try:
        # Reading a named pipe would wait for ever; a symbolic link is the reader's to refuse.
        if path.is_symlink() or not path.is_file():
            return None
        return library.holds(_hash(path), reader=rules.fingerprint())
    except OSError:
        # The reader says in its own words what is wrong with the file.
        return None


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
