"""`chat` hands Streamlit its settings, loopback first."""

import socket
import tomllib
from pathlib import Path

import pytest

from commands.chatting import ROOT, flags
from tests.commands.conftest import Run


def test_every_setting_becomes_a_flag() -> None:
    configuration = {"server": {"port": 8501, "headless": False}, "theme": {"dark": {"primaryColor": "#fff"}}}
    assert list(flags(configuration)) == [
        "--server.port=8501",
        "--server.headless=false",
        "--theme.dark.primaryColor=#fff",
    ]


def test_the_chat_listens_on_this_computer_only_and_tells_nobody() -> None:
    configuration = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    assert configuration["server"]["address"] == "127.0.0.1"
    assert configuration["server"]["port"] == 8501
    assert configuration["browser"]["gatherUsageStats"] is False
    assert configuration["client"]["showErrorDetails"] == "none"


def test_chat_passes_the_flags_on(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    passed: list[list[str]] = []
    monkeypatch.setattr("commands.chatting.streamlit.main", lambda arguments, **_: passed.append(arguments))
    code, _, told = run("chat", "--port", "18999")
    assert code == 0
    assert "http://127.0.0.1:18999" in told
    (arguments,) = passed
    assert arguments[:2] == ["run", str(Path(ROOT) / "ui" / "server.py")]
    assert {"--server.address=127.0.0.1", "--server.port=18999"} <= set(arguments)


def test_a_port_that_is_taken_is_told(run: Run) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        code, _, told = run("chat", "--port", str(port))
    assert code == 1
    assert str(port) in told
    assert "--port" in told
