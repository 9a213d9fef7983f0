"""Which kind of inspection the words of a question name, and which kinds of report that is: the profiles say."""

import re
from collections.abc import Iterable, Sequence
from functools import cache

from ingest.kinds.loader import asked_as, profile_of, profiles
from ingest.models import Report
from retrieval.reports.report_dates import is_of_kind
from retrieval.text.folding import phrase_pattern

NO_KIND, ANY_KIND = "none", "any"


def named_kind(folded: str) -> str | None:
    """Return the id of the kind that a folded question names in words that mean nothing else; the longest words win."""
    return next((kind for pattern, kind in _strong() if pattern.search(folded)), None)


def may_mean(label: str, folded: str) -> bool:
    """Say whether a folded question has any word for a kind: its profile's weak ones too, or, of none known, an own."""
    patterns = _weak().get(label)
    return patterns is None or any(pattern.search(folded) for pattern in patterns)


def kinds_meant(label: str) -> frozenset[str]:
    """Return the ids of the kinds that a label of a parse stands for: `send` for `area_send`."""
    return frozenset(kind for kind in profiles() if label == kind or label in kind.split("_"))


def label_of(kind: str, labels: Iterable[str]) -> str:
    """Return which of `labels` stands for a kind, else the kind's own id."""
    return next((label for label in labels if kind in kinds_meant(label)), kind)


def of_kind(label: str, reports: Sequence[Report]) -> list[Report]:
    """Return the reports of the kind that a label stands for; those of no known kind are `other`."""
    return [report for report in reports if is_of_kind(report, label)]


def name_of(label: str) -> str:
    """Return what a reader is told a kind is called."""
    kinds = sorted(kinds_meant(label))
    return profile_of(kinds[0] if kinds else label).name


@cache
def _weak() -> dict[str, list[re.Pattern[str]]]:
    """Return the patterns of every word for a kind, by each label that may stand for it."""
    found: dict[str, list[re.Pattern[str]]] = {}
    for kind, _, _, words in asked_as():
        for label in {kind, *kind.split("_")}:
            patterns = [re.compile(phrase_pattern(phrase)) for phrase in (*words.strong, *words.weak)]
            found.setdefault(label, []).extend(patterns)
    return found


@cache
def _strong() -> tuple[tuple[re.Pattern[str], str], ...]:
    phrases = [(phrase, kind) for kind, _, _, words in asked_as() for phrase in words.strong]
    return tuple(
        (re.compile(phrase_pattern(phrase)), kind) for phrase, kind in sorted(phrases, key=lambda one: -len(one[0]))
    )
