"""Which rules read a report: a library reads a file again when they have changed, and only then."""

import hashlib
from functools import cache
from pathlib import Path

HERE = Path(__file__).resolve().parent


@cache
def fingerprint() -> str:
    """Return a short hash over every file of this package: it changes with each change of a rule or its data."""
    return digest(HERE)


def digest(folder: Path) -> str:
    """Return a short hash over every file below `folder`, at any depth, apart from what Python makes."""
    running = hashlib.sha256()
    for file in sorted(folder.rglob("*")):
        if file.is_file() and "__pycache__" not in file.parts:
            running.update(file.relative_to(folder).as_posix().encode() + b"\0" + file.read_bytes() + b"\0")
    return running.hexdigest()[:16]
