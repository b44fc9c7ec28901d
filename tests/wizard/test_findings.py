"""Findings as people go through them: a table to filter, and the one that is chosen in its surroundings."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.builders.folders import write
from tests.builders.pictures.images import annotation, box, jpeg, mask
from tests.builders.wizard.browser import fits_the_width, settled
from tests.wizard.conftest import Visit, check, faults, heading

ROW = 35
BAD = {
    "train/a.csv": "1,2,3\n4,unknown,6\n7,8,9\n10,11\n12,13,inf\n",
    "train/b.csv": "1,2,3\n4,,6\n" + "7,<b>x</b>,9\n" * 12,
}


def choose(page: Page, row: int) -> None:
    """Clicks on a row of the table, from 1."""
    table = page.get_by_test_id("stDataFrame").first
    table.click(position={"x": 200, "y": ROW * row + ROW / 2})
    settled(page)


@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (390, "dark")])
def test_a_finding_is_seen_in_the_data(visit: Visit, tmp_path: Path, width: int, scheme: str) -> None:
    page = visit("data?algorithm=kmeans", width=width, scheme=scheme)
    check(page, write(tmp_path, BAD))
    expect(page.locator("code", has_text="train/a.csv:2:2")).to_be_visible()
    expect(page.locator("td.here")).to_have_text("unknown")
    expect(page.locator("tr.here th")).to_have_text("2")
    assert faults(page) == []
    fits_the_width(page)

    choose(page, 2)
    expect(page.get_by_text("CSV120 ragged-row")).to_be_visible()
    expect(page.locator("tr.here")).to_have_text("41011")
    page.keyboard.press("ArrowDown")
    expect(page.locator("td.here")).to_have_text("inf")

    page.get_by_role("radiogroup", name="Severity").get_by_text("5 errors").click()
    page.get_by_role("combobox", name="File").click()
    page.get_by_role("option", name="train/b.csv").click()
    expect(page.locator("td.here")).to_have_text("")
    choose(page, 2)
    expect(page.locator("code", has_text="train/b.csv:3:2")).to_be_visible()
    expect(page.locator("td.here")).to_have_text("<b>x</b>")
    expect(page.get_by_text("place 1 of 10; 2 more were counted")).to_be_visible()
    page.get_by_role("button", name="page 10").click()
    expect(page.locator("code", has_text="train/b.csv:12:2")).to_be_visible()
    assert faults(page) == []

    page.get_by_text("The same on the command line").click()
    expect(page.get_by_text(f"advisor check {tmp_path} --algorithm kmeans")).to_be_visible()
    expect(page.get_by_text(re.compile(r"advisor fix \S+ --algorithm kmeans .*--output mended"))).to_be_visible()
    page.get_by_role("button", name="More on CSV130").click()
    heading(page, "Rules")
    expect(page.get_by_text("A cell that must be a number holds text.")).to_be_visible()


def test_a_box_is_drawn_in_its_image(visit: Visit, tmp_path: Path) -> None:
    for name in ("train", "validation"):
        sheet = annotation("im0.jpg", [box(0), {**box(1), "left": 4000}], 320, 320)
        write(tmp_path, {f"{name}_annotation/im0.json": sheet, f"{name}/im0.jpg": jpeg(320, 320)})
    page = visit("data?algorithm=object-detection", scheme="dark")
    check(page, tmp_path)
    picture = page.get_by_role("img", name="train/im0.jpg with its 2 boxes")
    expect(picture).to_have_count(2)  # at its finding, and among the data
    assert picture.first.evaluate("image => image.naturalWidth") == 320
    heading(page, "Your data")
    expect(page.get_by_role("img", name="train/im0.jpg, 320x320 RGB")).to_have_count(0)
    page.get_by_role("radiogroup", name="Channel").get_by_text("train", exact=True).click()
    expect(page.get_by_role("img", name="train/im0.jpg, 320x320 RGB")).to_be_visible()
    assert faults(page) == []


def test_a_mask_lies_over_its_image(visit: Visit, tmp_path: Path) -> None:
    wrong = mask([[0, 1, 2, 7] * 8] * 16)
    files = {f"{name}/im0.jpg": jpeg(32, 16) for name in ("train", "validation")}
    write(tmp_path, files | {f"{name}_annotation/im0.png": wrong for name in ("train", "validation")})
    page = visit("data?algorithm=semantic-segmentation&set=HyperParameters.num_classes%3D3", width=1024)
    check(page, tmp_path)
    expect(page.get_by_text("MSK105").first).to_be_visible()
    expect(page.get_by_role("img", name="train/im0.jpg under its mask").first).to_be_visible()
    assert faults(page) == []


def test_a_picture_that_is_cut(visit: Visit, tmp_path: Path) -> None:
    files = {f"training/{kind}/{n}.jpg": jpeg(32, 32) for kind in ("cat", "dog") for n in range(3)}
    page = visit("data?algorithm=image-classification-tensorflow", scheme="dark")
    check(page, write(tmp_path, files | {"training/cat/cut.jpg": jpeg(32, 32)[:-40]}))
    expect(page.locator("code", has_text="training/cat/cut.jpg")).to_be_visible()
    expect(page.get_by_text("How to mend it")).to_be_visible()
    assert faults(page) == []


def test_a_thousand_findings_are_shown_at_once(visit: Visit, tmp_path: Path) -> None:
    page = visit("data?algorithm=kmeans")
    check(page, write(tmp_path, {f"train/{n:04}.csv": "1,2\n3,x\n5,,\n" for n in range(400)}))
    settled(page)
    page.get_by_role("link", name="Rules").click()
    heading(page, "Rules")
    page.get_by_role("link", name="Data").click()
    heading(page, "Findings")
    expect(page.locator("td.here")).to_be_visible()
