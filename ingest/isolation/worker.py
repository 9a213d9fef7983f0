"""A child process that reads one file after another, with limits on time and memory."""

from dataclasses import dataclass
from pathlib import Path
from typing import IO

from ingest.errors import IngestError, LimitExceeded, UnreadableFile
from ingest.isolation.confined import Confined, Lost
from ingest.isolation.messages import receive_reading, send_path
from ingest.models import ParsedReport

GIVE_UP = "Check where the file comes from, or save it anew as PDF from its source."


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may take."""

    seconds: float = 60.0
    """The slowest of 77 reports takes under 2 s, the child's start half a second."""
    memory: int = 512 << 20
    """Bytes of address space of the child, where the platform can hold it to that (not on Windows); 77 reports took at
    most 75 MB."""


class Worker(Confined):
    """Reads files in `ingest.isolation.child`."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        super().__init__("ingest.isolation.child", [str(limits.memory), str(limits.seconds)], seconds=limits.seconds)

    def read(self, path: Path) -> ParsedReport | IngestError:
        """Return what is in the file, or why it could not be read; never raises for a bad file."""

        def talk(requests: IO[bytes], answers: IO[bytes]) -> ParsedReport | IngestError:
            send_path(path, requests)
            return receive_reading(answers)

        try:
            return self.exchange(talk)
        except Lost as lost:
            if lost.timed_out:
                seconds = f"{self._limits.seconds:g}"
                return LimitExceeded(f"{path.name} was given up: reading took over {seconds} s.", remedy=GIVE_UP)
            return UnreadableFile(f"{path.name} could not be read: it ended the process that read it.", remedy=GIVE_UP)
