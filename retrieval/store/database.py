"""Connections to the SQLite file: one consistent snapshot a read, one transaction a write, plain words for faults."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock, local

from retrieval.errors import DamagedLibrary, EmptyLibrary, LibraryBusy, LibraryError, NewerLibrary
from retrieval.store import schema
from retrieval.store.locks import not_writable, write_lock
from retrieval.store.private import keep_private, make_private

FILE_NAME = "library.sqlite3"
PRIVATE_FOLDERS = ("sources", "vectors", "server-vectors", "uploads")
_BUSY_MILLISECONDS = 60_000
_PAGE_CACHE_KIB = 16_384
_File = tuple[int, int] | None
"""What tells one file from another that was put in its place; None before there is one."""
_LOG_LIMIT = 64 * 2**20
"""Bytes to which the write-ahead log is cut back once it is written over."""


class Database:
    """The SQLite file of the library in `home`. Safe to share between threads: each use takes a connection of its own.

    In write-ahead mode readers never wait for a writer. `synchronous=FULL`: a report that was acknowledged survives a
    power cut, for one or two flushes to disk a report.
    """

    def __init__(self, home: Path, *, create: bool = False) -> None:
        self.home = home
        self.path = home / FILE_NAME
        self._idle: list[tuple[_File, sqlite3.Connection]] = []
        self._lock = Lock()
        self._writing = Lock()
        """Threads take turns in order; SQLite would have them sleep and try again, the unlucky for half a minute."""
        self._thread = local()
        """Its `held` is the connection whose state all reads of this thread see, within `one_state`."""
        self._closed = False
        self._mode = "rwc" if create else "rw"
        try:
            if create:
                home.mkdir(mode=0o700, parents=True, exist_ok=True)
                make_private(self.path)
            elif not self.path.is_file():
                raise _empty(home)
        except OSError as error:
            raise not_writable(home, error) from error
        with self._plain_words():
            self._prepare(create)
        self._mode = self._mode.removesuffix("c")
        folders = (home / name for name in PRIVATE_FOLDERS)
        keep_private(self.path, *(self.path.with_name(FILE_NAME + ending) for ending in ("-wal", "-shm")), *folders)

    @property
    def writable(self) -> bool:
        """Whether the folder allows writing, as far as opening it has shown."""
        return self._mode.startswith("rw")

    @contextmanager
    def read(self) -> Iterator[sqlite3.Connection]:
        """Give a connection that sees one committed state, the newest, from its first query to its last."""
        if (held := getattr(self._thread, "held", None)) is not None:
            yield held
            return
        with self._plain_words(), self._connection() as connection:
            connection.execute("BEGIN")
            try:
                yield connection
            finally:
                connection.rollback()

    @contextmanager
    def one_state(self) -> Iterator[None]:
        """Let every `read` of this thread within the block see the same committed state, whatever others commit."""
        with self.read() as connection:
            outer, self._thread.held = getattr(self._thread, "held", None), connection
            try:
                yield
            finally:
                self._thread.held = outer

    @contextmanager
    def write(self) -> Iterator[sqlite3.Connection]:
        """Give a connection within one transaction: all of it is committed at the end, or none of it."""
        with self._writing, self._plain_words(), self._connection() as connection:
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                connection.commit()
            except BaseException:
                connection.rollback()
                raise

    def snapshot(self, path: Path) -> None:
        """Copy one consistent state into a new SQLite file at `path`, while others go on reading."""
        with self._plain_words(), self._connection() as connection:
            make_private(path)
            copy = sqlite3.connect(path)
            try:
                connection.backup(copy)
                copy.execute("PRAGMA journal_mode = DELETE")
            finally:
                copy.close()

    def close(self) -> None:
        """Close every idle connection; one still in use closes when its use ends."""
        with self._lock:
            self._closed = True
            idle, self._idle = self._idle, []
        for _, connection in idle:
            connection.close()

    @contextmanager
    def _connection(self) -> Iterator[sqlite3.Connection]:
        file, connection = self._idle_connection() or (self._file(), self._connect())
        try:
            yield connection
        finally:
            with self._lock:
                keep = not self._closed
                if keep:
                    self._idle.append((file, connection))
            if not keep:
                connection.close()

    def _idle_connection(self) -> tuple[_File, sqlite3.Connection] | None:
        """Return one that is open on the file as it is now: `restore` puts another in its place."""
        now = self._file()
        while True:
            with self._lock:
                if not self._idle:
                    return None
                file, connection = self._idle.pop()
            if file == now:
                return file, connection
            connection.close()

    def _file(self) -> _File:
        try:
            found = self.path.stat()
        except FileNotFoundError:
            return None
        return found.st_dev, found.st_ino

    def _connect(self) -> sqlite3.Connection:
        options = "immutable=1" if self._mode == "immutable" else f"mode={self._mode}"
        connection = sqlite3.connect(
            f"{self.path.absolute().as_uri()}?{options}",
            uri=True,
            timeout=_BUSY_MILLISECONDS / 1000,
            isolation_level=None,
            check_same_thread=False,
        )
        connection.row_factory = sqlite3.Row
        try:
            connection.execute("PRAGMA foreign_keys = ON")
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute(f"PRAGMA cache_size = -{_PAGE_CACHE_KIB}")
            connection.execute(f"PRAGMA journal_size_limit = {_LOG_LIMIT}")
        except BaseException:
            connection.close()
            raise
        return connection

    def _prepare(self, create: bool) -> None:
        """Bring the tables to this program's version, or say why it cannot use them."""
        version = self._version()
        if version > schema.VERSION:
            raise NewerLibrary(
                f"The library in {self.home} was written by a later version of this program "
                f"(its tables are version {version}, this program knows {schema.VERSION}).",
                remedy="Install that version, or set INSPECTION_QA_HOME to another folder.",
            )
        if version == schema.VERSION:
            return
        if not version and not create:
            raise _empty(self.home)
        with write_lock(self.home), self._connection() as connection:
            connection.execute("PRAGMA journal_mode = WAL")
            schema.migrate(connection)

    def _version(self) -> int:
        try:
            return self._probe()
        except sqlite3.OperationalError as error:
            unreadable = _code(error) in {sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY}
            log = self.path.with_name(FILE_NAME + "-wal")
            if not unreadable or not self.path.is_file() or (log.is_file() and log.stat().st_size):
                raise
            # A folder in which not even the shared-memory file can be made: nobody writes here, so nothing can change.
            self._mode = "immutable"
            return self._probe()

    def _probe(self) -> int:
        with self._connection() as connection:
            version = schema.version(connection)
            tables = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
            ours = connection.execute("PRAGMA application_id").fetchone()[0] == schema.APPLICATION_ID
        if (version or tables) and not ours:
            raise DamagedLibrary(
                f"{self.path} is an SQLite file of another program, not a library.",
                remedy="Set INSPECTION_QA_HOME to another folder, or move that file away.",
            )
        return version

    @contextmanager
    def _plain_words(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise self._explained(error) from error
        except UnicodeDecodeError as error:
            raise self._damaged(error) from error

    def _damaged(self, error: Exception) -> DamagedLibrary:
        return DamagedLibrary(
            f"{self.path} is damaged and cannot be read ({error}).",
            remedy="Restore a backup with `inspection-qa restore BACKUP` (the damaged folder is kept beside it), or "
            "move the folder away and ingest the reports again; copies of them are in its `sources`.",
        )

    def _explained(self, error: sqlite3.Error) -> LibraryError:
        match _code(error):
            case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
                return LibraryBusy(
                    f"Another process is writing to the library in {self.home} and did not finish in time.",
                    remedy="Wait until it has finished, or stop it, then try again.",
                )
            case sqlite3.SQLITE_FULL | sqlite3.SQLITE_READONLY | sqlite3.SQLITE_CANTOPEN | sqlite3.SQLITE_IOERR:
                return not_writable(self.home, error)
            case sqlite3.SQLITE_CORRUPT | sqlite3.SQLITE_NOTADB:
                return self._damaged(error)
            case None if "decode" in str(error):
                # Python's own words for bytes that are no text.
                return self._damaged(error)
            case sqlite3.SQLITE_CONSTRAINT:
                return LibraryError(
                    f"The report was read in a way that the library cannot hold ({error}).",
                    remedy="This is a fault of the program: please report it, with the file.",
                )
            case _:
                return LibraryError(
                    f"The library in {self.home} refused an operation ({error}).",
                    remedy="Run `inspection-qa verify`; if it finds nothing, please report this message.",
                )


def _code(error: sqlite3.Error) -> int | None:
    """Return SQLite's primary result code; None where the error is not SQLite's own."""
    code = getattr(error, "sqlite_errorcode", None)
    return None if code is None else code & 0xFF


def _empty(home: Path) -> EmptyLibrary:
    return EmptyLibrary(
        f"Nothing has been ingested yet: there is no library in {home}.", remedy="Run `inspection-qa ingest PATH…`."
    )
