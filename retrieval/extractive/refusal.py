"""Whether the reports answer a question at all: a calibrated probability, and the words of a refusal.

That something near was found says little; whether a sentence of the right kind holds what was asked is the question.
"""

import math
from collections.abc import Iterable, Mapping, Sequence

from ingest.models import Report
from retrieval.extractive.answer_types import figure_near_target, is_right_kind
from retrieval.extractive.sentence_ranking import weigh
from retrieval.extractive.sentences import Reading, Sentence
from retrieval.extractive.trained import weights
from retrieval.text.dates import spell_date

THRESHOLD = 0.7
"""Below it nothing is said. A lower one answers more of what the reports do not say, a higher one refuses more of what
they do. Cross-validated by report, over 77 reports, .95 of the answerable questions are answered and .75 of the
unanswerable refused at .69; .92 and .81 at .78, .90 and .83 at .82, .85 and .87 at .89 (`python -m
evals.tuning.answers`). On our own sets, which no weight has seen, .75 answered only .89 of the answerable: under the
floor of .90."""
NEAREST = 0.5
"""Above it the nearest sentences are quoted and called so. Of 2,051 questions over 46 reports (1,565 have an answer),
weights and encoder as shipped: 5 % fall between the two; of those with an answer .039 are still refused (.067 before),
of those without .41 (.49 before, near misses above all). At .4 it is 7 %, .025 and .33."""
THEME = 0.35
"""The same for what is said of a topic: "caseloads?" is answered by any sentence on caseloads."""
REFUSAL = "The reports do not say."
"""The one refusal sentence; what was searched follows it."""
_EXACT, _TIGHT = 0.95, 0.6
"""Shares of the question and (geometric mean with it) of the sentence from which the two match: "Lead inspector: …"."""
_NAMED = 3
"""Reports that a refusal names; of more it gives the number."""

Scored = Sequence[tuple[Sentence, float]]


def answerability(reading: Reading, scored: Scored) -> float:
    """Return the probability that the sentences read hold an answer; `scored` is `rank_sentences(reading)`."""
    if not scored:
        return 0.0
    trained = weights("answerability")
    logit = trained["intercept"] + weigh(signals(reading, scored), trained)
    return 1.0 / (1.0 + math.exp(-logit))


def signals(reading: Reading, scored: Scored) -> dict[str, float]:
    """Return what speaks for and against an answer, each on a scale of about 0 to 1."""
    intent = reading.asked.intent
    figure, person = float(intent.measure is not None), float(intent.person)
    who, plain = float(intent.kind == "who"), float(intent.kind in ("general", "yes_no"))
    held = _held(reading)
    fit = _fit(reading)
    return {
        **held,
        **fit,
        **_ranking(reading),
        **_spread(scored),
        **_best(reading, scored),
        "asks_figure": figure,
        "asks_figure_fit": figure * fit["fit"],
        "asks_figure_tight": figure * fit["fit_tight"],
        "asks_figure_near": figure * fit["fit_near"],
        "asks_figure_similarity": figure * fit["fit_similarity"],
        "asks_person": person,
        "asks_person_fit": person * fit["fit"],
        "asks_person_tight": person * fit["fit_tight"],
        "asks_person_exact": person * (fit["fit"] > _EXACT and fit["fit_tight"] > _TIGHT),
        "asks_who": who,
        "asks_who_fit": who * fit["fit"],
        "asks_plain": plain,
        "asks_plain_coverage": plain * held["coverage"],
        "asks_plain_missing": plain * held["missing_rarest"],
        "asks_other": float(intent.kind in ("reason", "recommendation", "comparison", "list")),
    }


