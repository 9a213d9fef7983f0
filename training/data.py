"""The examples as arrays, cut into folds by report. Numpy alone: this runs where the program does not."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

FOLDS = 5
SIMILARITIES = ("paragraph", "sentence", "late")
"""The signals that depend on the embedding model."""


@dataclass(frozen=True)
class Examples:
    """What `training/examples.py` wrote; its functions say what each array holds."""

    arrays: dict[str, NDArray[Any]]

    @classmethod
    def load(cls, path: Path) -> "Examples":
        """Read the file."""
        with np.load(path) as file:
            return cls({name: file[name] for name in file.files})

    def __getitem__(self, name: str) -> NDArray[Any]:
        return self.arrays[name]

    def chunk(self, number: int) -> NDArray[np.generic]:
        """Return the word pieces of a chunk."""
        ends = self["chunk_ends"]
        return self["chunk_pieces"][ends[number] : ends[number + 1]]

    def form(self, number: int) -> NDArray[np.generic]:
        """Return the word pieces of one form of a question."""
        ends = self["form_ends"]
        return self["form_pieces"][ends[number] : ends[number + 1]]

    @cached_property
    def fold_of_question(self) -> NDArray[np.int64]:
        """For each question the fold of its report; no report is in two."""
        return np.asarray(self["question_report"]) % FOLDS

    @cached_property
    def forms_of(self) -> list[NDArray[np.int64]]:
        """For each question the numbers of its forms."""
        owners = self["form_question"]
        return [np.flatnonzero(owners == number) for number in range(len(self["question_report"]))]

    @cached_property
    def truth_rows(self) -> list[NDArray[np.int64]]:
        """For each question the rows of `sentences` that carry its evidence."""
        rows: list[list[int]] = [[] for _ in self["question_report"]]
        for question, row in self["truths"]:
            rows[question].append(row)
        return [np.array(sorted(found), dtype=np.int64) for found in rows]

    @cached_property
    def truth_chunks(self) -> list[NDArray[np.int64]]:
        """For each question the chunks that carry its evidence."""
        return [np.unique(self["sentences"][rows, 0]) for rows in self.truth_rows]

    @cached_property
    def chunks_of_report(self) -> list[NDArray[np.int64]]:
        """For each report its chunks."""
        reports = self["chunk_report"]
        return [np.flatnonzero(reports == number) for number in range(len(self["reports"]))]

    @cached_property
    def sentences_of_chunk(self) -> list[NDArray[np.int64]]:
        """For each chunk its rows of `sentences`."""
        owners = self["sentences"][:, 0]
        starts = np.searchsorted(owners, np.arange(len(self["chunk_report"]) + 1))
        return [np.arange(starts[number], starts[number + 1]) for number in range(len(starts) - 1)]

    def teaches(self, question: int) -> bool:
        """Whether the question has evidence that training can show."""
        return len(self.truth_rows[question]) > 0

    def fixed_signals(self, question: int) -> tuple[list[str], NDArray[np.float64]]:
        """Return the names and values of the signals that do not depend on the model, a row a passage."""
        names = [str(name) for name in self["signal_names"]]
        start, end = self["signal_ends"][question : question + 2]
        columns = [column for column, name in enumerate(names) if name not in SIMILARITIES]
        return [names[column] for column in columns], self["signals"][start:end][:, columns].astype(np.float64)
