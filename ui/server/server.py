"""The web server of the chat: `app.py` behind its headers, with health, figures, logs and traces.

`inspection-qa chat` runs this file with Streamlit; nothing here draws. What every page needs is imported before anyone
can connect, and the library opened beside the first page, so that nobody waits for it.
"""

import sys
from pathlib import Path

# `streamlit run` puts only this file's folder on the path, and after it perhaps the current one.
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from ingest.isolation.import_path import leave_current_folder

leave_current_folder()

# isort: split
import asyncio
import gc
import logging
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import urlsplit

import streamlit as st
import streamlit.emojis  # the first page would import it
import streamlit.env_util
from starlette.middleware import Middleware

import masking
from operations import logs, metrics, traces
from operations.access import read_access
from retrieval.errors import RetrievalError
from retrieval.store.private import write_for_owner_only
from settings import APPLICATION, Settings
from ui import site  # noqa: F401 (imported early for every page)
from ui.engine import open_engine
from ui.server.headers import OurNamesOnly
from ui.server.health import routes
from ui.server.upload_gate import EditorsUploadsOnly
from ui.visitors.uploaders import UPLOADERS, bytes_in_memory

write_for_owner_only()
settings = Settings.from_environment()
_FIRST_PAGE, _FIRST_QUESTION = 3.0, 20.0
"""Seconds left to the first visitor's page before the model is loaded beside it, and to their question before Chroma is
imported and takes up the vectors."""


def _warm_up(stopping: threading.Event) -> None:
    """Open the library and do what the first question would; then import Chroma, which takes long."""
    try:
        engine = open_engine(settings, demo="--demo" in sys.argv[1:])
        if not stopping.wait(_FIRST_PAGE) and (held := engine.library.reports()):
            engine.assistant.search("What needs to improve?", reports=[held[0].key])
            _settle()
        # Until then searches are exact.
        if not stopping.wait(_FIRST_QUESTION):
            engine.library.catch_up()
            _settle()
    except RetrievalError as error:
        # The page tells its reader; a server that is up can say what is wrong.
        logging.getLogger(APPLICATION).warning("%s %s", error.message, error.remedy)


def _settle() -> None:
    """Keep what is loaded for good out of the collection of garbage, which Streamlit asks for after every page.

    Going through every module's objects each time took a quarter of what an answer takes the chat.
    """
    gc.collect()
    gc.freeze()
    gc.enable()


def _secrets() -> dict[str, Any]:
    """Return what `st.login` needs, from the operator's sign-in file."""
    return {"auth": dict(read_access(settings.sign_in).provider)} if settings.sign_in else {}


def _names(secrets: dict[str, Any]) -> set[str]:
    """Return the names that the chat is served under beside this computer's own."""
    signed_in_at = urlsplit(str(secrets.get("auth", {}).get("redirect_uri", ""))).hostname
    return {*settings.public_hosts, *([signed_in_at] if signed_in_at else ())}


@asynccontextmanager
async def _serving(_: st.App) -> AsyncIterator[dict[str, Any] | None]:
    """Set up and take down what belongs to the process rather than to a visitor."""
    # Streamlit does this on the first page: it reads the source of all modules to learn whether it was started by hand.
    streamlit.env_util.is_repl()
    _settle()
    logs.configure(settings)
    masking.learn({name: value for name, value in _secrets().get("auth", {}).items() if "secret" in name})
    traces.send(settings)
    server = metrics.serve(settings.metrics)[0] if settings.metrics else None
    stopping = threading.Event()
    warming = threading.Thread(target=_warm_up, args=[stopping], name="warm-up", daemon=True)
    warming.start()
    logs.event("started", address=st.get_option("server.address"), port=st.get_option("server.port"))
    try:
        yield None
    finally:
        logs.event("stopped")
        stopping.set()
        if server is not None:
            server.shutdown()
            server.server_close()
        # A thread inside the model's or the store's own code aborts the process that leaves under it.
        await asyncio.to_thread(warming.join)


app = st.App(
    Path(__file__).resolve().parents[2] / "app.py",
    lifespan=_serving,
    routes=routes(settings.demo_home if "--demo" in sys.argv[1:] else settings.home),
    middleware=[
        Middleware(OurNamesOnly, hosts=_names(_secrets())),
        Middleware(EditorsUploadsOnly, may_upload=UPLOADERS.may_upload, in_memory=bytes_in_memory),
    ],
    secrets=_secrets(),
)
