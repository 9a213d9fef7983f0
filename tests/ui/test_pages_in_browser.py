"""The other pages in a real browser: reports added, read and removed, the ledger, the keyboard, the sign-in, axe."""

import csv
import re
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from retrieval.library.intake import sample_files, take_in
from retrieval.library.library import Library
from retrieval.vectors.embeddings import open_embedder
from settings import Settings
from tests.oidc_provider import CLIENT, serve_provider
from tests.test_access import write_access
from tests.ui.browsing import WAIT, free_port, needs_browser, open_browser, serve_chat, tab_to

pytestmark = needs_browser
KELMOUTH, WENDSHIRE = "kelmouth_2024-03-28", "wendshire_2023-12-04"
SCREENS = {
    "ask": "/",
    "an answer": "/",
    "a source opened": "/",
    "reports": "/reports",
    "one report": f"/reports?report={WENDSHIRE}",
    "table": "/judgements",
    "over time": "/judgements",
    "side by side": "/judgements",
    "map": "/judgements",
    "a grade opened": "/judgements",
    "quality": "/quality",
    "about": "/about",
    "feedback": "/",
}
TABLES = {
    "reports": "Reports held",
    "one report": "Judgements of Wendshire",
    "table": "Judgements",
    "over time": "Grades of Wendshire over time",
    "side by side": "Newest grades side by side",
    "map": "Grades by year and area",
    "a grade opened": "Judgements",
    "quality": "Figures",
}
"""What the table of a screen is called, which comes last."""
GRAVE = {"serious", "critical"}


def _sample(key: str) -> Path:
    return next(path for path in sample_files() if path.stem == key)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with open_browser() as started:
        yield started


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library of one of the samples that is nobody's demo: reports may be added and removed."""
    folder = tmp_path_factory.mktemp("pages") / "library"
    with Library.open(folder, open_embedder(Settings(folder)), create=True) as library:
        assert [one.status for one in take_in(library, {_sample(WENDSHIRE): True}, workers=1)] == ["added"]
    return folder


@pytest.fixture(scope="module")
def address(home: Path) -> Iterator[str]:
    with serve_chat(home) as url:
        yield url


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.set_default_timeout(WAIT)
    yield context.new_page()
    context.close()


def _show(page: Page, address: str, screen: str) -> None:
    """Open a screen and wait until all of it stands."""
    page.goto(address + SCREENS[screen])
    page.locator("h1, h2").first.wait_for()
    if screen in ("over time", "side by side", "map"):
        page.get_by_role("radio", name=screen.capitalize()).click()
    if screen in TABLES:
        page.get_by_role("table", name=TABLES[screen]).wait_for()
    if screen == "a grade opened":
        page.get_by_role("button", name="read where it is printed").first.click()
        page.get_by_role("dialog").locator("img").first.wait_for()
    if screen in ("an answer", "a source opened"):
        _ask(page)
    if screen == "a source opened":
        page.locator(".st-key-chip-0-0-0 button").click()
        page.locator(".st-key-source img").first.wait_for()
    if screen == "about":
        page.get_by_text("Show the record").click()
    if screen == "feedback":
        _ask(page)
        page.get_by_role("radio", name="Thumbs up").click()
        page.get_by_text("What makes it so?").wait_for()
        page.get_by_role("link", name="Feedback").click()
        page.get_by_role("radio", name=re.compile("^Helpful")).click()
        page.get_by_role("button", name="Make an evaluation case").first.click()
        page.get_by_test_id("stCode").wait_for()
    page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for()
    expect(page.get_by_test_id("stSkeleton")).to_have_count(0)
    page.wait_for_timeout(500)


def _ask(page: Page) -> None:
    box = page.get_by_role("textbox", name="Ask a question")
    box.fill("How many care leavers were staying put in Wendshire in 2023?")
    box.press("Enter")
    page.get_by_role("button", name="How this was answered").wait_for()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("screen", SCREENS)
