"""The real chat in a real browser, over the sample reports: ask, check the source, go on, take it along.

`SCREENSHOTS=docs/pictures pytest tests/ui/test_browser.py` writes the pictures of README anew.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import pytest
from PIL import Image
from playwright.sync_api import Browser, Locator, Page

from presentation import OUTCOMES
from tests.ui.browsing import ROOT, WAIT, needs_browser, open_browser, serve_chat

QUESTION = "How many care leavers were staying put in Wendshire in 2023?"
COLOURS = 128
"""Of a picture for README: enough for text on plain ground, a quarter of the size."""

pytestmark = needs_browser


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder beside which the demo library is made."""
    return tmp_path_factory.mktemp("chat") / "library"


@pytest.fixture(scope="module")
def answer(home: Path) -> dict[str, Any]:
    """The command line's answer to the question that the browser asks."""
    environment = {**os.environ, "INSPECTION_QA_HOME": str(home)}
    command = [sys.executable, "-m", "cli", "ask", "--demo", QUESTION, "--json"]
    printed = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    result: dict[str, Any] = json.loads(printed)
    return result


@pytest.fixture(scope="module")
def address(home: Path) -> Iterator[str]:
    """The chat over the samples."""
    with serve_chat(home, "--demo") as url:
        yield url


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with open_browser() as chromium:
        yield chromium


@pytest.fixture
def page(request: pytest.FixtureRequest, browser: Browser, address: str) -> Iterator[Page]:
    """A visitor's page, of a desktop unless a size is given; a request it makes to another machine fails the test."""
    width, height = getattr(request, "param", (1280, 900))
    context = browser.new_context(viewport={"width": width, "height": height}, accept_downloads=True)
    context.set_default_timeout(WAIT)
    visited = context.new_page()
    asked: list[str] = []
    visited.on("request", lambda one: asked.append(one.url))
    visited.goto(address)
    _box(visited).wait_for()
    yield visited
    context.close()
    assert not [url for url in asked if not url.startswith((address, address.replace("http", "ws"), "data:", "blob:"))]


def _box(page: Page) -> Locator:
    return page.get_by_role("textbox", name="Ask a question")


def _ask(page: Page, question: str) -> None:
    before = page.get_by_role("button", name="How this was answered").count()
    _box(page).fill(question)
    _box(page).press("Enter")
    page.get_by_role("button", name="How this was answered").nth(before).wait_for()
    page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for()


def _top(page: Page, number: int) -> float:
    """Return how far below the top of the window a question stands, in pixels."""
    box = page.locator(".question").nth(number).bounding_box()
    assert box
    return box["y"]


def _open_source(page: Page) -> Locator:
    page.locator(".st-key-chip-0-0-0 button").click()
    source = page.locator(".st-key-source")
    source.locator("mark").wait_for()
    source.locator("img").first.wait_for()
    return source


def _picture(page: Page, name: str) -> None:
    """Write a picture for README where that is asked for."""
    if folder := os.environ.get("SCREENSHOTS"):
        page.wait_for_timeout(1000)
        shot = Image.open(BytesIO(page.screenshot())).convert("RGB").quantize(COLOURS)
        shot.save(ROOT / folder / f"{name}.png", optimize=True)


@pytest.mark.parametrize(
    "page", [(1280, 900), (390, 844), (320, 640)], ids=["desktop", "phone", "narrow"], indirect=True
)
def test_the_highlighted_words_are_the_quotation(page: Page, answer: dict[str, Any]) -> None:
    _ask(page, QUESTION)
    wide = page.viewport_size and page.viewport_size["width"] > 1000
    if wide:
        _picture(page, "answer")
    citation = answer["statements"][0]["citations"][0]
    source = _open_source(page)
    assert source.locator("mark").inner_text().split() == citation["quote"].split()
    assert citation["label"] in source.inner_text()
    if wide:
        _picture(page, "source")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    first = page.get_by_test_id("passage").inner_text()
    source.get_by_role("button", name="Next").click()
    source.locator("mark").wait_for(state="detached")
    assert page.get_by_test_id("passage").inner_text() != first
    page.keyboard.press("Escape")
    source.wait_for(state="detached")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_a_follow_up_keeps_the_context_and_a_refusal_says_so(page: Page) -> None:
    _ask(page, "What was the overall judgement of Wendshire in 2016?")
    _ask(page, "And for adoption?")
    page.get_by_role("button", name="How this was answered").last.click()
    assert page.get_by_text("Understood as", exact=True).is_visible()
    page.keyboard.press("Escape")
    _ask(page, "What was adoption rated in Surrey in 2018?")
    assert page.get_by_text(OUTCOMES["report_not_held"]).first.is_visible()
    assert page.locator("mark").count() == 0


