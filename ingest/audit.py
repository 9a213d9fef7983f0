"""What was made of each report, as a table: `python -m ingest.audit FOLDER`. Nothing may be unaccounted for."""

import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ingest.document import Document
from ingest.errors import IngestError
from ingest.files.pdf import read_pdf
from ingest.passages.build import build_passages
from ingest.structure import Structure


@dataclass(frozen=True, slots=True)
class Audit:
    """The figures of one report. `unread` and `doubled` count characters that no passage, or more than one, holds."""

    report: str
    pages: int
    numbers: int
    highest: int
    recommendations: int
    others: int
    unread: int
    doubled: int
    repeated_labels: int
    notes: tuple[str, ...]

    @property
    def sound(self) -> bool:
        """Whether every character is in exactly one place and every label unique."""
        return not (self.unread or self.doubled or self.repeated_labels)


def audit(document: Document, structure: Structure, report: str) -> Audit:
    """Count what `structure` made of `document`."""
    passages = structure.passages
    numbers = [passage.number for passage in passages if passage.number is not None]
    unread, doubled = count_coverage(document, structure)
    return Audit(
        report=report,
        pages=len(document.pages),
        numbers=len(numbers),
        highest=max(numbers, default=0),
        recommendations=sum(passage.kind == "recommendation" for passage in passages),
        others=len(passages) - len(numbers),
        unread=unread,
        doubled=doubled,
        repeated_labels=sum(count > 1 for count in Counter(passage.label for passage in passages).values()),
        notes=tuple(note.text for note in structure.notes),
    )


def count_coverage(document: Document, structure: Structure) -> tuple[int, int]:
    """Return how many characters (white space aside) nothing holds, and how many more than one passage holds."""
    spans = [span for passage in structure.passages for span in passage.spans]
    spans += [one.span for one in structure.furniture]
    unread = doubled = 0
    for page in document.pages:
        held = [0] * len(page.text)
        for span in spans:
            if span.page == page.number:
                held[span.start : span.end] = [count + 1 for count in held[span.start : span.end]]
        for character, count in zip(page.text, held, strict=True):
            if not character.isspace():
                unread += count == 0
                doubled += count > 1
    return unread, doubled


def audit_folder(folder: Path) -> Iterator[Audit | IngestError]:
    """Yield the audit of each PDF in `folder`, or why it could not be read."""
    for path in sorted(folder.glob("*.pdf")):
        try:
            document = read_pdf(path)
        except IngestError as error:
            yield error
        else:
            yield audit(document, build_passages(document, path.stem), path.stem)


def format_row(row: Audit) -> str:
    """Return one line of the table, with the report's notes below."""
    line = (
        f"{row.report:36} {row.pages:5} {row.numbers:7} {row.highest:7} {row.recommendations:7} {row.others:6}"
        f" {row.unread:6} {row.doubled:7}"
    )
    return "\n".join([line, *(f"    {note}" for note in row.notes)])


HEADER = (
    f"{'report':36} {'pages':>5} {'numbers':>7} {'highest':>7} {'recomm.':>7} {'others':>6}"
    f" {'unread':>6} {'doubled':>7}"
)


def main(arguments: list[str]) -> int:
    """Print the table; return 1 if anything fell short."""
    if len(arguments) != 1:
        print("Usage: python -m ingest.audit FOLDER", file=sys.stderr)
        return 2
    print(HEADER)
    sound = True
    for row in audit_folder(Path(arguments[0])):
        if isinstance(row, Audit):
            print(format_row(row), flush=True)
            sound = sound and row.sound
        else:
            print(row.message, file=sys.stderr)
    return 0 if sound else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
