"""From a file to a `ParsedReport`."""

import stat
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from ingest import rules
from ingest.chunks.chunks import build_chunks
from ingest.chunks.wordpieces import WordPieces
from ingest.document import Document
from ingest.errors import LimitExceeded, NotAReport, UnreadableFile
from ingest.facts.front import FRONT_PASSAGES
from ingest.facts.metadata import read_metadata, recognise_kind, second_kind
from ingest.facts.outcomes import read_outcome
from ingest.facts.unknown_kind import NOTE, read_unknown
from ingest.files.markdown import read_export
from ingest.files.pdf import read_pdf
from ingest.kinds.inspectorates import named_in
from ingest.kinds.loader import is_usual
from ingest.models import Judgement, ParsedReport, Passage, ReadingNote, Report, report_key
from ingest.passages.build import build_passages

READERS = {".pdf": read_pdf, ".md": read_export, ".markdown": read_export, ".txt": read_export}
"""What reads a file of which ending; the reader checks that the content is what the ending says."""
LEAST_LETTERS = 0.5
"""Share of letters and digits in a readable text; 77 reports have 0.96 and more."""


MOST_PASSAGES = 5_000
"""Passages of one report: the largest of 77 has under 500, and each is embedded, without a limit of time."""


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
    if len(structure.passages) > MOST_PASSAGES:
        raise LimitExceeded(
            f"{path.name} was refused: it has {len(structure.passages):,} passages, over {MOST_PASSAGES:,}.",
            remedy="Check that it is a report, and one alone.",
        )
    told = recognise_kind(structure.passages)
    twice = tuple(second_kind(structure.passages, told)) if told else ()
    if told is not None and told.profile.sections:
        structure = build_passages(document, key, told.profile)
    report, judgements, notes = _read_facts(document, structure.passages, key, path.name)
    return ParsedReport(
        report=report,
        passages=structure.passages,
        judgements=judgements,
        chunks=build_chunks(report, structure.passages, WordPieces.load().count),
        page_texts=tuple(page.text for page in document.pages),
        furniture=structure.furniture,
        notes=(*document.notes, *structure.notes, *twice, *notes, *_unread(document)),
        reader=rules.fingerprint(),
    )


def _read_facts(
    document: Document, passages: Sequence[Passage], key: str, file: str
) -> tuple[Report, tuple[Judgement, ...], tuple[ReadingNote, ...]]:
    """Return who, when, what and which grades; of a kind that is not known, what the layout tells."""
    try:
        report = read_metadata(document, passages, key, file=file)
        judgements = read_outcome(passages, report)
        dated = report.sources.keys() & {"inspected_from", "published"}
        if dated or any(one.grade for one in judgements) or _is_publishers(report, passages):
            return report, judgements, ()
        raise NotAReport(
            f"{file} is no inspection report: it prints no inspection date and no judgement.",
            remedy="Leave it out, or check that it is the report that was meant.",
        )
    except NotAReport as error:
        try:
            return read_unknown(document, passages, key, file=file), (), (NOTE,)
        except NotAReport:
            raise error from None


def _is_publishers(report: Report, passages: Sequence[Passage]) -> bool:
    """Whether a report without a whole date prints the title of another kind and the name of an inspectorate."""
    front = "\n".join(passage.text for passage in passages[:FRONT_PASSAGES])
    return not is_usual(report.kind) and bool(report.subject) and bool(named_in(front))


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
