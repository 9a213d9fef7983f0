"""The vectors in SQLite, by what was embedded and with which model; those no chunk uses any more are a cache.

Paragraph and sentence vectors are float16: half the size, and a cosine moves by under 0.001. Token vectors are int8.
"""

import json
import sqlite3
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from ingest.chunks.chunks import indexed_sentences, indexed_text
from ingest.models import PEOPLE, Chunk
from retrieval.store.catalogue import chunks_of
from retrieval.store.rows import content_hash
from retrieval.vectors.encoding import Embedder, Encodable, Encoded, Vector

VectorKind = Literal["paragraph", "sentence"]


@dataclass(frozen=True, slots=True)
class Block:
    """All paragraph or sentence vectors of one report. `sentences` is None for paragraphs, else their numbers."""

    chunks: list[str]
    sentences: list[int] | None
    matrix: Vector
    """Shape (rows, dimensions), unit rows."""


@dataclass(frozen=True, slots=True)
class SentenceVector:
    """[start, end) of a sentence in its passage's text, and its unit vector."""

    start: int
    end: int
    vector: Vector


def embedder_id(connection: sqlite3.Connection, embedder: Embedder) -> int:
    """Return the number of an embedder in this library, which it is given on first use."""
    connection.execute(
        "INSERT INTO embedders (fingerprint, dimensions) VALUES (?, ?) ON CONFLICT DO NOTHING",
        (embedder.fingerprint, embedder.dimensions),
    )
    row = connection.execute("SELECT id FROM embedders WHERE fingerprint = ?", (embedder.fingerprint,)).fetchone()
    return int(row["id"])


def without_vectors(connection: sqlite3.Connection, chunks: Iterable[Chunk], fingerprint: str) -> dict[str, Chunk]:
    """Return, by content hash, the chunks that have not been embedded yet by the model of this fingerprint."""
    by_content = {content_hash(chunk): chunk for chunk in chunks}
    found = connection.execute(
        "SELECT content FROM vectors JOIN embedders ON embedders.id = vectors.embedder "
        "WHERE fingerprint = ? AND content IN (SELECT value FROM json_each(?))",
        (fingerprint, json.dumps(list(by_content))),
    )
    cached = {row["content"] for row in found}
    return {content: chunk for content, chunk in by_content.items() if content not in cached}


def encode(embedder: Embedder, chunks: Sequence[Chunk]) -> list[Encoded]:
    """Embed chunks, header included."""
    return embedder.encode([Encodable(indexed_text(chunk), indexed_sentences(chunk)) for chunk in chunks])


def store(connection: sqlite3.Connection, embedder: Embedder, encoded: Iterable[tuple[str, Encoded]]) -> None:
    """Keep the vectors of (content hash, vectors) pairs."""
    model = embedder_id(connection, embedder)
    for content, one in encoded:
        paragraph = one.vector.astype("<f2").tobytes()
        sentences = one.sentences.astype("<f2").tobytes()
        pieces = np.ascontiguousarray(one.tokens, dtype=np.int8).tobytes()
        cursor = connection.execute(
            "INSERT INTO vectors (embedder, content, paragraph, sentences, checksum) VALUES (?, ?, ?, ?, ?) "
            "ON CONFLICT DO NOTHING",
            (model, content, paragraph, sentences, checksum(paragraph, sentences, pieces)),
        )
        if cursor.rowcount:
            connection.execute(
                "INSERT INTO token_vectors (id, width, pieces) VALUES (?, ?, ?)",
                (cursor.lastrowid, one.tokens.shape[1], pieces),
            )


def load(connection: sqlite3.Connection, chunk_ids: Iterable[str]) -> dict[str, Encoded]:
    """Return the stored vectors of chunks; ids that are unknown are left out."""
    found = connection.execute(
        f"SELECT chunks.id, paragraph, vectors.sentences, width, pieces FROM {_CHUNKS_WITH_VECTORS} "
        "JOIN token_vectors ON token_vectors.id = vectors.id WHERE chunks.id IN (SELECT value FROM json_each(?))",
        (json.dumps(list(chunk_ids)),),
    )
    return {row["id"]: _encoded(row) for row in found}


