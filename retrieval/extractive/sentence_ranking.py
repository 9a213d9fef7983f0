"""How likely each sentence of the evidence answers the question: plain features, weighed by a trained linear model."""

import math
import re
from collections.abc import Mapping

from retrieval.extractive.answer_types import kind_features
from retrieval.extractive.sentences import Reading, Sentence
from retrieval.extractive.trained import weights

_REFERS_BACK = re.compile(
    r"^(?:this|these|those|that|it|they|their|its|such|here|there|however|he|she|his|her|as a result|therefore|"
    r"consequently|similarly|in addition|additionally|furthermore|moreover|nevertheless|latter|both|also|overall)\b",
    re.IGNORECASE,
)


def rank_sentences(reading: Reading) -> list[tuple[Sentence, float]]:
    """Return every sentence with its log odds of answering, up to a constant of the question; in reading order."""
    trained = weights("sentences")
    return [(one, weigh(features(reading, one), trained)) for one in reading.sentences]


def weigh(values: Mapping[str, float], trained: Mapping[str, float]) -> float:
    """Return the weighted sum of `values`; raises KeyError for one that was never trained."""
    return sum(trained[name] * value for name, value in values.items())


def features(reading: Reading, sentence: Sentence) -> dict[str, float]:
    """Return what speaks for or against a sentence, each on a scale of about 0 to 1."""
    passage, asked = sentence.evidence.passage, reading.asked
    own = reading.coverages[sentence.rank, sentence.index]
    beside = [reading.coverages.get((sentence.rank, sentence.index + step), 0.0) for step in (-1, 1)]
    return {
        "similarity": sentence.similarity,
        "similarity_below_best": reading.best_similarity - sentence.similarity,
        "coverage": own,
        "precision": asked.precision(sentence.stems),
        "coverage_with_heading": asked.coverage(sentence.stems | reading.headings[sentence.rank]),
        "coverage_beside": max(beside),
        "coverage_of_passage": asked.coverage(reading.passages[sentence.rank]),
        "passage_share": sentence.evidence.score / reading.best_score,
        "passage_odds": _log_ratio(sentence.evidence.score, reading.best_score),
        "passage_late": sentence.evidence.parts.get("late", 0.0),
        "passage_keyword": sentence.evidence.parts.get("keyword", 0.0),
        "passage_rank": 1.0 / (1 + sentence.rank),
        "first": float(sentence.index == 0),
        "length": math.log(1 + sentence.length) / 4,
        "short": float(sentence.length < 3),
        "bullet": float(passage.kind == "bullet"),
        "unnumbered": float(passage.kind == "unnumbered"),
        "recommendation": float(passage.kind == "recommendation"),
        "footnote": float(passage.kind in ("footnote", "table")),
        "judgements": float(passage.kind == "judgements"),
        "refers_back": float(bool(_REFERS_BACK.match(sentence.text))),
        "same_figure": float(bool(asked.figures.keys() & sentence.figures.keys())),
        **kind_features(asked.intent, sentence, own),
    }


def _log_ratio(score: float, best: float) -> float:
    """Return the log of a passage's share of the best one's score, 0 to -1 from the best to one e^10 times smaller."""
    return max(math.log(max(score, 1e-12) / best), -10.0) / 10
