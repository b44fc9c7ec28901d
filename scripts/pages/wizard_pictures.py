"""Takes the pictures of the wizard that the pages show, from the real page: `python -m scripts.pages.wizard_pictures`.

Needs Debian's Chromium and the extra `wizard`.
"""

from __future__ import annotations

import io
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlencode

from PIL import Image
from playwright.sync_api import Page, ViewportSize, expect

from scripts.pages.markdown import DOCS, ROOT
from tests.builders.wizard.browser import launched, served, settled

FOLDER = DOCS / "wizard"
DATA = ROOT / "examples" / "bad"
SIZE: ViewportSize = {"width": 1280, "height": 800}
LONG: ViewportSize = {"width": 1280, "height": 1180}
"""For what does not stand on one screen."""
COLOURS = 128
WORDS = {"problem": "Find every car in 8,000 photos of parking lots; boxes are drawn around them."}


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    with TemporaryDirectory() as scratch, served(Path(scratch)) as address, launched() as browser:
        page = browser.new_context(viewport=SIZE, color_scheme="light").new_page()
        for name in ("problem", "advice", "job"):
            page.goto(f"{address}/{'' if name == 'problem' else name}?{urlencode(WORDS)}")
            keep(page, name)
        page.goto(f"{address}/data?{urlencode({'algorithm': 'kmeans'})}")
        settled(page)
        page.set_viewport_size(LONG)
        check(page, DATA)
        keep(page, "data")
        page.set_viewport_size(SIZE)
        for name in ("algorithms", "rules"):
            page.goto(f"{address}/{name}")
            keep(page, name)


def check(page: Page, data: Path) -> None:
    page.get_by_text("Name a path on this machine").click()
    page.get_by_role("textbox", name="Path of a folder or a file").fill(str(data))
    page.keyboard.press("Enter")
    expect(page.locator("td.here")).to_be_visible()


def keep(page: Page, name: str) -> None:
    """The page as it is seen first, in few colours: a picture of a page needs no more, and is a tenth as large."""
    expect(page.locator("[data-testid=stMain] h1")).to_be_visible()
    settled(page)
    expect(page.get_by_test_id("stSkeleton")).to_have_count(0)  # what the page loads once it is needed
    page.wait_for_timeout(500)  # what fades in is there
    shot = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    shot.quantize(COLOURS).save(FOLDER / f"{name}.png", optimize=True)


if __name__ == "__main__":
    main()
