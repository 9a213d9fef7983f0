"""Who, when, what: read from the front of a report, never from its file name."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate

from ingest.document import Document
from ingest.errors import NotAReport
from ingest.facts.acronyms import find_acronyms
from ingest.facts.authorities import Authority, fold, identify, known_authorities
from ingest.facts.dates import find_dates
from ingest.models import Framework, Passage, Report, ReportKind

FRONT_PASSAGES = 14
"""Passages at the beginning that may belong to the cover or the head of a letter."""
ILACS_BEGAN = date(2018, 1, 1)
_SHORT = 260
"""Characters; a line of a cover or a letter's head is shorter; of running text the beginning is enough."""
_LONGEST_AUTHORITY = 100

_CHILDRENS = r"children['’]s\s+(?:social\s+care\s+)?services"
_LOOKED_AFTER = r"looked[\s-]+after\s+children(?:\s+services)?"
_TITLES: tuple[tuple[str, Framework, ReportKind], ...] = (
    (
        r"(?:re-?)?inspection\s+of\s+services\s+for\s+children\s+in\s+need\s+of\s+help\s+and\s+protection"
        r"(?:,\s+children\s+looked\s+after\s+and\s+care\s+leavers)?",
        "SIF",
        "full",
    ),
    (r"focused\s+visit\b", "ILACS", "focused_visit"),
    (r"monitoring\s+visit\b", "unknown", "monitoring_visit"),
    (r"joint\s+targeted\s+area\s+inspection", "unknown", "thematic"),
    (rf"inspection\s+of\s+safeguarding\s+and\s+{_LOOKED_AFTER}", "earlier", "full"),
    (rf"inspection\s+of\s+{_LOOKED_AFTER}", "earlier", "thematic"),
    (
        r"inspection\s+of\s+local\s+authority\s+arrangements\s+for\s+the\s+protection\s+of\s+children",
        "earlier",
        "thematic",
    ),
    (r"inspection\s+of\s+(?:[\w\s]{0,60}\s)?(?:adoption|fostering)\b", "earlier", "thematic"),
    (rf"inspection\s+of\s+(?:(?:[^.:]|\bSt\.){{0,100}}?\s)?{_CHILDRENS}", "ILACS", "full"),
    (r"review\s+of\s+the\s+effectiveness\s+of\s+the\s+local\s+safeguarding\s+children", "board review", "board_review"),
)
_UNTITLED: tuple[Framework, ReportKind] = ("unknown", "full")
_TITLE = re.compile("|".join(f"(?P<t{index}>\\b{pattern})" for index, (pattern, _, _) in enumerate(_TITLES)), re.I)
_NAMED = (
    re.compile(
        rf"(?:inspection\s+of|visit\s+(?:of|to))\s+(?:the\s+)?((?:[^.:]|\bSt\.){{2,80}}?)(?:['’]s?)?"
        rf"\s+(?:local\s+authority\s+)?{_CHILDRENS}",
        re.I,
    ),
    re.compile(r"(?i:joint\s+targeted\s+area\s+inspection)\s+of\s+[^.\n]{3,150}\s+in\s+([A-Z][^.\n]{2,60})$", re.M),
    re.compile(rf"^{_CHILDRENS}\s+in\s+(?:the\s+)?((?:[^.]|\bSt\.){{2,70}}?)\s+(?:is|are|requires?)\b", re.I | re.M),
)
_OF = re.compile(r"^\W*of\s+(?:the\s+)?")
_NO_NAME = re.compile(r"^(?:local authority|services for.*|the|)$", re.I | re.S)
_PROPER_WORD = r"(?:[A-Z][\w'’.-]*|of|and|upon|on|with|the|in|&)"
_PROPER = re.compile(rf"{_PROPER_WORD}(?:[\s,]+{_PROPER_WORD})*$")
_LABEL = re.compile(
    r"\b(?:inspection\s+dates?|(?:report\s+)?published|(?:lead|reporting)\s+inspectors?|age\s+group|judgements?\s+grade"
    r"|and\s+review\s+of)\b",
    re.I,
)
_INSPECTED = re.compile(
    r"\b(?:(?:inspection|visit|review)\s+dates?\s*:?|(?:focused|monitoring)\s+visit\s+to\s+[^.]{3,90}?\s+on)\s*(?=\d|\w+day)",
    re.I,
)
_PUBLISHED = re.compile(
    # At the beginning of a line or with a colon: a footnote says when a part was "originally published on" a date.
    r"(?:\breport\s+published|^\s*published|\bpublished(?=:)|\bpublication\s+date|\bdate\s+of\s+publication)"
    r"(?:\s+on)?\s*:?\s*(?=\d)",
    re.I | re.M,
)
_AFTER_NAME = r"(?:HMI|Her|His|Senior|Deputy|Team|Ofsted|Judgement|Age)\b"
_NAME = (
    r"[A-Z](?:[\w’'-]+|\.)?"
    rf"(?:\s+(?!{_AFTER_NAME})(?:[A-Z][\w’'-]*\.?|de|van|von|la|le|al|bin)){{1,3}}"
)
_LEAD = re.compile(
    rf"(?<!eputy )\b(?i:lead|reporting)\s+(?i:inspectors?|HMI)\s*(?P<colon>:?)\s*(?P<first>{_NAME})"
    rf"(?:[^\n.]{{0,40}}?\band\s+(?P<second>{_NAME}))?"
)
_SIGNED = re.compile(rf"Yours\s+sincerely,?\s+(?P<first>{_NAME})")


