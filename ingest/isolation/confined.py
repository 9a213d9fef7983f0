"""A child process of ours with limits on time and memory: whatever a hostile file does, it does there.

It is started as `python -P -m MODULE`, not through multiprocessing, which would run the caller's main module (a
Streamlit page, say) once more in each child. It runs in the program's own folder and imports nothing from the caller's,
where a file named like a module of ours may lie beside the reports. The two talk over the child's stdin and stdout
(`ingest.isolation.messages`). It sees none of the parent's variables but a few named ones, and
`ingest.isolation.sandbox` says what else it gives up.
"""

import os
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import IO, Any, Self, TypeVar

from ingest.isolation.import_path import ROOT, without_current_folder
from ingest.isolation.messages import Garbled

HANDED_ON = ("PATH", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "TMPDIR", "SYSTEMROOT", "TEMP", "TMP")
"""Variables that the child gets to see: what Python itself needs, and no key of anything."""
Answer = TypeVar("Answer")


class Lost(Exception):
    """The child died before it had answered, or was ended because it took too long."""

    def __init__(self, *, timed_out: bool) -> None:
        super().__init__()
        self.timed_out = timed_out


class Confined:
    """One child process, started at the first question and again after each that it did not survive."""

    def __init__(self, module: str, arguments: Sequence[str], *, seconds: float) -> None:
        self._command = [sys.executable, "-P", "-m", module, *arguments]
        self._seconds = seconds
        self._process: subprocess.Popen[bytes] | None = None
        self._closed = False
        self._lock = threading.Lock()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the process for good."""
        self._closed = True
        self._end()

    def exchange(self, talk: Callable[[IO[bytes], IO[bytes]], Answer]) -> Answer:
        """Have `talk` write a question to the child and return its answer; raises Lost. One at a time."""
        timed_out = threading.Event()

        def give_up() -> None:
            timed_out.set()
            self._end()

        timer = threading.Timer(self._seconds, give_up)
        timer.daemon = True
        timer.start()
        try:
            return talk(*self._pipes())
        except (EOFError, OSError, ValueError, Garbled) as error:
            # Its pipes close when it is ended or dies; a message may be cut short.
            self._end()
            raise Lost(timed_out=timed_out.is_set()) from error
        finally:
            timer.cancel()

    def _pipes(self) -> tuple[IO[bytes], IO[bytes]]:
        with self._lock:
            if self._closed:
                raise EOFError
            if self._process is None:
                self._process = _start(self._command)
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


def _start(command: Sequence[str]) -> subprocess.Popen[bytes]:
    options: dict[str, Any] = {"start_new_session": True}
    if sys.platform == "win32":
        options = {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP}
    return subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=_scrubbed(os.environ) | {"PYTHONPATH": os.pathsep.join(without_current_folder(sys.path))},
        cwd=ROOT,
        # Ctrl-C is the parent's to handle: it ends its children.
        **options,
    )


def _scrubbed(environment: Mapping[str, str]) -> dict[str, str]:
    return {name: environment[name] for name in HANDED_ON if name in environment}
