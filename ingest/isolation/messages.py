"""How the parent and the child that reads files talk: JSON with its length before it, every field checked.

A file may take the child over, so nothing that comes from it is unpickled: a pickle may call any function here.
"""

import struct
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from pydantic import TypeAdapter, ValidationError
from pydantic_core import PydanticSerializationError

from ingest import errors
from ingest.errors import IngestError, UnreadableFile
from ingest.models import ParsedReport

LONGEST = 256 << 20
"""Bytes of one message; the largest of 77 readings takes under 2 MB."""
_KINDS: dict[str, type[IngestError]] = {
    kind.code: kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, IngestError)
}
_LENGTH = struct.Struct(">Q")


@dataclass(frozen=True, slots=True)
class _Failure:
    code: str
    message: str
    remedy: str


_reading: TypeAdapter[ParsedReport | _Failure] = TypeAdapter(ParsedReport | _Failure)


class Garbled(Exception):
    """What came is no message of ours, or it ended early."""


def send_path(path: Path, pipe: IO[bytes]) -> None:
    """Ask for the reading of a file: by its whole path, since the child runs in another folder."""
    send(str(path.absolute()).encode("utf-8", "surrogateescape"), pipe)


def receive_path(pipe: IO[bytes]) -> Path:
    """Return the next file to read; raises Garbled where there is none."""
    return Path(receive(pipe).decode("utf-8", "surrogateescape"))


def send_reading(path: Path, reading: ParsedReport | IngestError, pipe: IO[bytes]) -> None:
    """Send what became of the file at `path`."""
    if isinstance(reading, IngestError):
        send(_reading.dump_json(_Failure(reading.code, reading.message, reading.remedy)), pipe)
        return
    try:
        content = _reading.dump_json(reading)
    except PydanticSerializationError:
        # Half of a character that takes two: some fonts map to one.
        fault = UnreadableFile(
            f"{path.name} could not be read: its text holds marks that are no characters.",
            remedy="Make a searchable PDF of it (OCR) and ingest that.",
        )
        send_reading(path, fault, pipe)
    else:
        send(content, pipe)


def receive_reading(pipe: IO[bytes]) -> ParsedReport | IngestError:
    """Return the next reading; raises Garbled."""
    content = receive(pipe)
    try:
        reading = _reading.validate_json(content, strict=True)
    except ValidationError as error:
        raise Garbled from error
    if isinstance(reading, _Failure):
        return _KINDS.get(reading.code, IngestError)(reading.message, remedy=reading.remedy)
    return reading


def send(content: bytes, pipe: IO[bytes]) -> None:
    """Send one message."""
    pipe.write(_LENGTH.pack(len(content)) + content)
    pipe.flush()


def receive(pipe: IO[bytes]) -> bytes:
    """Return the next message; raises Garbled."""
    head = pipe.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        raise Garbled
    (size,) = _LENGTH.unpack(head)
    content = pipe.read(size) if size <= LONGEST else b""
    if len(content) < size:
        raise Garbled
    return content
