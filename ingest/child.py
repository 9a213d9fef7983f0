"""What runs in the child process that `ingest.worker` starts: paths come in on stdin, readings go out on stdout."""

import contextlib
import os
import pickle
import sys
from pathlib import Path

from ingest.errors import IngestError, LimitExceeded, UnreadableFile
from ingest.models import ParsedReport
from ingest.pipeline import read_report
from ingest.worker import GIVE_UP


def main(memory: int, model_folder: Path | None) -> None:
    """Read each path until stdin closes."""
    # Whatever a library prints must not get between the pickles.
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    _limit_memory(memory)
    while True:
        try:
            path: Path = pickle.load(sys.stdin.buffer)
        except EOFError:
            return
        pickle.dump(_read(path, model_folder), answers, protocol=pickle.HIGHEST_PROTOCOL)
        answers.flush()


def _limit_memory(size: int) -> None:
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415 - Unix only

    # Some systems know the limit and refuse to set it: then the time limit has to do.
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (size, resource.getrlimit(resource.RLIMIT_AS)[1]))


def _read(path: Path, model_folder: Path | None) -> ParsedReport | IngestError:
    try:
        return read_report(path, model_folder=model_folder)
    except IngestError as error:
        return error
    except MemoryError:
        return LimitExceeded(
            f"{path.name} was refused: reading it takes more memory than a report can need.", remedy=GIVE_UP
        )
    except Exception as error:  # noqa: BLE001 - whatever one file does, the others are read; the message names it
        return UnreadableFile(f"{path.name} could not be read ({type(error).__name__}: {error}).", remedy=GIVE_UP)


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]) if sys.argv[2] else None)