@dataclass(frozen=True, slots=True)
class _Front:
    """The front passages as one text whose every offset knows its passage."""

    text: str
    passages: Sequence[Passage]
    begins: Sequence[int]

    @classmethod
    def of(cls, passages: Sequence[Passage]) -> "_Front":
        # The front page holds title and dates as one passage of several lines: it is read whole.
        texts = [one.text if one.label.startswith("Front page") else one.text[:_SHORT] for one in passages]
        begins = list(accumulate((len(text) + 1 for text in texts), initial=0))
        return cls("\n".join(texts), passages, begins)

    def source(self, offset: int) -> str:
        """Return the id of the passage that prints this offset."""
        return self.passages[bisect_right(self.begins, offset) - 1].id


def read_metadata(document: Document, passages: Sequence[Passage], key: str, *, file: str = "") -> Report:
    """Return who was inspected, when, by whom and under which framework, with the passages that say so.

    Raises `NotAReport` where neither a title of an inspection nor the name of an authority is found.
    """
    front = _Front.of(passages[:FRONT_PASSAGES])
    title = _TITLE.search(front.text)
    named = next(_names(front, title), None)
    if named is None or (title is None and not any(passage.kind == "judgements" for passage in passages)):
        raise NotAReport(
            f"{file or key} is no inspection report: it names no authority, inspection or judgement where reports do.",
            remedy="Leave it out, or check that it is the report that was meant.",
        )
    authority, named_at = named
    index = int((title.lastgroup or "t0")[1:]) if title else 0
    framework, kind = _TITLES[index][1:] if title else _UNTITLED
    inspected, inspected_at = _inspected(front)
    published, published_at = _published(front, kind)
    if kind == "monitoring_visit":
        seen = published or (inspected[-1] if inspected else None)
        framework = "unknown" if seen is None else "SIF" if seen < ILACS_BEGAN else "ILACS"
    lead_inspector, led_by = _lead_inspector(passages)
    sources = {
        "authority": named_at,
        "framework": front.source(title.start()) if title else None,
        "inspected_from": inspected_at,
        "inspected_to": inspected_at,
        "published": published_at,
        "lead_inspector": led_by,
    }
    return Report(
        key=key,
        title=_title(front, title),
        authority=authority.name,
        aliases=authority.aliases,
        kind=kind,
        framework=framework,
        inspected_from=inspected[0] if inspected else None,
        inspected_to=inspected[-1] if inspected else None,
        published=published,
        lead_inspector=lead_inspector,
        sources={field: passage for field, passage in sources.items() if passage is not None},
        page_count=sum(page.number > 0 for page in document.pages),
        media=document.media,
        sha256=document.sha256,
        acronyms=find_acronyms(passages),
        produced=document.produced,
    )


