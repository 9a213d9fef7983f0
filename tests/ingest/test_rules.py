"""A changed rule, at any depth, is read with again."""

import shutil
from pathlib import Path

import pytest

from ingest import rules

FOLDERS = sorted(
    {file.parent.relative_to(rules.HERE) for file in rules.HERE.rglob("*.py") if "__pycache__" not in file.parts}
)


@pytest.mark.parametrize("folder", FOLDERS, ids=str)
def test_a_byte_changed_in_any_folder_changes_the_fingerprint(folder: Path, tmp_path: Path) -> None:
    copy = shutil.copytree(rules.HERE, tmp_path / "ingest", ignore=shutil.ignore_patterns("*.onnx", "__pycache__"))
    before = rules.digest(copy)
    for file in sorted((copy / folder).glob("*")):
        if file.is_file() and file.stat().st_size:
            content = file.read_bytes()
            file.write_bytes(bytes([content[0] ^ 1]) + content[1:])
            assert rules.digest(copy) != before, file
            file.write_bytes(content)
    assert rules.digest(copy) == before


def test_what_python_makes_is_no_rule(tmp_path: Path) -> None:
    (tmp_path / "rule.py").write_text("x = 1", encoding="utf-8")
    before = rules.digest(tmp_path)
    (tmp_path / "__pycache__").mkdir()
    (tmp_path / "__pycache__" / "rule.pyc").write_bytes(b"made")
    assert rules.digest(tmp_path) == before
