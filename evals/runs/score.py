"""Score a run from its folder alone: no engine, no model, no library."""

import json
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from evals.cases import Case, read_cases
from evals.intervals import Estimate, clustered_mean
from evals.runs import metrics
from evals.runs.citation_quality import (
    Texts,
    citation_precision,
    citation_recall,
    has_unsupported_figure,
    is_verbatim,
    read_passages,
)
from evals.runs.generate import RunError, read_lines
from evals.runs.judge import read_judgements
from evals.runs.metrics import Generated


@dataclass(frozen=True, slots=True)
class Scored:
    """A case with its generated line and the figures of that question (absent where a figure does not apply)."""

    case: Case
    generated: Generated
    figures: dict[str, float]


@dataclass(frozen=True, slots=True)
class Scores:
    """What a run came to. `figures` maps a metric's name to its estimate; `plain` holds figures without interval."""

    questions: int
    figures: dict[str, Estimate]
    plain: dict[str, float]
    by_kind: dict[str, dict[str, float]]
    by_outcome: dict[str, dict[str, float]]
    """The same by the typed outcome that the set expects."""
    scored: tuple[Scored, ...]

    def to_json(self) -> dict[str, Any]:
        """Return the object of scores.json."""
        return {
            "questions": self.questions,
            "figures": {name: asdict(one) for name, one in self.figures.items()},
            "plain": self.plain,
            "by_kind": self.by_kind,
            "by_outcome": self.by_outcome,
        }


def score(folder: Path) -> Scores:
    """Score the run in `folder` and write `scores.json` and `scores.jsonl` beside its answers."""
    generated = {line["id"]: line for line in read_lines(folder / "generated.jsonl")}
    if not generated:
        raise RunError(f"{folder} holds no answers: run `inspection-qa eval generate --out {folder}` first.")
    texts = read_passages(read_lines(folder / "passages.jsonl"))
    cases = [case for case in read_cases(folder / "cases.jsonl") if case.id in generated]
    judged, failures = read_judgements(folder)
    scored = tuple(
        Scored(
            case,
            generated[case.id],
            figures_of(case, generated[case.id], texts)
            | ({"judge_recall": judged[case.id]} if case.id in judged else {}),
        )
        for case in cases
    )
    scores = summarise(scored)
    if judged or failures:
        scores.plain["judge_failures"] = float(failures)
    (folder / "scores.json").write_text(json.dumps(scores.to_json(), indent=2) + "\n", encoding="utf-8")
    with (folder / "scores.jsonl").open("w", encoding="utf-8") as file:
        for one in scored:
            file.write(json.dumps({"id": one.case.id, "kind": one.case.kind, **one.figures}) + "\n")
    return scores


def is_right(one: Scored) -> bool:
    """Tell whether a question went as it should: every fact and a true passage cited, or refused where nothing says."""
    figures = one.figures
    if not one.case.answerable:
        return figures["refused"] == 1.0
    return bool(figures["answered"] and figures.get("fact_recall", 1.0) == figures.get("cites_evidence", 1.0) == 1.0)


def figures_of(case: Case, generated: Generated, texts: Texts) -> dict[str, float]:
    """Return every figure that applies to one question, by metric name."""
    figures: dict[str, float] = {"seconds": float(generated["seconds"])}
    figures["refused"] = float(metrics.refused(generated))
    figures["answered"] = float(metrics.answered(generated))
    if case.extra.get("outcome"):
        figures["outcome_as_expected"] = float(generated["outcome"] == case.extra["outcome"])
    if case.extra.get("forbidden"):
        figures["nothing_forbidden"] = float(metrics.says_none_of(generated, case.extra["forbidden"]))
    if metrics.refused(generated):
        figures["refusal_precision"] = float(not case.answerable)
    if generated["statements"]:
        figures |= _statement_figures(generated, texts)
    if case.answerable:
        figures["answerable_answered"] = figures["answered"]
        if (exact := metrics.figures_exact(case, generated)) is not None:
            figures["figures_exact"] = exact
        if case.facts:
            figures["fact_recall"] = metrics.fact_recall(case, generated)
        if case.evidence or case.also:
            figures |= _evidence_figures(case, generated)
    else:
        figures["unanswerable_refused"] = figures["refused"]
    return figures


def _statement_figures(generated: Generated, texts: Texts) -> dict[str, float]:
    statements = generated["statements"]
    precisions = [one for one in (citation_precision(each, texts) for each in statements) if one is not None]
    figures = {
        "words": float(metrics.text_words(generated)),
        "verbatim_quotes": float(all(is_verbatim(one, texts) for one in statements)),
        "cites_searched_only": float(
            all(one["report"] in generated["searched"] for one in metrics.citations(generated))
        ),
        "figures_supported": float(not any(has_unsupported_figure(one, texts) for one in statements)),
        "citation_recall": sum(citation_recall(one, texts) for one in statements) / len(statements),
    }
    return figures | {"citation_precision": sum(precisions) / len(precisions)} if precisions else figures


