"""The library's own copies of the ingested files, named by their content."""

import hashlib
import os
from collections.abc import Iterable
from pathlib import Path

from retrieval.errors import LibraryError

FOLDER = "sources"
_PIECE = 2**20


def keep(source: Path, folder: Path, sha256: str, suffix: str) -> Path:
    """Copy a file to `folder/<sha256><suffix>`, wholly on disk before it has that name.

    Raises LibraryError when the file is no longer the one that was read, OSError when it cannot be copied.
    """
    target = folder / (sha256 + suffix)
    if is_sound(target, sha256):
        return target
    folder.mkdir(mode=0o700, exist_ok=True)
    new = folder / f"{sha256}.new"
    found = hashlib.sha256()
    with source.open("rb") as reader, new.open("wb") as writer:
        while piece := reader.read(_PIECE):
            found.update(piece)
            writer.write(piece)
        writer.flush()
        os.fsync(writer.fileno())
    if found.hexdigest() != sha256:
        new.unlink()
        raise LibraryError(f"{source.name} changed while it was being read.", remedy="Ingest it again.")
    os.replace(new, target)
    return target


def is_sound(path: Path, sha256: str) -> bool:
    """Whether a copy is there, and is what was ingested."""
    return path.is_file() and hash_of(path) == sha256


def sweep(folder: Path, keep_names: Iterable[str]) -> None:
    """Delete what no report refers to: copies of removed files, and those of an ingest that was interrupted."""
    if not folder.is_dir():
        return
    kept = set(keep_names)
    for path in folder.iterdir():
        if path.name not in kept:
            path.unlink(missing_ok=True)


def hash_of(path: Path) -> str:
    """Return the SHA-256 of a file's content."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
