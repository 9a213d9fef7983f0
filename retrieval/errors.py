"""What can go wrong with a library or a question. Each message says what, which, and the command that mends it.

RetrievalError
├── BadQuestion         empty, or over 2,000 characters                       (exit 2)
├── UnknownReport       no such report, or an alias that fits several         (exit 2)
├── UnknownLabel        no such label in the report, or one that fits several (exit 2)
├── LibraryError        the library cannot be used
│   ├── EmptyLibrary        nothing ingested yet
│   ├── EmbedderMismatch    built with another embedding model
│   ├── NewerLibrary        written by a later version of this program
│   ├── DamagedLibrary      a file of it cannot be read
│   ├── LibraryBusy         another process is writing
│   └── LibraryNotWritable  read-only folder, disk full
├── EmbedderError       the embedding model is missing or fails its checksum
└── ModelError          the chat model is missing, refuses, or does not answer
"""


class RetrievalError(Exception):
    """`message` is the whole sentence for a person; `remedy` the command or action that mends it."""

    code = "failed"
    exit_code = 1

    def __init__(self, message: str, *, remedy: str = "", choices: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy
        self.choices = choices


class BadQuestion(RetrievalError):
    """The question is empty or too long."""

    code = "bad_question"
    exit_code = 2


class UnknownReport(RetrievalError):
    """No report of that name, or the name fits several (`choices`)."""

    code = "unknown_report"
    exit_code = 2


class UnknownLabel(RetrievalError):
    """No passage of that label, or the label fits several (`choices`)."""

    code = "unknown_label"
    exit_code = 2


class LibraryError(RetrievalError):
    """The library cannot be used as it is."""

    code = "library_unusable"


class EmptyLibrary(LibraryError):
    """Nothing has been ingested."""

    code = "empty_library"


class EmbedderMismatch(LibraryError):
    """The library was built with another embedding model."""

    code = "embedder_mismatch"


class NewerLibrary(LibraryError):
    """The library was written by a later version."""

    code = "newer_library"


class DamagedLibrary(LibraryError):
    """A file of the library cannot be read."""

    code = "damaged_library"


class LibraryBusy(LibraryError):
    """Another process is writing and did not finish in time."""

    code = "library_busy"


class LibraryNotWritable(LibraryError):
    """The folder cannot be written: read-only, or the disk is full."""

    code = "library_not_writable"


class EmbedderError(RetrievalError):
    """The embedding model is missing or is not the one expected."""

    code = "embedder_unusable"


class ModelError(RetrievalError):
    """The chat model cannot be reached, refuses, or answers malformed output."""

    code = "model_failed"
