"""What people call a report and a passage: from a name typed by hand to the one that is meant."""

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from difflib import get_close_matches

from ingest.kinds.loader import profile_of
from ingest.models import Passage, Report
from retrieval.errors import UnknownLabel, UnknownReport
from retrieval.text.dates import MONTHS

_WORD = re.compile(r"[^\W_]+")
_NEWEST = frozenset({"latest", "newest", "current", "last"})
_FILLERS = frozenset({"report", "inspection", "the", "of", "from", "published", "in"})
_CHOICES = 12
_NUMBER = re.compile(r"(?:para(?:graph)?|p|no|number)?\.?\s*(\d+)\.?")
_PRINTED = re.compile(r"(?:para(?:graph)?|p|no|number|rec(?:ommendation)?)?\.?\s*(\d+(?:\.\d+)+|[a-z]{1,2}\d+)\.?")
_RECOMMENDATION = re.compile(r"rec(?:ommendation|s|\.)?\s*(\d+)\.?")
_GRADES = frozenset({"grades", "grade", "judgements", "judgement", "judgments", "judgment"})


def find_report(reports: Sequence[Report], name: str) -> Report:
    """Return the report meant by a key, or by an authority with or without a date, a kind, or "latest".

    Raises UnknownReport; its choices are the keys that fit, or all that could be meant.
    """
    by_key = {report.key: report for report in reports}
    if (key := name.strip().lower().removesuffix(".pdf").removesuffix(".md")) in by_key:
        return by_key[key]
    fitting = fitting_reports(reports, name)
    if len(fitting) == 1:
        return fitting[0]
    if fitting:
        raise UnknownReport(
            f"{name!r} fits {len(fitting)} reports.", remedy="Name one of them.", choices=_keys(fitting)
        )
    raise UnknownReport(
        f"No report {name!r} is held.",
        remedy="Run `inspection-qa reports` to see what is held.",
        choices=tuple(get_close_matches(name.lower(), by_key, n=5, cutoff=0.5)),
    )


def fitting_reports(reports: Sequence[Report], name: str) -> list[Report]:
    """Return every report that a name fits: each of its words must be part of the authority, the kind or the date.

    A date is that of publication (or on which the file was made); where no report fits so, that of inspection.
    """
    words = _words(name)
    named = [(report, rest) for report in reports if (rest := _without_authority(words, report)) is not None]
    fitting: list[Report] = []
    for dates in (_publication, _inspection):
        fitting = fitting or [report for report, rest in named if _fits(report, rest, dates(report))]
    if not any(_NEWEST & set(rest) for _, rest in named):
        return fitting
    full = [report for report in fitting if profile_of(report.kind).default] or fitting
    return [max(full, key=_when)] if len({report.authority for report in full}) == 1 else full


def find_passage(passages: Sequence[Passage], label: str) -> Passage:
    """Return the passage of a label, in any form that `show` takes ("61", "p61", "rec 11", "grades").

    Raises UnknownLabel; its choices are the labels that fit, or the nearest ones.
    """
    wanted = " ".join(label.split()).casefold()
    for fits in (_exactly(wanted), *_short_forms(wanted)):
        fitting = [passage for passage in passages if fits(passage)]
        if len(fitting) == 1:
            return fitting[0]
        if fitting:
            raise UnknownLabel(
                f"{label!r} fits {len(fitting)} passages.",
                remedy="Name one of them.",
                choices=tuple(passage.label for passage in fitting[:_CHOICES]),
            )
    raise UnknownLabel(
        f"No passage {label!r} in this report.",
        remedy="Run `inspection-qa passages REPORT` to see its labels.",
        choices=_near_labels(passages, wanted),
    )


def _exactly(wanted: str) -> Callable[[Passage], bool]:
    return lambda passage: " ".join(passage.label.split()).casefold() == wanted


def _short_forms(wanted: str) -> Iterable[Callable[[Passage], bool]]:
    if wanted in _GRADES:
        yield lambda passage: passage.kind == "judgements"
    if match := _RECOMMENDATION.fullmatch(wanted):
        number = match[1]
        start = re.compile(rf"recommendation {number}\b", re.IGNORECASE)
        yield lambda passage: start.match(passage.label) is not None
        yield lambda passage: passage.kind == "recommendation" and passage.number == int(number)
    if match := _PRINTED.fullmatch(wanted):
        names = {f"para {match[1]}", f"recommendation {match[1]}"}
        yield lambda passage: passage.label.casefold() in names
        yield lambda passage: passage.label.casefold().startswith(tuple(f"{name} (" for name in names))
    if match := _NUMBER.fullmatch(wanted):
        printed = int(match[1])
        yield lambda passage: passage.number == printed and passage.kind in {"paragraph", "recommendation", "bullet"}
        yield lambda passage: passage.number == printed
    # The beginning of a label, where only one label begins so: headings and tables have long ones.
    if len(wanted) > 3:
        yield lambda passage: passage.label.casefold().startswith(wanted)


def _near_labels(passages: Sequence[Passage], wanted: str) -> tuple[str, ...]:
    labels = {passage.label.casefold(): passage.label for passage in passages}
    holding = [label for folded, label in labels.items() if wanted and wanted in folded]
    near = [labels[folded] for folded in get_close_matches(wanted, labels, n=5, cutoff=0.5)]
    return tuple(dict.fromkeys([*holding[:5], *near]))[:5]


def _without_authority(words: list[str], report: Report) -> list[str] | None:
    """Return the words less the longest of the authority's names that stands in them, or None where none does."""
    for name in sorted((report.authority, *report.aliases), key=len, reverse=True):
        parts = _words(name)
        for start in range(len(words) - len(parts) + 1):
            if parts and words[start : start + len(parts)] == parts:
                return words[:start] + words[start + len(parts) :]
    return None


def _fits(report: Report, words: Sequence[str], days: Sequence[date]) -> bool:
    kind = profile_of(report.kind)
    spoken = _NEWEST | _FILLERS | set(_words(f"{report.framework} {kind.name}"))
    of_date = [word for word in words if word not in spoken]
    return not of_date or any(
        all(word == str(day.year) or word.lstrip("0") == str(day.day) or _names_month(word, day) for word in of_date)
        for day in days
    )


def _publication(report: Report) -> list[date]:
    issued = report.published or report.produced
    return [issued] if issued else []


def _inspection(report: Report) -> list[date]:
    return [day for day in (report.inspected_from, report.inspected_to) if day]


def _names_month(word: str, day: date) -> bool:
    name = MONTHS[day.month - 1].lower()
    return word == name or (len(word) >= 3 and name.startswith(word)) or word == f"{day.month:02d}"


def _when(report: Report) -> date:
    return report.issued or date.min


def _words(text: str) -> list[str]:
    return [word.lower() for word in _WORD.findall(text.replace("'", "").replace("’", ""))]


def _keys(reports: Sequence[Report]) -> tuple[str, ...]:
    return tuple(report.key for report in reports[:_CHOICES])
