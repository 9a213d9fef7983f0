"""A model's word on whether cited passages support a statement, beside the rules': ALCE's recall by a judge.

The judge is pinned: its name and the digest of its prompt are written with each judgement, it runs at temperature 0.
A statement that it does not judge (no answer, or none of the two agreed) is counted as a failure and never scored.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ConfigDict, ValidationError

import prompts
from evals.runs.citation_quality import Texts, read_passages
from evals.runs.generate import read_lines
from retrieval.errors import ModelError
from retrieval.generative.chat_models import mapped_failures

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

JUDGED = "judged.jsonl"


class _Judgement(BaseModel):
    model_config = ConfigDict(strict=True)
    supported: bool


@dataclass(frozen=True, slots=True)
class Judge:
    """A chat model that judges; `name` is provider:model."""

    model: "BaseChatModel"
    name: str

    def supports(self, statement: Mapping[str, Any], texts: Texts) -> bool | None:
        """Tell whether the statement's cited passages support it; None where the model gives no judgement."""
        cited = dict.fromkeys((one["report"], one["label"]) for one in statement["citations"])
        passages = "\n\n".join(texts[key].text for key in cited if key in texts)
        system, user = prompts.load("judge").fill(passages=passages, statement=statement["text"])
        try:
            with mapped_failures(self.name):
                reply = self.model.invoke([("system", system), ("human", user)]).text
            return _Judgement.model_validate_json(reply.strip()).supported
        except (ModelError, ValidationError):
            return None


def judge_run(folder: Path, judge: Judge) -> tuple[int, int]:
    """Judge every statement of the run in `folder` into its judged.jsonl; return how many were, and how many not."""
    texts = read_passages(read_lines(folder / "passages.jsonl"))
    pinned = {"judge": judge.name, "prompt": prompts.load("judge").identity}
    judged = failed = 0
    with (folder / JUDGED).open("w", encoding="utf-8") as file:
        for line in read_lines(folder / "generated.jsonl"):
            verdicts = [judge.supports(statement, texts) for statement in line["statements"]]
            failed += verdicts.count(None)
            judged += len(verdicts) - verdicts.count(None)
            if verdicts:
                file.write(json.dumps({"id": line["id"], "supported": verdicts, **pinned}) + "\n")
    return judged, failed


def read_judgements(folder: Path) -> tuple[dict[str, float], int]:
    """Return the share of each question's judged statements that are supported, and how many were not judged."""
    shares: dict[str, float] = {}
    failures = 0
    for line in read_lines(folder / JUDGED):
        judged = [one for one in line["supported"] if one is not None]
        failures += len(line["supported"]) - len(judged)
        if judged:
            shares[line["id"]] = sum(judged) / len(judged)
    return shares, failures
