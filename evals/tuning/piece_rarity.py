"""Count how rare each word piece is: `python -m evals.tuning.piece_rarity [--home FOLDER] [--out FILE]`.

Writing to where the program reads it changes the embedder's fingerprint: every library must then be rebuilt.
"""

import argparse
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import numpy as np

from ingest.chunks.chunks import indexed_text
from ingest.chunks.wordpieces import ModelFiles
from retrieval.library.library import Library
from retrieval.vectors.embeddings import EmbeddedModel
from retrieval.vectors.encoding import Vector
from retrieval.vectors.piece_rarity import DATA
from settings import Settings


def count(model: EmbeddedModel, texts: Iterable[str]) -> Vector:
    """Return each piece's weight, ln(1 + N / (1 + n)) for a piece that n of N texts hold."""
    holding = np.zeros(model.vocabulary)
    number = 0
    for text in texts:
        holding[np.unique(model.tokenize(text).ids)] += 1
        number += 1
    return np.log(1 + number / (1 + holding)).astype(np.float32)


def main() -> None:
    """Run as a command."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--home", type=Path, help="the library's folder (default: the usual one)")
    options.add_argument("--out", type=Path, default=DATA, help="the file to write (default: the program's own)")
    arguments = options.parse_args()
    settings = Settings.from_environment()
    settings = replace(settings, home=arguments.home or settings.home)
    model = EmbeddedModel(ModelFiles.find(settings.embeddings_folder))
    with Library.open(settings.home, None) as library:
        texts = [indexed_text(chunk) for report in library.reports() for chunk in library.chunks(report.key)]
    np.savez_compressed(arguments.out, allow_pickle=False, weights=count(model, texts).astype(np.float16))
    print(f"Counted in {len(texts)} chunks: {arguments.out}")


if __name__ == "__main__":
    main()
