"""The embedded model's files and its counts."""

import hashlib
import shutil
from pathlib import Path

import pytest

from ingest.chunks.wordpieces import MODEL_SHA256, ModelFiles, WordPieces
from ingest.errors import ModelFilesError


def test_the_packaged_files_are_the_ones_expected() -> None:
    assert ModelFiles.find().verify() == MODEL_SHA256


def test_another_model_in_a_folder_of_its_own_is_told_by_its_checksum(tmp_path: Path) -> None:
    shutil.copy(ModelFiles.find().tokenizer, tmp_path / "tokenizer.json")
    (tmp_path / "model.onnx").write_bytes(b"another model")
    assert ModelFiles.find(tmp_path).verify() == hashlib.sha256(b"another model").hexdigest()


def test_counts_include_the_special_tokens_and_are_never_cut() -> None:
    pieces = WordPieces.load()
    assert pieces.count("") == 2
    assert pieces.count("Children are safe.") == 6
    assert pieces.count("care " * 400) == 402


def test_an_altered_tokenizer_is_refused(tmp_path: Path) -> None:
    (tmp_path / "tokenizer.json").write_text("{}", encoding="utf-8")
    with pytest.raises(ModelFilesError, match=r"tokenizer\.json is not the one expected"):
        ModelFiles.find(tmp_path).verify()


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    shutil.copy(ModelFiles.find().tokenizer, tmp_path / "tokenizer.json")
    with pytest.raises(ModelFilesError, match=r"model\.onnx cannot be read: No such file"):
        ModelFiles.find(tmp_path).verify()
