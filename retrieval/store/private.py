"""A library is its owner's alone: receipts hold what people asked, and other accounts of the computer read no file."""

import os
import sys
from contextlib import suppress
from pathlib import Path

_OTHERS = 0o077


def make_private(path: Path) -> None:
    """Make a file that only its owner can read, before anything is written to it."""
    path.touch(mode=0o600, exist_ok=True)
    keep_private(path)


def keep_private(*paths: Path) -> None:
    """Take from other accounts what they may do with these files and folders; those not there are left out."""
    if sys.platform == "win32":
        return
    for path in paths:
        # Somebody else's file, or a read-only disk: whoever owns it decides.
        with suppress(OSError):
            mode = path.stat().st_mode
            if mode & _OTHERS:
                path.chmod(mode & ~_OTHERS & 0o7777)


def write_for_owner_only() -> None:
    """Have every file that this process makes be its owner's alone, those of libraries that it uses included."""
    os.umask(_OTHERS)
