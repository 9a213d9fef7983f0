"""The server that people reach: names, headers, health and figures, on the real process."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import Message as Headers
from pathlib import Path

import pytest

from tests.ui.server.requests import ask
from ui.server.headers import STATIC_HEADERS, policy

ROOT = Path(__file__).resolve().parents[3]


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("127.0.0.1:8501", 200),
        ("LOCALHOST", 200),
        ("[::1]:8501", 200),
        ("reports.council.example", 200),
        ("evil.example:8501", 421),
        ("reports.council.example.evil.example", 421),
        ("", 421),
    ],
)
def test_only_our_names_are_served(host: str, status: int) -> None:
    assert ask(host)[0]["status"] == status


def test_a_socket_under_another_name_is_closed() -> None:
    assert ask("evil.example", kind="websocket") == [{"type": "websocket.close", "code": 1008}]
    assert ask("localhost:8501", kind="websocket") == [{"type": "websocket.accept"}]


def test_health_answers_under_any_name() -> None:
    assert ask("10.2.3.4:8501", path="/health/live")[0]["status"] == 200


def test_headers_replace_weaker_ones_and_https_is_pinned() -> None:
    headers = dict(ask("localhost")[0]["headers"])
    assert headers[b"x-frame-options"] == b"DENY"
    assert b"X-Frame-Options" not in headers
    assert b"strict-transport-security" not in headers
    assert b"strict-transport-security" in dict(ask("localhost", x_forwarded_proto="https")[0]["headers"])


@pytest.mark.parametrize("host", ["a b", "x;script-src *", "evil.example/", ""])
def test_a_strange_name_adds_nothing_to_the_policy(host: str) -> None:
    assert "connect-src 'self'; worker-src" in policy(host)


def _get(port: int, path: str, host: str = "") -> tuple[int, Headers, bytes]:
    request = urllib.request.Request(f"http://127.0.0.1:{port}{path}")
    if host:
        request.add_header("Host", host)
    try:
        with urllib.request.urlopen(request, timeout=30) as response:
            return response.status, response.headers, response.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.headers, error.read()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def _serving(sample_home: Path, folder: Path) -> Iterator[tuple[int, int]]:
    """Start the chat's own process over the samples; yield the ports of its pages and its figures; stop it politely."""
    shutil.copytree(sample_home, folder / "library")
    pages, figures = _free_port(), _free_port()
    environment = os.environ | {
        "INSPECTION_QA_HOME": str(folder / "library"),
        "INSPECTION_QA_METRICS": f"127.0.0.1:{figures}",
        "INSPECTION_QA_LOG": "json",
        "BROWSER": "true",
    }
    with (folder / "log").open("wb") as log:
        command = [sys.executable, "-m", "cli", "chat", "--port", str(pages)]
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
        try:
            for _ in range(1000):
                try:
                    _get(pages, "/health/live")
                    break
                except OSError:
                    assert process.poll() is None, (folder / "log").read_text(encoding="utf-8")
                    time.sleep(0.1)
            yield pages, figures
        finally:
            process.send_signal(signal.SIGINT)
            assert process.wait(60) == 0, (folder / "log").read_text(encoding="utf-8")
    lines = (folder / "log").read_text(encoding="utf-8").splitlines()
    events = [json.loads(line)["event"] for line in lines if line.startswith("{") and '"event"' in line]
    assert events == ["started", "stopped"]


@pytest.fixture(scope="module")
def served(sample_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[int, int]]:
    with _serving(sample_home, tmp_path_factory.mktemp("served")) as ports:
        yield ports


@pytest.mark.slow
def test_a_chat_stopped_while_it_opens_its_library_ends_in_order(sample_home: Path, tmp_path: Path) -> None:
    with _serving(sample_home, tmp_path):
        pass


@pytest.mark.slow
@pytest.mark.parametrize("path", ["/", "/_stcore/health", "/health/ready", "/nothing/here", "/static/none.js"])
def test_every_answer_of_the_running_server_carries_the_headers(served: tuple[int, int], path: str) -> None:
    _, headers, _ = _get(served[0], path)
    assert {name: headers.get_all(name) for name in STATIC_HEADERS} == {
        name: [value] for name, value in STATIC_HEADERS.items()
    }
    assert headers.get_all("content-security-policy") == [policy(f"127.0.0.1:{served[0]}")]


@pytest.mark.slow
def test_the_running_server_refuses_other_names(served: tuple[int, int]) -> None:
    assert _get(served[0], "/", "evil.example")[0] == 421
    assert _get(served[0], "/_stcore/stream", "evil.example")[0] == 421


@pytest.mark.slow
def test_the_running_server_tells_health_and_figures(served: tuple[int, int]) -> None:
    assert json.loads(_get(served[0], "/health/live")[2]) == {"status": "alive"}
    assert json.loads(_get(served[0], "/health/ready")[2]) == {"status": "ready", "reports": 3}
    assert b"inspection_qa_answer_seconds" in _get(served[1], "/metrics")[2]
    assert b"inspection_qa" not in _get(served[0], "/metrics")[2]
