"""The embedding models, the embedded one as installed."""

from pathlib import Path

import numpy as np
import pytest
from langchain_core.embeddings import DeterministicFakeEmbedding

from ingest.chunks.wordpieces import MODEL_OUTPUTS, ModelFiles
from retrieval.errors import EmbedderError
from retrieval.vectors import embeddings
from retrieval.vectors.embeddings import EmbeddedModel, NamedModel, open_embedder
from retrieval.vectors.encoding import Embedder, Encodable
from settings import Settings

PLAN = "Child protection plans are reviewed on time. Foster carers value their training."
SENTENCES = ((0, 44), (45, 80))


@pytest.fixture(scope="module")
def model() -> EmbeddedModel:
    return EmbeddedModel(ModelFiles.find())


@pytest.fixture(params=["embedded", "named"])
def embedder(request: pytest.FixtureRequest, model: EmbeddedModel) -> Embedder:
    return model if request.param == "embedded" else NamedModel("fake:small", DeterministicFakeEmbedding(size=12))


def test_every_vector_has_its_shape_and_unit_length(embedder: Embedder) -> None:
    encoded, bare = embedder.encode([Encodable(PLAN, SENTENCES), Encodable("Heading")])
    assert encoded.vector.shape == (embedder.dimensions,)
    assert encoded.sentences.shape == (2, embedder.dimensions)
    assert bare.sentences.shape == (0, embedder.dimensions)
    assert np.linalg.norm(encoded.vector) == pytest.approx(1, abs=1e-5)
    assert np.linalg.norm(encoded.sentences, axis=1) == pytest.approx([1, 1], abs=1e-5)
    assert embedder.encode_query("Are plans reviewed?").vector.shape == (embedder.dimensions,)


def test_nothing_to_encode_is_nothing(embedder: Embedder) -> None:
    assert embedder.encode([]) == []


def test_a_text_has_the_same_vectors_whatever_stands_beside_it(model: EmbeddedModel) -> None:
    alone = model.encode([Encodable(PLAN, SENTENCES)])[0]
    among = model.encode([Encodable("Short."), Encodable(PLAN, SENTENCES), Encodable(PLAN * 5)])[1]
    assert np.array_equal(alone.vector, among.vector)
    assert np.array_equal(alone.sentences, among.sentences)
    assert np.array_equal(alone.tokens, among.tokens)


def test_the_sentence_that_answers_is_nearest(model: EmbeddedModel) -> None:
    encoded = model.encode([Encodable(PLAN, SENTENCES)])[0]
    query = model.encode_query("What do foster parents think of the courses they are given?")
    assert np.argmax(encoded.sentences @ query.vector) == 1


def test_token_vectors_take_at_most_150_bytes_a_piece(model: EmbeddedModel) -> None:
    encoded = model.encode([Encodable("Plans, too.")])[0]
    assert encoded.tokens.shape[0] == 2  # the marks have none
    assert encoded.tokens.nbytes / encoded.tokens.shape[0] <= 150


def test_a_rare_word_of_the_question_weighs_more(model: EmbeddedModel) -> None:
    query = model.encode_query("children housing?")
    assert query.tokens.shape[0] == query.weights.shape[0] == 2
    assert query.weights[1] > query.weights[0]
    assert query.weights.sum() == pytest.approx(1)


@pytest.mark.parametrize("text", ["", "?!", "\u2603"], ids=["empty", "marks only", "an unknown sign"])
def test_a_question_without_words_has_no_token_vectors(model: EmbeddedModel, text: str) -> None:
    query = model.encode_query(text)
    assert query.tokens.shape[0] == query.weights.shape[0] == 0
    assert np.isfinite(query.vector).all()


def test_a_sentence_beyond_the_window_takes_the_vector_of_the_whole(model: EmbeddedModel) -> None:
    text = "word " * 400
    encoded = model.encode([Encodable(text, ((0, 10), (1900, 1999)))])[0]
    assert np.allclose(encoded.sentences[1], encoded.vector, atol=1e-6)


def test_the_fingerprint_names_what_the_vectors_depend_on(model: EmbeddedModel) -> None:
    assert "mean pooling, 256 pieces, tokens 128 int8" in model.fingerprint
    assert NamedModel("a:b", DeterministicFakeEmbedding(size=4)).fingerprint == "a:b, 4 dimensions"


def test_the_lengths_known_beforehand_are_the_models(model: EmbeddedModel) -> None:
    assert {output.name: output.shape[-1] for output in model._session.get_outputs()} == MODEL_OUTPUTS


def test_a_folder_without_the_model_is_a_plain_error(tmp_path: Path) -> None:
    with pytest.raises(EmbedderError, match=r"tokenizer\.json cannot be read") as caught:
        open_embedder(Settings(home=tmp_path, embeddings_folder=tmp_path))
    assert "INSPECTION_QA_EMBEDDINGS_FOLDER" in caught.value.remedy


@pytest.mark.parametrize("name", ["nobody:model", "without-a-provider"])
def test_an_unknown_model_is_a_plain_error(tmp_path: Path, name: str) -> None:
    with pytest.raises(EmbedderError, match=name):
        open_embedder(Settings(home=tmp_path, embeddings=name))


def test_a_provider_that_is_not_installed_names_the_package(tmp_path: Path) -> None:
    with pytest.raises(EmbedderError) as caught:
        open_embedder(Settings(home=tmp_path, embeddings="mistralai:mistral-embed"))
    assert "pip install" in caught.value.remedy


class Unplugged(DeterministicFakeEmbedding):
    """Answers the first request only."""

    def embed_documents(self, texts: list[str]) -> list[list[float]]:  # noqa: ARG002
        raise ConnectionError("no route to host")


def test_a_model_that_stops_answering_is_a_plain_error() -> None:
    model = NamedModel("fake:small", Unplugged(size=4))
    with pytest.raises(EmbedderError, match="fake:small does not answer: no route to host"):
        model.encode([Encodable("Plans.")])


def test_the_embedded_model_is_the_default(tmp_path: Path) -> None:
    embedder = open_embedder(Settings(home=tmp_path))
    assert isinstance(embedder, embeddings.EmbeddedModel)
