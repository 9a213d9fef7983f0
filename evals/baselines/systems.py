"""The rankings that are compared: each returns the texts that it would put before an answerer, best first."""

import math
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from evals.baselines.splitting import split_text
from ingest.files.pdf import read_pdf
from retrieval.library.library import Library
from retrieval.search.retriever import Retriever
from retrieval.text.normalise import STOP_WORDS, words
from retrieval.vectors.encoding import Embedder, Encodable, Vector
from retrieval.vectors.stored import VectorKind

K1, B = 1.2, 0.75
"""BM25's usual constants (Robertson & Zaragoza 2009)."""

Ranking = Callable[[str, str], list[str]]
"""(question, report key) to texts, best first."""


@dataclass(frozen=True)
class Systems:
    """Every system over one library, so that all read the same reports with the same embedding model."""

    library: Library
    embedder: Embedder
    limit: int = 10

    @cached_property
    def pages(self) -> dict[str, list[str]]:
        """Each report's pages as extracted, running headers and all."""
        keys = [report.key for report in self.library.reports()]
        return {key: [page.text for page in read_pdf(self.library.source(key)).pages] for key in keys}

    @cached_property
    def chunks(self) -> dict[str, list[str]]:
        """The pages cut by the recursive splitter."""
        return {key: [chunk for page in pages for chunk in split_text(page)] for key, pages in self.pages.items()}

    @cached_property
    def _chunk_vectors(self) -> dict[str, Vector]:
        return {
            key: np.stack([one.vector for one in self.embedder.encode([Encodable(text) for text in texts])])
            for key, texts in self.chunks.items()
        }

    def recipe(self, question: str, report: str) -> list[str]:
        """Rank the splitter's chunks by cosine: what Chroma returns, without its approximation; the recipe shows 4."""
        asked = self.embedder.encode_query(question).vector
        best = np.argsort(-(self._chunk_vectors[report] @ asked), kind="stable")[: self.limit]
        return [self.chunks[report][place] for place in best]

    def bm25_pages(self, question: str, report: str) -> list[str]:
        """Rank whole pages by BM25."""
        pages = self.pages[report]
        counted = [Counter(words(page)) for page in pages]
        mean = sum(sum(one.values()) for one in counted) / len(counted)
        held = Counter(word for one in counted for word in one)
        asked = [word for word in words(question) if word not in STOP_WORDS]

        def score(page: Counter[str]) -> float:
            length = K1 * (1 - B + B * page.total() / mean)
            return sum(
                math.log(1 + (len(pages) - held[word] + 0.5) / (held[word] + 0.5))
                * page[word] * (K1 + 1) / (page[word] + length)
                for word in asked
            )  # fmt: skip

        ordered = sorted(range(len(pages)), key=lambda place: -score(counted[place]))
        return [pages[place] for place in ordered[: self.limit]]

    def keywords(self, question: str, report: str) -> list[str]:
        """Rank our passages by BM25 alone."""
        asked = [word for word in words(question) if word not in STOP_WORDS]
        found = [chunk for chunk, _ in self.library.keyword_search(asked, reports=[report], limit=3 * self.limit)]
        passages = {chunk.id: chunk.passage for chunk in self.library.chunks(report)}
        return self._texts([passages[chunk] for chunk in found])

    def vectors(self, kind: VectorKind) -> Ranking:
        """Rank our passages by the vectors of one kind alone."""

        def rank(question: str, report: str) -> list[str]:
            asked = self.embedder.encode_query(question).vector
            near = self.library.nearest(asked, kind=kind, reports=[report], limit=8 * self.limit)
            return self._texts([one.passage for one in near])

        return rank

    @cached_property
    def _retriever(self) -> Retriever:
        return Retriever(library=self.library)

    def assistant(self, question: str, report: str) -> list[str]:
        """Rank as the assistant does."""
        found = self._retriever.rank(question, reports=[report], limit=self.limit)
        return [one.passage.text for one in found]

    def all(self) -> dict[str, Ranking]:
        """Return every system by the name that the table shows."""
        return {
            "LangChain recipe: 1,000/200 characters, cosine": self.recipe,
            "BM25 over pages": self.bm25_pages,
            "our passages, BM25 alone": self.keywords,
            "our passages, paragraph vectors alone": self.vectors("paragraph"),
            "our passages, sentence vectors alone": self.vectors("sentence"),
            "the assistant's ranking": self.assistant,
        }

    def _texts(self, passages: Sequence[str]) -> list[str]:
        unique = list(dict.fromkeys(passages))[: self.limit]
        held = self.library.passages_by_id(unique)
        return [held[one].text for one in unique]
