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

import streamlit as st

from ingest.models import report_key
from retrieval.errors import RetrievalError
from retrieval.library.intake import Taken, take_in
from retrieval.library.library import Library
from retrieval.store.audit_log import acting_as
from settings import APPLICATION
from ui.engine import Engine

FOLDER = "uploads"
"""Beside the library's own files, so that what was handed in is on the same disk; emptied as each file is done."""
LONGEST_KEY = 100

Follow = Callable[[int, int], None]
State = Literal["waiting", "reading", "done", "failed"]


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
        # What an earlier run left behind when it was stopped: nobody waits for it any more.
        shutil.rmtree(library.home / FOLDER, ignore_errors=True)

    def hand_in(self, name: str, content: bytes, *, user: str, key: str | None = None) -> None:
        """Queue a file; with `key` it is read as a new version of that report, whatever its name."""
        with self._lock:
            place = len(self._held)
            # The place tells apart two copies of one file.
            folder = self._library.home / FOLDER / f"{hashlib.sha256(content).hexdigest()}-{place}"
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
            with acting_as(upload.user):
                for taken in self._take(upload.path, follow):
                    result = {"state": "done", "share": 1.0, "taken": taken}
        except RetrievalError as error:
            result["fault"] = f"{error.message} {error.remedy}".strip()
        except Exception:  # the thread must live on for the other files; the log has the details
            logging.getLogger(APPLICATION).exception("an upload failed")
            result["fault"] = "Something went wrong that should not have. The log says what."
        shutil.rmtree(upload.path.parent, ignore_errors=True)
        self._change(place, **result)

    def _take(self, path: Path, follow: Follow) -> Iterator[Taken]:
        # One worker: the other core answers questions.
        return take_in(self._library, {path: True}, on_passages=follow, workers=1)

    def _change(self, place: int, **values: object) -> Upload:
        with self._lock:
            self._held[place] = changed = replace(self._held[place], **values)  # type: ignore[arg-type]
        return changed


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
