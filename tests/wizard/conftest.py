"""The real command, and a real browser that visits it. What is wrong on every page is looked for on every visit."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Dialog, Locator, Page, expect

from tests.builders.wizard.browser import CHROMIUM, launched, served, settled

WAIT_MS = 30_000
expect.set_options(timeout=WAIT_MS)
SERIOUS = ("serious", "critical")
LOOKS = 5

NAMES_IN_FOCUS = """
(({ariaLabel, innerText, labels}) => [ariaLabel, ...(innerText ?? "").split("\\n").slice(0, 3), labels?.[0]?.innerText])
(document.activeElement.matches("main") ? {} : document.activeElement)
"""

Visit = Callable[..., Page]
"""(path, width, scheme) -> a new session in a new tab."""

LONGEST_MS = 90_000
"""For two steps, on a machine that has much else to do; alone it takes one."""


@pytest.fixture(scope="session")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the wizard keeps temporary files."""
    return tmp_path_factory.mktemp("scratch")


@pytest.fixture(scope="session")
def wizard(scratch: Path) -> Iterator[str]:
    """The address of a wizard. Once it has ended, no upload may be left."""
    with served(scratch) as address:
        yield address
    assert list(scratch.glob("advisor-*")) == []


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    if not CHROMIUM.exists():
        pytest.skip("needs Chromium: apt-get install chromium")
    with launched() as browser:
        yield browser


@pytest.fixture(scope="session")
def window(chromium: Browser) -> BrowserContext:
    """The browser keeps the scripts of the wizard from the first visit on, as people's browsers do."""
    return chromium.new_context()


@pytest.fixture
def visit(wizard: str, window: BrowserContext) -> Iterator[Visit]:
    """Opens tabs. Afterwards none of them may have shown an alarm, failed, or asked another host for anything."""
    alarms: list[str] = []

    def alarm(dialog: Dialog) -> None:
        alarms.append(dialog.message)
        dialog.dismiss()

    def opened(path: str = "", width: int = 1440, scheme: Literal["light", "dark"] = "light") -> Page:
        page = window.new_page()
        page.set_viewport_size({"width": width, "height": 900 if width > 500 else 844})
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # drawing each step by software is slow
        page.set_default_timeout(WAIT_MS)
        page.on("dialog", alarm)
        page.on("pageerror", lambda error: alarms.append(str(error)))
        page.on("request", lambda asked: None if _is_here(asked.url, wizard) else alarms.append(asked.url))
        page.goto(f"{wizard}/{path}")
        return page

    yield opened
    for page in window.pages:
        page.close()
    window.clear_cookies()
    assert alarms == []


def _is_here(url: str, wizard: str) -> bool:
    return url.startswith((wizard, wizard.replace("http", "ws"), "data:", "blob:"))


def heading(page: Page, text: str) -> None:
    """The page has this heading, and has come to rest."""
    expect(page.get_by_role("heading", name=text, exact=True)).to_be_visible()
    settled(page)


def path_field(page: Page) -> Locator:
    """The field for a path, once it has taken the place of the uploads."""
    page.get_by_text("Name a path on this machine").click()
    field = page.get_by_role("textbox", name="Path of a folder or a file")
    expect(field).to_be_visible()
    settled(page)
    return field


def check(page: Page, folder: Path) -> None:
    """Checks a folder by its path."""
    heading(page, "Will training accept your data?")
    path_field(page).fill(str(folder))
    page.get_by_role("button", name="Check the data").click()
    expect(page.get_by_role("heading", name="Findings")).to_be_visible(timeout=LONGEST_MS)
    settled(page)


def reach(page: Page, name: str) -> None:
    """Tabs on until what bears this name, or this text beside its icon, has the focus."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if name in page.evaluate(NAMES_IN_FOCUS):
            return
    pytest.fail(f"{name!r} is not reached by the keyboard")


def faults(page: Page) -> list[str]:
    """What axe holds against the page, from serious on, and holds on to: what is drawn anew is faded for a moment."""
    for _ in range(LOOKS):
        found = [one for one in Axe().run(page).response["violations"] if one["impact"] in SERIOUS]
        if not found:
            break
    return [f"{one['id']}: {node['html'][:200]}" for one in found for node in one["nodes"]]
