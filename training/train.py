"""Fine-tune the encoder on questions with their evidence."""

import math
import random
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from training.data import Examples
from training.encoder import Encoder, read
from training.losses import Contrast, info_nce, late_scores
from training.measure import similarities, vectors_of

_KEYWORD_SHARE = 0.2
"""What words count against vectors when hard negatives are mined: about as in `ranking_weights.toml`."""
PROJECTION = Path(__file__).with_name("projection.npz")
"""The leading directions of the base's token vectors (eigenvectors of their second moments, not centred)."""


@dataclass(frozen=True)
class Recipe:
    """Everything that the trained weights depend on besides the examples and the base."""

    epochs: int = 6
    batch: int = 32
    reports_in_batch: int = 4
    """Questions of one report share its passages as negatives of each other."""
    negatives: int = 4
    mined_from: int = 20
    """Hard negatives are drawn from so many passages of the report that the model itself ranks first."""
    mine_every: int = 2
    """Epochs between two minings."""
    rate: float = 1e-4
    projection_rate: float = 5e-4
    decay: float = 0.01
    freeze_words: bool = True
    """Leave the word embeddings as they are: half of the parameters, most of which no question teaches."""
    blend: float = 0.6
    """Share of the tuned weights in the result, the rest the base's (WiSE-FT, Wortsman et al. 2022)."""
    contrast: Contrast = field(default_factory=Contrast)
    seed: int = 0


def train(
    examples: Examples, questions: NDArray[np.int64], recipe: Recipe, base: Path, start: NDArray[np.float32]
) -> Encoder:
    """Return an encoder tuned on `questions`; `start` is the projection to begin from."""
    random.seed(recipe.seed)
    torch.manual_seed(recipe.seed)
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    encoder = Encoder(base).to(device)
    encoder.set_projection(start)
    if recipe.freeze_words:
        encoder.bert.embeddings.word_embeddings.weight.requires_grad_(False)
    groups = [
        {"params": [one for one in encoder.bert.parameters() if one.requires_grad], "lr": recipe.rate},
        {"params": list(encoder.projection.parameters()), "lr": recipe.projection_rate},
    ]
    optimiser = torch.optim.AdamW(groups, weight_decay=recipe.decay)
    taught = [int(one) for one in questions if examples.teaches(int(one))]
    steps = recipe.epochs * math.ceil(len(taught) / recipe.batch)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda step: _pace(step, steps))
    word = torch.from_numpy(np.asarray(examples["word"])).to(device)
    rarity = torch.from_numpy(np.asarray(examples["rarity"], dtype=np.float32)).to(device)
    hard: dict[int, NDArray[np.int64]] = {}
    for epoch in range(recipe.epochs):
        if epoch % recipe.mine_every == 0:
            hard = _mine(encoder, examples, taught, recipe, device)
        encoder.train()
        for batch in _batches(examples, taught, recipe):
            loss = _loss(encoder, examples, batch, hard, recipe, word, rarity, device)
            optimiser.zero_grad(set_to_none=True)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(encoder.parameters(), 1.0)
            optimiser.step()
            schedule.step()
    return blend(encoder.eval(), base, start, recipe.blend)


def blend(encoder: Encoder, base: Path, start: NDArray[np.float32], share: float) -> Encoder:
    """Return an encoder whose weights lie between the base's (share 0) and the tuned ones (share 1)."""
    if share == 1.0:
        return encoder
    blended = Encoder(base).to(next(encoder.parameters()).device)
    blended.set_projection(start)
    with torch.no_grad():
        for name, value in blended.named_parameters():
            value.lerp_(encoder.get_parameter(name), share)
    return blended.eval()


def start_of(path: Path = PROJECTION) -> NDArray[np.float32]:
    """Return the projection that training begins from: the leading directions of the base's token vectors."""
    with np.load(path) as data:
        return np.asarray(data["projection"], dtype=np.float32)


def read_recipe(changes: Mapping[str, Any]) -> Recipe:
    """Return the default recipe with these changes; those of `contrast` stand in an object of their own."""
    contrast = replace(Contrast(), **changes.get("contrast", {}))
    return replace(Recipe(), **{**changes, "contrast": contrast})


