"""A child process that reads one file after another, with limits on time and memory.

It is started as `python -m ingest.child`, not through multiprocessing, which would run the caller's main module
(a Streamlit page, say) once more in each child. The two talk over the child's stdin and stdout (`ingest.messages`).
It sees none of the parent's variables but a few named ones, and `ingest.sandbox` says what else it gives up.
"""

import os
import subprocess
import sys
import threading
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from ingest.errors import IngestError, LimitExceeded, UnreadableFile
from ingest.messages import Garbled, receive_reading, send_path
from ingest.models import ParsedReport

GIVE_UP = "Check where the file comes from, or save it anew as PDF from its source."

HANDED_ON = ("PATH", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "TMPDIR", "SYSTEMROOT", "TEMP", "TMP")
"""Variables that the child gets to see: what Python itself needs, and no key of anything."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may take."""

    seconds: float = 60.0
    """The slowest of 77 reports takes under 2 s, the child's start half a second."""
    memory: int = 512 << 20
    """Bytes of address space of the child, where the platform can hold it to that (not on Windows); 77 reports took at
    most 75 MB."""


class Worker:
    """One child process, started at the first file and again after each file that it did not survive."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._process: subprocess.Popen[bytes] | None = None
        self._closed = False
        self._lock = threading.Lock()

    def __enter__(self) -> "Worker":
        return self

    def __exit__(self, *_: object) -> None:
        self._closed = True
        self._end()

    def read(self, path: Path) -> ParsedReport | IngestError:
        """Return what is in the file, or why it could not be read; never raises for a bad file."""
        timed_out = threading.Event()

        def give_up() -> None:
            timed_out.set()
            self._end()

        timer = threading.Timer(self._limits.seconds, give_up)
        timer.daemon = True
        timer.start()
        try:
            requests, answers = self._pipes()
            send_path(path, requests)
            answer = receive_reading(answers)
        except (EOFError, OSError, ValueError, Garbled):
            # Its pipes close when it is ended or dies; a message may be cut short.
            self._end()
            if timed_out.is_set():
                seconds = f"{self._limits.seconds:g}"
                return LimitExceeded(f"{path.name} was given up: reading took over {seconds} s.", remedy=GIVE_UP)
            return UnreadableFile(f"{path.name} could not be read: it ended the process that read it.", remedy=GIVE_UP)
        finally:
            timer.cancel()
        return answer

    def _pipes(self) -> tuple[IO[bytes], IO[bytes]]:
        with self._lock:
            if self._closed:
                raise EOFError
            if self._process is None:
                self._process = _start(self._limits)
            process = self._process
        if process.stdin is None or process.stdout is None:
            raise EOFError
        return process.stdin, process.stdout

    def _end(self) -> None:
        with self._lock:
            process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.wait()
            for pipe in (process.stdin, process.stdout):
                # Closing flushes, and what was still to be sent has no reader any more.
                with suppress(OSError):
                    pipe.close()  # type: ignore[union-attr]


def _start(limits: Limits) -> subprocess.Popen[bytes]:
    options: dict[str, Any] = {"start_new_session": True}
    if sys.platform == "win32":
        options = {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP}
    return subprocess.Popen(
        [sys.executable, "-m", "ingest.child", str(limits.memory), str(limits.seconds)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=_scrubbed(os.environ) | {"PYTHONPATH": os.pathsep.join(path or os.getcwd() for path in sys.path)},
        # Ctrl-C is the parent's to handle: it ends its children.
        **options,
    )


def _scrubbed(environment: Mapping[str, str]) -> dict[str, str]:
    return {name: environment[name] for name in HANDED_ON if name in environment}