def _title(front: _Front, title: re.Match[str] | None) -> str:
    """Return the passage or line that holds the title, whole."""
    if title is None:
        return ""
    passage = front.passages[bisect_right(front.begins, title.start()) - 1]
    if passage.kind == "heading":
        return " ".join(passage.text.split())
    return " ".join(title[0].split())


def _names(front: _Front, title: re.Match[str] | None) -> Iterator[tuple[Authority, str]]:
    """Yield the authorities that the front names, the surest first: known ones, then what stands where names stand."""
    candidates = [
        (match[1], match.start())
        for pattern in _NAMED
        for match in pattern.finditer(front.text)
        if not _NO_NAME.match(match[1])
    ]
    if title is not None:
        candidates.append((front.text[: title.start()], 0))
        after = front.text[title.end() :]
        label = _LABEL.search(after)
        candidates.append((_OF.sub("", after[: label.start()]) if label else "", title.end() + 1))
    candidates = [(name, start) for name, start in candidates if 1 < len(" ".join(name.split())) <= _LONGEST_AUTHORITY]
    known = known_authorities()
    for name, start in candidates:
        authority = identify(name)
        if fold(authority.name) in known:
            yield authority, front.source(start)
    for name, start in candidates:
        if _PROPER.match(name.strip()):
            yield identify(name), front.source(start)


def _inspected(front: _Front) -> tuple[tuple[date, ...], str | None]:
    label = _INSPECTED.search(front.text)
    if label is None:
        return (), None
    rest = front.text[label.end() : label.end() + 120]
    end = _LABEL.search(rest)
    dates = find_dates(rest[: end.start()] if end else rest.split("\n\n")[0])
    return dates, front.source(label.start()) if dates else None


def _published(front: _Front, kind: ReportKind) -> tuple[date | None, str | None]:
    """Read the labelled date, or the date at the head of a letter (visits)."""
    for label in _PUBLISHED.finditer(front.text):
        dates = find_dates(front.text[label.end() : label.end() + 20])
        if dates:
            return dates[0], front.source(label.start())
    if kind in ("focused_visit", "monitoring_visit"):
        for passage in front.passages:
            dates = find_dates(passage.text) if len(passage.text) < _SHORT else ()
            if len(dates) == 1:
                return dates[0], passage.id
    return None, None


def _lead_inspector(passages: Sequence[Passage]) -> tuple[str | None, str | None]:
    """Read who led: after its label, a label with a colon first; else who signed a letter."""
    matches = [
        (match, passage)
        for passage, text in _signed_by(passages)
        if "nspector" in text or "incerely" in text
        for match in (*_LEAD.finditer(text), *_SIGNED.finditer(text))
    ]
    if not matches:
        return None, None
    match, passage = min(matches, key=lambda one: not one[0].groupdict().get("colon"))
    names = [match["first"], match.groupdict().get("second")]
    return " and ".join(" ".join(name.split()) for name in names if name), passage.id


def _signed_by(passages: Sequence[Passage]) -> Iterator[tuple[Passage, str]]:
    """Yield each passage with its text; that of a name below "Yours sincerely" with these words before it."""
    greeting = ""
    for passage in passages:
        yield passage, f"{greeting}{passage.text}"
        closes = passage.text.rstrip(" ,").lower().endswith("sincerely")
        greeting = "Yours sincerely\n" if closes else ""
