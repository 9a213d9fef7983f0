"""The sentences that are altered and reworded: whole sentences of prose, and which reports measure the check."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b

from ingest.chunks.sentences import split_sentences
from ingest.models import ParsedReport, Passage

SHORTEST, LONGEST = 7, 45
"""Words of a sentence that is used: a shorter one is a heading or a bullet's end, a longer one is not restated."""
_WHOLE = re.compile(r"[A-Z0-9£].*[.]")
_UNPROSED = frozenset({"heading", "table", "judgements", "footnote"})


@dataclass(frozen=True, slots=True)
class Truth:
    """A sentence as printed, the passage that prints it, and its report."""

    text: str
    passage: Passage
    report: ParsedReport

    @property
    def lot(self) -> str:
        """A number drawn by the sentence's own words, so that a sample is the same each time."""
        return blake2b(self.text.encode(), digest_size=8).hexdigest()


def measures(key: str) -> bool:
    """Whether a report's sentences measure the check; those of the others are there to build it with."""
    return blake2b(key.encode(), digest_size=1).digest()[0] % 2 == 1


def truths_of(reports: Sequence[ParsedReport]) -> tuple[Truth, ...]:
    """Return the whole sentences of the reports, in the order of their lots."""
    found = {one.text: one for report in reports for one in _sentences(report)}
    return tuple(sorted(found.values(), key=lambda one: one.lot))


def _sentences(report: ParsedReport) -> Iterator[Truth]:
    for passage in report.passages:
        if passage.kind in _UNPROSED:
            continue
        for start, end in split_sentences(passage.text):
            text = " ".join(passage.text[start:end].split())
            if _WHOLE.fullmatch(text) and SHORTEST <= len(text.split()) <= LONGEST:
                yield Truth(text, passage, report)
