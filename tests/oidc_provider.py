"""A small OpenID Connect provider on this computer, for tests of the sign-in: whoever is typed in is believed."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from html import escape
from urllib.parse import urlencode
from uuid import uuid4

import uvicorn
from joserfc import jwt
from joserfc.jwk import RSAKey
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

CLIENT = "inspection-qa"


class Provider:
    """The endpoints that an authorisation code flow needs."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._key = RSAKey.generate_key(2048, {"kid": "test", "use": "sig", "alg": "RS256"})
        self._waiting: dict[str, dict[str, str]] = {}
        self.app = Starlette(
            routes=[
                Route("/.well-known/openid-configuration", self.discover),
                Route("/authorize", self.authorize),
                Route("/entered", self.entered),
                Route("/token", self.token, methods=["POST"]),
                Route("/jwks", lambda _: JSONResponse({"keys": [self._key.as_dict(private=False)]})),
            ]
        )

    def discover(self, _: Request) -> Response:
        """Say where everything is."""
        return JSONResponse(
            {
                "issuer": self.url,
                "authorization_endpoint": f"{self.url}/authorize",
                "token_endpoint": f"{self.url}/token",
                "jwks_uri": f"{self.url}/jwks",
                "response_types_supported": ["code"],
                "subject_types_supported": ["public"],
                "id_token_signing_alg_values_supported": ["RS256"],
            }
        )

    def authorize(self, request: Request) -> Response:
        """Ask who it is."""
        kept = "".join(
            f'<input type="hidden" name="{name}" value="{escape(request.query_params.get(name, ""))}">'
            for name in ("redirect_uri", "state", "nonce")
        )
        fields = '<input name="email" aria-label="Address"><button>Continue</button>'
        return HTMLResponse(f'<form action="/entered">{kept}{fields}</form>')

    def entered(self, request: Request) -> Response:
        """Send whoever it is back with a code."""
        code = uuid4().hex
        self._waiting[code] = dict(request.query_params)
        query = urlencode({"code": code, "state": request.query_params["state"]})
        return RedirectResponse(f"{request.query_params['redirect_uri']}?{query}", status_code=303)

    async def token(self, request: Request) -> Response:
        """Exchange a code for an identity."""
        form = await request.form()
        entered = self._waiting.pop(str(form["code"]))
        now = int(time.time())
        claims = {
            "iss": self.url,
            "aud": CLIENT,
            "sub": entered["email"],
            "email": entered["email"],
            "email_verified": not entered["email"].startswith("unverified"),
            "name": entered["email"].split("@")[0].capitalize(),
            "nonce": entered["nonce"],
            "iat": now,
            "exp": now + 600,
        }
        token = jwt.encode({"alg": "RS256", "kid": "test"}, claims, self._key)
        return JSONResponse({"access_token": "none", "token_type": "Bearer", "id_token": token, "expires_in": 600})


@contextmanager
def serve_provider(port: int) -> Iterator[str]:
    """Serve the provider on this computer; yield its address."""
    url = f"http://127.0.0.1:{port}"
    server = uvicorn.Server(uvicorn.Config(Provider(url).app, host="127.0.0.1", port=port, log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        assert thread.is_alive(), "the provider did not start"
        time.sleep(0.05)
    try:
        yield url
    finally:
        server.should_exit = True
        thread.join(timeout=10)