def _evidence_figures(case: Case, generated: Generated) -> dict[str, float]:
    relevant = metrics.relevance(case, generated)
    figures = {f"hit@{k}": float(metrics.hit_at(relevant, k)) for k in (1, 5, 10)}
    figures |= {"mrr": metrics.reciprocal_rank(relevant), "ndcg@10": metrics.ndcg(case, generated)}
    figures["all@10"] = float(metrics.all_at(case, generated, 10))
    if metrics.answered(generated):
        figures["cites_evidence"] = float(metrics.cites_evidence(case, generated))
        if case.facts:
            figures["fact_recall_when_answered"] = metrics.fact_recall(case, generated)
    return figures


def summarise(scored: Sequence[Scored]) -> Scores:
    """Join the figures of all questions: means with intervals by report, refusal, latency, and means by kind."""
    names = list(dict.fromkeys(name for one in scored for name in one.figures if name not in {"refused", "answered"}))
    figures: dict[str, Estimate] = {}
    for name in names:
        having = [one for one in scored if name in one.figures]
        estimate = clustered_mean([one.figures[name] for one in having], [one.case.cluster for one in having])
        if estimate is not None:
            figures[name] = estimate
    plain = _refusal(scored) | _latency(scored) | _joint(scored)
    expecting = [one for one in scored if one.case.extra.get("outcome")]
    return Scores(
        questions=len(scored),
        figures=figures,
        plain=plain,
        by_kind=_means(scored, names, lambda one: one.case.kind),
        by_outcome=_means(expecting, names, lambda one: str(one.case.extra["outcome"])),
        scored=tuple(scored),
    )


def _refusal(scored: Sequence[Scored]) -> dict[str, float]:
    refused = [one for one in scored if one.figures["refused"]]
    right = sum(not one.case.answerable for one in refused)
    wanted = sum(not one.case.answerable for one in scored)
    precision = right / len(refused) if refused else 0.0
    recall = right / wanted if wanted else 0.0
    plain = {
        "refusal_recall": recall,
        "refusal_f1": 2 * precision * recall / (precision + recall) if right else 0.0,
    }
    confident = [
        (one.generated["confidence"], one.case.answerable)
        for one in scored
        if one.generated.get("confidence") is not None
    ]
    area = metrics.area_under_curve(confident)
    return plain if area is None else plain | {"answerability_auc": area}


def _latency(scored: Sequence[Scored]) -> dict[str, float]:
    seconds = [one.figures["seconds"] for one in scored]
    return {f"seconds_p{k}": float(np.percentile(seconds, k)) for k in (50, 95)}


LEDGER_KINDS = frozenset({"judgement", "trend", "compare", "aggregate"})


def _joint(scored: Sequence[Scored]) -> dict[str, float]:
    """Figures of several questions together: paraphrases, follow-ups, and the kinds that the ledger answers."""
    groups: dict[str, list[Generated]] = defaultdict(list)
    for one in scored:
        if one.case.group:
            groups[one.case.group].append(one.generated)
    agreements = [value for value in map(metrics.agreement, groups.values()) if value is not None]
    follow_ups = [one.figures["hit@5"] for one in scored if one.case.kind == "followup" and "hit@5" in one.figures]
    ledger = [
        float(one.figures["fact_recall"] == 1.0)
        for one in scored
        if one.case.kind in LEDGER_KINDS and "fact_recall" in one.figures
    ]
    unworded = sum(any(notice["code"] == "fell_back" for notice in one.generated["notices"]) for one in scored)
    joint = {"paraphrase_consistency": agreements, "follow_up_hit@5": follow_ups, "ledger_exactness": ledger}
    means = {name: sum(values) / len(values) for name, values in joint.items() if values}
    return means | ({"fell_back": float(unworded)} if unworded else {})


def _means(
    scored: Sequence[Scored], names: Sequence[str], group: Callable[[Scored], str]
) -> dict[str, dict[str, float]]:
    groups: dict[str, list[Scored]] = defaultdict(list)
    for one in scored:
        groups[group(one)].append(one)
    table: dict[str, dict[str, float]] = {}
    for key, members in sorted(groups.items()):
        row: dict[str, float] = {"questions": len(members)}
        for name in names:
            values = [one.figures[name] for one in members if name in one.figures]
            if values:
                row[name] = sum(values) / len(values)
        table[key] = row
    return table
