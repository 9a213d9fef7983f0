"""The child process that `ingest.isolation.worker` starts: paths come in on stdin, readings go out on stdout."""

import sys
from pathlib import Path

from ingest.errors import IngestError, LimitExceeded, UnreadableFile
from ingest.isolation import sandbox
from ingest.isolation.messages import Garbled, receive_path, send_reading
from ingest.isolation.worker import GIVE_UP
from ingest.models import ParsedReport
from ingest.pipeline import read_report


def main(memory: int, seconds: float) -> None:
    """Read each path until stdin closes."""
    answers = sandbox.own_answers()
    sandbox.enter(memory)
    while True:
        try:
            path = receive_path(sys.stdin.buffer)
        except Garbled:
            return
        sandbox.allow_seconds(seconds)
        send_reading(path, _read(path), answers)


def _read(path: Path) -> ParsedReport | IngestError:
    try:
        return read_report(path)
    except IngestError as error:
        return error
    except MemoryError:
        return LimitExceeded(
            f"{path.name} was refused: reading it takes more memory than a report can need.", remedy=GIVE_UP
        )
    except Exception as error:  # noqa: BLE001 - whatever one file does, the others are read; the message names it
        return UnreadableFile(f"{path.name} could not be read ({type(error).__name__}: {error}).", remedy=GIVE_UP)


if __name__ == "__main__":
    main(int(sys.argv[1]), float(sys.argv[2]))
