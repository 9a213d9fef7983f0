"""Embedding models: the embedded one, which needs no network, and any that LangChain names."""

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ingest.chunks import BUDGET
from ingest.errors import ModelFilesError
from ingest.wordpieces import MODEL_SHA256, TOKENIZER_SHA256, ModelFiles
from retrieval.encoding import NO_TOKENS, Embedder, Encodable, Encoded, EncodedQuery, Vector, unit
from retrieval.errors import EmbedderError
from retrieval.token_compression import TokenCompression
from settings import Settings

if TYPE_CHECKING:
    from langchain_core.embeddings import Embeddings
    from onnxruntime import InferenceSession
    from tokenizers import Encoding, Tokenizer


def open_embedder(settings: Settings) -> Embedder:
    """Open the embedding model that the settings name; raises `EmbedderError`."""
    if settings.embeddings:
        return open_named_model(settings.embeddings)
    try:
        return EmbeddedModel(ModelFiles.find(settings.embeddings_folder).verify())
    except ModelFilesError as error:
        raise EmbedderError(error.message, remedy=error.remedy) from error


class EmbeddedModel:
    """all-MiniLM-L6-v2 on the CPU. One forward pass a text yields its paragraph, sentence and token vectors.

    Texts run one by one, a thread a core: measured on two cores over two reports that is 170 texts/s (77 pieces each),
    batches of at most 256 pieces 180, of 32 texts 91; and alone in its pass a text has the same vectors to the last
    bit whatever stands beside it, so that they can be cached by the text.
    """

    def __init__(self, files: ModelFiles) -> None:
        self._tokenizer = _open_tokenizer(files)
        self._session = _open_session(files)
        self._compression = TokenCompression.load()
        self._is_word = _word_pieces(self._tokenizer)

    @property
    def fingerprint(self) -> str:
        """Everything that a vector depends on."""
        return (
            f"all-MiniLM-L6-v2 int8 {MODEL_SHA256[:12]} {TOKENIZER_SHA256[:12]}, mean pooling, {BUDGET} pieces, "
            f"tokens {self._compression.projection.shape[1]} int8 {self._compression.checksum[:12]}"
        )

    @property
    def dimensions(self) -> int:
        """Length of paragraph and sentence vectors."""
        return len(self._compression.projection)

    @property
    def vocabulary(self) -> int:
        """How many word pieces the model knows."""
        return len(self._is_word)

    def encode(self, texts: Sequence[Encodable]) -> list[Encoded]:
        """Encode chunks, in the order given."""
        with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
            return list(pool.map(self._encode, texts))

    def encode_query(self, text: str) -> EncodedQuery:
        """Encode one question; its word pieces weigh as much as they are rare in reports."""
        pieces, vectors = self.read_pieces(text)
        words = self._is_word[pieces]
        weights = self._compression.weights[pieces[words]]
        total = weights.sum()
        return EncodedQuery(
            vector=unit(vectors.mean(axis=0)),
            tokens=self._compression.project(vectors[words]),
            weights=weights / total if total else weights,
        )

    def read_pieces(self, text: str) -> tuple[NDArray[np.intp], Vector]:
        """Return the word pieces of a text, by their numbers in the vocabulary, and their vectors in full."""
        encoding = self._tokenizer.encode(text)
        return np.array(encoding.ids), self._run(encoding)

    def _encode(self, text: Encodable) -> Encoded:
        encoding = self._tokenizer.encode(text.text)
        vectors = self._run(encoding)
        whole = vectors.mean(axis=0)
        begins = np.array([begin if end > begin else -1 for begin, end in encoding.offsets])
        spans = [vectors[(begins >= start) & (begins < end)] for start, end in text.sentences]
        # A sentence of characters that the model does not know, or beyond its window, has no pieces of its own.
        sentences = [span.mean(axis=0) if len(span) else whole for span in spans]
        return Encoded(
            vector=unit(whole),
            sentences=unit(np.array(sentences, dtype=np.float32).reshape(len(sentences), self.dimensions)),
            tokens=self._compression.compress(vectors[self._is_word[np.array(encoding.ids)]]),
        )

    def _run(self, encoding: "Encoding") -> Vector:
        """Return the last hidden state, shape (pieces, dimensions)."""
        pieces = np.array([encoding.ids], dtype=np.int64)
        inputs = {
            "input_ids": pieces,
            "attention_mask": np.ones_like(pieces),
            "token_type_ids": np.zeros_like(pieces),
        }
        output: Vector = self._session.run(None, inputs)[0][0]
        return output


