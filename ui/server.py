"""The web server of the chat: `app.py` behind a content security policy.

`inspection-qa chat` runs this file with Streamlit; nothing here draws.
"""

from pathlib import Path
from typing import Any

import streamlit as st
from starlette.middleware import Middleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from access import read_access
from settings import Settings

POLICY = "; ".join(
    [
        "default-src 'self'",
        # Streamlit compiles WebAssembly and schemas in the browser.
        "script-src 'self' 'unsafe-eval' 'wasm-unsafe-eval' blob:",
        "style-src 'self' 'unsafe-inline'",
        "font-src 'self' data:",
        # No picture from elsewhere: a report or a model could name one to carry words out of the page.
        "img-src 'self' data: blob:",
        "connect-src 'self' ws: wss:",
        "worker-src 'self' blob:",
        "frame-ancestors 'none'",
        "object-src 'none'",
        "base-uri 'self'",
    ]
)
HEADERS = [
    (b"content-security-policy", POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
]


class SecurityHeaders:
    """Add the headers to every response."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": [*message.get("headers", []), *HEADERS]}
            await send(message)

        await self.app(scope, receive, send_with_headers)


def _secrets() -> dict[str, Any]:
    """Return what `st.login` needs, from the operator's sign-in file."""
    path = Settings.from_environment().sign_in
    return {"auth": dict(read_access(path).provider)} if path else {}


app = st.App(
    Path(__file__).resolve().parent.parent / "app.py",
    middleware=[Middleware(SecurityHeaders)],
    secrets=_secrets(),
)
