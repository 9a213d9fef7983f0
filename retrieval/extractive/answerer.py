"""Answers made of the reports' own sentences: the embedded default, without a language model."""

import re
from collections.abc import Sequence

from retrieval.extractive import trained
from retrieval.extractive.composition import WORDS, Piece, arrange, choose
from retrieval.extractive.figure_leads import lead_with_figure
from retrieval.extractive.refusal import NEAREST, REFUSAL, THEME, THRESHOLD, answerability, refusal_text
from retrieval.extractive.sentence_ranking import rank_sentences
from retrieval.extractive.sentences import Reading, Sentence, read
from retrieval.models import Draft, Evidence, Notice, Scope, Statement
from retrieval.search.gathering import Part
from retrieval.text.glossary import reword

READ = 14
"""Passages whose sentences are weighed: 12 hold .95 of the facts asked for, 5 hold .91; each takes about 2 ms."""
_OF_A_PART = 2
"""Sentences for each thing asked, before the whole question fills the rest: 1 has .02 fewer of the facts of two-part
questions, 3 leaves nothing for the whole."""
_SILENT = 0.4
"""How sure of a part below which it is said to have no answer: of some 470 parts of real questions that have one, 4
are below (6 at .5); of seven made-up ones without an answer, 5."""
_BESIDE = 0.35
"""How sure of a side that stands beside one with an answer: what the one reports on, the other is likely to."""
_NEAREST_SENTENCES = 2
_ABOUT_IMPRINT = re.compile(
    r"\b(?:contact|phone|telephone|e-?mail|address|website|copyright|licen[cs]e|complain)", re.I
)


class Extractive:
    """Chooses two to five verbatim sentences that together answer, or refuses."""

    @property
    def weights_digest(self) -> str:
        """Short checksum of the trained weights, for receipts."""
        return trained.digest()

    def answer(
        self,
        question: str,
        scope: Scope,
        evidence: Sequence[Evidence],
        parts: Sequence[Part] = (),
        *,
        theme: bool = False,
    ) -> Draft:
        """Return the answer that `evidence` (best first) gives to `question`, or a refusal without statements.

        `parts` are the questions that it is made of, where it asks several things, each with its own evidence. A
        `theme` asks what is said of something, and for no particular fact: what is near answers it.
        """
        if len(scope.sides) > 1:
            return _compare(question, scope, evidence)
        if parts:
            return _answer_parts(question, scope, evidence, parts)
        statements, confidence = _answer_from(question, evidence, WORDS, THEME if theme else THRESHOLD)
        if not statements:
            return _nearest(question, scope.reports, evidence, confidence)
        return Draft("answered", tuple(statements), confidence=confidence)


def _nearest(question: str, searched: Sequence[str], evidence: Sequence[Evidence], confidence: float) -> Draft:
    """Quote the nearest where it is too sure for a refusal and not sure enough for an answer."""
    if confidence < NEAREST:
        return _refuse(searched, evidence, confidence)
    reading, scored, _ = _best_reading(question, evidence)
    pieces = choose(reading.asked, scored, words=WORDS, sentences=_NEAREST_SENTENCES)
    return Draft("nearest", tuple(arrange(pieces)), reason="nearest", confidence=confidence)


def _refuse(searched: Sequence[str], evidence: Sequence[Evidence], confidence: float) -> Draft:
    text = refusal_text(searched, [one.report for one in evidence])
    return Draft("not_in_reports", reason="no_sentence_answers", text=text, confidence=confidence)


def _answer_from(
    question: str, evidence: Sequence[Evidence], words: int, enough: float
) -> tuple[list[Statement], float]:
    """Return statements of at most `words` and the probability that they answer; none where it is below `enough`."""
    reading, scored, confidence = _best_reading(question, evidence)
    if confidence < enough:
        return [], confidence
    pieces = choose(reading.asked, scored, words=words)
    statements = arrange(pieces, listing=reading.asked.intent.kind == "list")
    if statements:
        first, *rest = statements
        passage = next(one.passage for one in pieces if one.passage.id == first.citations[0].passage)
        statements = [lead_with_figure(question, first, passage), *rest]
    return statements, confidence


def _answer_parts(question: str, scope: Scope, evidence: Sequence[Evidence], parts: Sequence[Part]) -> Draft:
    """Answer a question that asks several things, each from its own evidence, and say to which there is no answer."""
    reading, scored, confidence = _best_reading(question, evidence)
    sure = {part: _best_reading(part, own)[2] for part, own in parts}
    silent = [part for part in sure if sure[part] < _SILENT]
    answered = [(part, own) for part, own in parts if part not in silent]
    if confidence < THRESHOLD:
        answered = [(part, own) for part, own in answered if silent and sure[part] >= THRESHOLD]
    if not answered:
        return _refuse(scope.reports, evidence, confidence)
    said: list[Piece] = []
    for at, (part, own) in enumerate(answered, start=1):
        asked = _read(part, own)
        budget = {"words": WORDS * at // len(answered), "sentences": _OF_A_PART * at}
        said += choose(asked.asked, rank_sentences(asked), **budget, beside=said)
    if not silent:
        said += choose(reading.asked, scored, words=WORDS, beside=said)
    gaps = tuple(Notice("part_silent", f"{REFUSAL[:-1]}: “{_alone(part)}”") for part in silent)
    return Draft(
        "partial" if gaps else "answered",
        tuple(arrange(said)),
        notices=gaps,
        confidence=max(confidence, *(sure[part] for part, _ in answered)),
    )


def _alone(part: str) -> str:
    """Return a part as it was asked, without the topic that completes it."""
    bare = re.sub(r"\s\([^()]*\)\?$", "?", part)
    return f"{bare[0].upper()}{bare[1:]}"


def _best_reading(question: str, evidence: Sequence[Evidence]) -> tuple[Reading, list[tuple[Sentence, float]], float]:
    """Read a question as asked and in other words for the same; return the reading that is surer of an answer."""
    readings = [_read(form, evidence) for form in dict.fromkeys((question, reword(question)))]
    scored = [(reading, rank_sentences(reading)) for reading in readings]
    return max(((one, ranked, answerability(one, ranked)) for one, ranked in scored), key=lambda one: one[2])


def _read(question: str, evidence: Sequence[Evidence]) -> Reading:
    return read(question, [one for one in evidence if not _is_imprint(one, question)][:READ])


def _is_imprint(evidence: Evidence, question: str) -> bool:
    """Whether a passage is the publisher's address and licence, and the question is about neither."""
    return evidence.passage.label.startswith("Back page") and not _ABOUT_IMPRINT.search(question)


def _compare(question: str, scope: Scope, evidence: Sequence[Evidence]) -> Draft:
    """Answer side by side, each side from its own reports, and say where one is silent."""
    words = WORDS // len(scope.sides)
    own = [[one for one in evidence if one.passage.report in side] for side in scope.sides]
    answers = [_answer_from(question, mine, words, _BESIDE) for mine in own]
    confidence = max(probability for _, probability in answers)
    if confidence < THRESHOLD:
        return _refuse(scope.reports, evidence, confidence)
    statements = [statement for said, _ in answers for statement in said]
    silent = [
        Notice("side_silent", refusal_text(side, [one.report for one in mine]))
        for side, mine, (said, _) in zip(scope.sides, own, answers, strict=True)
        if not said
    ]
    return Draft("partial" if silent else "answered", tuple(statements), notices=tuple(silent), confidence=confidence)
