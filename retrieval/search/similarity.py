"""How near each passage of a pool is to a question, by meaning: whole, by its best sentence, and word by word."""

import numpy as np
from numpy.typing import NDArray

from retrieval.models import SentenceScore
from retrieval.search.pool import Pool
from retrieval.vectors.encoding import EncodedQuery, Vector


def paragraph_similarity(query: EncodedQuery, pool: Pool) -> Vector:
    """Return for each passage the cosine of its vector (of its best chunk's) with the question's."""
    return pool.best_of_chunks(pool.vectors @ query.vector)


def sentence_similarity(query: EncodedQuery, pool: Pool) -> Vector:
    """Return for each passage the best cosine of a sentence's vector with the question's."""
    scores = (pool.sentences @ query.vector)[np.newaxis]
    return pool.best_of_chunks(_best_in_runs(scores, pool.sentence_counts)[0])


def late_interaction(query: EncodedQuery, pool: Pool) -> Vector:
    """Return for each passage how well its words meet the question's, each in its context.

    Every word piece of the question looks for the piece of the passage nearest to it; the mean of these cosines,
    weighted by rarity, is the score (MaxSim of ColBERT, Khattab & Zaharia 2020). 0 for a model without token vectors.
    """
    if not query.tokens.size or not pool.tokens.size:
        return np.zeros(len(pool.passages), dtype=np.float32)
    cosines = (query.tokens @ pool.tokens.astype(np.float32).T) / pool.token_lengths
    return pool.best_of_chunks(query.weights @ _best_in_runs(cosines, pool.token_counts))


def sentence_scores(query: EncodedQuery, pool: Pool, position: int) -> tuple[SentenceScore, ...]:
    """Return the cosine of each sentence of one passage with the question, in reading order."""
    ends = np.cumsum(pool.sentence_counts)
    return tuple(
        SentenceScore(start, end, float(score))
        for chunk in np.flatnonzero(pool.owners == position)
        for (start, end), score in zip(
            pool.chunks[chunk].sentences,
            pool.sentences[ends[chunk] - pool.sentence_counts[chunk] : ends[chunk]] @ query.vector,
            strict=True,
        )
    )


def _best_in_runs(scores: Vector, counts: NDArray[np.intp]) -> Vector:
    """Return the best of each run of columns, 0 for an empty run; `counts` are the runs' lengths."""
    best = np.zeros((len(scores), len(counts)), dtype=np.float32)
    filled = counts > 0
    if filled.any():
        starts = np.cumsum(counts[filled]) - counts[filled]
        best[:, filled] = np.maximum.reduceat(scores, starts, axis=1)
    return best
