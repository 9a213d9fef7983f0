"""Scored sentences to a short answer: which to say, what each needs from its neighbours, and in which order."""

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from ingest.chunks.sentences import split_sentences
from ingest.models import Passage
from retrieval.checking.citations import cite, state
from retrieval.extractive.answer_types import has_person
from retrieval.extractive.sentences import Asked, Sentence
from retrieval.models import Statement
from retrieval.question.intent import IntentKind

WORDS = 120
"""Words that an answer aims at; docs/evaluation.md has the curve of facts against words."""
SENTENCES = 5
_NEW_CONTENT = 2.0
"""Weight of question words that no chosen sentence holds yet; values from 1 to 5 differ by under .005 of the facts."""
_LENGTH = 0.4
"""Price of a sentence's length, as an exponent of its words: 0 leaves .01 of the facts unsaid, over 1 is for scraps."""
_CROWDED = 0.4
"""Price of each sentence already said from the same passage; 0 and 0.8 both say .005 fewer of the facts."""
_WORTHLESS = 8.0
"""How far below the best score (log odds) a sentence is left out even with room; 12 gains .001 for 5 words."""
_WORTHLESS_BESIDE_ONE = 5.0
"""The same where one figure or name is asked for: 8 says 24 more words for .008 of the facts."""
_NEARLY = 1.0
"""A sentence that scores so little below its successor, the best one, is told before it, as printed."""
_SAME = 0.75
"""Share of the smaller sentence's stems from which two sentences say one thing: summaries repeat findings reworded."""
_DANGLING = re.compile(
    r"^[‘'“\"(]?(?:(?:This|These|Those|They|Them|Their|Its|He|She|His|Her|Such|Both|Neither|Consequently|Therefore|Thus)\b"
    r"|It (?!is (?:\w+ )?(?:that|to|for|clear|positive|unclear|evident|too)\b)|As a (?:result|consequence)\b"
    r"|That (?:is|was|means)\b|The (?:latter|former)\b|In (?:these|those|such) (?:cases|instances|circumstances)\b)"
)
_BROUGHT = 2
"""Sentences that one may bring along; a third would be a story."""
_BULLET = re.compile(r"•\s+")
_JOINER = re.compile(r"[;,](?:\s+(?:and|or))?$")


@dataclass(frozen=True, slots=True)
class Piece:
    """One contiguous stretch of a passage that an answer says, with the words that open it."""

    passage: Passage
    start: int
    end: int
    score: float
    sentences: int = 1
    lead: str = ""

    @property
    def length(self) -> int:
        """Words, its lead included."""
        return len(self.lead.split()) + len(self.passage.text[self.start : self.end].split())

    def holds(self, sentence: Sentence) -> bool:
        """Whether `sentence` is said by this piece."""
        return (
            self.passage.id == sentence.evidence.passage.id
            and self.start <= sentence.start
            and sentence.end <= self.end
        )


def choose(
    asked: Asked,
    scored: Sequence[tuple[Sentence, float]],
    *,
    words: int = WORDS,
    sentences: int = SENTENCES,
    beside: Sequence[Piece] = (),
) -> list[Piece]:
    """Return the pieces worth saying, best first, within `words` and `sentences`; what is said `beside` counts."""
    wants_one = asked.intent.kind == "number" or asked.intent.person
    floor = max((score for _, score in scored), default=0.0) - (_WORTHLESS_BESIDE_ONE if wants_one else _WORTHLESS)
    left = [(one, score) for one, score in scored if score >= floor and _says_something(one, asked.intent.kind)]
    if asked.intent.person and left and has_person(max(left, key=lambda one: one[1])[0].text):
        # Once somebody is named, only others who are named belong beside.
        left = [one for one in left if has_person(one[0].text)]
    at = {(sentence.rank, sentence.index): sentence for sentence, _ in scored}
    chosen = list(beside)
    said = [one for one, _ in scored if any(piece.holds(one) for piece in beside)]
    left = [one for one in left if one[0] not in said]
    while left and len(chosen) < sentences:
        sentence, score = max(left, key=lambda one: _worth(asked, one[0], one[1], said))
        room = words - sum(piece.length for piece in chosen)
        count = sentences - sum(piece.sentences for piece in chosen)
        piece = None if _repeats(sentence, said) else _piece(sentence, score, chosen, at)
        if piece is not None and piece.length <= room and piece.sentences <= count:
            chosen.append(piece)
            said += [one for one, _ in scored if piece.holds(one)]
        left = [one for one in left if one[0] is not sentence and one[0] not in said]
    return chosen[len(beside) :]


def _says_something(sentence: Sentence, asked: IntentKind) -> bool:
    """Whether a sentence is more than an announcement of what follows, a title, or a grade where reasons are asked."""
    graded = asked == "reason" and sentence.evidence.passage.kind == "judgements"
    return not sentence.text.endswith(":") and sentence.length >= 2 and not graded