def _pace(step: int, steps: int) -> float:
    """Return the share of the full rate: up over the first tenth, then down in a line."""
    warm = max(steps // 10, 1)
    return (step + 1) / warm if step < warm else max(0.0, (steps - step) / max(steps - warm, 1))


def _batches(examples: Examples, taught: list[int], recipe: Recipe) -> list[list[int]]:
    """Return all questions once, in batches of a few reports each."""
    of_report: dict[int, list[int]] = {}
    for question in random.sample(taught, len(taught)):
        of_report.setdefault(int(examples["question_report"][question]), []).append(question)
    share = max(recipe.batch // recipe.reports_in_batch, 1)
    groups = [asked[at : at + share] for asked in of_report.values() for at in range(0, len(asked), share)]
    random.shuffle(groups)
    flat = [question for group in groups for question in group]
    return [flat[at : at + recipe.batch] for at in range(0, len(flat), recipe.batch)]


@torch.no_grad()
def _mine(
    encoder: Encoder, examples: Examples, taught: list[int], recipe: Recipe, device: torch.device
) -> dict[int, NDArray[np.int64]]:
    """Return for each question the chunks of its report that rank first and carry none of its evidence."""
    encoder.eval()
    hard = {}
    for report in sorted({int(examples["question_report"][question]) for question in taught}):
        chunks = examples.chunks_of_report[report]
        vectors = vectors_of(encoder, examples, chunks, device)
        asked = [question for question in taught if examples["question_report"][question] == report]
        forms = np.array([examples.forms_of[question][0] for question in asked])
        similar = similarities(encoder, examples, forms, vectors, device)
        for row, question in enumerate(asked):
            keyword = _keyword(examples, question, chunks)
            order = np.argsort(-(_KEYWORD_SHARE * keyword + similar["sentence"][row] + 2 * similar["late"][row]))
            truths = set(examples.truth_chunks[question].tolist())
            ranked = [int(chunks[place]) for place in order if int(chunks[place]) not in truths]
            hard[question] = np.array(ranked[: recipe.mined_from])
    return hard


def _keyword(examples: Examples, question: int, chunks: NDArray[np.int64]) -> NDArray[np.float64]:
    names, fixed = examples.fixed_signals(question)
    return fixed[np.asarray(examples["chunk_passage"])[chunks], names.index("keyword")]


def _loss(
    encoder: Encoder,
    examples: Examples,
    batch: list[int],
    hard: dict[int, NDArray[np.int64]],
    recipe: Recipe,
    word: Tensor,
    rarity: Tensor,
    device: torch.device,
) -> Tensor:
    positives = [int(random.choice(examples.truth_chunks[question])) for question in batch]
    negatives = [
        int(one)
        for question in batch
        for one in random.sample(list(hard[question]), min(recipe.negatives, len(hard[question])))
    ]
    chunks = list(dict.fromkeys(positives + negatives))
    forms = [examples.form(int(random.choice(examples.forms_of[question]))) for question in batch]
    asked = read(encoder, forms, device)
    texts = read(encoder, [examples.chunk(chunk) for chunk in chunks], device)
    rows = np.concatenate([examples.sentences_of_chunk[chunk] for chunk in chunks])
    owner_of = {chunk: place for place, chunk in enumerate(chunks)}
    spans = np.asarray(examples["sentences"])[rows]
    owners = torch.tensor([owner_of[int(chunk)] for chunk in spans[:, 0]], device=device)
    starts, ends = (torch.from_numpy(spans[:, column].astype(np.int64)).to(device) for column in (1, 2))
    sentences = texts.spans(owners, starts, ends)

    chunk_truth = _matrix(batch, chunks, [examples.truth_chunks[question] for question in batch], device)
    row_truth = _matrix(batch, rows.tolist(), [examples.truth_rows[question] for question in batch], device)
    chosen = torch.zeros_like(chunk_truth)
    for row, positive in enumerate(positives):
        chosen[row, owner_of[positive]] = True
    nothing = torch.zeros_like(row_truth)
    contrast = recipe.contrast
    passage = info_nce(asked.vectors @ texts.vectors.T / contrast.passage_temperature, chosen, chunk_truth)
    sentence = info_nce(asked.vectors @ sentences.T / contrast.sentence_temperature, row_truth, nothing)
    late = info_nce(late_scores(asked, texts, word, rarity) / contrast.late_temperature, chosen, chunk_truth)
    return contrast.passage_weight * passage + contrast.sentence_weight * sentence + contrast.late_weight * late


def _matrix(batch: list[int], columns: list[int], truths: list[NDArray[np.int64]], device: torch.device) -> Tensor:
    """Return shape (questions, columns): whether a column is among the question's truths."""
    place = {column: number for number, column in enumerate(columns)}
    held = torch.zeros(len(batch), len(columns), dtype=torch.bool)
    for row, found in enumerate(truths):
        for one in found.tolist():
            if one in place:
                held[row, place[one]] = True
    return held.to(device)
