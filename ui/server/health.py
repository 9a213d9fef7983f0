"""Health of the chat's server: alive at all, and ready to answer."""

from pathlib import Path

from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from retrieval.errors import EmptyLibrary, RetrievalError
from retrieval.library.library import Library


def routes(home: Path) -> list[Route]:
    """Return the two addresses for a server over the library in `home`; neither tells what the library holds."""

    def live(_: Request) -> JSONResponse:
        return JSONResponse({"status": "alive"})

    def ready(_: Request) -> JSONResponse:
        try:
            with Library.open(home, None) as library:
                held = len(library.reports())
        except EmptyLibrary:
            # The first visitor's page makes it, and offers to fill it.
            held = 0
        except RetrievalError as error:
            return JSONResponse({"status": "not ready", "code": error.code}, status_code=503)
        return JSONResponse({"status": "ready", "reports": held})

    return [Route("/health/live", live), Route("/health/ready", ready)]
