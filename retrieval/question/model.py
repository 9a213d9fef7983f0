"""The learnt half of reading a question: what is wanted done, over which inspections, of what kind, in which form.

A small transformer (MiniLM, tuned on labelled utterances by `python -m training.acts`) reads the question and the one
before it, in one pass of some milliseconds.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, get_args

import numpy as np
from numpy.typing import NDArray

from ingest.chunks.wordpieces import PACKAGED
from retrieval.question.models import Act, PeriodOp, Shape, Want
from retrieval.question.wordings import WordModel

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

HERE = Path(__file__).resolve().parent
MODEL, LABELS = HERE / "question.onnx", HERE / "question.json"
_LEAST = 1e-4
"""What either half leaves to an act that it thinks impossible."""
_BEFORE = 120
"""Characters of the question before that are read: enough to know what an ellipsis leans on."""
LONGEST = 96
"""Word pieces that are read of a question with the one before it: two long ones; what is over is left unread."""


@dataclass(frozen=True, slots=True)
class Labels:
    """What the model says of one question; `topics` in the words that it read."""

    act: Act
    confidence: float = 1.0
    period: PeriodOp = "none"
    inspection: str = "none"
    shape: Shape = "none"
    everyone: bool = False
    refers_back: bool = False
    wants: tuple[Want, ...] = ()
    topics: tuple[str, ...] = ()


class QuestionModel(Protocol):
    """What a reader needs of the learnt half."""

    @property
    def fingerprint(self) -> str:
        """What its labels depend on."""

    @property
    def kinds(self) -> Sequence[str]:
        """The kinds of inspection that it tells apart."""

    def read(self, question: str, *, before: str = "") -> Labels:
        """Label a masked question, asked after the masked question `before`."""


class TrainedModel:
    """The transformer on the CPU; opened on the first question."""

    def __init__(self, model: Path = MODEL, labels: Path = LABELS) -> None:
        self._model = model
        self._wordings = WordModel()
        self._labels: dict[str, Any] = json.loads(labels.read_text(encoding="utf-8"))

    @property
    def fingerprint(self) -> str:
        """The weights' own checksum."""
        return str(self._labels["sha256"])[:16]

    @property
    def kinds(self) -> Sequence[str]:
        """The kinds of inspection that it tells apart."""
        kinds: Sequence[str] = self._labels["inspection"]
        return kinds

    def read(self, question: str, *, before: str = "") -> Labels:
        """Label a masked question, asked after the masked question `before`."""
        pieces, own, offsets = pieces_of(self._tokenizer, question, before)
        kinds = [0] * own + [1] * (len(pieces) - own)
        outputs = self._session.run(None, {"pieces": np.array([pieces]), "kinds": np.array([kinds])})
        act, period, inspection, shape, flags, tags = (np.asarray(output)[0] for output in outputs)
        odds = _together(act, self._wordings.odds(question, after=bool(before)))
        said = {name for name, value in zip(self._labels["flags"], flags, strict=True) if value > 0}
        return Labels(
            act=self._labels["act"][int(odds.argmax())],
            confidence=float(odds.max()),
            period=self._labels["period"][int(period.argmax())],
            inspection=self._labels["inspection"][int(inspection.argmax())],
            shape=self._labels["shape"][int(shape.argmax())],
            everyone="everyone" in said,
            refers_back="refers_back" in said,
            wants=tuple(want for want in get_args(Want) if want in said),
            topics=_topics(question, offsets, tags[:own] > 0),
        )

    # A quarter of a second, which a command that asks nothing must not wait for.

    @cached_property
    def _session(self) -> "InferenceSession":
        from onnxruntime import InferenceSession, SessionOptions  # noqa: PLC0415

        options = SessionOptions()
        options.intra_op_num_threads = 1
        return InferenceSession(str(self._model), options, providers=["CPUExecutionProvider"])

    @cached_property
    def _tokenizer(self) -> "Tokenizer":
        return open_tokenizer()


def _together(scores: NDArray[np.float32], words: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return a probability an act: the geometric mean of what the transformer and what the words say."""
    shares = np.exp(scores - scores.max(), dtype=np.float64)
    odds = np.sqrt((shares / shares.sum() + _LEAST) * (words + _LEAST))
    together: NDArray[np.float64] = odds / odds.sum()
    return together


def open_tokenizer() -> "Tokenizer":
    """Open the encoder's tokenizer, set for questions."""
    from tokenizers import Tokenizer  # noqa: PLC0415

    tokenizer = Tokenizer.from_file(str(PACKAGED / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.enable_truncation(LONGEST)
    return tokenizer


def pieces_of(tokenizer: "Tokenizer", question: str, before: str) -> tuple[list[int], int, list[tuple[int, int]]]:
    """Return the word pieces of a question and the one before it, how many are its own, and where those stand in it."""
    encoding = tokenizer.encode(question)
    earlier = tokenizer.encode(before[:_BEFORE]).ids[1:] if before else []
    pieces = [*encoding.ids, *earlier][:LONGEST]
    own = min(len(encoding.ids), len(pieces))
    return pieces, own, encoding.offsets[:own]


def _topics(question: str, offsets: Sequence[tuple[int, int]], tagged: Sequence[bool]) -> tuple[str, ...]:
    """Return the runs of words whose pieces are tagged; a word is one where any piece of it is."""
    spans: list[list[int]] = []
    for (start, end), inside in zip(offsets, tagged, strict=True):
        if not inside or end <= start:
            continue
        if spans and not question[spans[-1][1] : start].strip():
            spans[-1][1] = end
        else:
            spans.append([start, end])
    return tuple(dict.fromkeys(question[start:end] for start, end in map(_whole_words(question), spans)))


def _whole_words(question: str) -> Callable[[Sequence[int]], tuple[int, int]]:
    def widened(span: Sequence[int]) -> tuple[int, int]:
        start, end = span
        while start > 0 and question[start - 1].isalnum():
            start -= 1
        while end < len(question) and question[end].isalnum():
            end += 1
        return start, end

    return widened
