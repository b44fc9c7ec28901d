"""What can be mended is offered as a download: what must be decided is asked, and the data itself stays as it is."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.builders.folders import write
from tests.builders.wizard.browser import settled
from tests.wizard.conftest import Visit, check, faults, heading, reach

TABLE = "1,2,red\n4,,blue\n7,8,red\n9,9,red\n"


def press(page: Page, name: str, *keys: str) -> None:
    """Reaches what bears the name, and presses the keys there."""
    reach(page, name)
    for key in keys:
        page.keyboard.press(key)


def test_by_keyboard_a_mended_copy_is_taken_along_and_gone_on_with(visit: Visit, tmp_path: Path) -> None:
    page = visit("data?algorithm=kmeans", width=390, scheme="dark")
    heading(page, "Will training accept your data?")
    press(page, "Upload files", "ArrowUp")
    expect(page.get_by_role("radio", name="Name a path on this machine")).to_be_checked()
    expect(page.get_by_role("textbox", name="Path of a folder or a file")).to_be_visible()
    reach(page, "Path of a folder or a file")
    page.keyboard.type(str(write(tmp_path, {"train/a.csv": TABLE})))
    page.keyboard.press("Enter")

    heading(page, "Findings")
    expect(page.locator("td.here")).to_have_text("red")
    press(page, "Page 2", "Enter")
    expect(page.locator("td.here")).to_have_text("blue")
    press(page, "Fullscreen: Findings", "Tab", "ArrowDown")
    expect(page.locator("code", has_text="train/a.csv:2:2")).to_be_visible()
    settled(page)

    expect(page.get_by_text("can be mended without you, in a copy")).to_be_visible()
    press(page, "Mend a copy", "Enter")
    expect(page.get_by_text("Only you know this.")).to_be_visible()
    settled(page)
    press(page, "What becomes of missing values?", "Control+A")
    page.keyboard.type("mean", delay=60)
    expect(page.get_by_role("option").first).to_contain_text("mean")
    page.keyboard.press("Enter")
    expect(page.get_by_role("combobox", name="What becomes of missing values?")).to_have_value(re.compile("mean"))
    expect(page.get_by_role("combobox", name="What becomes of text where")).to_have_value("numbers")
    settled(page)
    press(page, "Mend a copy", "Enter")
    expect(page.get_by_text("The mended data would train")).to_be_visible()
    settled(page)
    assert faults(page) == []
    reach(page, "Download mended.zip")
    with page.expect_download() as saved:
        page.keyboard.press("Enter")
    with zipfile.ZipFile(saved.value.path()) as packed:
        assert packed.namelist()[-1] == "train/a.csv"
        mended = packed.read("train/a.csv").decode()
    assert [float(row.split(",")[1]) for row in mended.splitlines()] == [2, 19 / 3, 8, 9]
    assert (tmp_path / "train/a.csv").read_text() == TABLE

    press(page, "Go on with the mended data", "Enter")
    expect(page.get_by_text("No error was found: nothing here would stop K-Means.")).to_be_visible()
    settled(page)
    press(page, "Fill in the job", "Enter")
    heading(page, "Your training job")
    expect(page.get_by_role("textbox", name="feature_dim")).to_have_value("3")


def test_what_needs_a_person_is_not_offered(visit: Visit, tmp_path: Path) -> None:
    page = visit("data?algorithm=kmeans")
    check(page, write(tmp_path, {"train/a.csv": "1,2,3\n7,8,9\n9,9,7\n", "test/b.csv": "1,2\n3,4\n5,5\n"}))
    expect(page.get_by_role("heading", name="Mend it")).to_have_count(0)
