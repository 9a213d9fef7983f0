"""Locks between processes: one writer at a time, and one process that serves vectors from Chroma.

Both are held through the operating system, which frees them when a process dies, however it dies.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import BaseFileLock, FileLock, Timeout

from retrieval.errors import LibraryBusy, LibraryNotWritable

WRITE_LOCK = "write.lock"
VECTOR_LOCK = "vectors.lock"
SERVER_LOCK = "server-vectors.lock"
PATIENCE = 120.0
"""Seconds to wait for another writer: one report is written in well under a second, a backup in some ten."""


@contextmanager
def write_lock(home: Path, patience: float = PATIENCE) -> Iterator[None]:
    """Hold the library for writing; raise LibraryBusy when another writer does not finish in time."""
    lock = FileLock(home / WRITE_LOCK, mode=0o600)
    try:
        lock.acquire(timeout=patience, poll_interval=0.02)
    except Timeout as error:
        raise LibraryBusy(
            f"Another process has been writing to the library in {home} for over {patience:.0f} seconds.",
            remedy="Wait until it has finished, or stop it, then try again.",
        ) from error
    except OSError as error:
        raise not_writable(home, error) from error
    try:
        yield
    finally:
        lock.release()


def claim_vectors(home: Path, name: str = VECTOR_LOCK, *, patience: float = 0) -> BaseFileLock | None:
    """Become the one process that uses the Chroma folder (or with SERVER_LOCK changes the rows on a Chroma server).

    Returns None where another is and stays so, or the folder is read-only. The holder releases it with `.release()`.
    """
    # Not thread-local: a library may be closed by another thread than the one that opened it.
    lock = FileLock(home / name, mode=0o600, thread_local=False)
    try:
        lock.acquire(timeout=patience)
    except (Timeout, OSError):
        return None
    return lock


def not_writable(home: Path, error: Exception) -> LibraryNotWritable:
    """Return the plain words for a folder that cannot be written."""
    return LibraryNotWritable(
        f"The library in {home} cannot be written: {error}.",
        remedy="Free disk space or allow writing there, or set INSPECTION_QA_HOME to another folder.",
    )
