"""The page of the data as a person fills it in: nothing that was typed is lost, and the keyboard keeps its place."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page, expect

from tests.builders.folders import write
from tests.builders.wizard.browser import settled
from tests.wizard.conftest import Visit, heading, path_field

TITLE = "Will training accept your data?"
CLICK_MS = 80
"""How long a person holds the button down: the field is left when it goes down, the link followed when it comes up."""
FOLLOWING = 4
"""What the browser answers of a node that comes after another."""


def away_and_back(page: Page) -> None:
    page.get_by_role("link", name="Rules").click(delay=CLICK_MS)
    heading(page, "Rules")
    page.get_by_role("link", name="Data").click()
    heading(page, TITLE)


def test_a_path_that_was_typed_and_not_sent_is_there_again(visit: Visit, tmp_path: Path) -> None:
    page = visit("data?algorithm=kmeans")
    heading(page, TITLE)
    field = path_field(page)
    field.fill(str(tmp_path / "nowhere"))
    away_and_back(page)
    expect(field).to_have_value(str(tmp_path / "nowhere"))
    field.press("Enter")
    expect(page.get_by_text("there is no such file or folder")).to_be_visible()
    settled(page)

    field.fill(str(write(tmp_path, {"train/a.csv": "1,2\n3,x\n"})))
    away_and_back(page)
    away_and_back(page)
    expect(field).to_have_value(str(tmp_path))
    page.get_by_role("button", name="Check the data").click()
    expect(page.locator("td.here")).to_have_text("x")
    away_and_back(page)
    page.get_by_text("Check other data, or for another algorithm").click()
    expect(field).to_have_value(str(tmp_path))


def test_after_a_check_the_keyboard_goes_on_at_what_came_of_it(visit: Visit, tmp_path: Path) -> None:
    page = visit("data?algorithm=kmeans")
    heading(page, TITLE)
    field = path_field(page)
    focus = page.locator("[role=alert]:focus")
    field.fill(str(tmp_path / "nowhere"))
    field.press("Enter")
    expect(page.get_by_text("there is no such file or folder")).to_be_visible()
    settled(page)
    expect(field).to_be_focused()  # whoever is to type again is left where that is done

    field.fill(str(write(tmp_path, {"train/a.csv": "1,2\n3,x\n"})))
    field.press("Enter")
    expect(focus).to_contain_text("1 error: K-Means would fail on this")
    page.keyboard.press("Tab")
    expect(focus).to_have_count(0)
    follows = "document.querySelector('.st-key-verdict').compareDocumentPosition(document.activeElement)"
    assert page.evaluate(follows) & FOLLOWING
