"""Answers made of the reports' own sentences: the embedded default, without a language model."""

import re
from collections.abc import Sequence

from retrieval import trained
from retrieval.composition import WORDS, arrange, choose
from retrieval.models import Draft, Evidence, Notice, Scope, Statement
from retrieval.reading import read
from retrieval.refusal import THRESHOLD, answerability, refusal_text
from retrieval.sentence_ranking import rank_sentences

READ = 14
"""Passages whose sentences are weighed: 12 hold .95 of the facts asked for, 5 hold .91; each takes about 2 ms."""


_ABOUT_IMPRINT = re.compile(
    r"\b(?:contact|phone|telephone|e-?mail|address|website|copyright|licen[cs]e|complain)", re.I
)


class Extractive:
    """Chooses two to five verbatim sentences that together answer, or refuses."""

    @property
    def weights_digest(self) -> str:
        """Short checksum of the trained weights, for receipts."""
        return trained.digest()

    def answer(self, question: str, scope: Scope, evidence: Sequence[Evidence]) -> Draft:
        """Return the answer that `evidence` (best first) gives to `question`, or a refusal without statements."""
        if len(scope.sides) > 1:
            return _compare(question, scope, evidence)
        statements, confidence = _answer_from(question, evidence, WORDS)
        if not statements:
            text = refusal_text(scope.reports, [one.report for one in evidence])
            return Draft("not_in_reports", reason="no_sentence_answers", text=text, confidence=confidence)
        return Draft("answered", tuple(statements), confidence=confidence)


def _answer_from(question: str, evidence: Sequence[Evidence], words: int) -> tuple[list[Statement], float]:
    """Return statements of at most `words` and the probability that they answer; none where it is too low."""
    reading = read(question, [one for one in evidence if not _is_imprint(one, question)][:READ])
    scored = rank_sentences(reading)
    confidence = answerability(reading, scored)
    if confidence < THRESHOLD:
        return [], confidence
    listing = reading.asked.intent.kind == "list"
    return arrange(choose(reading.asked, scored, words=words), listing=listing), confidence


def _is_imprint(evidence: Evidence, question: str) -> bool:
    """Whether a passage is the publisher's address and licence, and the question is about neither."""
    return evidence.passage.label.startswith("Back page") and not _ABOUT_IMPRINT.search(question)


def _compare(question: str, scope: Scope, evidence: Sequence[Evidence]) -> Draft:
    """Answer side by side, each side from its own reports, and say where one is silent."""
    statements: list[Statement] = []
    silent: list[Notice] = []
    confidence = 0.0
    for side in scope.sides:
        own = [one for one in evidence if one.passage.report in side]
        said, probability = _answer_from(question, own, WORDS // len(scope.sides))
        confidence = max(confidence, probability)
        statements += said
        if not said:
            silent.append(Notice("side_silent", refusal_text(side, [one.report for one in own])))
    if not statements:
        text = refusal_text(scope.reports, [one.report for one in evidence])
        return Draft("not_in_reports", reason="no_sentence_answers", text=text, confidence=confidence)
    return Draft("partial" if silent else "answered", tuple(statements), notices=tuple(silent), confidence=confidence)
