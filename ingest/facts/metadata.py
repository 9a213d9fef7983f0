"""Who, when, what: read from the front of a report, never from its file name."""

from collections.abc import Iterator, Sequence
from datetime import date

from ingest.document import Document
from ingest.errors import NotAReport
from ingest.facts.acronyms import find_acronyms
from ingest.facts.authorities import Authority
from ingest.facts.front import Front
from ingest.facts.leads import read_lead_inspector
from ingest.facts.names import read_names
from ingest.facts.printed_dates import read_inspected, read_published
from ingest.kinds import loader
from ingest.kinds.profile import Profile
from ingest.kinds.recognise import Recognised, recognise, rival
from ingest.models import Passage, ReadingNote, Report

UNKNOWN = "unknown"
"""Framework of a report whose title does not tell it."""


def recognise_kind(passages: Sequence[Passage]) -> Recognised | None:
    """Return the kind of report that the front of these passages tells."""
    return recognise(Front.of(passages).text)


def second_kind(passages: Sequence[Passage], told: Recognised) -> Iterator[ReadingNote]:
    """Yield a note where the front prints the title of a second kind, too."""
    other = rival(Front.of(passages).text, told)
    if other is not None:
        names = f"read as {told.profile.name}, whose title comes first; it prints that of {other.profile.name}, too"
        yield ReadingNote("two_kinds", f"The report could be of two kinds: {names}.")


def read_metadata(document: Document, passages: Sequence[Passage], key: str, *, file: str = "") -> Report:
    """Return who was inspected, when, by whom and under which framework, with the passages that say so.

    Raises `NotAReport` where neither a title of an inspection nor the name of an authority is found.
    """
    front = Front.of(passages)
    told = recognise(front.text)
    named = _named(front, told)
    if named is None or (told is None and not any(passage.kind == "judgements" for passage in passages)):
        raise NotAReport(
            f"{file or key} is no inspection report: it names no authority, inspection or judgement where reports do.",
            remedy="Leave it out, or check that it is the report that was meant.",
        )
    authority, named_at = named
    profile = told.profile if told else loader.default()
    published, published_at = read_published(front, profile)
    inspected, inspected_at = read_inspected(front, profile, published)
    lead_inspector, led_by = read_lead_inspector(passages, profile)
    sources = {
        "authority": named_at,
        "framework": front.source(told.match.start()) if told else None,
        "inspected_from": inspected_at,
        "inspected_to": inspected_at,
        "published": published_at,
        "lead_inspector": led_by,
    }
    return Report(
        key=key,
        title=_title(front, told),
        authority=authority.name,
        aliases=authority.aliases,
        kind=profile.id,
        framework=_framework(told, published or (inspected[-1] if inspected else None)),
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
        inspectorates=_inspectorates(profile, passages),
        subject=authority.name if profile.subject == "body" else "",
        theme=_theme(profile, front),
    )


def _named(front: Front, told: Recognised | None) -> tuple[Authority, str] | None:
    """Return whom the report is about and the passage that says so: a council, or a body under its own name."""
    if told is not None and told.profile.subject == "body":
        return (Authority(told.subject, ()), front.source(told.match.start())) if told.subject else None
    return next(read_names(front, told), None)


def _theme(profile: Profile, front: Front) -> str:
    match = profile.recognise.theme.search(front.text) if profile.recognise.theme else None
    return " ".join(match["theme"].split()) if match else ""


def _framework(told: Recognised | None, seen: date | None) -> str:
    if told is None:
        return UNKNOWN
    earlier = told.title.earlier
    if earlier is None:
        return told.title.framework or told.profile.framework or UNKNOWN
    if seen is None:
        return UNKNOWN
    return earlier.framework if seen < earlier.until else told.title.framework


def _inspectorates(profile: Profile, passages: Sequence[Passage]) -> tuple[str, ...]:
    """Return the profile's inspectorates; of several, those that the report names."""
    if len(profile.inspectorates) < 2:
        return tuple(one.name for one in profile.inspectorates)
    text = "\n".join(passage.text for passage in passages)
    return tuple(one.name for one in profile.inspectorates if one.printed is None or one.printed.search(text))


def _title(front: Front, told: Recognised | None) -> str:
    """Return the passage or line that holds the title, whole."""
    if told is None:
        return ""
    passage = front.at(told.match.start())
    if passage.kind == "heading":
        return " ".join(passage.text.split())
    return " ".join(told.match[0].split())
