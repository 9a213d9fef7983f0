"""`chat` hands Streamlit its settings, loopback first."""

import socket
import tomllib
from pathlib import Path

import pytest

from commands.chatting import ROOT, flags
from tests.commands.conftest import Run
from tests.test_access import write_access


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
    assert arguments[:2] == ["run", str(Path(ROOT) / "ui" / "server" / "server.py")]
    assert {"--server.address=127.0.0.1", "--server.port=18999"} <= set(arguments)


def test_a_port_that_is_taken_is_told(run: Run) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        code, _, told = run("chat", "--port", str(port))
    assert code == 1
    assert str(port) in told
    assert "--port" in told


def test_another_address_is_refused_without_sign_in(run: Run) -> None:
    code, _, told = run("chat", "--address", "0.0.0.0")
    assert code == 1
    assert "INSPECTION_QA_SIGN_IN" in told
    assert "--without-sign-in" in told


@pytest.mark.parametrize("allowed_by", ["--without-sign-in", "the sign-in file"])
def test_another_address_where_the_operator_says_so(
    allowed_by: str, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    passed: list[list[str]] = []
    monkeypatch.setattr("commands.chatting.streamlit.main", lambda arguments, **_: passed.append(arguments))
    if allowed_by != "--without-sign-in":
        monkeypatch.setenv("INSPECTION_QA_SIGN_IN", str(write_access(tmp_path)))
    code, _, told = run(
        "chat", "--address", "0.0.0.0", "--port", "18998", *([allowed_by] if allowed_by.startswith("-") else [])
    )
    assert code == 0, told
    assert {"--server.address=0.0.0.0", "--server.headless=true"} <= set(passed[0])
    assert not [one for one in passed[0] if one.startswith("--browser.serverAddress")]


def test_a_sign_in_file_that_would_not_do_is_told_at_the_start(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("INSPECTION_QA_SIGN_IN", str(tmp_path / "nowhere.toml"))
    code, _, told = run("chat")
    assert code != 0
    assert "nowhere.toml" in told
