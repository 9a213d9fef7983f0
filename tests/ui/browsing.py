"""The real chat, started as a person starts it, and a real browser to drive it with."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WAIT = 180_000
"""Milliseconds that anything on a page may take on a busy machine."""
START = 300.0
"""Seconds until the server must answer, on a busy machine: it imports everything first."""
needs_browser = [
    pytest.mark.browser,
    pytest.mark.timeout(900),
    pytest.mark.skipif(CHROMIUM is None, reason="no chromium on this machine: apt-get install chromium"),
]


def free_port() -> int:
    """Return a port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


@contextmanager
def open_browser() -> Iterator[Browser]:
    """Start a browser without a window."""
    expect.set_options(timeout=WAIT)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield chromium
        chromium.close()


@contextmanager
def serve_chat(
    home: Path, *arguments: str, port: int | None = None, settings: Mapping[str, str] | None = None
) -> Iterator[str]:
    """Serve the chat over the library in `home`; yield its address."""
    port = port or free_port()
    url = f"http://127.0.0.1:{port}"
    environment = {key: value for key, value in os.environ.items() if not key.startswith("INSPECTION_QA_")}
    environment |= {"INSPECTION_QA_HOME": str(home), **(settings or {})}
    command = [sys.executable, "-m", "cli", "chat", "--port", str(port), *arguments]
    with serve(command, url, home.parent / f"chat-{port}.log", environment):
        yield url


@contextmanager
def serve(command: list[str], url: str, log: Path, environment: Mapping[str, str]) -> Iterator[None]:
    """Run a Streamlit server until the block ends."""
    with (
        log.open("w") as output,
        subprocess.Popen(command, env=dict(environment), cwd=ROOT, stdout=output, stderr=output) as server,
    ):
        try:
            _await(url, server, log)
            yield
        finally:
            server.terminate()


def _await(url: str, server: "subprocess.Popen[bytes]", log: Path) -> None:
    last = time.monotonic() + START
    while time.monotonic() < last:
        assert server.poll() is None, log.read_text(encoding="utf-8")
        try:
            urllib.request.urlopen(f"{url}/_stcore/health", timeout=1).close()
        except OSError:
            time.sleep(0.25)
        else:
            return
    pytest.fail(f"the chat did not start within {START:.0f} seconds")


def _focused(page: Page) -> str:
    """Return the name of what has the focus, inside a component too."""
    name: str = page.evaluate(
        "() => { let one = document.activeElement;"
        " while (one && one.shadowRoot && one.shadowRoot.activeElement) one = one.shadowRoot.activeElement;"
        " return one ? (one.getAttribute('aria-label') || one.innerText || '') : '' }"
    )
    return name


def tab_to(page: Page, name: str, *, at_most: int = 60) -> None:
    """Press the tab key until what is called `name` has the focus."""
    for _ in range(at_most):
        page.keyboard.press("Tab")
        if name in _focused(page):
            return
    pytest.fail(f"the keyboard does not reach {name}")
