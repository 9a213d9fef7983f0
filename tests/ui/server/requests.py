"""One request to what every request passes, without a server."""

import asyncio

from starlette.types import Message, Receive, Scope, Send

from ui.server.headers import OurNamesOnly


async def _page(scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG001
    if scope["type"] == "websocket":
        await send({"type": "websocket.accept"})
        return
    await send({"type": "http.response.start", "status": 200, "headers": [(b"X-Frame-Options", b"SAMEORIGIN")]})
    await send({"type": "http.response.body", "body": b"page"})


def ask(host: str, *, kind: str = "http", path: str = "/", scheme: str = "http", **headers: str) -> list[Message]:
    """Return what the gate sends for one request."""
    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request"}

    async def send(message: Message) -> None:
        sent.append(message)

    named = {"host": host, **{name.replace("_", "-"): value for name, value in headers.items()}}
    scope = {"type": kind, "path": path, "method": "GET", "scheme": scheme}
    scope["headers"] = [(name.encode(), value.encode()) for name, value in named.items()]
    asyncio.run(OurNamesOnly(_page, hosts=["reports.council.example"])(scope, receive, send))
    return sent
