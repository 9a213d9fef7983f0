"""A report of a kind that no profile knows: what its layout tells, or that it is no inspection report at all.

It is read where it says of itself that it reports on an inspection: two of an inspectorate's name, a labelled date of
the inspection, and a title with a word for one. A paper *about* an inspection (an action plan, minutes) is none.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from ingest.document import Document
from ingest.errors import NotAReport
from ingest.facts.acronyms import find_acronyms
from ingest.facts.authorities import Authority, identify
from ingest.facts.dates import find_dates, leading_dates
from ingest.facts.front import Front
from ingest.facts.leads import read_lead_inspector
from ingest.facts.names import known_in
from ingest.facts.printed_dates import bare_dates, read_published
from ingest.kinds.inspectorates import named_in
from ingest.kinds.loader import OTHER
from ingest.models import Passage, ReadingNote, Report

NOTE = ReadingNote("unknown_kind", "A kind of report the program does not know: read by its layout.")
LAST = 12
"""Passages at the end that may belong to the publisher's back page."""
LONGEST_TITLE = 160
NEAR = 10
"""Passages at the beginning among which a report says when and whom it inspected."""
_TITLE = re.compile(
    r"\b(?:inspection|inspected|inspecting|review|assessment|visit|regulatory\s+judgement|peer\s+challenge|audit"
    r"|report\s+on|decision)\b",
    re.IGNORECASE,
)
_LABELLED = re.compile(
    r"\b(?:dates?\s+of\s+(?:the\s+)?(?:inspection|visit|review|assessment)(?:\s+visit)?|(?:inspection|visit|review"
    r"|fieldwork|assessment)\s+(?:dates?|took\s+place|started|carried\s+out)|inspected|decision\s+date)"
    r"\s*(?:\(s\))?\s*(?::|from|between|on|in|[–-])?\s*(?=\d|(?:mon|tues|wednes|thurs|fri|satur|sun)day)",
    re.IGNORECASE,
)
_SAID = re.compile(
    r"\b(?:inspect(?:ed|ion)|visit(?:ed)?|took\s+place|reviewed|assessed)\b[^.]{0,120}?\b(?:on|from|between)\s+(?=\d)",
    re.IGNORECASE,
)
_NO_REPORT = re.compile(
    r"\b(?:minutes|agenda|invoice|action\s+plan|improvement\s+plan|self[\s-]assessment|self[\s-]evaluation|read\s?me"
    r"|newsletter|press\s+release|briefing(?:\s+note)?|committee|cabinet|scrutiny|terms\s+of\s+reference|strategy|policy"
    r"|job\s+description|curriculum\s+vitae|receipt|purchase\s+order|statement\s+of\s+action|response\s+to|welcomes|responds)\b",
    re.IGNORECASE,
)


_WHOM = re.compile(r"\b(?:of|to|at|on|in)\s+(?:the\s+)?(?P<whom>[A-Z][\w’'&., -]{2,80})$")


@dataclass(frozen=True, slots=True)
class _Evidence:
    title: str
    inspected: tuple[date, ...]
    inspected_at: str | None
    labelled: bool
    """Whether the dates stand behind a label, as they do on a cover."""
    inspectorates: tuple[str, ...]


def read_unknown(document: Document, passages: Sequence[Passage], key: str, *, file: str) -> Report:
    """Return what the layout of a report tells of it; raises NotAReport where it is none."""
    front = Front.of(passages[:NEAR])
    found = _gather(front, passages)
    published, published_at = read_published(front, OTHER)
    dated = found.inspected or published or (found.inspectorates and _WHOM.search(found.title))
    if not (_is_report(found, front) and dated):
        raise NotAReport(
            f"{file} is no inspection report: it does not say who inspected whom, and when, where reports do.",
            remedy="Leave it out, or check that it is the report that was meant.",
        )
    authority = _whom(found.title, front.text, key)
    lead, led_by = read_lead_inspector(passages, OTHER)
    sources = {
        "inspected_from": found.inspected_at,
        "inspected_to": found.inspected_at,
        "published": published_at,
        "lead_inspector": led_by,
    }
    return Report(
        key=key,
        title=found.title,
        authority=authority.name,
        aliases=authority.aliases,
        kind=OTHER.id,
        framework="",
        inspected_from=found.inspected[0] if found.inspected else None,
        inspected_to=found.inspected[-1] if found.inspected else None,
        published=published,
        lead_inspector=lead,
        sources={field: passage for field, passage in sources.items() if passage is not None},
        page_count=sum(page.number > 0 for page in document.pages),
        media=document.media,
        sha256=document.sha256,
        acronyms=find_acronyms(passages),
        produced=document.produced,
        inspectorates=found.inspectorates,
        subject=found.title,
    )


def _gather(front: Front, passages: Sequence[Passage]) -> _Evidence:
    back = "\n".join(passage.text for passage in passages[-LAST:])
    inspected, inspected_at, labelled = _inspected(front)
    return _Evidence(next(_titles(front), ""), inspected, inspected_at, labelled, named_in(f"{front.text}\n{back}"))


def _is_report(found: _Evidence, front: Front) -> bool:
    # What a paper is stands in its title, or in the lines of its cover.
    names = [front.passages[0].text[:LONGEST_TITLE]] if front.passages else []
    names += [passage.text for passage in front.passages if passage.kind == "heading"][:2]
    if any(_NO_REPORT.search(name) for name in names):
        return False
    return sum((bool(found.inspectorates), found.labelled, bool(found.title))) >= 2


def _whom(title: str, text: str, key: str) -> Authority:
    """Return whom a report is about: a known authority of the title, what the title says, one named elsewhere."""
    known = next(known_in(title), None)
    said = _WHOM.search(title)
    if known is not None or said is not None:
        return known or identify(said["whom"] if said else title)
    return next(known_in(text), None) or Authority(title or key, ())


def _titles(front: Front) -> Iterator[str]:
    """Yield the lines that may be the title: short ones with a word for an inspection, headings first."""
    for passage in sorted(front.passages[:6], key=lambda one: one.kind != "heading"):
        whole = " ".join(passage.text.split())
        for line in [whole] if passage.kind == "heading" else passage.text.split("\n"):
            said = line.strip()
            short = len(said) <= LONGEST_TITLE and said[-1:] not in ".:,"
            if short and _TITLE.search(said) and not _LABELLED.search(said):
                yield said


def _inspected(front: Front) -> tuple[tuple[date, ...], str | None, bool]:
    """Return the days of the inspection, the passage that prints them, and whether a label says so."""
    for pattern in (_LABELLED, _SAID):
        for label in pattern.finditer(front.text):
            rest = front.text[label.end() : label.end() + 120]
            dates = leading_dates(rest) or find_dates(rest.split("\n")[0])
            if dates:
                return dates, front.source(label.start()), pattern is _LABELLED
    return *bare_dates(front), False
