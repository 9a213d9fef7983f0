"""Where a statement rests: the sentences of the passages that say it, found by code whatever a model quoted."""

from collections.abc import Sequence

from ingest.chunks.sentences import split_sentences
from ingest.models import Passage
from retrieval.checking.support import restated_by

SPANS = 2
"""Stretches of one passage that a statement may rest on: more are a summary, which no reader can compare."""


def resting_spans(text: str, passage: Passage) -> tuple[tuple[int, int], ...]:
    """Return the stretches of `passage` that `text` restates, as [start, end): whole sentences, neighbours as one."""
    spans = [(start, end) for start, end in split_sentences(passage.text)] or [(0, len(passage.text))]
    printed = [passage.text[start:end] for start, end in spans]
    chosen = [
        place for said in _sentences(text) for place, one in enumerate(printed) if one in restated_by(said, printed)
    ]
    found: list[tuple[int, int]] = []
    for place in sorted(set(chosen)):
        start, end = spans[place]
        if found and place and found[-1][1] == spans[place - 1][1]:
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return tuple(sorted(sorted(found, key=lambda span: span[0] - span[1])[:SPANS]))


def _sentences(text: str) -> Sequence[str]:
    return [text[start:end] for start, end in split_sentences(text)]
