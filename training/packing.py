"""Tuned weights in a small file: what differs from the base, linear layers as int8 with a scale a row."""

from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from training.encoder import Encoder

_UNCHANGED = "bert.embeddings.word_embeddings.weight"
"""Half of the model; the recipe leaves it as it is (`Recipe.freeze_words`)."""
_LIMIT = 127


def pack(encoder: Encoder, path: Path) -> None:
    """Write the weights, rounded as they ship."""
    arrays: dict[str, Any] = {}
    for name, value in encoder.state_dict().items():
        if name == _UNCHANGED:
            continue
        weights = value.detach().float().cpu().numpy()
        if weights.ndim == 2 and name.startswith("bert."):
            arrays[f"{name}:int8"], arrays[f"{name}:scale"] = round_rows(weights)
        else:
            arrays[name] = weights
    np.savez_compressed(path, **arrays)


def unpack(path: Path, base: Path, *, attention: str = "sdpa") -> Encoder:
    """Return the encoder that `pack` wrote, its weights rounded."""
    encoder = Encoder(base, attention=attention)
    state = encoder.state_dict()
    with np.load(path) as file:
        for name in file.files:
            stem, _, part = name.partition(":")
            if part == "int8":
                state[stem] = torch.from_numpy(file[name] * file[f"{stem}:scale"])
            elif not part:
                state[stem] = torch.from_numpy(file[name])
    encoder.load_state_dict(state)
    return encoder.eval()


def round_rows(weights: NDArray[np.float32]) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """Return each row as int8 and its scale, shape (rows, 1): the row is about their product."""
    scale = np.maximum(np.abs(weights).max(axis=1, keepdims=True), 1e-12) / _LIMIT
    return np.round(weights / scale).astype(np.int8), scale.astype(np.float32)
