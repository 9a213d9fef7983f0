"""What reading a report yields: plain frozen values that carry their provenance."""

import re
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Literal

PassageKind = Literal[
    "paragraph", "recommendation", "bullet", "judgements", "unnumbered", "heading", "footnote", "table"
]
Role = Literal[
    "summary", "outcome", "experience", "strengths", "weaknesses", "findings", "improve", "urgent", "next_steps",
    "about", "letter_head", "signatures", "contact", "team", "case_study",
]  # fmt: skip
"""What a section means, whatever its heading says."""
PEOPLE: tuple[Role, ...] = ("letter_head", "signatures", "contact", "team")
"""Sections of names and addresses: no sentences, and never findings."""
ADVISING: tuple[Role, ...] = ("improve", "urgent")
"""Sections that say what must be done."""
MediaType = Literal["pdf", "markdown", "text"]


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of one page's extracted text: `page` is 1-based (0 in an export without pages), [start, end)."""

    page: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Passage:
    """The unit of citation. `text` is what is shown and quoted: joined over lines and pages, furniture-free."""

    id: str
    """16 hex digits derived from report, section path, kind and ordinal: the same from PDF and export."""
    report: str
    label: str
    kind: PassageKind
    number: int | None
    """The printed number, if one is printed."""
    section: tuple[str, ...]
    """Headings from the outermost in, as printed (joined over wrapped lines)."""
    text: str
    ordinal: int
    """Position in the report, 0-based, reading order."""
    spans: tuple[Span, ...] = ()
    printed_pages: tuple[str, ...] = ()
    """Page numbers as printed on the pages, where they differ from the PDF's."""
    lead_in: str = ""
    """The sentence an item hangs from ("Of this number:"), its parent's included; context, never part of `text`."""
    parent: str | None = None
    """Id of the passage an item hangs from: the nested bullet's parent, or the paragraph it belongs to."""
    footnotes: tuple[str, ...] = ()
    """Ids of the footnotes marked in this passage."""
    role: Role | Literal[""] = ""
    """What its section means, where the kind of report says so."""

    @property
    def pages(self) -> tuple[int, ...]:
        """1-based PDF pages in order, () for an export without pages."""
        return tuple(dict.fromkeys(span.page for span in self.spans if span.page))


@dataclass(frozen=True, slots=True)
class Judgement:
    """One cell of the ledger."""

    area: str
    """overall, help_and_protection, looked_after_or_in_care, adoption, care_leavers, leadership, safeguarding_board,
    else a slug of the row as printed."""
    printed_area: str
    grade: str | None
    """outstanding, good, requires improvement, inadequate, adequate; None when not graded."""
    printed_grade: str
    """As printed, e.g. "Requires improvement to be good"; "" where `grade` is None and nothing is printed."""
    reason: str | None
    """Why there is no grade, in a plain phrase; None when there is one."""
    passage: str | None
    """Id of the passage that prints it."""


def report_key(path: Path) -> str:
    """Return the public key of a report: its file's stem as a lower-case slug ("surrey_2018-05-16")."""
    return re.sub(r"[^a-z0-9_]+", "-", path.stem.lower()).strip("-") or "report"


@dataclass(frozen=True, slots=True)
class Report:
    """Who, when, what. `sources` maps a field's name to the id of the passage it was read from."""

    key: str
    """Lower-case slug of the file's stem: the public key."""
    title: str
    authority: str
    """As people call it: "Surrey", "Kensington and Chelsea"."""
    aliases: tuple[str, ...]
    """Other names people use, as printed or usual: "Surrey County Council", "RBKC", "Stoke"."""
    kind: str
    """Id of its profile (`ingest.kinds`)."""
    framework: str
    """SIF, ILACS, board review, earlier, unknown … as the profile's title says."""
    inspected_from: date | None
    inspected_to: date | None
    published: date | None
    lead_inspector: str | None
    sources: dict[str, str]
    page_count: int
    """Pages of the PDF, 0 for an export."""
    media: MediaType
    sha256: str
    """Of the source file."""
    acronyms: tuple[tuple[str, str], ...] = ()
    """(short, long) pairs that the report itself defines."""
    produced: date | None = None
    """When the file was made, by its own properties. Of 77 reports 45 print no publication date; all were made in the
    year of publication, most within four days of it, some after: good for order and year, never shown as published."""
    inspectorates: tuple[str, ...] = ()
    """Who inspected, in the order of the kind's profile."""
    subject: str = ""
    """Whom it is about, as printed, where that is neither a council nor an area that a council answers for."""
    theme: str = ""
    """What the inspection looked at in depth, as printed."""

    @property
    def issued(self) -> date | None:
        """The best date for order and for "the report of 2019": published, else produced, else inspected."""
        return self.published or self.produced or self.inspected_to


@dataclass(frozen=True, slots=True)
class Chunk:
    """What is indexed: a passage, or a part of one over the token budget. Only `header` + `text` is embedded."""

    id: str
    passage: str
    part: int
    text: str
    header: str
    """Short deterministic context (authority, date, section, lead-in); embedded and keyword-indexed, never shown."""
    start: int
    """Offset of `text` in the passage's text."""
    sentences: tuple[tuple[int, int], ...]
    """[start, end) of each sentence, as offsets in the *passage's* text."""


@dataclass(frozen=True, slots=True)
class Furniture:
    """Text that belongs to the page, not to the report: headers, footers, page numbers, contents."""

    text: str
    reason: Literal[
        "running header", "running footer", "page number", "contents", "blank", "watermark", "line number", "not shown",
        "picture", "front matter",
    ]  # fmt: skip
    span: Span


@dataclass(frozen=True, slots=True)
class ReadingNote:
    """Something ingest wants a person to know: a gap in the numbers, a mended slip, an unread page."""

    code: str
    text: str
    page: int | None = None


@dataclass(frozen=True, slots=True)
class ParsedReport:
    """Everything read from one file; knows no store."""

    report: Report
    passages: tuple[Passage, ...]
    judgements: tuple[Judgement, ...]
    chunks: tuple[Chunk, ...]
    page_texts: tuple[str, ...] = field(repr=False, default=())
    """Each page's extracted text, which the spans index."""
    furniture: tuple[Furniture, ...] = ()
    notes: tuple[ReadingNote, ...] = ()
    reader: str = ""
    """Fingerprint of the rules that read it (`ingest.rules`); "" where a test made it up."""
