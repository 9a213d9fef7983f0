"""A made-up library of any size, for measuring how time and disk grow: real passages over and over, random vectors."""

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from ingest.models import ParsedReport
from retrieval.library.library import Library
from retrieval.vectors.encoding import Embedder, Encodable, Encoded, EncodedQuery, unit


class RandomVectors:
    """Passes for the embedder `real`, and encodes chunks at random, with as many token vectors as they have words."""

    def __init__(self, real: Embedder) -> None:
        self._real = real
        self._tokens = real.encode([Encodable("how wide")])[0].tokens.shape[1]
        self._generator = np.random.default_rng(0)

    @property
    def fingerprint(self) -> str:
        """That of the real embedder, so that the library can be asked through it."""
        return self._real.fingerprint

    @property
    def dimensions(self) -> int:
        """Those of the real embedder."""
        return self._real.dimensions

    def encode(self, texts: Sequence[Encodable]) -> list[Encoded]:
        """Return random vectors of the right shapes."""
        return [
            Encoded(
                vector=unit(self._draw(1))[0],
                sentences=unit(self._draw(len(one.sentences))),
                tokens=self._generator.integers(
                    -127, 128, (len(one.text.split()) * 5 // 4, self._tokens), dtype=np.int8
                ),
            )
            for one in texts
        ]

    def encode_query(self, text: str) -> EncodedQuery:
        """Encode a question by the real embedder."""
        return self._real.encode_query(text)

    def _draw(self, rows: int) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
        return self._generator.standard_normal((rows, self.dimensions), dtype=np.float32)


def fill(library: Library, models: Sequence[ParsedReport], *, passages: int) -> int:
    """Add copies of `models` under other names until `passages` are held; return how many are.

    The library must have been opened with `RandomVectors` and hold nothing else.
    """
    held, copies = sum(library.passage_counts().values()), len(library.reports())
    with TemporaryDirectory() as folder:
        while held < passages:
            parsed = _copy(models[copies % len(models)], copies)
            source = Path(folder) / f"{parsed.report.key}.pdf"
            source.write_bytes(parsed.report.key.encode())
            library.add(parsed, source)
            held += len(parsed.passages)
            copies += 1
    return held


def _copy(parsed: ParsedReport, number: int) -> ParsedReport:
    """Return a report under another authority, its ids and its indexed texts made different."""
    key, authority = f"made-up-{number}", f"Borough {number}"

    def renamed(name: str) -> str:
        return hashlib.sha256(f"{number} {name}".encode()).hexdigest()[:16]

    report = replace(
        parsed.report,
        key=key,
        authority=authority,
        aliases=(),
        sha256=hashlib.sha256(key.encode()).hexdigest(),
        sources={field: renamed(one) for field, one in parsed.report.sources.items()},
    )
    return replace(
        parsed,
        report=report,
        passages=tuple(
            replace(one, id=renamed(one.id), report=key, parent=None, footnotes=()) for one in parsed.passages
        ),
        chunks=tuple(
            replace(one, id=renamed(one.id), passage=renamed(one.passage), header=f"{authority}. {one.header}")
            for one in parsed.chunks
        ),
        judgements=tuple(replace(one, passage=one.passage and renamed(one.passage)) for one in parsed.judgements),
    )
