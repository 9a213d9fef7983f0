"""The retriever: candidates by words and by vectors, then every signal over them, fused into one ranking."""

from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Any

import numpy as np
from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict, PrivateAttr

from ingest.models import Passage
from retrieval.library.library import Library
from retrieval.models import Evidence, SentenceScore
from retrieval.search.features import traits
from retrieval.search.pool import Pool, read_pool
from retrieval.search.query import Query, read_query
from retrieval.search.similarity import late_interaction, paragraph_similarity, sentence_scores, sentence_similarity
from retrieval.search.weights import Weights, probabilities
from retrieval.vectors.encoding import EncodedQuery, Vector

EXACT_REPORTS = 6
"""Up to so many reports every passage is compared with the question; over more, the candidates only."""
CANDIDATES = 100
"""Chunks that each of the keyword, paragraph and sentence searches puts forward where there are more reports."""
_KEYWORD_SCORES = 2_000
"""Chunks whose keyword score is kept: a candidate of the vectors deserves its own."""
_MEMORY = 256 * 2**20
"""Bytes of vectors kept between questions; a report takes about 3 MB."""


@dataclass(frozen=True, slots=True)
class Examined:
    """What is known about every passage that was compared with a question: the signals that `Weights` fuses."""

    query: Query
    pools: tuple[Pool, ...]
    signals: Mapping[str, Vector]

    @property
    def passages(self) -> list[Passage]:
        """The passages, in the order of the signals."""
        return [passage for pool in self.pools for passage in pool.passages]


