"""Embedding models: the embedded one, which needs no network, and any that LangChain names."""

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ingest.chunks.chunks import BUDGET
from ingest.chunks.wordpieces import MODEL_OUTPUTS, MODEL_SHA256, ModelFiles
from ingest.errors import ModelFilesError
from retrieval.errors import EmbedderError
from retrieval.vectors.encoding import NO_TOKENS, Embedder, Encodable, Encoded, EncodedQuery, Vector, unit
from retrieval.vectors.piece_rarity import PieceRarity
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
        return EmbeddedModel(ModelFiles.find(settings.embeddings_folder))
    except ModelFilesError as error:
        raise EmbedderError(error.message, remedy=error.remedy) from error


class EmbeddedModel:
    """MiniLM, tuned on inspection reports, on the CPU. One pass a text: its paragraph, sentence and token vectors.

    The graph takes the word pieces of one text and yields a hidden state and a short token vector for each.
    Texts run one by one, a thread a core: measured on two cores over two reports that is 170 texts/s (77 pieces each),
    batches of at most 256 pieces 180, of 32 texts 91; and alone in its pass a text has the same vectors to the last
    bit whatever stands beside it, so that they can be cached by the text.
    """

    def __init__(self, files: ModelFiles) -> None:
        """Open the model; raises `ModelFilesError`."""
        self._checksum = files.verify()
        self._files = files
        self._rarity = PieceRarity.load()

    @property
    def fingerprint(self) -> str:
        """Everything that a vector depends on."""
        return (
            f"MiniLM int8 {self._checksum[:12]}, mean pooling, {BUDGET} pieces, "
            f"tokens {self._outputs['tokens']} int8, rarity {self._rarity.checksum[:12]}"
        )

    @property
    def dimensions(self) -> int:
        """Length of paragraph and sentence vectors."""
        return self._outputs["hidden"]

    @property
    def vocabulary(self) -> int:
        """How many word pieces the model knows."""
        return len(self._is_word)

    @property
    def is_word(self) -> NDArray[np.bool_]:
        """For each word piece of the vocabulary whether it is a word or a part of one, no mark and no special token."""
        return self._is_word

    @property
    def rarity(self) -> Vector:
        """For each word piece how much it tells in a question."""
        return self._rarity.weights

    def tokenize(self, text: str) -> "Encoding":
        """Return the word pieces of a text as the model reads them."""
        return self._tokenizer.encode(text)

    def encode(self, texts: Sequence[Encodable]) -> list[Encoded]:
        """Encode chunks, in the order given."""
        self._load()
        with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
            return list(pool.map(self._encode, texts))

    def encode_query(self, text: str) -> EncodedQuery:
        """Encode one question; its word pieces weigh as much as they are rare in reports."""
        encoding = self.tokenize(text)
        hidden, tokens = self._run(encoding)
        pieces = np.array(encoding.ids)
        words = self._is_word[pieces]
        weights = self._rarity.weights[pieces[words]]
        total = weights.sum()
        return EncodedQuery(
            vector=unit(hidden.mean(axis=0)),
            tokens=unit(tokens[words]),
            weights=weights / total if total else weights,
        )

    def _encode(self, text: Encodable) -> Encoded:
        encoding = self.tokenize(text.text)
        hidden, tokens = self._run(encoding)
        whole = hidden.mean(axis=0)
        begins = np.array([begin if end > begin else -1 for begin, end in encoding.offsets])
        spans = [hidden[(begins >= start) & (begins < end)] for start, end in text.sentences]
        # A sentence of characters that the model does not know, or beyond its window, has no pieces of its own.
        sentences = [span.mean(axis=0) if len(span) else whole for span in spans]
        return Encoded(
            vector=unit(whole),
            sentences=unit(np.array(sentences, dtype=np.float32).reshape(len(sentences), self.dimensions)),
            tokens=compress(tokens[self._is_word[np.array(encoding.ids)]]),
        )

    def _run(self, encoding: "Encoding") -> tuple[Vector, Vector]:
        """Return hidden states, shape (pieces, dimensions), and token vectors, (pieces, token dimensions)."""
        hidden, tokens = self._session.run(["hidden", "tokens"], {"input_ids": np.array([encoding.ids])})
        return hidden[0], tokens[0]

    def _load(self) -> None:
        """Open everything before threads do."""
        _ = self._session, self._is_word

    # Half a second, which a command that embeds nothing must not wait for.

    @cached_property
    def _session(self) -> "InferenceSession":
        return _open_session(self._files)

    @cached_property
    def _tokenizer(self) -> "Tokenizer":
        return _open_tokenizer(self._files)

    @cached_property
    def _is_word(self) -> NDArray[np.bool_]:
        return _word_pieces(self._tokenizer)

    @cached_property
    def _outputs(self) -> dict[str, int]:
        """The length of each kind of vector."""
        if self._checksum == MODEL_SHA256:
            return MODEL_OUTPUTS
        return {output.name: int(output.shape[-1]) for output in self._session.get_outputs()}


def compress(vectors: Vector) -> NDArray[np.int8]:
    """Return rows as int8: a byte a value. Only their direction means something, each row has its own scale."""
    scale = np.maximum(np.abs(vectors).max(axis=1, keepdims=True, initial=0.0), np.finfo(np.float32).tiny)
    compact: NDArray[np.int8] = np.round(vectors * (127 / scale)).astype(np.int8)
    return compact


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
