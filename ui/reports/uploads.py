"""Files that people hand in: kept under the hash of their content, read one after another beside the chat.

The name that a file comes with is shown, and makes the report's key as it does on the command line; as a place on disk
it is never used.
"""

import hashlib
import logging
import re
import shutil
import threading
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Literal
from uuid import uuid4

import streamlit as st
from filelock import FileLock, Timeout

from ingest.models import report_key
from retrieval.errors import RetrievalError
from retrieval.library.intake import Taken, take_in
from retrieval.library.library import Library
from retrieval.store.audit_log import acting_as
from settings import APPLICATION
from ui.engine import Engine
from ui.visitors.identity import NotAllowed, may_still_edit

FOLDER = "uploads"
"""Beside the library's own files, so that what was handed in is on the same disk; emptied as each file is done. Each
process has a folder of its own in it, whose lock it holds for as long as it lives."""
MOST_WAITING = 2 << 30
"""Bytes that may wait on the disk: forty files of the greatest size, four hundred of the usual."""
LONGEST_KEY = 100

Follow = Callable[[int, int], None]
State = Literal["waiting", "reading", "done", "failed"]


class QueueFull(RetrievalError):
    """So much waits to be read that nothing more is taken."""

    code = "queue_full"


@dataclass(frozen=True, slots=True)
class Upload:
    """One file on its way into the library. `share` is how much of it is stored, 0 to 1."""

    name: str
    user: str
    path: Path
    state: State = "waiting"
    share: float = 0.0
    taken: Taken | None = None
    fault: str = ""
    """Why it failed, where the library, not the file, was at fault."""


class Uploads:
    """The queue of one library. A thread reads it while there is something to read."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._lock = threading.Lock()
        self._waiting: deque[int] = deque()
        self._held: list[Upload] = []
        self._thread: threading.Thread | None = None
        self._bytes_waiting = 0
        self._folder, self._claim = _own_folder(library.home / FOLDER)

    def hand_in(self, name: str, content: bytes, *, user: str, key: str | None = None) -> None:
        """Queue a file; with `key` it is read as a new version of that report, whatever its name. Raises QueueFull."""
        with self._lock:
            if self._bytes_waiting + len(content) > MOST_WAITING:
                raise QueueFull("Many files are waiting to be read.", remedy="Add this one when they are done.")
            self._bytes_waiting += len(content)
            place = len(self._held)
            # The place tells apart two copies of one file.
            folder = self._folder / f"{hashlib.sha256(content).hexdigest()}-{place}"
            folder.mkdir(parents=True, exist_ok=True)
            path = folder / safe_name(name, key)
            path.write_bytes(content)
            self._waiting.append(place)
            self._held.append(Upload(name, user, path))
            if self._thread is None:
                self._thread = threading.Thread(target=self._read_all, name="uploads", daemon=True)
                self._thread.start()

    def all(self) -> list[Upload]:
        """Return the files handed in since the last `forget`, in that order."""
        with self._lock:
            return list(self._held)

    @property
    def busy(self) -> bool:
        """Whether a file is waiting or being read."""
        return any(one.state in ("waiting", "reading") for one in self.all())

    def forget(self) -> None:
        """Clear the list, where nothing is on its way any more."""
        with self._lock:
            if self._thread is None:
                self._held.clear()

    def _read_all(self) -> None:
        while True:
            with self._lock:
                if not self._waiting:
                    self._thread = None
                    return
                place = self._waiting.popleft()
            self._read(place)

    def _read(self, place: int) -> None:
        upload = self._change(place, state="reading")

        def follow(done: int, total: int) -> None:
            self._change(place, share=done / max(total, 1))

        result: dict[str, object] = {"state": "failed"}
        try:
            if not may_still_edit(upload.user):
                # Minutes may lie between the page and this.
                raise NotAllowed("Who handed it in may not add reports any more.", remedy="Ask who runs these pages.")
            with acting_as(upload.user):
                for taken in self._take(upload.path, follow):
                    result = {"state": "done", "share": 1.0, "taken": taken}
        except RetrievalError as error:
            result["fault"] = f"{error.message} {error.remedy}".strip()
        except Exception:  # the thread must live on for the other files; the log has the details
            logging.getLogger(APPLICATION).exception("an upload failed")
            result["fault"] = "Something went wrong that should not have. The log says what."
        with self._lock:
            self._bytes_waiting -= upload.path.stat().st_size if upload.path.exists() else 0
        shutil.rmtree(upload.path.parent, ignore_errors=True)
        self._change(place, **result)

    def _take(self, path: Path, follow: Follow) -> Iterator[Taken]:
        # One worker: the other core answers questions.
        return take_in(self._library, {path: True}, on_passages=follow, workers=1)

    def _change(self, place: int, **values: object) -> Upload:
        with self._lock:
            self._held[place] = changed = replace(self._held[place], **values)  # type: ignore[arg-type]
        return changed


def _own_folder(parent: Path) -> tuple[Path, FileLock]:
    """Make a folder of this process's own; delete those of processes that are no more: nobody waits for their files."""
    parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    own = parent / uuid4().hex
    claim = FileLock(own.with_suffix(".lock"), mode=0o600, thread_local=False)
    claim.acquire()
    for path in parent.iterdir():
        if path.name.split(".")[0] != own.name and path.suffix != ".lock" and _is_left(path):
            shutil.rmtree(path, ignore_errors=True)
            path.with_suffix(".lock").unlink(missing_ok=True)
    own.mkdir()
    return own, claim


def _is_left(folder: Path) -> bool:
    """Whether no process holds a folder any more: the system frees a lock when its process dies, however it dies."""
    lock = FileLock(folder.with_suffix(".lock"))
    try:
        lock.acquire(timeout=0)
    except Timeout:
        return False
    lock.release()
    return True


def safe_name(name: str, key: str | None = None) -> str:
    """Return the name under which a file is read: a key of plain letters, and a short plain ending."""
    # A browser may send a path of either kind.
    last = Path(PureWindowsPath(PurePosixPath(name).name).name)
    ending = last.suffix.lower() if re.fullmatch(r"\.[a-z0-9]{1,8}", last.suffix.lower()) else ""
    return (key or report_key(last)[:LONGEST_KEY]) + ending


def uploads_of(engine: Engine) -> Uploads:
    """Return the one queue of a library, shared by every visitor."""
    return _queue(str(engine.library.home), engine)


@st.cache_resource(show_spinner=False)
def _queue(home: str, _engine: Engine) -> Uploads:  # noqa: ARG001 (the key of the cache)
    return Uploads(_engine.library)
