"""A question and its evidence, read once: sentences, words and figures, and what each holds of the question."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from ingest.chunks.sentences import split_sentences
from retrieval.models import Evidence
from retrieval.question.intent import Intent, read_intent
from retrieval.text.glossary import expand
from retrieval.text.normalise import content_stems, normalise, stem
from retrieval.text.quantities import quantities
from retrieval.text.rarity import rarity

_ASKING = """
    say said says report reports reported find found mention mentioned anything ofsted
    number many percentage percent share rate much average total name council local authority thing things think did
    comment tell told happen happened good bad well ok way kind sort type exactly lot lots really actually
"""
_HOLLOW = frozenset(stem(word) for word in _ASKING.split())
"""Stems that say how something is asked, not what about."""


@dataclass(frozen=True)
class Sentence:
    """One sentence of the evidence."""

    evidence: Evidence
    rank: int
    """Rank of its passage, 0 first."""
    index: int
    """Position in its passage, 0-based."""
    start: int
    end: int
    """[start, end) in the passage's text."""
    similarity: float

    @cached_property
    def text(self) -> str:
        """Its words as printed."""
        return self.evidence.passage.text[self.start : self.end]

    @cached_property
    def stems(self) -> frozenset[str]:
        """Stems of its content words."""
        return frozenset(content_stems(self.text))

    @cached_property
    def figures(self) -> Mapping[str, str]:
        """Its quantities: canonical form to spelling."""
        return quantities(self.text)

    @cached_property
    def length(self) -> int:
        """How many words it has."""
        return len(self.text.split())


@dataclass(frozen=True)
class Asked:
    """A question, read once. `named` are stems that only say which report is meant: its authority, its years."""

    text: str
    named: frozenset[str] = frozenset()

    @cached_property
    def intent(self) -> Intent:
        """What kind of answer it asks for."""
        return read_intent(self.text)

    @cached_property
    def weights(self) -> Mapping[str, float]:
        """Rarity of each stem that says what it is about; an everyday word is as rare as the official one."""
        return {
            one: min([rarity(one), *(max(map(rarity, other)) for other in self.alternatives.get(one, ()))])
            for one in content_stems(self.text)
            if one not in _HOLLOW and one not in self.named
        }

    @cached_property
    def figures(self) -> Mapping[str, str]:
        """Its quantities: canonical form to spelling."""
        return quantities(self.text)

    @cached_property
    def alternatives(self) -> Mapping[str, tuple[frozenset[str], ...]]:
        """Other ways to say each stem: sets of stems that stand for it together, from the glossary."""
        spoken = normalise(self.text).split() if _expansions(self.text) else []
        found: dict[str, tuple[frozenset[str], ...]] = {}
        for length in range(1, _LONGEST_TERM + 1):
            for at in range(len(spoken) - length + 1):
                phrase = " ".join(spoken[at : at + length]).strip("?.,;:!()\"'")
                for one in content_stems(phrase):
                    found[one] = found.get(one, ()) + _other_words(phrase)
        return found

    def coverage(self, stems: frozenset[str]) -> float:
        """Return the share of its content, by rarity, that `stems` hold; 0 for a question without content."""
        total = sum(self.weights.values())
        return sum(weight for one, weight in self.weights.items() if self.is_held(one, stems)) / total if total else 0.0

    def precision(self, stems: frozenset[str]) -> float:
        """Return the share of `stems` that the question asks about: little of an aside, a third of "Chair: Ann Lee"."""
        return len(stems & self.weights.keys()) / max(len(stems), 1)

    def is_held(self, one: str, stems: frozenset[str]) -> bool:
        """Whether `stems` hold a stem of the question or other words for it."""
        return one in stems or any(other <= stems for other in self.alternatives.get(one, ()))


_LONGEST_TERM = 4
_REMEMBERED = 10_000
"""Phrases kept: looking one up in the glossary takes a millisecond, a question has thirty."""


@lru_cache(maxsize=_REMEMBERED)
def _expansions(phrase: str) -> tuple[str, ...]:
    return tuple(term.text for term in expand(phrase).terms)


@lru_cache(maxsize=_REMEMBERED)
def _other_words(phrase: str) -> tuple[frozenset[str], ...]:
    """Return what the glossary also says for exactly this phrase."""
    shorter = phrase.split()
    inner = {text for part in (shorter[1:], shorter[:-1]) if part for text in _expansions(" ".join(part))}
    whole = [text for text in _expansions(phrase) if text not in inner]
    return tuple(stems for text in whole if (stems := frozenset(content_stems(text))))


@dataclass(frozen=True)
class Reading:
    """A question with the sentences that may answer it, best passage first; headings are no sentences."""

    asked: Asked
    evidence: Sequence[Evidence]

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """Every sentence, passage by passage."""
        return tuple(
            sentence
            for rank, one in enumerate(self.evidence)
            if one.passage.kind != "heading"
            for sentence in _sentences(one, rank)
        )

    @cached_property
    def passages(self) -> Mapping[int, frozenset[str]]:
        """Stems of each passage with its headings and lead-in, by rank."""
        return {rank: self.headings[rank] | _stems(one.passage.text) for rank, one in enumerate(self.evidence)}

    @cached_property
    def headings(self) -> Mapping[int, frozenset[str]]:
        """Stems of each passage's headings and lead-in, by rank."""
        return {
            rank: _stems(f"{one.passage.lead_in} {' '.join(one.passage.section)}")
            for rank, one in enumerate(self.evidence)
        }

    @cached_property
    def coverages(self) -> Mapping[tuple[int, int], float]:
        """Share of the question that each sentence holds, by rank and index."""
        return {(one.rank, one.index): self.asked.coverage(one.stems) for one in self.sentences}

    @cached_property
    def best_similarity(self) -> float:
        """Highest similarity of a sentence."""
        return max((one.similarity for one in self.sentences), default=0.0)

    @cached_property
    def best_score(self) -> float:
        """Highest score of a passage; 1 where there is none to divide by."""
        return max((one.score for one in self.evidence), default=1.0) or 1.0


def read(question: str, evidence: Sequence[Evidence]) -> Reading:
    """Read a question with its evidence; a word that names one of the reports is no part of what is asked."""
    reports = {one.report.key: one.report for one in evidence}.values()
    names = " ".join(name for report in reports for name in (report.authority, *report.aliases))
    days = [day for report in reports for day in (report.inspected_from, report.inspected_to, report.published) if day]
    return Reading(Asked(question, _stems(names) | {str(day.year) for day in days}), evidence)


def _stems(text: str) -> frozenset[str]:
    return frozenset(content_stems(text))


def _sentences(evidence: Evidence, rank: int) -> list[Sentence]:
    scored = {(one.start, one.end): one.score for one in evidence.sentences}
    spans = split_sentences(evidence.passage.text)
    return [
        Sentence(evidence, rank, index, start, end, scored.get((start, end), _overlapping(scored, start, end)))
        for index, (start, end) in enumerate(spans)
    ]


def _overlapping(scored: Mapping[tuple[int, int], float], start: int, end: int) -> float:
    """Return the best score of a part of the sentence: one longer than a chunk is scored in parts."""
    return max((score for (first, last), score in scored.items() if first < end and last > start), default=0.0)
