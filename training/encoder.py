"""The encoder in PyTorch: what `retrieval/vectors/embeddings.py` runs in ONNX, its projection of tokens in it."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn.functional import normalize
from transformers import BertModel

TOKEN_DIMENSIONS = 128
"""Bytes that a word piece takes in a library."""


class Encoder(nn.Module):
    """MiniLM with a learnt projection: a pass yields hidden states and unit token vectors."""

    def __init__(self, base: Path, *, attention: str = "sdpa") -> None:
        super().__init__()
        self.bert = BertModel.from_pretrained(
            base, add_pooling_layer=False, attn_implementation=attention, dtype=torch.float32
        )
        self.projection = nn.Linear(self.bert.config.hidden_size, TOKEN_DIMENSIONS, bias=False)

    def forward(self, input_ids: Tensor, attention_mask: Tensor) -> tuple[Tensor, Tensor]:
        """Return hidden states, shape (texts, pieces, 384), and token vectors, (texts, pieces, TOKEN_DIMENSIONS)."""
        hidden = self.bert(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state
        return hidden, self.projection(hidden)

    def set_projection(self, projection: NDArray[np.float32]) -> None:
        """Begin from a given projection, shape (384, TOKEN_DIMENSIONS)."""
        with torch.no_grad():
            self.projection.weight.copy_(torch.from_numpy(projection.T.copy()))


@dataclass
class Read:
    """A batch of texts as read: padded to the longest."""

    hidden: Tensor
    tokens: Tensor
    """Unit rows, zero where padded."""
    mask: Tensor
    pieces: Tensor

    @property
    def vectors(self) -> Tensor:
        """One unit vector a text: the mean of its pieces."""
        weights = self.mask.unsqueeze(-1).to(self.hidden.dtype)
        return normalize((self.hidden * weights).sum(1) / weights.sum(1), dim=-1)

    def spans(self, owners: Tensor, starts: Tensor, ends: Tensor) -> Tensor:
        """Return a unit vector a span: the mean of pieces [start, end) of the text that owns it."""
        places = torch.arange(self.hidden.shape[1], device=self.hidden.device)
        inside = (places >= starts[:, None]) & (places < ends[:, None])
        sums = torch.cumsum(nn.functional.pad(self.hidden.float(), (0, 0, 1, 0)), dim=1)
        total = sums[owners, ends] - sums[owners, starts]
        return normalize(total / inside.sum(1, keepdim=True).clamp(min=1), dim=-1)


def read(encoder: Encoder, texts: list[NDArray[np.generic]], device: torch.device) -> Read:
    """Pass texts, given as word pieces, through the encoder."""
    longest = max(len(text) for text in texts)
    pieces = np.zeros((len(texts), longest), dtype=np.int64)
    for row, text in enumerate(texts):
        pieces[row, : len(text)] = text
    ids = torch.from_numpy(pieces).to(device, non_blocking=True)
    mask = ids != 0
    with torch.autocast(device.type, dtype=torch.bfloat16, enabled=device.type == "cuda" and encoder.training):
        hidden, tokens = encoder(ids, mask.long())
    tokens = normalize(tokens.float(), dim=-1) * mask.unsqueeze(-1)
    return Read(hidden.float(), tokens, mask, ids)
