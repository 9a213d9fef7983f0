"""What may be uploaded: files of people who may edit, and no more at a time than memory is meant for."""

import re
from collections.abc import Callable

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

MOST = 300 << 20
"""Bytes of uploads in memory, of all people together: six files of the greatest size that one may have."""
LARGEST = 51 << 20
"""Bytes reserved for a file that does not say its size: `maxUploadSize` in .streamlit/config.toml, and its wrapping."""
_UPLOAD = re.compile(r"/_stcore/upload_file/([^/]*)")


class EditorsUploadsOnly:
    """Refuse an upload before its body is read, unless its session's person may edit and there is room."""

    def __init__(
        self, app: ASGIApp, *, may_upload: Callable[[str], bool], in_memory: Callable[[], int], most: int = MOST
    ) -> None:
        self.app = app
        self._may_upload = may_upload
        self._in_memory = in_memory
        self._most = most
        self._under_way = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        upload = _UPLOAD.search(scope["path"]) if scope["type"] == "http" else None
        if upload is None or scope["method"] in {"OPTIONS", "HEAD", "GET"}:
            await self.app(scope, receive, send)
        elif not self._may_upload(upload[1]):
            await PlainTextResponse("Only people who may add reports can upload files.\n", 403)(scope, receive, send)
        else:
            await self._take(scope, receive, send)

    async def _take(self, scope: Scope, receive: Receive, send: Send) -> None:
        size = _size(Headers(scope=scope).get("content-length")) if scope["method"] != "DELETE" else 0
        if self._in_memory() + self._under_way + size > self._most:
            refusal = "Too many files are being uploaded just now. Try again when those before are read.\n"
            await PlainTextResponse(refusal, 413)(scope, receive, send)
            return
        self._under_way += size
        try:
            await self.app(scope, receive, send)
        finally:
            self._under_way -= size


def _size(said: str | None) -> int:
    return int(said) if said is not None and said.isascii() and said.isdigit() else LARGEST
