"""The page of a report as a picture, with the quoted words highlighted; a child process draws it."""

import atexit
import json
from collections.abc import Sequence
from pathlib import Path
from threading import Lock
from typing import IO

from pydantic import Base64Bytes, TypeAdapter

from ingest.isolation.confined import Confined, Lost
from ingest.isolation.messages import Garbled, receive, send

SECONDS = 20.0
"""That drawing may take: a page takes a tenth of a second, the child's start half a second."""
MEMORY = 512 << 20
"""Bytes of address space of the child, where the platform can hold it to that; pages of 77 reports took 81 MB."""
_pictures: TypeAdapter[list[bytes]] = TypeAdapter(list[Base64Bytes])
_PNG = b"\x89PNG\r\n\x1a\n"


class NoPicture(Exception):
    """The page cannot be drawn: its file is damaged, gone, or too much for the limits."""


def draw_pages(file: Path, numbers: Sequence[int], quote: str | None = None) -> list[bytes]:
    """Return pages of a PDF (1-based) as PNG, with `quote` marked where it can be placed (see `ui.parts.quotes`).

    Raises `NoPicture`.
    """

    def talk(requests: IO[bytes], answers: IO[bytes]) -> list[bytes]:
        send(json.dumps({"file": str(file.absolute()), "pages": list(numbers), "quote": quote}).encode(), requests)
        # The file may have taken the child over: nothing that it says is trusted to be what it should be.
        pictures = _pictures.validate_json(receive(answers))
        if not all(one.startswith(_PNG) for one in pictures):
            raise Garbled
        return pictures

    try:
        with _one_at_a_time:
            pictures = _child.exchange(talk)
    except Lost as error:
        raise NoPicture("The page cannot be drawn: drawing it takes more than a page of a report can need.") from error
    if len(pictures) != len(numbers):
        raise NoPicture("The page cannot be drawn: the library's copy of the file is damaged.")
    return pictures


_child = Confined("ui.printed.drawing", [str(MEMORY), str(SECONDS)], seconds=SECONDS)
_one_at_a_time = Lock()
atexit.register(_child.close)
