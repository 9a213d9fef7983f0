"""Learning how token vectors are shortened."""

import numpy as np
import pytest

from evals.compression import TOKEN_DIMENSIONS, learn
from ingest.wordpieces import ModelFiles
from retrieval.embeddings import EmbeddedModel
from retrieval.encoding import unit

TOWNS = ("Ash", "Oak", "Elm")
OFTEN = ("weekly", "each month", "rarely", "in good time", "by their chairs", "twice a year")
TEXTS = [f"Visits to children in {town} are timely; plans are reviewed {often}." for town in TOWNS for often in OFTEN]


@pytest.fixture(scope="module")
def model() -> EmbeddedModel:
    return EmbeddedModel(ModelFiles.find())


def test_the_projection_keeps_the_angles_between_words(model: EmbeddedModel) -> None:
    projection, _ = learn(model, TEXTS)
    assert projection.shape == (model.dimensions, TOKEN_DIMENSIONS)
    assert np.allclose(projection.T @ projection, np.eye(TOKEN_DIMENSIONS), atol=1e-4)
    _, vectors = model.read_pieces(TEXTS[0])
    full, short = unit(vectors), unit(vectors @ projection)
    assert np.abs(full @ full.T - short @ short.T).max() < 0.02


def test_a_piece_weighs_what_its_rarity_says(model: EmbeddedModel) -> None:
    _, weights = learn(model, TEXTS)
    pieces, _ = model.read_pieces("children")
    assert weights[pieces[1]] == pytest.approx(np.log(1 + 18 / (1 + 18)))
    assert weights.max() == pytest.approx(np.log(1 + 18))
