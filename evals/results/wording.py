"""What each figure is called in front of a reader, and what it means, in one plain sentence."""

MEANINGS: dict[str, tuple[str, str]] = {
    "answerable_answered": ("Answered", "Of the questions that the reports answer, the share that got an answer."),
    "unanswerable_refused": ("Refused rightly", "Of the questions that they do not answer, the share refused."),
    "refusal_precision": ("Refusals that were right", "Of the questions refused, the share that had no answer."),
    "outcome_as_expected": ("Right kind of outcome", "Answered, refused or asked back, as the set expects."),
    "fact_recall": ("Facts stated", "Share of the facts asked for that the answer states; a refusal states none."),
    "fact_recall_when_answered": ("Facts stated, answers alone", "The same, of the questions that were answered."),
    "figures_exact": ("Figures exact", "Questions for a figure whose answer states every figure exactly."),
    "cites_evidence": ("Cites the right passage", "Answers with a reference to a passage that holds the answer."),
    "verbatim_quotes": ("Quotes are verbatim", "Answers whose every quote stands in the passage cited. Must be 100 %."),
    "cites_searched_only": ("Cites searched reports", "Answers that cite only reports searched. Must be 100 %."),
    "figures_supported": (
        "No invented figure or name",
        "Answers without an unsupported number or name. Must be 100 %.",
    ),
    "nothing_forbidden": ("Says nothing forbidden", "Answers free of what the set forbids. Must be 100 %."),
    "citation_recall": ("Statements supported", "Share of statements that their passages support (ALCE recall)."),
    "citation_precision": ("References needed", "Share of references that support their statement (ALCE precision)."),
    "judge_recall": ("Statements supported, by a model", "The same as judged by a model instead of by rules."),
    "hit@1": ("Right passage first", "Questions whose right passage is ranked first."),
    "hit@5": ("Right passage in the first 5", "… is among the first five."),
    "hit@10": ("Right passage in the first 10", "… is among the first ten."),
    "all@10": ("All passages in the first 10", "Every passage needed is among the first ten."),
    "mrr": ("Mean reciprocal rank", "1 where the right passage is first, 1/2 where second, and so on."),
    "ndcg@10": ("nDCG@10", "How high the right passages stand among ten; 1 is the best order."),
    "words": ("Words", "Length of an answer."),
    "seconds": ("Seconds", "Time that an answer takes."),
    "refusal_recall": ("Refusal recall", "As “Refused rightly”, without an interval."),
    "refusal_f1": ("Refusal F1", "Harmonic mean of refusal precision and recall."),
    "answerability_auc": ("Answerability", "Chance that an answerable question is rated above one that is not."),
    "seconds_p50": ("Seconds, half of the answers", "Half of the answers take less."),
    "seconds_p95": ("Seconds, 95 of 100 answers", "95 of 100 answers take less."),
    "paraphrase_consistency": ("Same answer to a rewording", "Pairs of rewordings that were answered alike."),
    "follow_up_hit@5": ("Follow-ups understood", "Follow-up questions with the right passage in the first five."),
    "ledger_exactness": ("Grades exact", "Questions of grades whose answer states every fact."),
    "fell_back": ("Answers without the model", "Answers of the reports' own sentences, because the model failed."),
    "judge_failures": ("Judgements that failed", "Statements that the model did not judge; they are not scored."),
}
_PLAIN = frozenset({"words", "seconds", "seconds_p50", "seconds_p95", "mrr", "ndcg@10"})
COUNTED = frozenset({"judge_failures", "fell_back"})
"""How often something failed: absent where it never did."""
_KINDS = {
    "aggregate": "over all reports", "compare": "councils compared", "comparison": "figures compared",
    "date_or_name": "date or name", "followup": "follow-up", "lookup_newest": "newest report", "lookup_year": "by year",
    "multi": "two in one", "trend": "over time", "adversarial": "trick question", "judgement": "grade",
}  # fmt: skip


def title(metric: str) -> str:
    """Return what a metric is called."""
    return MEANINGS.get(metric, (metric, ""))[0]


def meaning(metric: str) -> str:
    """Return what a metric means."""
    return MEANINGS.get(metric, (metric, ""))[1]


def spell(metric: str, value: float) -> str:
    """Return a value as a reader expects it: a share in per cent, a time or length as it is."""
    if metric in COUNTED:
        return f"{value:.0f}"
    return f"{value:.2f}" if metric in _PLAIN else f"{value * 100:.0f} %"


def kind_name(kind: str) -> str:
    """Return what a reader calls a kind of question."""
    return _KINDS.get(kind, kind.replace("_", " "))
