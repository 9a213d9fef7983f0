"""The command that opens the chat."""

import gc
import socket
import tomllib
from collections.abc import Iterator, Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import click
from streamlit.web.cli import main as streamlit

from commands.console import say
from commands.opening import open_library
from operations.access import is_loopback, read_access
from retrieval.errors import RetrievalError
from settings import Settings

ROOT = Path(__file__).resolve().parent.parent
"""Where app.py and .streamlit/ are, in a checkout and in an installed package alike."""


class SignInNeeded(RetrievalError):
    """The chat would be open to whoever reaches this computer."""

    code = "sign_in_needed"


class PortTaken(RetrievalError):
    """Another program listens where the chat would."""

    code = "port_taken"


@click.command()
@click.option("--demo", is_flag=True, help="Use the library of sample reports, made on first use.")
@click.option("--port", type=click.IntRange(1024, 65535), help="Port, 8501 unless given.")
@click.option("--address", metavar="ADDRESS", help="Address to listen on; this computer's own unless given.")
@click.option("--without-sign-in", is_flag=True, help="Let in whoever reaches another address, as a reader.")
@click.pass_obj
def chat(settings: Settings, demo: bool, port: int | None, address: str | None, without_sign_in: bool) -> None:
    """Open the chat in a browser.

    Only this computer can reach it, unless --address names another address: then people sign in
    (INSPECTION_QA_SIGN_IN). Stop it with Ctrl-C.
    """
    configuration = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    server = configuration["server"]
    server["port"] = port or server["port"]
    server["address"] = address or server["address"]
    _require_sign_in(settings, server["address"], without=without_sign_in)
    _require_free(server["address"], server["port"])
    if not is_loopback(server["address"]):
        # Nobody sits at the server's own screen.
        server["headless"] = True
        configuration["browser"].pop("serverAddress", None)
    if demo:
        with open_library(settings, demo=True):
            pass
    say(f"The chat is on http://{server['address']}:{server['port']} (Ctrl-C stops it).")
    # As in `cli`: the server enables it again once everything is imported.
    gc.disable()
    arguments = ["run", str(ROOT / "ui" / "server" / "server.py"), *flags(configuration)]
    try:
        streamlit.main([*arguments, *(["--", "--demo"] if demo else [])], standalone_mode=False)
    except click.Abort:
        say("The chat has stopped.")


def _require_sign_in(settings: Settings, address: str, *, without: bool) -> None:
    """Refuse an address that others reach without sign-in; check the sign-in file now, not at the first visit."""
    if settings.sign_in is not None:
        read_access(settings.sign_in)
        if find_spec("authlib") is None:
            raise SignInNeeded("Sign-in needs a further package.", remedy='Run `pip install "inspection-qa[sign-in]"`.')
    elif not is_loopback(address) and not without:
        raise SignInNeeded(
            f"At {address} the chat would be open to whoever reaches this computer.",
            remedy="Set INSPECTION_QA_SIGN_IN (docs/configuration.md), or say --without-sign-in to let everyone read.",
        )


def flags(configuration: Mapping[str, Any], prefix: str = "") -> Iterator[str]:
    """Yield Streamlit's flag for each setting: flags outrank every other configuration file and the environment."""
    for name, value in configuration.items():
        if isinstance(value, Mapping):
            yield from flags(value, f"{prefix}{name}.")
        else:
            yield f"--{prefix}{name}={str(value).lower() if isinstance(value, bool) else value}"


def _require_free(address: str, port: int) -> None:
    with socket.socket() as probe:
        if probe.connect_ex((address, port)) == 0:
            raise PortTaken(
                f"Port {port} is taken: the chat may be open already at http://{address}:{port}.",
                remedy="Close that program, or choose another port with `inspection-qa chat --port 8502`.",
            )
