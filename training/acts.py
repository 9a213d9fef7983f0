"""Fits the model that reads questions: `python -m training.acts UTTERANCES… --base FOLDER --out FOLDER [--hold FILE]`.

An utterance is a JSON line with `question`, perhaps `history`, `held`, and `parse`. With `--hold` one file is left out
of training: each is another hand; the model fitted on the others says how a stranger's questions are read
(`inspection-qa eval parse`). Without, it is the one that ships: int8 weights as an ONNX file, and its labels.

MiniLM reads the question and the one before it; heads over the mean of the question's pieces and the first piece give
act, period, kind of inspection, form and flags; one over each piece says whether it is of the topic.
"""

import argparse
import hashlib
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

import numpy as np
import onnx
import torch
from torch import Tensor, nn
from torch.nn.functional import binary_cross_entropy_with_logits, cross_entropy
from transformers import BertModel

from evals.runs.parsing import read_utterances, stand_ins
from retrieval.question.model import LABELS, open_tokenizer, pieces_of
from retrieval.question.models import Act, PeriodOp, Shape, Want
from retrieval.question.read import masked_question
from training.onnx_file import rounded

EPOCHS, RATE, HEAD_RATE, BATCH = 8, 2e-4, 1e-3, 32
FROZEN = 1
"""Layers that stay as they are: what they make of an utterance is reckoned once, which spares some of the time."""
WEIGHTS = {"act": 1.0, "period": 0.5, "inspection": 0.5, "shape": 0.3}
"""What each choice counts in the loss: the act decides the form of an answer, the form of words only its dress."""
_FLAGS, _TOPICS = 2.0, 1.0
_SMOOTHING = 0.05
_KINDS = tuple(json.loads(LABELS.read_text(encoding="utf-8"))["inspection"])
"""The kinds of inspection that utterances are labelled with; the profiles say what each stands for."""
CHOICES: Mapping[str, tuple[str, ...]] = {
    "act": get_args(Act),
    "period": get_args(PeriodOp),
    "inspection": _KINDS,
    "shape": get_args(Shape),
}
FLAGS = ("everyone", "refers_back", *get_args(Want))
_UNKNOWN = -1.0


@dataclass(frozen=True, slots=True)
class Example:
    """One utterance as numbers: pieces with how many are the question's own, a choice each, flags, and topic tags."""

    pieces: tuple[int, ...]
    own: int
    choices: tuple[int, ...]
    flags: tuple[float, ...]
    tags: tuple[float, ...]


class Reader(nn.Module):
    """MiniLM with its heads; yields a tensor for each of `CHOICES`, one of flags, one of tags."""

    def __init__(self, base: Path, *, attention: str = "sdpa") -> None:
        super().__init__()
        self.bert = BertModel.from_pretrained(
            base, add_pooling_layer=False, attn_implementation=attention, dtype=torch.float32
        )
        width = self.bert.config.hidden_size
        self.drop = nn.Dropout(0.1)
        self.heads = nn.ModuleList(nn.Linear(2 * width, len(names)) for names in (*CHOICES.values(), FLAGS))
        self.tag = nn.Linear(width, 1)

    @property
    def tuned(self) -> list[nn.Parameter]:
        """The weights of the encoder that are tuned."""
        return [weights for layer in self.bert.encoder.layer[FROZEN:] for weights in layer.parameters()]

    def lower(self, pieces: Tensor, kinds: Tensor) -> Tensor:
        """Return what the frozen layers make of questions of one length, shape (questions, pieces, 384)."""
        hidden = self.bert.embeddings(input_ids=pieces, token_type_ids=kinds)
        return self._through(self.bert.encoder.layer[:FROZEN], hidden)

    def upper(self, hidden: Tensor, own: Tensor) -> tuple[Tensor, ...]:
        """Return the outputs; `own`, shape (questions, pieces), is 1 for pieces of the question itself, else 0."""
        hidden = self._through(self.bert.encoder.layer[FROZEN:], hidden)
        mean = (hidden * own.unsqueeze(-1)).sum(1) / own.sum(1, keepdim=True)
        pooled = self.drop(torch.cat([mean, hidden[:, 0]], dim=1))
        return (*(head(pooled) for head in self.heads), self.tag(self.drop(hidden)).squeeze(-1))

    def forward(self, pieces: Tensor, kinds: Tensor) -> tuple[Tensor, ...]:
        """Read questions of one length; `kinds` is 1 for pieces of the question before."""
        return self.upper(self.lower(pieces, kinds), (1 - kinds).to(torch.float32))

    @staticmethod
    def _through(layers: nn.ModuleList, hidden: Tensor) -> Tensor:
        for layer in layers:
            output = layer(hidden)
            hidden = output[0] if isinstance(output, tuple) else output
        return hidden


def examples(lines: Sequence[Mapping[str, Any]]) -> list[Example]:
    """Return the utterances as numbers."""
    tokenizer = open_tokenizer()
    found = []
    for line in lines:
        reports = stand_ins(json.dumps(line.get("held") or {}))
        parse, history = line["parse"], line.get("history") or []
        question = masked_question(line["question"], reports)
        before = masked_question(history[-1]["q"], reports) if history else ""
        pieces, own, offsets = pieces_of(tokenizer, question, before)
        named = {"act": parse["act"], "period": parse["period"]["op"], "inspection": parse["inspection"]}
        named["shape"] = parse["format"]["shape"]
        choices = tuple(names.index(named[name]) for name, names in CHOICES.items())
        said = {*parse["wants"], *(name for name in ("everyone", "refers_back") if parse[name])}
        flags = tuple(float(flag in said) for flag in FLAGS)
        found.append(Example(tuple(pieces), own, choices, flags, _tags(question, offsets, parse["topics"])))
    return found