def test_no_screen_breaks_a_grave_rule_of_axe_nor_needs_scrolling_sideways(
    screen: str, scheme: Any, browser: Browser, address: str
) -> None:
    """What Streamlit itself draws is held to the rules as well: nothing is laid to it, so no exception is made."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, color_scheme=scheme)
    context.set_default_timeout(WAIT)
    page = context.new_page()
    try:
        _show(page, address, screen)
        # A laptop, the same at 200 % (which halves what fits), a narrow phone.
        for width in (1280, 640, 320):
            page.set_viewport_size({"width": width, "height": 900})
            page.wait_for_timeout(300)
            broken = [
                f"{one['id']} ({one['impact']}): {one['nodes'][0]['html'][:200]}"
                for one in Axe().run(page).response["violations"]
                if one["impact"] in GRAVE
            ]
            assert not broken, f"{screen}, {scheme}, {width}"
            assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), f"{screen}, {width}"
    finally:
        context.close()


def test_a_report_is_added_beside_the_chat_and_removed_after_a_question(page: Page, address: str, home: Path) -> None:
    second = _sample(KELMOUTH)
    page.goto(f"{address}/reports")
    page.get_by_text("1 report held").wait_for()
    page.get_by_text("Add reports").click()
    files: list[Any] = [
        {"name": second.name, "mimeType": "application/pdf", "buffer": second.read_bytes()},
        {"name": "<b>not a report</b>.pdf", "mimeType": "application/pdf", "buffer": b"<html>Not found</html>"},
    ]
    page.locator("input[type=file]").set_input_files(files)
    page.get_by_text(re.compile(r"\d of 2 files read")).wait_for()
    # The rest goes on meanwhile.
    other = page.context.new_page()
    other.goto(f"{address}/judgements")
    other.get_by_role("table").first.wait_for()
    other.close()
    # What a colon begins could be an icon's name: a mark without width keeps it a colon.
    page.get_by_text(re.compile(rf"{re.escape(second.name)}:\W*added, \d+ passages")).wait_for()
    page.get_by_text("<b>not a report</b>.pdf was not added.").wait_for()
    page.get_by_text("2 reports held").wait_for()
    assert not [path for path in (home / "uploads").rglob("*") if path.is_file() and path.suffix != ".lock"]

    page.goto(f"{address}/reports?report={second.stem}")
    page.get_by_role("button", name="Remove …").click()
    page.get_by_role("button", name="Keep it").click()
    page.get_by_role("dialog").wait_for(state="detached")
    page.get_by_role("button", name="Remove …").click()
    page.get_by_role("button", name="Remove it").click()
    page.get_by_text("was removed.").wait_for()
    page.get_by_text("1 report held").wait_for()


def test_a_report_is_found_read_and_searched(page: Page, address: str) -> None:
    page.goto(f"{address}/reports")
    page.get_by_label("Find a report").fill("wendshire")
    page.get_by_label("Find a report").press("Enter")
    page.get_by_text("1 report of 1").wait_for()
    page.get_by_role("button", name="Read Wendshire").click()
    page.get_by_text("Page 1 of").wait_for()
    assert f"report={WENDSHIRE}" in page.url
    page.get_by_role("img", name="Page 1 of the PDF").wait_for()
    page.get_by_label("Find in this report").fill("adoption")
    page.get_by_label("Find in this report").press("Enter")
    hit = page.get_by_role("table").last.get_by_role("rowheader").first.get_by_role("button")
    label = hit.inner_text()
    hit.click()
    expect(page.locator(".passage.chosen")).to_contain_text(label)
    page.get_by_role("button", name="All reports").click()
    page.get_by_text("1 report held").wait_for()


def test_a_grade_of_the_ledger_opens_where_it_is_printed(page: Page, address: str) -> None:
    page.goto(f"{address}/judgements")
    page.get_by_role("button", name="Grade", exact=True).click()
    expect(page.get_by_role("columnheader", name="Grade", exact=True)).to_have_attribute("aria-sort", "ascending")
    page.get_by_role("button", name="read where it is printed").first.click()
    dialog = page.get_by_role("dialog")
    dialog.locator("img").first.wait_for()
    page.get_by_role("button", name="Read it in the report").click()
    page.locator(".passage.chosen").wait_for()
    assert "/reports?" in page.url


def test_the_ledger_is_downloaded_as_shown(page: Page, address: str) -> None:
    page.goto(f"{address}/judgements")
    page.get_by_role("table").wait_for()
    with page.expect_download() as started:
        page.get_by_role("button", name="Download as CSV").click()
    rows = list(csv.reader(StringIO(Path(started.value.path()).read_text(encoding="utf-8-sig"))))
    assert rows[0][:2] == ["authority", "report"]
    assert {row[1] for row in rows[1:]} == {WENDSHIRE}
    page.get_by_text(f"{len(rows) - 1} judgements of {len(rows) - 1}").wait_for()


def test_everything_on_the_way_to_a_passage_is_done_with_the_keyboard_alone(page: Page, address: str) -> None:
    page.goto(address)
    page.get_by_role("link", name="Judgements").wait_for()
    tab_to(page, "Judgements")
    page.keyboard.press("Enter")
    page.get_by_role("table").wait_for()
    tab_to(page, "read where it is printed")
    outline = page.evaluate(
        "() => { let one = document.activeElement; while (one.shadowRoot) one = one.shadowRoot.activeElement;"
        " return getComputedStyle(one).outlineStyle }"
    )
    assert outline == "solid", "the focus cannot be seen"
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    dialog.locator("img").first.wait_for()
    tab_to(page, "Read it in the report", at_most=10)
    page.keyboard.press("Escape")
    dialog.wait_for(state="detached")


def _sign_in(page: Page, address: str, who: str) -> None:
    page.goto(address)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_label("Address").fill(who)
    page.get_by_role("button", name="Continue").click()


def test_only_who_is_listed_comes_in_and_may_do_what_the_list_says(
    browser: Browser, home: Path, tmp_path: Path
) -> None:
    port, provider_port = free_port(), free_port()
    with serve_provider(provider_port) as provider:
        url = f"http://127.0.0.1:{port}"
        access = write_access(
            tmp_path,
            {
                "redirect_uri": f"{url}/oauth2callback",
                "server_metadata_url": f"{provider}/.well-known/openid-configuration",
                "client_id": CLIENT,
                "client_secret": "secret",
                "cookie_secret": "c" * 32,
            },
            {"ann@example.org": "editor", "@council.example": "reader"},
        )
        with serve_chat(home, port=port, settings={"INSPECTION_QA_SIGN_IN": str(access)}):
            for who, told, may_edit in (
                ("ann@example.org", "Signed in as Ann (editor)", True),
                ("bob@council.example", "Signed in as Bob (reader)", False),
                ("eve@elsewhere.example", "may not use these pages", None),
                ("unverified@council.example", "may not use these pages", None),
            ):
                context = browser.new_context()
                context.set_default_timeout(WAIT)
                page = context.new_page()
                _sign_in(page, url, who)
                page.get_by_text(told).wait_for()
                page.goto(f"{url}/reports")
                if may_edit is None:
                    page.get_by_text(told).wait_for()
                    assert not page.get_by_role("table").count()
                else:
                    page.get_by_role("table").wait_for()
                    assert bool(page.get_by_text("Add reports").count()) is may_edit
                page.get_by_role("button", name="Sign out").click()
                page.get_by_role("button", name="Sign in").wait_for()
                context.close()
    with Library.open(home, None) as library:
        assert {one.who for one in library.audit.entries() if one.action == "signed_in"} == {
            "ann@example.org", "bob@council.example",
        }  # fmt: skip