def block(connection: sqlite3.Connection, report: str, kind: VectorKind) -> Block:
    """Return all paragraph or sentence vectors of one report; names and addresses are not searched by meaning."""
    column = "paragraph" if kind == "paragraph" else "vectors.sentences"
    found = connection.execute(
        f"SELECT chunks.id, {column} AS vectors, dimensions FROM {_CHUNKS_WITH_VECTORS} "
        "JOIN embedders ON embedders.id = vectors.embedder JOIN passages ON passages.id = chunks.passage "
        "WHERE chunks.report = ? AND passages.role NOT IN (SELECT value FROM json_each(?)) ORDER BY chunks.position",
        (report, json.dumps(PEOPLE)),
    ).fetchall()
    dimensions = found[0]["dimensions"] if found else 1
    counts = [len(row["vectors"]) // (2 * dimensions) for row in found]
    return Block(
        chunks=[row["id"] for row, count in zip(found, counts, strict=True) for _ in range(count)],
        sentences=None if kind == "paragraph" else [number for count in counts for number in range(count)],
        matrix=_unit_rows(b"".join(row["vectors"] for row in found), dimensions),
    )


def sentence_vectors(connection: sqlite3.Connection, report: str) -> dict[str, list[SentenceVector]]:
    """Return the sentences of one report with their vectors, in reading order, by passage id."""
    rows = block(connection, report, "sentence")
    numbered = zip(rows.chunks, rows.sentences or (), rows.matrix, strict=True)
    vectors = {(chunk, number): vector for chunk, number, vector in numbered}
    found: dict[str, list[SentenceVector]] = {}
    for chunk in chunks_of(connection, report):
        for number, (start, end) in enumerate(chunk.sentences):
            if (vector := vectors.get((chunk.id, number))) is not None:
                found.setdefault(chunk.passage, []).append(SentenceVector(start, end, vector))
    return found


def fingerprint(connection: sqlite3.Connection) -> str | None:
    """Return the fingerprint of the embedder that the library's vectors came from; None before there are any."""
    row = connection.execute("SELECT fingerprint FROM embedders JOIN library ON library.embedder = embedders.id")
    found = row.fetchone()
    return None if found is None else str(found["fingerprint"])


def adopt(connection: sqlite3.Connection, embedder: Embedder) -> None:
    """Make an embedder the one whose vectors the library searches."""
    connection.execute("UPDATE library SET embedder = ?", (embedder_id(connection, embedder),))


def prune(connection: sqlite3.Connection, contents: Iterable[str] | None = None) -> None:
    """Delete the vectors of these contents that no chunk uses; None prunes everything, other embedders included."""
    unused = "NOT EXISTS (SELECT 1 FROM chunks WHERE chunks.content = vectors.content)"
    if contents is None:
        connection.execute(f"DELETE FROM vectors WHERE {unused}")
        connection.execute("DELETE FROM embedders WHERE id NOT IN (SELECT embedder FROM library WHERE embedder > 0)")
        return
    connection.execute(
        f"DELETE FROM vectors WHERE content IN (SELECT value FROM json_each(?)) AND {unused}",
        (json.dumps(list(contents)),),
    )


def drop_damaged(connection: sqlite3.Connection) -> None:
    """Delete the vectors that are not what was stored."""
    found = connection.execute(
        "SELECT vectors.id, paragraph, sentences, pieces, checksum FROM vectors LEFT JOIN token_vectors USING (id)"
    )
    damaged = [
        (row["id"],)
        for row in found
        if checksum(row["paragraph"], row["sentences"], row["pieces"] or b"") != row["checksum"]
    ]
    connection.executemany("DELETE FROM vectors WHERE id = ?", damaged)


def checksum(*parts: bytes) -> int:
    """Return a checksum that tells a damaged vector from a whole one: SQLite itself does not look into values."""
    return zlib.crc32(b"".join(parts))


_CHUNKS_WITH_VECTORS = (
    "chunks JOIN vectors ON vectors.content = chunks.content AND vectors.embedder = (SELECT embedder FROM library)"
)


def _encoded(row: sqlite3.Row) -> Encoded:
    vector = _unit_rows(row["paragraph"], len(row["paragraph"]) // 2)
    return Encoded(
        vector=vector[0],
        sentences=_unit_rows(row["sentences"], vector.size),
        tokens=np.frombuffer(row["pieces"], dtype=np.int8).reshape(-1, row["width"])
        if row["width"]
        else np.zeros((0, 0), np.int8),
    )


def _unit_rows(blob: bytes, dimensions: int) -> Vector:
    matrix = np.frombuffer(blob, dtype="<f2").astype(np.float32).reshape(-1, dimensions)
    # Half precision moves lengths by up to one in two thousand.
    matrix /= np.maximum(np.linalg.norm(matrix, axis=1, keepdims=True), 1e-12)
    return matrix
