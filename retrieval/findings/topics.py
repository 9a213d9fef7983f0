"""How much a sentence is about a topic, by its words and by its meaning."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from retrieval.findings.sentences import Finding
from retrieval.held import Held
from retrieval.text.glossary import expand
from retrieval.text.normalise import content_stems
from retrieval.text.rarity import rarity
from retrieval.vectors.encoding import Vector

RELEVANT = 0.5
"""Relevance from which a sentence is about the topic. The words alone suffice (0.6), a cosine of .5 does, too: asked
of topics that reports do not treat, no cosine was over .25."""
_WORDS = 0.6
"""What holding all words of the topic adds; a cosine of two sentences about one thing is .4 to .6."""
_HOLLOW = frozenset(content_stems("children child young people council service services work support team issue thing"))
"""Stems in every second sentence: they say nothing of the topic where it has others."""


@dataclass(frozen=True)
class Topic:
    """One thing that a question is about: its stems, other words for it, and its vector."""

    text: str
    stems: frozenset[str]
    others: tuple[frozenset[str], ...]
    vector: Vector | None

    def relevance(self, finding: Finding) -> float:
        """Return how much a sentence is about it, 0 to about 1.2."""
        near = float(self.vector @ finding.vector) if self.vector is not None and finding.vector is not None else 0.0
        return near + _WORDS * self.coverage(finding.stems)

    def coverage(self, stems: frozenset[str]) -> float:
        """Return the share of its words, by rarity, that stand among `stems`; 1 where other words for it do."""
        if any(other <= stems for other in self.others):
            return 1.0
        total = sum(rarity(one) for one in self.stems)
        return sum(rarity(one) for one in self.stems & stems) / total if total else 0.0


def read_topics(texts: Iterable[str], held: Held, learnt: Sequence[tuple[str, str]] = ()) -> list[Topic]:
    """Return the topics of a question; `learnt` are the abbreviations that the reports asked define."""
    found = []
    for text in texts:
        stems = frozenset(content_stems(text))
        stems = stems - _HOLLOW or stems
        added = [frozenset(content_stems(one.text)) for one in expand(text, learnt).terms]
        vector = held.meanings.encode(text) if held.meanings else None
        found.append(Topic(text, stems, tuple(one for one in added if one), vector))
    return [one for one in found if one.stems]


def relevance(finding: Finding, topics: Sequence[Topic]) -> float:
    """Return how much a sentence is about the topic that it is most about."""
    return max((one.relevance(finding) for one in topics), default=0.0)


def about(findings: Iterable[Finding], topics: Sequence[Topic]) -> list[Finding]:
    """Return the sentences that are about a topic; all where none is named."""
    return [one for one in findings if not topics or relevance(one, topics) >= RELEVANT]
