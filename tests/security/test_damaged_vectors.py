"""Damaged files of Chroma never end the process: they are noticed before they are opened, and made anew (attack B7)."""

import random
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FILES = ("data_level0.bin", "header.bin", "length.bin", "link_lists.bin", "index_metadata.pickle", "chroma.sqlite3")


def _flip(file: Path) -> None:
    content = bytearray(file.read_bytes())
    dice = random.Random(7)
    for _ in range(min(30, len(content))):
        content[dice.randrange(len(content))] ^= 1 << dice.randrange(8)
    file.write_bytes(content)


def _cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])


def _blank(file: Path) -> None:
    size = file.stat().st_size
    with file.open("r+b") as opened:
        opened.seek(size // 3)
        opened.write(bytes(size // 3 + 1))


def _lose(file: Path) -> None:
    file.unlink()


def _serve(folder: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "tests.security.vector_reader", str(folder)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=200)


@pytest.fixture(scope="module")
def level(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index that Chroma wrote to disk."""
    folder = tmp_path_factory.mktemp("level") / "vectors"
    folder.mkdir()
    made = _serve(folder)
    assert made.stdout == "served\n", made.stderr
    return folder


def _damaged(level: Path, folder: Path, name: str, damage: Callable[[Path], None]) -> Path:
    shutil.copytree(level, folder / "vectors")
    files = sorted((folder / "vectors").rglob(name))
    assert files, f"Chroma writes no {name} any more"
    damage(files[0])
    return folder / "vectors"


def test_a_sound_index_is_opened_again_and_again(level: Path) -> None:
    for _ in range(2):
        again = _serve(level)
        assert (again.stdout, "rebuilt" in again.stderr) == ("served\n", False), again.stderr


def test_flipped_bits_are_noticed_and_the_index_is_made_anew(level: Path, tmp_path: Path) -> None:
    served = _serve(_damaged(level, tmp_path, "data_level0.bin", _flip))
    assert (served.returncode, served.stdout) == (0, "served\n"), served.stderr
    assert "is rebuilt from the library: its files are not as they were left" in served.stderr


@pytest.mark.slow
@pytest.mark.parametrize("damage", [_flip, _cut, _blank, _lose])
@pytest.mark.parametrize("name", FILES)
def test_no_damage_ends_the_process(level: Path, tmp_path: Path, name: str, damage: Callable[[Path], None]) -> None:
    served = _serve(_damaged(level, tmp_path, name, damage))
    assert (served.returncode, served.stdout) == (0, "served\n"), served.stderr


@pytest.mark.slow
def test_an_index_that_was_being_changed_is_made_anew(level: Path, tmp_path: Path) -> None:
    folder = tmp_path / "vectors"
    shutil.copytree(level, folder)
    state = folder / "state.json"
    sealed = state.read_text(encoding="utf-8")
    state.write_text(sealed[: sealed.index(', "seal"')] + "}", encoding="utf-8")
    served = _serve(folder)
    assert (served.returncode, "rebuilt" in served.stderr) == (0, True), served.stderr
