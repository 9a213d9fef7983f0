"""What every request passes: the name it was sent to must be ours, and every response carries the security headers."""

import re
from collections.abc import Collection

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LOCAL_NAMES = frozenset({"127.0.0.1", "localhost", "[::1]"})
UNNAMED = ("/health/live", "/health/ready")
"""What a container's or a cluster's health check may ask under any name, an address for instance."""
_PORT = re.compile(r":\d{1,5}$")
_NAME = re.compile(r"[\w.-]+(?::\d{1,5})?|\[[0-9a-f:]+\](?::\d{1,5})?", re.ASCII | re.IGNORECASE)

STATIC_HEADERS = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "x-permitted-cross-domain-policies": "none",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()",
}


def policy(host: str) -> str:
    """Return the content security policy of a page that was asked of `host`."""
    sockets = f"ws://{host} wss://{host}" if _NAME.fullmatch(host) else ""
    return "; ".join(
        [
            "default-src 'self'",
            # Streamlit compiles WebAssembly and schemas in the browser.
            "script-src 'self' 'unsafe-eval' 'wasm-unsafe-eval' blob:",
            "style-src 'self' 'unsafe-inline'",
            "font-src 'self' data:",
            # No picture from elsewhere: a report or a model could name one to carry words out of the page.
            "img-src 'self' data: blob:",
            # The page's own socket by name: older browsers do not count it as 'self', and `ws:` would allow any.
            f"connect-src 'self' {sockets}".rstrip(),
            "worker-src 'self' blob:",
            "frame-src 'none'",
            "frame-ancestors 'none'",
            "form-action 'self'",
            "object-src 'none'",
            "base-uri 'self'",
        ]
    )


class OurNamesOnly:
    """Refuse what was sent to another name (a page elsewhere whose name was pointed here); add the headers."""

    def __init__(self, app: ASGIApp, *, hosts: Collection[str] = ()) -> None:
        self.app = app
        self.hosts = LOCAL_NAMES | set(hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request, or one connection of the page's socket."""
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        asked = Headers(scope=scope)
        host = asked.get("host", "")
        added = dict(STATIC_HEADERS) | {"content-security-policy": policy(host)}
        if "https" in (scope.get("scheme"), asked.get("x-forwarded-proto")):
            added["strict-transport-security"] = "max-age=31536000"

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                kept = [
                    (name, value) for name, value in message.get("headers", []) if name.decode().lower() not in added
                ]
                new = [(name.encode(), value.encode()) for name, value in added.items()]
                message = {**message, "headers": [*kept, *new]}
            await send(message)

        served = _PORT.sub("", host).lower() in self.hosts or scope["path"] in UNNAMED
        if served and self._is_own(asked.get("origin"), host):
            await self.app(scope, receive, send_with_headers)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
        else:
            said = "The chat is not served under this name" if not served else "The chat answers no other page"
            text = f"{said}. An operator adds names with INSPECTION_QA_PUBLIC_HOSTS.\n"
            await PlainTextResponse(text, 403 if served else 421)(scope, receive, send_with_headers)

    def _is_own(self, origin: str | None, host: str) -> bool:
        """Whether a request comes from a page of ours: another port of this computer is another program's page.

        A proxy in front may send on another host than the one that the page's address names, so a name that the
        operator gave is enough. Without an origin no page asks.
        """
        if origin is None:
            return True
        scheme, _, place = origin.lower().partition("://")
        usual = {"http": ":80", "https": ":443"}.get(scheme, "")
        own = {place, place + usual} if usual else set()
        return host.lower() in own | {place.removesuffix(usual)} or _PORT.sub("", place) in self.hosts - LOCAL_NAMES
