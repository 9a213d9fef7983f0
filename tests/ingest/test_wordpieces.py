"""The embedded model's files and its counts."""

import shutil
from pathlib import Path

import pytest

from ingest.errors import ModelFilesError
from ingest.wordpieces import ModelFiles, WordPieces


def test_the_packaged_files_are_the_ones_expected() -> None:
    files = ModelFiles.find().verify()
    assert files.model.name == "model.onnx"


def test_counts_include_the_special_tokens_and_are_never_cut() -> None:
    pieces = WordPieces.load()
    assert pieces.count("") == 2
    assert pieces.count("Children are safe.") == 6
    assert pieces.count("care " * 400) == 402


def test_a_folder_of_the_same_files_does_instead(tmp_path: Path) -> None:
    shutil.copy(ModelFiles.find().tokenizer, tmp_path / "tokenizer.json")
    assert WordPieces.load(tmp_path).count("care") == 3


def test_an_altered_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "tokenizer.json").write_text("{}", encoding="utf-8")
    with pytest.raises(ModelFilesError, match=r"tokenizer\.json is not the one expected"):
        WordPieces.load(tmp_path)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelFilesError, match=r"model\.onnx cannot be read: No such file"):
        ModelFiles.find(tmp_path).verify()
