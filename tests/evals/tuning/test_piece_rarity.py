"""How much each word piece tells."""

import numpy as np
import pytest

from evals.tuning.piece_rarity import count
from ingest.chunks.wordpieces import ModelFiles
from retrieval.vectors.embeddings import EmbeddedModel

TEXTS = [f"Visits to children in {town} are timely." for town in ("Ash", "Oak", "Elm")]


def test_a_piece_weighs_what_its_rarity_says() -> None:
    model = EmbeddedModel(ModelFiles.find())
    weights = count(model, TEXTS)
    children, ash = (model.tokenize(word).ids[1] for word in ("children", "ash"))
    assert weights[children] == pytest.approx(np.log(1 + 3 / (1 + 3)))
    assert weights[ash] == pytest.approx(np.log(1 + 3 / (1 + 1)))
    assert weights.max() == pytest.approx(np.log(1 + 3))