@pytest.mark.parametrize("page", [(1280, 900), (390, 844)], ids=["desktop", "phone"], indirect=True)
def test_an_answer_is_read_from_its_start(page: Page) -> None:
    """The newest question stands at the top of the view, be the answer long or short, and stays there."""
    questions = ("What needs to improve in Wendshire?", "What was adoption rated in Wendshire in 2016?")
    for number, question in enumerate(questions):
        _ask(page, question)
        assert 60 < _top(page, number) < 110
    page.locator(".st-key-chip-1-0-0 button").click()
    page.locator(".st-key-source img").first.wait_for()
    assert 60 < _top(page, 1) < 110


def test_the_export_holds_the_footnotes(page: Page, answer: dict[str, Any], tmp_path: Path) -> None:
    _ask(page, QUESTION)
    labels = [one["label"] for statement in answer["statements"] for one in statement["citations"]]
    page.get_by_role("button", name="Export", exact=True).click()
    with page.expect_download() as started:
        page.get_by_role("button", name="Word").click()
    started.value.save_as(tmp_path / "paper.docx")
    document = docx.Document(str(tmp_path / "paper.docx"))
    part = next(one.target_part for one in document.part.rels.values() if one.reltype.endswith("/footnotes"))
    for label in labels:
        assert f", {label}, p. ".encode() in part.blob
    assert "footnoteReference" in document.element.xml
    assert answer["statements"][0]["text"] in "\n".join(one.text for one in document.paragraphs)
    with page.expect_download() as started:
        page.get_by_role("button", name="Markdown").click()
    written = Path(started.value.path()).read_text(encoding="utf-8")
    assert f"[^{len(labels)}]: Wendshire, inspection published 4 December 2023, {labels[-1]}" in written


def test_an_acronym_is_explained_by_tap_and_key(page: Page) -> None:
    _ask(page, "What does paragraph 57 of the 2016 Wendshire report say?")
    term = page.locator("button.term").first
    term.focus()
    page.keyboard.press("Enter")
    meaning = page.locator(".meaning:popover-open")
    meaning.wait_for()
    assert meaning.inner_text().startswith(f"{term.inner_text()}: ")
    page.keyboard.press("Escape")
    meaning.wait_for(state="hidden")


def test_a_conversation_is_found_again_and_a_remark_becomes_a_case(page: Page) -> None:
    _ask(page, QUESTION)
    page.get_by_role("radio", name="Thumbs up").click()
    page.get_by_text("Right paragraph").click()
    page.get_by_test_id("stForm").get_by_role("button", name="Send").click()
    page.get_by_text("Thank you.").wait_for()
    page.get_by_role("button", name="New conversation").click()
    page.get_by_role("heading", name="Ask the inspection reports").wait_for()
    page.get_by_text("Earlier conversations").click()
    page.get_by_role("textbox", name="Search them").fill("staying put")
    page.get_by_role("textbox", name="Search them").press("Enter")
    page.locator("[class*=st-key-open-] button").first.click()
    page.locator(".st-key-chip-0-0-0 button").wait_for()
    page.get_by_role("link", name="Feedback").click()
    page.get_by_text("Helpful (1)", exact=True).click()
    page.get_by_role("button", name="Make an evaluation case").click()
    case = json.loads(page.locator("[data-testid=stCode] code").first.inner_text())
    assert (case["question"], case["report"]) == (QUESTION, "wendshire_2023-12-04")
    assert case["evidence"][0]["paragraph"]
    page.get_by_role("button", name="Open the answer").click()
    page.get_by_text("You opened a link to one answer.").wait_for()
    assert page.locator(".question").inner_text() == QUESTION


def test_hostile_words_stay_words(page: Page) -> None:
    _ask(page, "Is ![x](https://example.org/?leak=1) <img src=https://example.org/2> **care** good?")
    assert page.get_by_text("![x](https://example.org/?leak=1)").first.is_visible()
    assert page.locator(".stChatMessage img[src*='example.org']").count() == 0
