"""The embedded model's files, found and proved, and how many word pieces a text takes in it."""

import hashlib
import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from ingest.errors import ModelFilesError

if TYPE_CHECKING:
    from tokenizers import Tokenizer

PACKAGED = Path(__file__).with_name("model")
"""The model that ships; its README.md says what it is and how it was made."""
MODEL_SHA256 = "7494251576eb5632d9b3df3e83e996218f352e049ec824abc983ced074edbeb7"
"""all-MiniLM-L6-v2 tuned on inspection reports, int8, as `training/` made it."""
MODEL_OUTPUTS = {"hidden": 384, "tokens": 128}
"""The lengths of its vectors, of a text and of a word piece: known without opening it."""
TOKENIZER_SHA256 = "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037"
"""Its tokenizer.json, as all-MiniLM-L6-v2 has it; another model in its place must share it."""
_REMEDY = "Install the program again, or correct INSPECTION_QA_EMBEDDINGS_FOLDER."


@dataclass(frozen=True, slots=True)
class ModelFiles:
    """Where the embedded model's two files are."""

    model: Path
    tokenizer: Path

    @classmethod
    def find(cls, folder: Path | None = None) -> "ModelFiles":
        """Return where they are: with the program, or in `folder`; whether they are right is `verify`'s to say."""
        return cls((folder or PACKAGED) / "model.onnx", (folder or PACKAGED) / "tokenizer.json")

    def verify(self) -> str:
        """Return the model's SHA-256 if the files are usable; raises `ModelFilesError`.

        The model that ships must be the one expected; one in another folder may be any that reads the same pieces.
        """
        verify_file(self.tokenizer, TOKENIZER_SHA256)
        if self.model.parent == PACKAGED:
            verify_file(self.model, MODEL_SHA256)
        return checksum(self.model)


def verify_file(path: Path, sha256: str) -> None:
    """Raise `ModelFilesError` unless the file is there and has this checksum."""
    found = checksum(path)
    if found != sha256:
        raise ModelFilesError(
            f"The embedding model's file {path} is not the one expected (SHA-256 {found[:12]}…, not {sha256[:12]}…).",
            remedy=_REMEDY,
        )


def checksum(path: Path) -> str:
    """Return the SHA-256 of a file of the model; raises `ModelFilesError` where it cannot be read."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise ModelFilesError(
            f"The embedding model's file {path} cannot be read: {error.strerror}.", remedy=_REMEDY
        ) from error


class WordPieces:
    """Counts as the embedded model reads: special tokens included, nothing cut."""

    def __init__(self, tokenizer: "Tokenizer") -> None:
        self._tokenizer = tokenizer

    @classmethod
    def load(cls) -> "WordPieces":
        """Load the tokenizer, once a process; raises `ModelFilesError`."""
        return _load()

    def count(self, text: str) -> int:
        """Return how many word pieces `text` takes, [CLS] and [SEP] included."""
        return len(self._tokenizer.encode(text).ids)


@cache
def _load() -> WordPieces:
    # Imported here: `inspection-qa --help` must not wait for it.
    from tokenizers import Tokenizer  # noqa: PLC0415

    path = ModelFiles.find().tokenizer
    verify_file(path, TOKENIZER_SHA256)
    tokenizer = Tokenizer.from_file(str(path))
    # The file says "cut at 128 and pad to 128"; a counter must do neither.
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return WordPieces(tokenizer)


@cache
def read_words() -> frozenset[str]:
    """Return the whole words, in lower case, that the model knows as one piece; raises `ModelFilesError`."""
    try:
        content = json.loads(ModelFiles.find().tokenizer.read_text(encoding="utf-8"))
        return frozenset(word for word in content["model"]["vocab"] if word.isalpha())
    except (OSError, ValueError, KeyError) as error:
        raise ModelFilesError("The embedding model's tokenizer cannot be read.", remedy=_REMEDY) from error