def _tags(question: str, offsets: Sequence[tuple[int, int]], topics: Sequence[str]) -> tuple[float, ...]:
    """Return for each piece whether it is of a topic; a topic that is not in the question's words teaches nothing."""
    spans = [(start, start + len(topic)) for topic in topics if (start := question.find(topic.lower())) >= 0]
    if topics and not spans:
        return (_UNKNOWN,) * len(offsets)
    return tuple(
        float(any(start <= first and last <= end for start, end in spans)) if last > first else _UNKNOWN
        for first, last in offsets
    )


def fit(taught: Sequence[Example], base: Path, *, seed: int = 0) -> Reader:
    """Return a reader tuned on `taught`."""
    torch.manual_seed(seed)
    shuffle = np.random.default_rng(seed)
    reader = Reader(base)
    batches = [_batch(reader, group) for group in _of_one_length(taught, shuffle)]
    heads = [*reader.heads.parameters(), *reader.tag.parameters()]
    optimiser = torch.optim.AdamW(
        [{"params": reader.tuned, "lr": RATE}, {"params": heads, "lr": HEAD_RATE}], weight_decay=0.01
    )
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimiser, [RATE, HEAD_RATE], total_steps=EPOCHS * len(batches) + 1, pct_start=0.1, anneal_strategy="linear"
    )
    reader.train()
    for epoch in range(EPOCHS):
        total = 0.0
        for at in shuffle.permutation(len(batches)):
            loss = _loss(reader, batches[at])
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_([*reader.tuned, *heads], 1.0)
            optimiser.step()
            schedule.step()
            total += loss.item() * len(batches[at].own)
        print(f"epoch {epoch + 1}: loss {total / len(taught):.3f}", flush=True)
    return reader.eval()


@dataclass(frozen=True, slots=True)
class Batch:
    """Utterances of one length: what the frozen layers make of them, kept, and what they are to be read as."""

    hidden: Tensor
    own: Tensor
    choices: Tensor
    flags: Tensor
    tags: Tensor


def _of_one_length(taught: Sequence[Example], shuffle: np.random.Generator) -> Iterator[list[Example]]:
    """Yield groups of at most `BATCH` utterances of the same number of pieces: nothing need be padded."""
    groups: dict[int, list[Example]] = {}
    for at in shuffle.permutation(len(taught)):
        groups.setdefault(len(taught[at].pieces), []).append(taught[at])
    for group in groups.values():
        yield from (group[at : at + BATCH] for at in range(0, len(group), BATCH))


def _batch(reader: Reader, group: Sequence[Example]) -> Batch:
    pieces = torch.tensor([one.pieces for one in group])
    kinds = torch.tensor([[0] * one.own + [1] * (len(one.pieces) - one.own) for one in group])
    tags = [[*one.tags, *[_UNKNOWN] * (len(one.pieces) - len(one.tags))] for one in group]
    with torch.no_grad():
        hidden = reader.eval().lower(pieces, kinds)
    return Batch(
        hidden,
        (1 - kinds).to(torch.float32),
        torch.tensor([one.choices for one in group]),
        torch.tensor([one.flags for one in group]),
        torch.tensor(tags),
    )


def _loss(reader: Reader, batch: Batch) -> Tensor:
    *choices, flags, tags = reader.upper(batch.hidden, batch.own)
    loss = torch.zeros(())
    for at, (output, weight) in enumerate(zip(choices, WEIGHTS.values(), strict=True)):
        loss = loss + weight * cross_entropy(output, batch.choices[:, at], label_smoothing=_SMOOTHING)
    loss = loss + _FLAGS * binary_cross_entropy_with_logits(flags, batch.flags)
    known = batch.tags != _UNKNOWN
    if known.any():
        loss = loss + _TOPICS * binary_cross_entropy_with_logits(tags[known], batch.tags[known])
    return loss


def write(reader: Reader, folder: Path) -> None:
    """Write the model, its weights rounded to int8, and its labels."""
    target = io.BytesIO()
    names = [*CHOICES, "flags", "tags"]
    torch.onnx.export(
        reader.eval(),
        (torch.ones(1, 8, dtype=torch.int64), torch.zeros(1, 8, dtype=torch.int64)),
        target,
        input_names=["pieces", "kinds"],
        output_names=names,
        dynamic_axes={"pieces": {1: "length"}, "kinds": {1: "length"}, "tags": {1: "length"}},
        opset_version=17,
        dynamo=False,
    )
    content = rounded(onnx.load_from_string(target.getvalue())).SerializeToString()
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "question.onnx").write_bytes(content)
    labels = {**CHOICES, "flags": FLAGS, "sha256": hashlib.sha256(content).hexdigest()}
    (folder / "question.json").write_text(json.dumps(labels, indent=1) + "\n", encoding="utf-8")


def main() -> None:
    """Run as a command."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("utterances", nargs="+", type=Path)
    options.add_argument("--base", type=Path, required=True, help="folder of all-MiniLM-L6-v2")
    options.add_argument("--out", type=Path, required=True, help="folder for question.onnx and question.json")
    options.add_argument("--hold", type=Path, help="leave this file out of training")
    arguments = options.parse_args()
    files = [file for file in arguments.utterances if file != arguments.hold]
    reader = fit(examples([line for file in files for line in read_utterances(file)]), arguments.base)
    write(reader, arguments.out)


if __name__ == "__main__":
    main()
