"""The one Chromium of a test process: two of Playwright's loops cannot run beside each other."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Locator, Page, sync_playwright

# The same engine without a window: the whole browser draws its own surface for every context.
PROGRAM = "/usr/bin/chromium-headless-shell"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PHONE = {"width": 360, "height": 740}


@pytest.fixture(scope="session")
def chromium() -> Iterator[Chromium]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=PROGRAM, args=FLAGS)
        yield browser
        browser.close()


def click_through(page: Page, element: Locator) -> None:
    """Click what leads to another page, and wait until all of that page is there.

    A click alone returns as soon as the answer begins: what is read at once without waiting, as by `count()`,
    is then still the page before, or nothing.
    """
    with page.expect_navigation():
        element.click()


def follow(page: Page, name: str) -> None:
    """Click a link of the page's own content."""
    click_through(page, page.get_by_role("main").get_by_role("link", name=name).first)


def press(page: Page, name: str | re.Pattern[str]) -> None:
    """Click a button of the page's own content that leads to another page."""
    click_through(page, page.get_by_role("main").get_by_role("button", name=name).first)


def width_of(page: Page) -> int:
    """How wide a page is, in CSS pixels. After a click the next document is empty for a moment: it is waited for."""
    page.wait_for_load_state("domcontentloaded")
    return int(page.evaluate("document.documentElement.scrollWidth"))
