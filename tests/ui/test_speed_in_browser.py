"""How long a reader waits: for the first page after the server has started, and for an answer.

`pytest tests/ui/test_speed_in_browser.py -m browser` prints the seconds.
"""

import shutil
import time
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.ui.browsing import WAIT, needs_browser, open_browser, serve_chat

FIRST_PAGE, ANSWER = 2.0, 1.0
"""Seconds: what is aimed at on two idle cores."""
BUSY = 3
"""How many times as long a busy machine may take before the test fails."""

pytestmark = needs_browser


def test_the_first_page_and_an_answer_come_soon(
    sample_home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    home = tmp_path / "library"
    shutil.copytree(sample_home, home)
    with open_browser() as browser:
        page = browser.new_page()
        page.set_default_timeout(WAIT)
        begun = time.perf_counter()
        with serve_chat(home) as url:
            served = time.perf_counter()
            page.goto(url)
            box = page.get_by_role("textbox", name="Ask a question")
            _await(page, "textarea")
            shown = time.perf_counter()
            waits = []
            for question in ("What needs to improve in Kelmouth?", "What was adoption rated in Wendshire in 2016?"):
                box.fill(question)
                asked = time.perf_counter()
                box.press("Enter")
                _await(page, f".st-key-chip-{len(waits)}-0-0 button")
                waits.append(time.perf_counter() - asked)
    with capsys.disabled():
        print(
            f"\nThe server started in {served - begun:.2f} s; its first page took {shown - served:.2f} s, the first"
            f" answer {waits[0]:.2f} s, the second {waits[1]:.2f} s."
        )
    assert shown - served < BUSY * FIRST_PAGE
    assert max(waits) < BUSY * ANSWER


def _await(page: Page, selector: str) -> None:
    """Wait for an element, looking in every frame: a locator rests half a second between its looks."""
    page.wait_for_function("one => document.querySelector(one)", arg=selector, polling="raf")
