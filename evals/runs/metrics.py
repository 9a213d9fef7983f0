"""What an answer is measured by: small pure functions over a case and its generated line.

A generated line is the JSON object of an answer (`Answer.to_json`) plus `id`.
"""

import math
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations
from typing import Any

from evals.cases import Case, TrueEvidence
from evals.matching import contains_quote, states

Generated = Mapping[str, Any]

REFUSALS = frozenset({"not_in_reports", "report_not_held", "out_of_scope"})
ANSWERS = frozenset({"answered", "partial"})


def carries(passage: Mapping[str, Any], truth: TrueEvidence) -> bool:
    """Tell whether a passage is the true one: it has the label, or holds the quote, or has the number and the page."""
    if truth.report and passage["report"] != truth.report:
        return False
    if truth.label:
        return bool(passage["label"] == truth.label)
    if truth.quote:
        return contains_quote(passage["text"], truth.quote)
    on_page = not passage["pages"] or truth.page is None or truth.page in passage["pages"]
    return bool(on_page and (truth.paragraph is None or passage["number"] == truth.paragraph))


def relevance(case: Case, generated: Generated) -> list[bool]:
    """Return for each ranked passage whether it carries a piece of evidence (`evidence` or `also`)."""
    truths = case.evidence + case.also
    return [any(carries(passage, truth) for truth in truths) for passage in generated["evidence"]]


def hit_at(relevant: Sequence[bool], k: int) -> bool:
    """Success@k: one of the first k passages is relevant."""
    return any(relevant[:k])


def all_at(case: Case, generated: Generated, k: int) -> bool:
    """Tell whether the first k passages carry every entry of `evidence`."""
    return all(any(carries(one, truth) for one in generated["evidence"][:k]) for truth in case.evidence)


def reciprocal_rank(relevant: Sequence[bool]) -> float:
    """1 / rank of the first relevant passage, 0 without one; its mean is MRR (Voorhees, TREC-8, 1999)."""
    return next((1.0 / rank for rank, found in enumerate(relevant, start=1) if found), 0.0)


def ndcg(case: Case, generated: Generated, k: int = 10) -> float:
    """nDCG@k with binary gains (Järvelin & Kekäläinen 2002): each true passage counts once, at its best rank.

    The ideal ranking puts every entry of `evidence` first; `also` entries stand in for missing ones.
    """
    wanted = len(case.evidence)
    if not wanted:
        return 0.0
    open_truths = list(case.evidence + case.also)
    gain, found = 0.0, 0
    for rank, passage in enumerate(generated["evidence"][:k], start=1):
        match = next((truth for truth in open_truths if carries(passage, truth)), None)
        if match is not None and found < wanted:
            open_truths.remove(match)
            found += 1
            gain += 1.0 / math.log2(rank + 1)
    return gain / sum(1.0 / math.log2(rank + 1) for rank in range(1, min(wanted, k) + 1))


def fact_recall(case: Case, generated: Generated) -> float:
    """Share of the case's facts that the answer's text states; a refused question states none."""
    if generated["outcome"] not in ANSWERS:
        return 0.0
    return sum(states(generated["text"], fact) for fact in case.facts) / len(case.facts) if case.facts else 1.0


def citations(generated: Generated) -> list[Mapping[str, Any]]:
    """Return the citations of all statements."""
    return [citation for statement in generated["statements"] for citation in statement["citations"]]


def cites_evidence(case: Case, generated: Generated) -> bool:
    """Tell whether a citation points at a true passage (its text, its number, or its quote overlapping the truth's)."""
    texts = {(one["report"], one["label"]): one["text"] for one in generated["evidence"]}
    truths = case.evidence + case.also
    return any(_is_true_citation(one, truth, texts) for one in citations(generated) for truth in truths)


def _is_true_citation(citation: Mapping[str, Any], truth: TrueEvidence, texts: Mapping[tuple[str, str], str]) -> bool:
    if truth.report and citation["report"] != truth.report:
        return False
    if truth.label:
        return bool(citation["label"] == truth.label)
    if truth.paragraph is not None:
        return bool(citation["number"] == truth.paragraph)
    if truth.quote is None:
        return not citation["pages"] or truth.page in citation["pages"]
    whole = texts.get((citation["report"], citation["label"]), citation["quote"])
    return contains_quote(whole, truth.quote) or contains_quote(truth.quote, citation["quote"])


def refused(generated: Generated) -> bool:
    """Tell whether the answer is a refusal (asking back is neither a refusal nor an answer)."""
    return generated["outcome"] in REFUSALS


def answered(generated: Generated) -> bool:
    """Tell whether the answer is one."""
    return generated["outcome"] in ANSWERS


def says_none_of(generated: Generated, forbidden: Sequence[str]) -> bool:
    """Tell whether the answer's text contains none of the strings that a set forbids, letter case apart."""
    said = generated["text"].casefold()
    return not any(one.casefold() in said for one in forbidden)


def text_words(generated: Generated) -> int:
    """Words of the answer's text."""
    return len(generated["text"].split())


def area_under_curve(scores: Iterable[tuple[float, bool]]) -> float | None:
    """Probability that an answerable question scores above an unanswerable one, ties half (Mann-Whitney U).

    `scores` are (confidence, answerable); None where one of the two kinds is missing.
    """
    pairs = list(scores)
    positive = sorted(score for score, answerable in pairs if answerable)
    negative = [score for score, answerable in pairs if not answerable]
    if not positive or not negative:
        return None
    # What is above counts whole, what is equal half: the mean of how many are not below and how many are above.
    wins = sum(len(positive) - (bisect_left(positive, one) + bisect_right(positive, one)) / 2 for one in negative)
    return wins / (len(positive) * len(negative))


def risk_coverage(scores: Iterable[tuple[float, float]]) -> list[tuple[float, float, float]]:
    """Return (threshold, coverage, risk) for each distinct confidence, falling.

    `scores` are (confidence, error in [0, 1]); risk is the mean error of those answered at the threshold
    (El-Yaniv & Wiener 2010).
    """
    ordered = sorted(scores, key=lambda one: -one[0])
    curve: list[tuple[float, float, float]] = []
    total = 0.0
    for position, (confidence, error) in enumerate(ordered, start=1):
        total += error
        if position == len(ordered) or ordered[position][0] != confidence:
            curve.append((confidence, position / len(ordered), total / position))
    return curve


def figures_exact(case: Case, generated: Generated) -> float | None:
    """Tell whether every fact with a digit among its accepted strings is stated; None without such a fact."""
    figures = [fact for fact in case.facts if any(character.isdigit() for one in fact for character in one)]
    if not figures:
        return None
    return float(answered(generated) and all(states(generated["text"], fact) for fact in figures))


def agreement(answers: Sequence[Generated]) -> float | None:
    """Paraphrase consistency: share of pairs of answers with one outcome that, if answered, share a cited passage.

    `answers` are those to the paraphrases of one question; None with fewer than two.
    """
    pairs = list(combinations(answers, 2))
    if not pairs:
        return None
    return sum(_agree(one, other) for one, other in pairs) / len(pairs)


def _agree(one: Generated, other: Generated) -> bool:
    if answered(one) != answered(other) or refused(one) != refused(other):
        return False
    cited = [{(c["report"], c["label"]) for c in citations(answer)} for answer in (one, other)]
    return not answered(one) or bool(cited[0] & cited[1])
