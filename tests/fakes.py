"""Stand-ins that keep the real contracts."""

import re
from collections.abc import Sequence
from hashlib import blake2b

import numpy as np

from retrieval.vectors.encoding import Encodable, Encoded, EncodedQuery, Vector

_WORD = re.compile(r"\w+")


class FakeEmbedder:
    """An `Embedder` that hashes words: texts that share words are near. Records the texts it was given."""

    def __init__(self, *, dimensions: int = 24, token_dimensions: int = 8, name: str = "fake") -> None:
        self.dimensions = dimensions
        self.token_dimensions = token_dimensions
        self.fingerprint = f"{name}/{dimensions}/{token_dimensions}"
        self.seen: list[str] = []

    def encode(self, texts: Sequence[Encodable]) -> list[Encoded]:
        """Encode chunks by their words."""
        self.seen.extend(one.text for one in texts)
        return [
            Encoded(
                vector=self._mean(one.text),
                sentences=np.stack([self._mean(one.text[start:end]) for start, end in one.sentences])
                if one.sentences
                else np.zeros((0, self.dimensions), np.float32),
                tokens=np.rint(self._tokens(one.text) * 127).astype(np.int8),
            )
            for one in texts
        ]

    def encode_query(self, text: str) -> EncodedQuery:
        """Encode a question by its words."""
        tokens = self._tokens(text)
        weights = np.full(len(tokens), 1 / max(len(tokens), 1), np.float32)
        return EncodedQuery(vector=self._mean(text), tokens=tokens, weights=weights)

    def _mean(self, text: str) -> Vector:
        words = _WORD.findall(text.lower()) or [""]
        return _unit(np.sum([_word_vector(word, self.dimensions) for word in words], axis=0))

    def _tokens(self, text: str) -> Vector:
        words = _WORD.findall(text.lower())
        if not words:
            return np.zeros((0, self.token_dimensions), np.float32)
        return np.stack([_unit(_word_vector(word, self.token_dimensions)) for word in words])


def _word_vector(word: str, dimensions: int) -> Vector:
    seed = int.from_bytes(blake2b(word.encode(), digest_size=8).digest(), "big")
    return np.random.default_rng(seed).standard_normal(dimensions, dtype=np.float32)


def _unit(vector: Vector) -> Vector:
    return np.asarray(vector / max(float(np.linalg.norm(vector)), 1e-12), dtype=np.float32)
