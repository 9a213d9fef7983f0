"""Whether tuning unlearnt plain English: `python -m training.plain_english MODEL…`, folders with `model.onnx`.

Sixty everyday questions, each with the short text that answers it among the texts of all: how often each model puts the
right one first, by one vector a text and by late interaction. None is about children's services.
"""

import argparse
from pathlib import Path

import numpy as np

from ingest.chunks.wordpieces import ModelFiles
from retrieval.vectors.embeddings import EmbeddedModel
from retrieval.vectors.encoding import Encodable, unit

PAIRS = Path(__file__).with_name("plain_english.tsv")


def main() -> None:
    """Run as a command."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("models", nargs="+", type=Path, metavar="MODEL")
    pairs = [line.split("\t") for line in PAIRS.read_text(encoding="utf-8").splitlines()]
    for folder in options.parse_args().models:
        whole, late = ranks(EmbeddedModel(ModelFiles.find(folder)), pairs)
        for name, found in (("one vector", whole), ("late interaction", late)):
            hits = " / ".join(f"{np.mean(found <= place):.3f}" for place in (1, 3))
            print(f"{folder} | {name} | first / in the first three: {hits} | mrr {np.mean(1 / found):.3f}")


def ranks(model: EmbeddedModel, pairs: list[list[str]]) -> tuple[np.ndarray, np.ndarray]:
    """Return the rank of each question's own text, by one vector and by late interaction."""
    texts = model.encode([Encodable(text) for _, text in pairs])
    vectors = np.stack([text.vector for text in texts])
    tokens = [unit(text.tokens.astype(np.float32)) for text in texts]
    whole, late = [], []
    for number, (question, _) in enumerate(pairs):
        query = model.encode_query(question)
        scores = vectors @ query.vector
        whole.append(1 + (scores > scores[number]).sum())
        scores = np.array([query.weights @ (query.tokens @ one.T).max(axis=1) for one in tokens])
        late.append(1 + (scores > scores[number]).sum())
    return np.array(whole), np.array(late)


if __name__ == "__main__":
    main()
