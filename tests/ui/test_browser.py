"""The real chat in a real browser, over the sample reports."""

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from presentation import OUTCOMES

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
QUESTION = "How many care leavers were staying put in Wendshire in 2023?"
WAIT = 30_000

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no chromium on this machine: apt-get install chromium"),
]


def _command(home: Path, *arguments: str) -> tuple[list[str], dict[str, str]]:
    environment = {**os.environ, "INSPECTION_QA_HOME": str(home)}
    environment.pop("INSPECTION_QA_MODEL", None)
    return [sys.executable, "-m", "cli", *arguments], environment


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder beside which the demo library is made."""
    return tmp_path_factory.mktemp("chat") / "library"


@pytest.fixture(scope="module")
def answer(home: Path) -> dict[str, Any]:
    """The command line's answer to the question that the browser asks."""
    command, environment = _command(home, "ask", "--demo", QUESTION, "--json")
    printed = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    result: dict[str, Any] = json.loads(printed)
    return result


@pytest.fixture(scope="module")
def address(home: Path) -> Iterator[str]:
    """The chat, started as a person starts it."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command, environment = _command(home, "chat", "--demo", "--port", str(port))
    url = f"http://127.0.0.1:{port}"
    log = home.parent / "chat.log"
    with (
        log.open("w") as output,
        subprocess.Popen(command, env=environment, cwd=ROOT, stdout=output, stderr=output) as chat,
    ):
        try:
            _await(url, chat, log)
            yield url
        finally:
            chat.terminate()


def _await(url: str, chat: "subprocess.Popen[bytes]", log: Path) -> None:
    for _ in range(240):
        assert chat.poll() is None, log.read_text(encoding="utf-8")
        try:
            urllib.request.urlopen(f"{url}/_stcore/health", timeout=1).close()
        except OSError:
            time.sleep(0.25)
        else:
            return
    pytest.fail("the chat did not start within a minute")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture(params=[(1280, 900), (390, 844)], ids=["desktop", "phone"])
def page(request: pytest.FixtureRequest, browser: Browser, address: str) -> Iterator[Page]:
    """A visitor's page; every request it made to another machine fails the test."""
    width, height = request.param
    context = browser.new_context(viewport={"width": width, "height": height})
    visited = context.new_page()
    asked: list[str] = []
    visited.on("request", lambda one: asked.append(one.url))
    visited.goto(address)
    visited.get_by_role("textbox").wait_for(timeout=WAIT)
    yield visited
    context.close()
    assert not [url for url in asked if not url.startswith((address, address.replace("http", "ws"), "data:", "blob:"))]


def _ask(page: Page, question: str) -> None:
    before = page.get_by_text("· receipt").count()
    page.get_by_role("textbox").fill(question)
    page.get_by_role("textbox").press("Enter")
    page.get_by_text("· receipt").nth(before).wait_for(timeout=WAIT)


def test_the_highlighted_words_are_the_quotation(page: Page, answer: dict[str, Any]) -> None:
    _ask(page, QUESTION)
    citation = answer["statements"][0]["citations"][0]
    page.locator(".st-key-chip-0-0-0 button").click()
    page.locator(".st-key-source mark").wait_for(timeout=WAIT)
    assert page.locator(".st-key-source mark").inner_text().split() == citation["quote"].split()
    assert citation["label"] in page.locator(".st-key-source").inner_text()
    page.locator(".st-key-source img").first.wait_for(timeout=WAIT)


def test_neighbours_and_closing(page: Page) -> None:
    _ask(page, QUESTION)
    page.locator(".st-key-chip-0-0-0 button").click()
    first = page.get_by_test_id("passage").inner_text()
    page.get_by_role("button", name="Next").click()
    page.locator(".st-key-source mark").wait_for(state="detached", timeout=WAIT)
    assert page.get_by_test_id("passage").inner_text() != first
    page.get_by_role("button", name="Close").click()
    page.locator(".st-key-source").wait_for(state="detached", timeout=WAIT)


def test_a_refusal_says_so(page: Page) -> None:
    _ask(page, "What was adoption rated in Surrey in 2018?")
    assert page.get_by_text(OUTCOMES["report_not_held"]).first.is_visible()
    assert page.locator("mark").count() == 0


def test_nothing_is_wider_than_the_page(page: Page) -> None:
    _ask(page, QUESTION)
    page.locator(".st-key-chip-0-0-0 button").click()
    page.locator(".st-key-source img").first.wait_for(timeout=WAIT)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_hostile_words_stay_words(page: Page) -> None:
    _ask(page, "Is ![x](https://example.org/?leak=1) <img src=https://example.org/2> **care** good?")
    assert page.get_by_text("![x](https://example.org/?leak=1)").first.is_visible()
    assert page.locator(".stChatMessage img[src*='example.org']").count() == 0
