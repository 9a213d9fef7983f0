"""Bring an index of made-up vectors level and search it: run in a process of its own, which damage may end."""

import logging
import sys
from pathlib import Path

import numpy as np

from retrieval.vectors.stored import Block, VectorKind
from retrieval.vectors.vector_index import VectorIndex
from retrieval.vectors.vector_store import EmbeddedStore

ROWS = 1500
"""So many that Chroma writes its own index: it does so after a thousand."""
VERSIONS = {"newtown_2018": 1}


def vectors(kind: VectorKind) -> Block:
    """Return made-up vectors."""
    matrix = np.random.default_rng(len(kind)).normal(size=(ROWS, 64)).astype(np.float32)
    matrix /= np.linalg.norm(matrix, axis=1, keepdims=True)
    return Block([f"chunk{row}" for row in range(ROWS)], None if kind == "paragraph" else [0] * ROWS, matrix)


def main(folder: Path) -> None:
    """Print the nearest rows of a hundred vectors; whether the index was made anew goes to stderr."""
    logging.basicConfig(level=logging.WARNING)
    index = VectorIndex(EmbeddedStore(folder), folder)
    index.catch_up("library model", VERSIONS, lambda _, kind: vectors(kind))
    for row in range(0, ROWS, 15):
        for kind in ("paragraph", "sentence"):
            vector = vectors(kind).matrix[row]
            hits = index.nearest("library model", VERSIONS, vector, kind=kind, limit=5)
            assert hits is not None
            assert hits[0][0] == f"chunk{row}", (kind, row, hits)
    index.close()
    print("served")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
