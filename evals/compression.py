"""Learn how token vectors are shortened: `python -m evals.compression [--home FOLDER] [--out FILE]`.

Reads every chunk of the library once (two minutes for 77 reports). Writing to where the program reads it changes the
embedder's fingerprint: every library must then be rebuilt.
"""

import argparse
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import numpy as np

from ingest.chunks import indexed_text
from ingest.wordpieces import ModelFiles
from retrieval.embeddings import EmbeddedModel
from retrieval.encoding import Vector, unit
from retrieval.library import Library
from retrieval.token_compression import DATA
from settings import Settings

TOKEN_DIMENSIONS = 128
"""128 bytes a word piece. Of 2,106 questions, ranked by late interaction alone, the full 384 dimensions put the
evidence first .757 of the time, 144 of eight bits .751, 128 of eight .750, and 256 of four (as many bytes) .754."""


def learn(model: EmbeddedModel, texts: Iterable[str]) -> tuple[Vector, Vector]:
    """Return the projection, shape (model dimensions, TOKEN_DIMENSIONS), and each piece's weight, ln(1 + N / (1 + n)).

    The projection keeps the leading eigenvectors of the unit token vectors' second moments, not centred: the late
    interaction compares directions from the origin.
    """
    moments = np.zeros((model.dimensions, model.dimensions))
    holding = np.zeros(model.vocabulary)
    count = 0
    for text in texts:
        pieces, vectors = model.read_pieces(text)
        directions = unit(vectors).astype(np.float64)
        moments += directions.T @ directions
        holding[np.unique(pieces)] += 1
        count += 1
    _, eigenvectors = np.linalg.eigh(moments)
    projection = eigenvectors[:, ::-1][:, :TOKEN_DIMENSIONS]
    return projection.astype(np.float32), np.log(1 + count / (1 + holding)).astype(np.float32)


def main() -> None:
    """Run as a command."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--home", type=Path, help="the library's folder (default: the usual one)")
    options.add_argument("--out", type=Path, default=DATA, help="the file to write (default: the program's own)")
    arguments = options.parse_args()
    settings = Settings.from_environment()
    settings = replace(settings, home=arguments.home or settings.home)
    model = EmbeddedModel(ModelFiles.find(settings.embeddings_folder).verify())
    with Library.open(settings.home, None) as library:
        texts = [indexed_text(chunk) for report in library.reports() for chunk in library.chunks(report.key)]
    projection, weights = learn(model, texts)
    half = {"projection": np.ascontiguousarray(projection, np.float16), "weights": weights.astype(np.float16)}
    np.savez_compressed(arguments.out, allow_pickle=False, **half)
    print(f"Learnt from {len(texts)} chunks: {arguments.out}")


if __name__ == "__main__":
    main()
