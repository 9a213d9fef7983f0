"""The sentences of a report's findings, each with what it is worth: its vector and whether it praises or criticises."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from ingest.chunks.sentences import split_sentences
from ingest.models import Passage
from retrieval.checking.citations import cite
from retrieval.findings.polarity import Polarity, trained_model
from retrieval.held import Held
from retrieval.models import Statement
from retrieval.text.normalise import content_stems
from retrieval.vectors.encoding import Vector
from retrieval.vectors.stored import SentenceVector

_LEANS = re.compile(
    r"^[‘'“\"(]?(?:(?:This|These|Those|They|Them|Their|Its|It|He|She|His|Her|Such|Both|Neither|Consequently|Therefore"
    r"|Thus|However|Nevertheless|Nonetheless|Conversely|Similarly|Equally|Furthermore|Moreover|Additionally|Also"
    r"|Instead|Otherwise|Yet|But|And|Or|Despite (?:this|these|that)|As such|Here|Then|Meanwhile|Subsequently"
    r"|Elsewhere|Others?|Another|Some of (?:these|this|them)|Many of (?:these|them)|Most of (?:these|them)"
    r"|All of (?:these|them|this)|One of (?:these|them))\b"
    r"|In (?:addition|contrast|turn|particular|the meantime|these|those|such|this|that)\b|As a (?:result|consequence)\b"
    r"|For (?:example|instance|these|this|those|some of these)\b|On the other hand\b|The (?:latter|former|same|other)\b"
    r"|That (?:is|was|means|said)\b|At the same time\b|Where this\b|When this\b|Because of this\b|Due to this\b"
    r"|While (?:this|these|they|it)\b|Although (?:this|these|they|it)\b)"
)
"""Openings that take their meaning from the sentence before. Compared with its case: "A then" is none."""
_MEANS_ANOTHER = re.compile(
    r"^.{0,40}?\b(?:(?:this|that|these) (?:has|have|is|are|was|were|had|does|do|did|means|leads?)\b"
    r"|(?:this|these) (?!inspection|report|authority|council|year|service is|time)\w+)"
)
"""Or soon after: "Until recently, this was not known"."""
_TURNS = re.compile(r"^[‘'“\"(]?(?:However|Nevertheless|Nonetheless|Conversely|Yet|But|Despite (?:this|these|that))\b")
"""Openings that take back what the sentence before says: that one must not be told without them."""
_TAG = re.compile(
    r"\s*\((?i:see\s+)?(?i:recommendations?|paragraphs?|areas? for (?:priority action|improvement))\b.*?\)"
)


@dataclass(frozen=True)
class Finding:
    """One sentence of a passage."""

    passage: Passage
    index: int
    """Position in its passage, 0-based."""
    start: int
    end: int
    vector: Vector | None = field(compare=False)
    embedder: str = ""

    @cached_property
    def text(self) -> str:
        """Its words as printed."""
        return self.passage.text[self.start : self.end]

    @cached_property
    def length(self) -> int:
        """How many words it has."""
        return len(self.text.split())

    @cached_property
    def polarity(self) -> Polarity:
        """Whether it praises or criticises."""
        return trained_model().judge(self.text, self.vector, embedder=self.embedder)

    @cached_property
    def stems(self) -> frozenset[str]:
        """Stems of its content words."""
        return frozenset(content_stems(self.text))

    @property
    def leans(self) -> bool:
        """Whether it takes its meaning from the sentence before."""
        return _LEANS.match(self.text) is not None or _MEANS_ANOTHER.match(self.text) is not None

    @property
    def turns(self) -> bool:
        """Whether it takes back what the sentence before says."""
        return _TURNS.match(self.text) is not None


@dataclass(frozen=True)
class Piece:
    """One or more neighbouring sentences that are told together."""

    main: Finding
    """The sentence that it was chosen for; what stands beside gives it its meaning."""
    findings: tuple[Finding, ...]

    @property
    def length(self) -> int:
        """How many words it has."""
        return sum(one.length for one in self.findings)

    @property
    def place(self) -> tuple[int, int]:
        """Where it stands in its report."""
        return self.main.passage.ordinal, self.findings[0].start

    def state(self) -> Statement:
        """Return it as a statement: one quotation."""
        passage, start, end = self.main.passage, self.findings[0].start, self.findings[-1].end
        tag = _TAG.search(passage.text, start, end)
        citation = cite(passage, start, tag.start() if tag and tag.end() >= end - 1 else end)
        return Statement(citation.quote, (citation,))


def read_findings(passages: Iterable[Passage], held: Held) -> list[Finding]:
    """Return the sentences of passages of one report, in reading order; announcements ("…:") are left out."""
    chosen = list(passages)
    meanings = held.meanings
    vectors: Mapping[str, Sequence[SentenceVector]] = (
        meanings.sentences(chosen[0].report) if meanings and chosen else {}
    )
    embedder = meanings.embedder if meanings else ""
    return [
        Finding(passage, index, start, end, _vector(vectors.get(passage.id, ()), start, end), embedder)
        for passage in chosen
        for index, (start, end) in enumerate(split_sentences(passage.text))
        if not passage.text[start:end].endswith(":")
    ]


def _vector(known: Sequence[SentenceVector], start: int, end: int) -> Vector | None:
    """Return the vector of the stored sentence that shares most with [start, end): one over a chunk has parts."""
    best = max(known, key=lambda one: min(one.end, end) - max(one.start, start), default=None)
    return best.vector if best and min(best.end, end) > max(best.start, start) else None


def piece_for(finding: Finding, findings: Sequence[Finding], *, onward: bool = False) -> Piece | None:
    """Return the sentence with what its meaning needs from the one before and after; None where that would be a story.

    `findings` are those of the report, in reading order; `onward` also takes what goes on about the sentence.
    """
    at = {(one.passage.id, one.index): one for one in findings}
    chain = [finding]
    while chain[0].leans:
        before = at.get((finding.passage.id, chain[0].index - 1))
        if before is None or len(chain) > 1:
            return None
        chain.insert(0, before)
    after = at.get((finding.passage.id, finding.index + 1))
    if after is not None and (after.turns or (onward and after.leans)):
        chain.append(after)
    return Piece(finding, tuple(chain))
