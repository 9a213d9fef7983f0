"""What training lowers: three contrasts of a question with passages and sentences, as the retriever compares them."""

from dataclasses import dataclass

import torch
from torch import Tensor

from training.encoder import Read

_NEVER = -1e4


@dataclass(frozen=True)
class Contrast:
    """Temperatures and weights of the three losses."""

    passage_temperature: float = 0.05
    sentence_temperature: float = 0.05
    late_temperature: float = 0.04
    passage_weight: float = 1.0
    sentence_weight: float = 1.0
    late_weight: float = 1.0


def info_nce(scores: Tensor, positive: Tensor, ignored: Tensor) -> Tensor:
    """Return the mean over rows of -log of the share that any positive column has (InfoNCE, van den Oord 2018).

    `scores`, `positive` and `ignored` have shape (questions, candidates); an ignored column counts as neither.
    """
    scores = scores.masked_fill(ignored & ~positive, _NEVER)
    chosen = scores.masked_fill(~positive, _NEVER).logsumexp(1)
    taught = positive.any(1)
    return (scores.logsumexp(1) - chosen)[taught].mean()


def late_scores(questions: Read, texts: Read, word: Tensor, rarity: Tensor) -> Tensor:
    """Return the late interaction of each question with each text, shape (questions, texts), as at run time."""
    asked = word[questions.pieces] & questions.mask
    weights = rarity[questions.pieces] * asked
    weights = weights / weights.sum(1, keepdim=True).clamp(min=1e-6)
    held = word[texts.pieces] & texts.mask
    cosines = torch.einsum("qid,tjd->qtij", questions.tokens, texts.tokens)
    cosines = cosines.masked_fill(~held[None, :, None, :], _NEVER).amax(-1).clamp(min=-1.0)
    return torch.einsum("qti,qi->qt", cosines, weights)
