"""How well an encoder ranks: the retriever's own signals, over the examples."""

from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray

from evals.tuning.examples import Trial
from training.data import SIMILARITIES, Examples
from training.encoder import Encoder, Read, read
from training.losses import late_scores

_TEXTS_A_PASS = 64
_FORMS_A_PASS = 64


@dataclass
class Vectors:
    """Everything that questions are compared with, of some chunks."""

    chunks: NDArray[np.int64]
    texts: list[Read]
    paragraphs: torch.Tensor
    sentences: torch.Tensor
    sentence_owners: NDArray[np.int64]
    """For each sentence the place of its chunk among `chunks`."""


@torch.no_grad()
def vectors_of(encoder: Encoder, examples: Examples, chunks: NDArray[np.int64], device: torch.device) -> Vectors:
    """Encode chunks."""
    texts, paragraphs, sentences, owners = [], [], [], []
    for begin in range(0, len(chunks), _TEXTS_A_PASS):
        some = chunks[begin : begin + _TEXTS_A_PASS]
        texts.append(read(encoder, [examples.chunk(int(chunk)) for chunk in some], device))
        paragraphs.append(texts[-1].vectors)
        rows = [examples.sentences_of_chunk[int(chunk)] for chunk in some]
        within = np.repeat(np.arange(len(some)), [len(one) for one in rows])
        spans = np.asarray(examples["sentences"])[np.concatenate(rows)].astype(np.int64)
        places = (torch.from_numpy(one).to(device) for one in (within, spans[:, 1].copy(), spans[:, 2].copy()))
        sentences.append(texts[-1].spans(*places))
        owners.append(within + begin)
    return Vectors(chunks, texts, torch.cat(paragraphs), torch.cat(sentences), np.concatenate(owners))


@torch.no_grad()
def similarities(
    encoder: Encoder, examples: Examples, forms: NDArray[np.int64], vectors: Vectors, device: torch.device
) -> dict[str, NDArray[np.float32]]:
    """Return each similarity of each form of a question with each chunk, shape (forms, chunks)."""
    word = torch.from_numpy(np.asarray(examples["word"])).to(device)
    rarity = torch.from_numpy(np.asarray(examples["rarity"], dtype=np.float32)).to(device)
    rows: dict[str, list[NDArray[np.float32]]] = {"paragraph": [], "sentence": [], "late": []}
    for begin in range(0, len(forms), _FORMS_A_PASS):
        asked = read(encoder, [examples.form(int(form)) for form in forms[begin : begin + _FORMS_A_PASS]], device)
        each = (asked.vectors @ vectors.sentences.T).cpu().numpy()
        best = np.full((len(each), len(vectors.chunks)), -1.0, dtype=np.float32)
        np.maximum.at(best.T, vectors.sentence_owners, each.T)
        rows["paragraph"].append((asked.vectors @ vectors.paragraphs.T).cpu().numpy())
        rows["sentence"].append(best)
        late = torch.cat([late_scores(asked, texts, word, rarity) for texts in vectors.texts], dim=1)
        rows["late"].append(late.cpu().numpy())
    return {name: np.concatenate(found) for name, found in rows.items()}


def try_questions(encoder: Encoder, examples: Examples, questions: NDArray[np.int64]) -> list[Trial]:
    """Return the trial of each answerable question over its report, its signals as the retriever has them."""
    device = next(encoder.parameters()).device
    asked = questions[np.asarray(examples["question_answerable"])[questions]]
    reports = np.asarray(examples["question_report"])[asked]
    trials = []
    for report in np.unique(reports):
        vectors = vectors_of(encoder, examples, examples.chunks_of_report[report], device)
        passages = np.asarray(examples["chunk_passage"])[vectors.chunks]
        forms = [_as_asked(examples, int(question)) for question in asked[reports == report]]
        similar = similarities(encoder, examples, np.concatenate(forms), vectors, device)
        row = 0
        for question, own in zip(asked[reports == report], forms, strict=True):
            best = {name: values[row : row + len(own)].max(axis=0) for name, values in similar.items()}
            trials.append(_trial(examples, int(question), passages, best))
            row += len(own)
    return trials


def trials_before(examples: Examples, questions: NDArray[np.int64]) -> list[Trial]:
    """Return the same trials by the signals of the model that the library was embedded with."""
    trials = []
    for question in questions[np.asarray(examples["question_answerable"])[questions]]:
        start, end = examples["signal_ends"][question : question + 2]
        names = [str(name) for name in examples["signal_names"]]
        order = [names.index(name) for name in SIMILARITIES]
        order += [column for column, name in enumerate(names) if name not in SIMILARITIES]
        signals = examples["signals"][start:end][:, order].astype(np.float64)
        trials.append(_with_truth(examples, int(question), signals))
    return trials


def _as_asked(examples: Examples, question: int) -> NDArray[np.int64]:
    """Return the first form, and the same with its acronyms spelt out."""
    forms = examples.forms_of[question]
    following = [form for form in forms[1:2] if examples["form_spelt"][form]]
    return np.array([forms[0], *following])


def _trial(
    examples: Examples, question: int, passages: NDArray[np.int32], similar: dict[str, NDArray[np.float32]]
) -> Trial:
    _, fixed = examples.fixed_signals(question)
    columns = np.full((len(fixed), len(SIMILARITIES)), 0.0)
    for column, name in enumerate(SIMILARITIES):
        values = np.full(len(fixed), -np.inf)
        np.maximum.at(values, passages, similar[name])
        columns[:, column] = np.where(np.isfinite(values), values, 0.0)
    return _with_truth(examples, question, np.hstack([columns, fixed]))


def _with_truth(examples: Examples, question: int, signals: NDArray[np.float64]) -> Trial:
    relevant = np.zeros(len(signals), dtype=np.bool_)
    relevant[np.asarray(examples["chunk_passage"])[examples.truth_chunks[question]]] = True
    name = str(examples["reports"][examples["question_report"][question]])
    return Trial(name, str(examples["question_kind"][question]), signals, relevant)
