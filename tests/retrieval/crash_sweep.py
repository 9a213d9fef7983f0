"""Dies at every step of a change in turn: `python -m tests.retrieval.crash_sweep FOLDER CHANGE STRIDE`.

A step is a call of SQLite or of the operating system's file functions. For each a forked process makes the change and
kills itself just before that call; then the library is opened again, as whoever comes next would. Prints one JSON
object: how often the old and the new state were found.
"""

import json
import os
import shutil
import signal
import sqlite3
import sys
import traceback
from collections.abc import Callable
from itertools import count
from pathlib import Path
from types import FrameType
from typing import Any

from retrieval.errors import DamagedLibrary, EmptyLibrary
from retrieval.library.library import Library
from retrieval.store.database import FILE_NAME
from tests.factories import make_parsed, make_report, write_source
from tests.fakes import FakeEmbedder
from tests.retrieval.library_worker import held_version, version

HELD, OTHER = "alpha", "beta"
State = tuple[int | None, int | None, int, str]
"""Versions of the two reports, how many files are held, and whose vectors."""


def ingest(home: Path) -> None:
    """Add a report."""
    with Library.open(home, FakeEmbedder(), create=True) as library:
        library.add(*write_source(home.parent, version(OTHER, 1)))


def replace(home: Path) -> None:
    """Add a report in another version."""
    with Library.open(home, FakeEmbedder(), create=True) as library:
        library.add(*write_source(home.parent, version(HELD, 2)))


def attach(home: Path) -> None:
    """Add another rendition of a report."""
    with Library.open(home, FakeEmbedder()) as library:
        library.add(*write_source(home.parent, make_parsed(make_report(HELD, authority=HELD, media="markdown"))))


def remove(home: Path) -> None:
    """Remove a report."""
    with Library.open(home, FakeEmbedder()) as library:
        library.remove(HELD)


def rebuild(home: Path) -> None:
    """Rebuild the indexes, with another embedding model."""
    with Library.open(home, FakeEmbedder(name="other"), reembed=True) as library:
        library.rebuild()


def restore(home: Path) -> None:
    """Bring a backup back over a damaged library."""
    Library.restore(home.parent / "backup.zip", home)


CHANGES: dict[str, Callable[[Path], None]] = {
    change.__name__: change for change in (ingest, replace, attach, remove, rebuild, restore)
}
_FILE_CALLS = {"replace", "rename", "unlink", "rmdir", "mkdir", "open", "write", "fsync", "lockf", "flock"}


def dies_at(step: int, change: Callable[[Path], None], home: Path) -> bool:
    """Make the change in a process of its own that is killed before its `step`-th call; False when it finished first.

    Everything that it wrote reaches the next process, as after any SIGKILL: the system's cache is not lost.
    """
    child = os.fork()
    if child == 0:
        steps = count()

        def watch(_: FrameType, event: str, called: Any) -> None:
            if event == "c_call" and _is_step(called) and next(steps) == step:
                os.kill(os.getpid(), signal.SIGKILL)

        code = 1
        try:
            sys.setprofile(watch)
            change(home)
            code = 0
        except BaseException:  # noqa: BLE001 - the child must not go on as a second parent
            traceback.print_exc()
        finally:
            os._exit(code)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0, "the change failed of itself"
    return os.WIFSIGNALED(status)


def _is_step(called: Any) -> bool:
    on_database = isinstance(getattr(called, "__self__", None), sqlite3.Connection | sqlite3.Cursor)
    return on_database or called.__name__ in _FILE_CALLS


def state(home: Path) -> State:
    """Return what is held; fails unless all of it is whole."""
    with Library.open(home, None) as library:
        held = held_version(library, HELD), held_version(library, OTHER), len(library.files()), library.fingerprint
        assert library.verify() == [], library.verify()
    return held


def prepare(folder: Path, change: str) -> Path:
    """Return a library that `change` can change."""
    folder.mkdir()
    home = folder / "library"
    with Library.open(home, FakeEmbedder(), create=True) as library:
        library.add(*write_source(folder, version(HELD, 1)))
        library.backup(folder / "backup.zip")
    if change == "restore":
        (home / FILE_NAME).write_bytes(b"no database")
    return home


def sweep(folder: Path, name: str, stride: int) -> dict[str, int]:
    """Die at every `stride`-th step of a change, and check what is left each time."""
    change = CHANGES[name]
    template = prepare(folder / "template", name).parent
    old, new = None if name == "restore" else state(template / "library"), _whole(change, template, folder)
    found = {"old": 0, "new": 0}
    for step in count(0, stride):
        work = folder / str(step)
        shutil.copytree(template, work)
        if not dies_at(step, change, work / "library"):
            return found
        # A library that was damaged stays so until a sound one takes its place.
        held = old if old is None and not _is_readable(work / "library") else state(work / "library")
        assert held in {old, new}, f"step {step}: {held} is neither {old} nor {new}"
        found["old" if held == old else "new"] += 1
        if held == old:
            # Whoever gives the command again must find nothing half done in the way.
            change(work / "library")
            assert state(work / "library") == new
            assert not (left := list(work.rglob(".*"))), f"step {step}: a killed process left {left}"
        shutil.rmtree(work)
    raise AssertionError("unreachable")


def _whole(change: Callable[[Path], None], template: Path, folder: Path) -> State:
    """Return the state after the change."""
    shutil.copytree(template, folder / "whole")
    change(folder / "whole" / "library")
    return state(folder / "whole" / "library")


def _is_readable(home: Path) -> bool:
    try:
        Library.open(home, None).close()
    except (DamagedLibrary, EmptyLibrary):
        return False
    return True


if __name__ == "__main__":
    print(json.dumps(sweep(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]))))