def _held(reading: Reading) -> Mapping[str, float]:
    """Which of the question's words stand anywhere in the evidence, and how many of them together."""
    asked = reading.asked
    sentences = _top(reading.coverages.values(), 2)
    passages = _top((asked.coverage(stems) for stems in reading.passages.values()), 1)
    held = frozenset().union(*reading.passages.values())
    missing = [weight for one, weight in asked.weights.items() if not asked.is_held(one, held)]
    return {
        "coverage": sentences[0],
        "coverage_second": sentences[1],
        "coverage_passage": passages[0],
        "missing_share": sum(missing) / (sum(asked.weights.values()) or 1.0),
        "missing_rarest": max(missing, default=0.0) / 8,
        "rarest": max(asked.weights.values(), default=0.0) / 8,
        "stems": math.log(1 + len(asked.weights)) / 2,
    }


def _fit(reading: Reading) -> Mapping[str, float]:
    """How well the sentences that hold the kind of thing asked for fit the question."""
    asked = reading.asked
    fitting = [one for one in reading.sentences if is_right_kind(asked.intent, one)]
    similar = max((one.similarity for one in fitting), default=0.0)
    near = [one for one in fitting if figure_near_target(asked.intent, one) > 0.2]
    return {
        "fit": max((asked.coverage(one.stems) for one in fitting), default=0.0),
        "fit_near": max((asked.coverage(one.stems) for one in near), default=0.0),
        "fit_passage": max((asked.coverage(one.stems | reading.passages[one.rank]) for one in fitting), default=0.0),
        "fit_tight": max(
            (math.sqrt(asked.coverage(one.stems) * asked.precision(one.stems)) for one in fitting), default=0.0
        ),
        "fit_similarity": similar,
        "fit_loss": reading.best_similarity - similar,
    }


def _spread(scored: Scored) -> Mapping[str, float]:
    """How far the best sentences stand out from the rest."""
    similar = _top((one.similarity for one, _ in scored), 10)
    best = _top((score for _, score in scored), 5)
    odds = [math.exp(score - best[0]) for _, score in scored]
    shares = [one / sum(odds) for one in odds]
    return {
        "similarity": similar[0],
        "similarity_fifth": similar[4],
        "similarity_gap": similar[0] - similar[9],
        "score": best[0] / 10,
        "score_gap": (best[0] - best[4]) / 10,
        "entropy": -sum(share * math.log(share) for share in shares if share > 0) / 4,
    }


def _ranking(reading: Reading) -> Mapping[str, float]:
    """How sure the ranking of the passages is."""
    return {
        "late": max((one.parts.get("late", 0.0) for one in reading.evidence), default=0.0),
        "paragraph": max((one.parts.get("paragraph", 0.0) for one in reading.evidence), default=0.0),
        "passage_share": reading.best_score,
    }


def _best(reading: Reading, scored: Scored) -> Mapping[str, float]:
    """What the sentence that the answer would open with is like."""
    best = max(scored, key=lambda one: one[1])[0]
    asked = reading.asked
    return {
        "best_similarity": best.similarity,
        "best_coverage": asked.coverage(best.stems),
        "best_coverage_with_heading": asked.coverage(best.stems | reading.headings[best.rank]),
        "best_coverage_of_passage": asked.coverage(reading.passages[best.rank]),
        "best_near_target": figure_near_target(asked.intent, best),
    }


def _top(values: Iterable[float], count: int) -> list[float]:
    """Return the `count` highest values, best first; the lowest again where there are fewer, 0 for none."""
    ranked = sorted(values, reverse=True)[:count] or [0.0]
    return ranked + [ranked[-1]] * (count - len(ranked))


def refusal_text(searched: Sequence[str], known: Iterable[Report]) -> str:
    """Return the refusal sentence and what was searched, nothing else; `searched` are keys, some of `known` reports."""
    named = {report.key: _name(report) for report in known}
    if len(searched) > _NAMED:
        return f"{REFUSAL} Searched: {len(searched)} reports."
    return f"{REFUSAL} Searched: {'; '.join(named.get(key, key) for key in searched)}."


def _name(report: Report) -> str:
    when = report.published or report.inspected_to
    return f"{report.authority}, {spell_date(when)}" if when else report.authority