class Retriever(BaseRetriever):
    """Ranks the passages of a library for a question. Safe to share between threads.

    `reports` and `limit` serve `invoke`; `rank` takes its own.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    library: Library
    reports: tuple[str, ...] = ()
    limit: int = 10
    _weights: Weights = PrivateAttr(default_factory=Weights.load)
    _pools: OrderedDict[tuple[int, str], Pool] = PrivateAttr(default_factory=OrderedDict)
    _lock: Any = PrivateAttr(default_factory=Lock)
    _warm: bool = PrivateAttr(default=False)

    @property
    def weights_digest(self) -> str:
        """Names the weights in use, for a receipt."""
        return self._weights.digest

    def warm_up(self) -> None:
        """Run the embedding model once, so that the first question need not wait for it."""
        if not self._warm:
            self.library.encode_query("warm up")
            self._warm = True

    def rank(
        self,
        question: str,
        *,
        reports: Sequence[str] | None = None,
        limit: int = 10,
        section: tuple[str, ...] = (),
    ) -> list[Evidence]:
        """Return the best passages of `reports` (keys; all of the library if None), best first.

        `section`, headings from the outermost in, leaves out what does not stand below them.
        """
        examined = self.examine(question, reports=reports)
        passages = examined.passages
        if not passages:
            return []
        scores = self._weights.score(examined.signals)
        shares = probabilities(scores)
        ranked = np.argsort(-scores, kind="stable")
        best = [one for one in ranked if passages[one].section[: len(section)] == section][:limit]
        found = {key: self.library.report(key) for key in {passages[position].report for position in best}}
        return [
            Evidence(
                passage=passages[position],
                report=found[passages[position].report],
                score=float(shares[position]),
                sentences=_sentences_at(examined, int(position)),
                parts={name: float(values[position]) for name, values in examined.signals.items()},
            )
            for position in best
        ]

    def examine(self, question: str, *, reports: Sequence[str] | None = None) -> Examined:
        """Return every signal of every passage in the running."""
        keys = [report.key for report in self.library.reports()] if reports is None else list(dict.fromkeys(reports))
        few = len(keys) <= EXACT_REPORTS
        query = self.read(question, keys if few else ())
        within = None if reports is None else keys
        words, additions = (
            dict(self.library.keyword_search(terms, reports=within, limit=_KEYWORD_SCORES))
            for terms in (query.words, query.additions)
        )
        pools = (
            [self._report_pool(key) for key in keys] if few else [self._candidates(query, within, [words, additions])]
        )
        found = [pool for pool in pools if pool.passages]
        return Examined(query, tuple(found), _signals(query, found, words, additions))

    def read(self, question: str, reports: Sequence[str]) -> Query:
        """Return the question in every form it is searched by; `reports` lend the acronyms that they define."""
        learnt = [pair for key in reports for pair in self.library.report(key).acronyms]
        return read_query(question, self.library.encode_query, learnt)

    def _get_relevant_documents(self, query: str, *, run_manager: CallbackManagerForRetrieverRun) -> list[Document]:  # noqa: ARG002
        ranked = self.rank(query, reports=self.reports or None, limit=self.limit)
        return [
            Document(
                id=one.passage.id,
                page_content=one.passage.text,
                metadata={
                    "passage": one.passage.id,
                    "report": one.passage.report,
                    "label": one.passage.label,
                    "pages": list(one.passage.pages),
                    "score": one.score,
                },
            )
            for one in ranked
        ]

    def _candidates(self, query: Query, reports: Sequence[str] | None, keyword: Sequence[Mapping[str, float]]) -> Pool:
        """Return the passages that any of the searches puts forward."""
        by_words = [chunk for scores in keyword for chunk in list(scores)[:CANDIDATES]]
        passages = {chunk.rpartition("-")[0] for chunk in by_words}
        for encoded in query.encoded:
            near = self.library.nearest(encoded.vector, kind="paragraph", reports=reports, limit=CANDIDATES)
            near += self.library.nearest(encoded.vector, kind="sentence", reports=reports, limit=CANDIDATES)
            passages |= {neighbour.passage for neighbour in near}
        return read_pool(self.library, self.library.passages_by_id(sorted(passages)).values())

    def _report_pool(self, report: str) -> Pool:
        """Return all passages of a report, from memory where it has not changed since."""
        key = (self.library.generation, report)
        with self._lock:
            if key in self._pools:
                self._pools.move_to_end(key)
                return self._pools[key]
        pool = read_pool(self.library, self.library.passages(report))
        with self._lock:
            self._pools[key] = pool
            while sum(one.nbytes for one in self._pools.values()) > _MEMORY and len(self._pools) > 1:
                self._pools.popitem(last=False)
        return pool


def _signals(
    query: Query, pools: Sequence[Pool], words: Mapping[str, float], additions: Mapping[str, float]
) -> dict[str, Vector]:
    """Return every signal over the passages of all pools, joined."""

    def nearest(similarity: Callable[[EncodedQuery, Pool], Vector], pool: Pool) -> Vector:
        best: Vector = np.maximum.reduce([similarity(encoded, pool) for encoded in query.encoded])
        return best

    rows = [
        {
            "keyword": _keyword_scores(pool, words),
            "glossary": _keyword_scores(pool, additions),
            "paragraph": nearest(paragraph_similarity, pool),
            "sentence": nearest(sentence_similarity, pool),
            "late": nearest(late_interaction, pool),
        }
        | traits(query.text, query.intent, pool.passages)
        for pool in pools
    ]
    return {name: np.concatenate([row[name] for row in rows]) for name in (rows[0] if rows else ())}


def _keyword_scores(pool: Pool, scores: Mapping[str, float]) -> Vector:
    """Return the passages' BM25 scores as shares of the best in scope."""
    best = max(scores.values(), default=1.0)
    of_chunks = [scores.get(chunk.id, 0.0) / best for chunk in pool.chunks]
    return pool.best_of_chunks(np.array(of_chunks, dtype=np.float32))


def _sentences_at(examined: Examined, position: int) -> tuple[SentenceScore, ...]:
    for pool in examined.pools:
        if position < len(pool.passages):
            forms = examined.query.encoded[1:] or examined.query.encoded
            each = [sentence_scores(form, pool, position) for form in forms]
            return tuple(max(scores, key=lambda one: one.score) for scores in zip(*each, strict=True))
        position -= len(pool.passages)
    raise IndexError(position)
