"""Every place where the reports print a phrase, counted: over all their text, in all inflections and abbreviations."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from ingest.chunks.sentences import split_sentences
from ingest.models import Passage
from retrieval.checking.citations import cite, fault
from retrieval.held import Held
from retrieval.models import Statement
from retrieval.text.folding import fold
from retrieval.text.glossary import abbreviation, is_written_small, meanings_of, same_thing
from retrieval.text.normalise import STOP_WORDS
from retrieval.text.phrases import Occurrence, Phrase, find_phrase, openings, read_phrase, read_words, root_of

_SAID_TWICE = re.compile(r"\s*\(\s*[‘'“\"]?")
"""Between a long form and its abbreviation in brackets: together they are one mention."""


@dataclass(frozen=True, slots=True)
class Place:
    """One mention: [start, end) in the text of a passage, and how it is printed there."""

    report: str
    passage: str
    start: int
    end: int
    form: str = ""


@dataclass(frozen=True, slots=True)
class Counted:
    """All mentions of a phrase by report, each report's in reading order."""

    phrase: str
    places: Mapping[str, tuple[Place, ...]]

    @property
    def times(self) -> int:
        """How often it is mentioned in all reports together."""
        return sum(map(len, self.places.values()))

    @property
    def forms(self) -> Counter[str]:
        """How often each printed form stands there."""
        return Counter(place.form for places in self.places.values() for place in places)


def count(phrase: str, reports: Sequence[str], held: Held) -> Counted:
    """Count a phrase in `reports`, its abbreviation or what it abbreviates with it.

    An abbreviation that the reports spell out otherwise than the glossary, and never as the glossary does, is another.
    """
    learnt = _learnt(reports, held)
    short = abbreviation(phrase, learnt)
    counted = count_forms(short or phrase, phrasings(phrase, learnt), reports, held)
    meanings = {form for long in meanings_of(short or "") for form in (fold(long), fold(long) + "s")}
    others = {fold(long) for one, long in learnt if one == short} - meanings
    if meanings and others and not meanings & counted.forms.keys():
        return Counted(counted.phrase, {})
    return counted


def count_forms(name: str, forms: Sequence[Phrase], reports: Sequence[str], held: Held) -> Counted:
    """Count several ways of saying one thing together, as `name`."""
    groups = dict.fromkeys(group for form in forms for group in openings(form))
    found: dict[str, list[Place]] = {}
    for passage, report, text in _scan(list(groups), reports, held):
        places = [Place(report, passage, one.start, one.end, one.form) for one in _in_text(forms, text)]
        if places:
            found.setdefault(report, []).extend(places)
    return Counted(name, {key: tuple(found[key]) for key in reports if key in found})


def phrasings(phrase: str, learnt: Sequence[tuple[str, str]] = ()) -> tuple[Phrase, ...]:
    """Return the ways of saying a phrase that mean the same: itself, abbreviated, spelt out."""
    return tuple(_read(one, learnt) for one in dict.fromkeys((phrase, *same_thing(phrase, learnt))))


def sentences_with_all(phrase: str, reports: Sequence[str], held: Held) -> Counted:
    """Find the sentences that hold every word of a phrase in any order; none for a single word."""
    wanted = [one for one in read_words(phrase) if one.text not in STOP_WORDS]
    roots = {root_of(one.text) for one in wanted}
    if len(roots) < 2:
        return Counted(phrase, {})
    groups = openings(read_phrase(" ".join(one.text for one in wanted)))
    single = [read_phrase(one.text) for one in wanted]
    found: dict[str, list[Place]] = {}
    for passage, report, text in _scan(list(groups), reports, held):
        if not all(find_phrase(one, text) for one in single):
            continue
        for start, end in split_sentences(text):
            if roots <= {root_of(one.text) for one in read_words(text[start:end])}:
                found.setdefault(report, []).append(Place(report, passage, start, end))
    return Counted(phrase, {key: tuple(found[key]) for key in reports if key in found})


def quote(places: Sequence[Place], passages: Mapping[str, Passage]) -> Iterator[Statement]:
    """Yield the sentence of each place, each sentence once; one that may not be quoted is passed over."""
    seen: set[tuple[str, str]] = set()
    for place in places:
        passage = passages.get(place.passage)
        if passage is None:
            continue
        citation = cite(passage, *sentence_around(passage.text, place.start, place.end))
        statement = Statement(citation.quote, (citation,))
        if (place.passage, citation.quote) not in seen and fault(statement, {passage.id: passage}) is None:
            seen.add((place.passage, citation.quote))
            yield statement


def sentence_around(text: str, start: int, end: int) -> tuple[int, int]:
    """Return where the sentence or sentences begin and end that [start, end) touches."""
    touched = [span for span in split_sentences(text) if span[0] < end and start < span[1]]
    return (touched[0][0], touched[-1][1]) if touched else (start, end)


def _scan(groups: Sequence[Sequence[str]], reports: Sequence[str], held: Held) -> Iterator[tuple[str, str, str]]:
    """Yield passages by id, report and text; a heading only names what the text below it says."""
    found = held.search_text(groups, reports)
    return ((one.passage, one.report, one.text) for one in found if one.kind != "heading")


def _in_text(forms: Sequence[Phrase], text: str) -> list[Occurrence]:
    found = [
        replace(one, form=form.text) if form.abbreviation else one for form in forms for one in find_phrase(form, text)
    ]
    kept: list[Occurrence] = []
    for one in sorted(found, key=lambda one: (one.start, -one.end)):
        if not kept or (one.start >= kept[-1].end and not _SAID_TWICE.fullmatch(text[kept[-1].end : one.start])):
            kept.append(one)
    return kept


def _read(phrase: str, learnt: Sequence[tuple[str, str]]) -> Phrase:
    short = abbreviation(phrase, learnt)
    if short is None:
        return read_phrase(phrase)
    return read_phrase(short, abbreviation=True, capitals=not is_written_small(short))


def _learnt(reports: Sequence[str], held: Held) -> list[tuple[str, str]]:
    searched = set(reports)
    return [pair for report in held.reports if report.key in searched for pair in report.acronyms]
