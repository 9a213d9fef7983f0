"""The command that opens the chat."""

import socket
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import click
from streamlit.web.cli import main as streamlit

from commands.console import say
from commands.opening import open_library
from retrieval.errors import RetrievalError
from settings import Settings

ROOT = Path(__file__).resolve().parent.parent
"""Where app.py and .streamlit/ are, in a checkout and in an installed package alike."""


class PortTaken(RetrievalError):
    """Another program listens where the chat would."""

    code = "port_taken"


@click.command()
@click.option("--demo", is_flag=True, help="Use the library of sample reports, made on first use.")
@click.option("--port", type=click.IntRange(1024, 65535), help="Port on this computer, 8501 unless given.")
@click.pass_obj
def chat(settings: Settings, demo: bool, port: int | None) -> None:
    """Open the chat in a browser.

    Only this computer can reach it. Stop it with Ctrl-C.
    """
    configuration = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    server = configuration["server"]
    server["port"] = port or server["port"]
    _require_free(server["address"], server["port"])
    if demo:
        with open_library(settings, demo=True):
            pass
    say(f"The chat is on http://{server['address']}:{server['port']} (Ctrl-C stops it).")
    arguments = ["run", str(ROOT / "ui" / "server.py"), *flags(configuration)]
    try:
        streamlit.main([*arguments, *(["--", "--demo"] if demo else [])], standalone_mode=False)
    except click.Abort:
        say("The chat has stopped.")


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