def _open_tokenizer(files: ModelFiles) -> "Tokenizer":
    # Imported here, as onnxruntime below (0.25 s): commands that embed nothing must not wait for them.
    from tokenizers import Tokenizer  # noqa: PLC0415

    tokenizer = Tokenizer.from_file(str(files.tokenizer))
    # The file says "cut at 128 and pad to 128".
    tokenizer.enable_truncation(BUDGET)
    tokenizer.no_padding()
    return tokenizer


def _open_session(files: ModelFiles) -> "InferenceSession":
    import onnxruntime  # noqa: PLC0415

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    # Without the arena memory stays flat over texts of many lengths, at the same speed.
    options.enable_cpu_mem_arena = False
    return onnxruntime.InferenceSession(str(files.model), options, providers=["CPUExecutionProvider"])


def _word_pieces(tokenizer: "Tokenizer") -> NDArray[np.bool_]:
    """Return for each piece of the vocabulary whether it is a word or a part of one, not a mark or a special token."""
    words = np.zeros(tokenizer.get_vocab_size(), dtype=np.bool_)
    for piece, number in tokenizer.get_vocab().items():
        words[number] = piece.removeprefix("##").isalnum()
    return words


class NamedModel:
    """An embedding model behind LangChain's interface: paragraph and sentence vectors, no token vectors."""

    def __init__(self, name: str, model: "Embeddings") -> None:
        self._name = name
        self._model = model
        self._dimensions = len(self._ask(lambda: [model.embed_query("dimensions")])[0])

    @property
    def fingerprint(self) -> str:
        """The name is all that a remote model tells of itself."""
        return f"{self._name}, {self._dimensions} dimensions"

    @property
    def dimensions(self) -> int:
        """Length of paragraph and sentence vectors."""
        return self._dimensions

    def encode(self, texts: Sequence[Encodable]) -> list[Encoded]:
        """Encode chunks and their sentences in one request (the provider's client batches)."""
        pieces = [piece for text in texts for piece in (text.text, *(text.text[a:b] for a, b in text.sentences))]
        if not pieces:
            return []
        vectors = self._ask(lambda: self._model.embed_documents(pieces))
        encoded, position = [], 0
        for text in texts:
            following = position + 1 + len(text.sentences)
            encoded.append(Encoded(vectors[position], vectors[position + 1 : following], NO_TOKENS))
            position = following
        return encoded

    def encode_query(self, text: str) -> EncodedQuery:
        """Encode one question."""
        vector = self._ask(lambda: [self._model.embed_query(text)])[0]
        return EncodedQuery(vector, NO_TOKENS.astype(np.float32), np.zeros(0, dtype=np.float32))

    def _ask(self, request: Callable[[], list[list[float]]]) -> Vector:
        """Return the answer as unit rows; whatever a provider's client raises becomes an `EmbedderError`."""
        try:
            return unit(np.array(request(), dtype=np.float32))
        except Exception as error:
            raise EmbedderError(
                f"The embedding model {self._name} does not answer: {error}.",
                remedy="Check its key and the network, or unset INSPECTION_QA_EMBEDDINGS to use the embedded model.",
            ) from error


def open_named_model(name: str) -> NamedModel:
    """Open a model by its LangChain name, `provider:model`; raises `EmbedderError`."""
    # Imported here: it takes a second, and the embedded model does without.
    from langchain.embeddings import init_embeddings  # noqa: PLC0415

    try:
        model = init_embeddings(name)
    except ImportError as error:
        raise EmbedderError(
            f"The embedding model {name} needs a package that is not installed.",
            remedy=str(error),
        ) from error
    except Exception as error:
        raise EmbedderError(
            f"The embedding model {name} cannot be used: {error}.",
            remedy="INSPECTION_QA_EMBEDDINGS takes provider:model, such as openai:text-embedding-3-small.",
        ) from error
    return NamedModel(name, model)