def _worth(asked: Asked, sentence: Sentence, score: float, said: Sequence[Sentence]) -> float:
    held = frozenset().union(*(one.stems for one in said))
    new = asked.coverage(held | sentence.stems) - asked.coverage(held) if said else 0.0
    crowd = sum(one.rank == sentence.rank for one in said)
    return score + _NEW_CONTENT * new - _CROWDED * crowd - _LENGTH * math.log(max(sentence.length, 1))


def _repeats(sentence: Sentence, said: Iterable[Sentence]) -> bool:
    return any(
        len(sentence.stems & one.stems) >= _SAME * max(1, min(len(sentence.stems), len(one.stems)))
        and sentence.figures.keys() <= one.figures.keys()
        for one in said
    )


def _piece(sentence: Sentence, score: float, chosen: Sequence[Piece], at: Mapping[tuple[int, int], Sentence]) -> Piece:
    """Return the sentence with what it needs: the sentence that "This" points to, or the line its bullet hangs from."""
    passage = sentence.evidence.passage
    said = {(piece.passage.id, piece.end) for piece in chosen}
    first = sentence
    while _DANGLING.match(first.text) and sentence.index - first.index < _BROUGHT:
        before = at.get((first.rank, first.index - 1))
        if before is None or (passage.id, before.end) in said:
            break
        first = before
    lead = _lead(passage, first.start)
    if {piece.lead for piece in chosen if piece.lead} == {lead}:
        # Told once, unless another comes between.
        lead = ""
    return Piece(passage, first.start, sentence.end, score, sentence.index - first.index + 1, lead)


def arrange(pieces: Sequence[Piece], *, listing: bool = False) -> list[Statement]:
    """Return the statements of an answer: the direct one first, then the rest by passage, in reading order.

    Neighbours in one passage become one statement. A list keeps the order of the report.
    """
    if not pieces:
        return []
    rank = {piece.passage.id: at for at, piece in reversed(list(enumerate(pieces)))}
    reports = {piece.passage.report: rank[piece.passage.id] for piece in reversed(pieces)}

    def place(piece: Piece) -> tuple[float, ...]:
        if listing and _siblings(piece, pieces[0]):
            return (0, 0, piece.passage.ordinal, piece.start)
        return (reports[piece.passage.report], rank[piece.passage.id], 0, piece.start)

    direct, *rest = pieces
    before = next((one for one in rest if _continues(direct, one) and direct.score - one.score < _NEARLY), None)
    rest = [one for one in rest if one is not before]
    opening = [before, direct] if before else [direct]
    ordered = sorted(pieces, key=place) if listing else [*opening, *sorted(rest, key=place)]
    return [_statement(piece) for piece in _led(_joined(ordered))]


def _siblings(one: Piece, other: Piece) -> bool:
    mine, theirs = one.passage, other.passage
    return (mine.report, mine.section, mine.kind, mine.lead_in) == (
        theirs.report,
        theirs.section,
        theirs.kind,
        theirs.lead_in,
    )


def _joined(pieces: Iterable[Piece]) -> list[Piece]:
    """Merge each piece with the one that it continues."""
    joined: list[Piece] = []
    for piece in pieces:
        last = joined[-1] if joined else None
        if last and _continues(piece, last):
            joined[-1] = replace(last, end=piece.end, sentences=last.sentences + piece.sentences)
        else:
            joined.append(piece)
    return joined


def _continues(piece: Piece, last: Piece) -> bool:
    between = piece.passage.text[last.end : piece.start]
    return piece.passage.id == last.passage.id and last.end <= piece.start and not between.strip()


def _led(pieces: Iterable[Piece]) -> list[Piece]:
    """Give a lead-in to the first of the bullets that hang from it, and again where another came between."""
    led: list[Piece] = []
    told = ""
    for piece in pieces:
        lead = _lead(piece.passage, piece.start)
        led.append(replace(piece, lead="" if lead == told else lead))
        told = lead or told
    return led


def _lead(passage: Passage, start: int) -> str:
    """Return the line that the words at `start` hang from: the passage's lead-in, or one above its own bullets."""
    if passage.lead_in or not _BULLET.match(passage.text, start):
        return passage.lead_in
    above = [row for row in passage.text[:start].splitlines() if not _BULLET.match(row)]
    last = [above[-1][first:end] for first, end in split_sentences(above[-1])][-1:] if above else []
    return last[0] if last and last[0].endswith(":") else ""


def _statement(piece: Piece) -> Statement:
    bullet = _BULLET.match(piece.passage.text, piece.start)
    # A list keeps its marks, one item needs none.
    alone = bullet and "\n" not in piece.passage.text[piece.start : piece.end].rstrip()
    start = bullet.end() if bullet and alone else piece.start
    text = piece.passage.text[start : piece.end].rstrip()
    joiner = _JOINER.search(text)
    return state([cite(piece.passage, start, start + (joiner.start() if joiner else len(text)))], lead=piece.lead)
