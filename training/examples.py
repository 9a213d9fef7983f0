"""Everything that training reads, in one file of plain arrays: `python -m training.examples SET… --out FILE`.

Needs a library that holds the reports. The file lets the training run where neither the program nor a report is; it
holds word pieces of reports, so it stays out of the repository.
"""

import argparse
from dataclasses import replace
from itertools import accumulate
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from evals.tuning.tune import parser
from ingest.chunks.chunks import indexed_sentences, indexed_text
from ingest.chunks.sentences import split_sentences
from retrieval.library.library import Library
from retrieval.search.retriever import Retriever
from retrieval.text.glossary import expand, spell_out
from retrieval.vectors.embeddings import EmbeddedModel, open_embedder
from settings import Settings
from training.questions import OWN, Question, read_questions

Arrays = dict[str, Any]


def main() -> None:
    """Run as a command."""
    options: argparse.ArgumentParser = parser(__doc__)
    options.add_argument("--out", type=Path, required=True, help="the file to write")
    arguments = options.parse_args()
    settings = Settings.from_environment()
    settings = replace(settings, home=arguments.home[0] or settings.home)
    model = open_embedder(settings)
    assert isinstance(model, EmbeddedModel), "the examples are of the embedded model's word pieces"
    with Library.open(settings.home, model) as library:
        keys = [report.key for report in library.reports()]
        passages = {key: library.passages(key) for key in keys}
        questions = read_questions([*arguments.sets, OWN], passages)
        arrays = (
            _texts(library, model, keys) | _asked(library, model, keys, questions) | _truths(library, keys, questions)
        )
        arrays |= _signals(Retriever(library=library), questions)
    arrays |= {"reports": np.array(keys), "word": model.is_word, "rarity": model.rarity}
    np.savez_compressed(arguments.out, **arrays)
    print(f"{len(questions)} questions over {len(keys)} reports: {arguments.out}")


def _joined(rows: list[list[int]], kind: type[np.generic] = np.uint16) -> tuple[NDArray[np.generic], NDArray[np.int64]]:
    """Return all rows end to end, and where each begins and the last ends."""
    ends = np.array([0, *accumulate(len(row) for row in rows)], dtype=np.int64)
    return np.array([value for row in rows for value in row], dtype=kind), ends


def _texts(library: Library, model: EmbeddedModel, keys: list[str]) -> Arrays:
    """Return the chunks and their sentences as word pieces."""
    pieces: list[list[int]] = []
    reports, ordinals, sentences = [], [], []
    for position, key in enumerate(keys):
        order = {passage.id: passage.ordinal for passage in library.passages(key)}
        for chunk in library.chunks(key):
            encoding = model.tokenize(indexed_text(chunk))
            begins = np.array([begin if end > begin else -1 for begin, end in encoding.offsets])
            number = len(pieces)
            for start, end in indexed_sentences(chunk):
                inside = np.flatnonzero((begins >= start) & (begins < end))
                sentences.append([number, inside[0], inside[-1] + 1] if len(inside) else [number, 0, len(encoding.ids)])
            pieces.append(encoding.ids)
            reports.append(position)
            ordinals.append(order[chunk.passage])
    joined, ends = _joined(pieces)
    return {
        "chunk_pieces": joined,
        "chunk_ends": ends,
        "chunk_report": np.array(reports, dtype=np.int32),
        "chunk_passage": np.array(ordinals, dtype=np.int32),
        "sentences": np.array(sentences, dtype=np.int32),
        "passages_of": np.array([len(library.passages(key)) for key in keys], dtype=np.int32),
    }


def _asked(library: Library, model: EmbeddedModel, keys: list[str], questions: list[Question]) -> Arrays:
    """Return each form of each question as word pieces; a form with acronyms spelt out follows the one as asked."""
    pieces, owners, spelt = [], [], []
    for number, question in enumerate(questions):
        learnt = library.report(question.report).acronyms
        for form in question.forms:
            for text in dict.fromkeys((form, spell_out(form, expand(form, learnt).explained))):
                pieces.append(model.tokenize(text).ids)
                owners.append(number)
                spelt.append(text != form)
    joined, ends = _joined(pieces)
    return {
        "form_pieces": joined,
        "form_ends": ends,
        "form_question": np.array(owners, dtype=np.int32),
        "form_spelt": np.array(spelt, dtype=np.bool_),
        "question_report": np.array([keys.index(one.report) for one in questions], dtype=np.int32),
        "question_kind": np.array([one.kind for one in questions]),
        "question_answerable": np.array([one.answerable for one in questions], dtype=np.bool_),
    }


def _truths(library: Library, keys: list[str], questions: list[Question]) -> Arrays:
    """Return pairs (question, row of `sentences`): the sentences that carry its evidence."""
    rows: dict[tuple[str, int, int], list[int]] = {}
    row = 0
    for key in keys:
        passages = {passage.id: passage for passage in library.passages(key)}
        starts = {one.id: [start for start, _ in split_sentences(one.text)] for one in passages.values()}
        for chunk in library.chunks(key):
            for start, _ in chunk.sentences:
                passage = passages[chunk.passage]
                before = [place for place, begin in enumerate(starts[passage.id]) if begin <= start]
                rows.setdefault((key, passage.ordinal, before[-1] if before else 0), []).append(row)
                row += 1
    pairs = [
        [number, row]
        for number, question in enumerate(questions)
        for ordinal, sentence in sorted(question.sentences)
        for row in rows.get((question.report, ordinal, sentence), ())
    ]
    return {"truths": np.array(pairs, dtype=np.int32)}


def _signals(retriever: Retriever, questions: list[Question]) -> Arrays:
    """Return what else is known of every passage of its report for each answerable question, one below the other."""
    names: tuple[str, ...] = ()
    blocks, ends = [], [0]
    for question in questions:
        size = 0
        if question.answerable:
            examined = retriever.examine(question.forms[0], reports=[question.report])
            names = tuple(examined.signals)
            blocks.append(np.column_stack(list(examined.signals.values())).astype(np.float16))
            size = len(blocks[-1])
        ends.append(ends[-1] + size)
    return {
        "signals": np.concatenate(blocks),
        "signal_ends": np.array(ends, dtype=np.int64),
        "signal_names": np.array(names),
    }


if __name__ == "__main__":
    main()
