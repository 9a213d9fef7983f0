"""Hand-made reports, for tests that need what ingest yields without reading a file."""

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from ingest.models import (
    Chunk,
    Furniture,
    Judgement,
    ParsedReport,
    Passage,
    PassageKind,
    ReadingNote,
    Report,
    Span,
)

PARAGRAPHS = (
    "Social workers visit children weekly. They write down what each child wants.",
    "The front door decides within a day. Strategy meetings follow at once.",
    "Foster carers praise their training. Forty-two carers were approved this year.",
)


def make_report(key: str = "newtown_2018-05-16", **fields: object) -> Report:
    """Return a report of an invented authority; any field may be given."""
    report = Report(
        key=key,
        title="Newtown: inspection of services for children",
        authority="Newtown",
        aliases=("Newtown Borough Council", "NBC"),
        kind="full",
        framework="SIF",
        inspected_from=date(2018, 2, 26),
        inspected_to=date(2018, 3, 22),
        published=date(2018, 5, 16),
        lead_inspector="Ada Quill",
        sources={},
        page_count=2,
        media="pdf",
        sha256="0" * 64,
        acronyms=(("RHI", "return home interview"),),
    )
    return replace(report, **fields)  # type: ignore[arg-type]


def make_passage(
    report: str,
    ordinal: int,
    text: str,
    *,
    kind: PassageKind = "paragraph",
    number: int | None = None,
    label: str | None = None,
) -> Passage:
    """Return a passage whose label follows from its kind and number."""
    number = ordinal if number is None and kind in {"paragraph", "recommendation"} else number
    labels = {
        "paragraph": f"para {number}",
        "recommendation": f"Recommendation {number} (para {number})",
        "judgements": "Judgements",
    }
    return Passage(
        id=hashlib.sha256(f"{report}/{kind}/{ordinal}".encode()).hexdigest()[:16],
        report=report,
        label=label or labels.get(kind, f"{kind.capitalize()} {ordinal}"),
        kind=kind,
        number=number,
        section=("The experiences and progress of children",),
        text=text,
        ordinal=ordinal,
        spans=(Span(1 + ordinal // 10, ordinal * 100, ordinal * 100 + len(text)),),
    )


def make_chunk(passage: Passage, header: str = "Newtown, 16 May 2018") -> Chunk:
    """Return the one chunk of a passage, cut into sentences at full stops."""
    sentences, start = [], 0
    for sentence in passage.text.split(". "):
        sentences.append((start, min(start + len(sentence) + 1, len(passage.text))))
        start += len(sentence) + 2
    return Chunk(f"{passage.id}-0", passage.id, 0, passage.text, header, 0, tuple(sentences))


def make_parsed(
    report: Report | None = None,
    paragraphs: Sequence[str] = PARAGRAPHS,
    *,
    passages: Sequence[Passage] | None = None,
    grade: str = "good",
) -> ParsedReport:
    """Return a parsed report: a judgements passage, numbered paragraphs from 1 on, a graded row, a note, furniture."""
    report = report or make_report()
    if passages is None:
        table = make_passage(report.key, 0, f"Adoption performance: {grade.capitalize()}.", kind="judgements")
        numbered = [make_passage(report.key, ordinal, text) for ordinal, text in enumerate(paragraphs, start=1)]
        passages = (table, *numbered)
    return ParsedReport(
        report=report,
        passages=tuple(passages),
        judgements=(Judgement("adoption", "Adoption performance", grade, grade.capitalize(), None, passages[0].id),),
        chunks=tuple(make_chunk(passage) for passage in passages),
        page_texts=("\n".join(paragraphs), ""),
        furniture=(Furniture("Page 1", "page number", Span(1, 900, 906)),),
        notes=(ReadingNote("gap", "Paragraph 4 is missing.", 2),),
    )


def write_source(folder: Path, parsed: ParsedReport, content: bytes | None = None) -> tuple[ParsedReport, Path]:
    """Write a file for a parsed report, and return the report with that file's hash, and the file."""
    suffix = {"pdf": ".pdf", "markdown": ".md", "text": ".txt"}[parsed.report.media]
    path = folder / (parsed.report.key + suffix)
    unhashed = replace(parsed, report=replace(parsed.report, sha256=""))
    # What came later is left out where it says nothing: the kept libraries of earlier versions hold the same file.
    plain = repr(unhashed).replace(", inspectorates=(), subject='', theme=''", "").replace(", role=''", "")
    path.write_bytes(plain.encode() if content is None else content)
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    return replace(parsed, report=replace(parsed.report, sha256=sha256)), path
