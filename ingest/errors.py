"""What can go wrong while reading a file.

IngestError
├── NotAReport        a readable document that is no inspection report (a README, an invoice)
├── UnreadableFile    missing, empty, not what its name says, damaged, encrypted, without text
├── LimitExceeded     too large, too many pages, too slow, too much memory
├── RefusedAddress    a web address that nothing is fetched from
├── DownloadFailed    the publisher's site cannot be reached, or has no such file
├── ProfileError      a profile of a kind of report is wrong
└── ModelFilesError   the embedding model's files are missing or altered
"""


class IngestError(Exception):
    """A file could not be read. `str()` is the whole message for a person; `remedy` says what to do."""

    code = "ingest_failed"

    def __init__(self, message: str, *, remedy: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy


class NotAReport(IngestError):
    """The document was read, but nothing in it says inspection report."""

    code = "not_a_report"


class UnreadableFile(IngestError):
    """The file is missing, empty, damaged, encrypted or without text."""

    code = "unreadable_file"


class LimitExceeded(IngestError):
    """Reading the file would take more time, memory or pages than allowed."""

    code = "limit_exceeded"


class RefusedAddress(IngestError):
    """Nothing is fetched from such an address: no https, not on the list, or not on the open internet."""

    code = "refused_address"


class DownloadFailed(IngestError):
    """The site cannot be reached, or answers with something else than a file."""

    code = "download_failed"


class ProfileError(IngestError):
    """A file that describes a kind of report is wrong; the message names it and the line."""

    code = "profile"


class ModelFilesError(IngestError):
    """The embedding model's files are missing, unreadable or not the ones expected."""

    code = "model_files"
