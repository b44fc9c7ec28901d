"""A folder is uploaded in one piece: the browser packs it, and what is too much is said with the way out."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page, expect

from tests.builders.folders import write
from tests.builders.pictures.images import jpeg
from tests.builders.wizard.browser import settled
from tests.wizard.conftest import Visit, faults, heading


def choose(page: Page, folder: Path) -> None:
    heading(page, "Will training accept your data?")
    page.get_by_text("Upload a folder or a zip file").click()
    page.get_by_label("Choose a folder").set_input_files(folder)


def test_many_small_pictures_are_packed_into_one(visit: Visit, tmp_path: Path) -> None:
    picture = jpeg(32, 32)
    pictures = {f"mine/training/{n % 2}/{n}é.jpg": picture for n in range(400)}
    write(tmp_path, pictures)
    page = visit("data?algorithm=image-classification-tensorflow")
    heading(page, "Will training accept your data?")
    choose(page, tmp_path / "mine")
    expect(page.get_by_text("400 files of mine, packed into one.")).to_be_visible()
    expect(page.get_by_role("button", name="Remove mine.zip")).to_be_visible()
    settled(page)
    assert faults(page) == []
    page.get_by_role("button", name="Check the data").click()
    expect(page.get_by_text("Read: 400 files, 400 records")).to_be_visible()
    expect(page.get_by_role("img", name="é.jpg, 32x32 RGB").first).to_be_visible()


def test_a_folder_that_is_too_large_names_the_path(visit: Visit, tmp_path: Path) -> None:
    write(tmp_path, {"mine/train/a.csv": "1,2\n"})
    with (tmp_path / "mine/train/b.csv").open("wb") as stream:
        stream.truncate(201 << 20)
    page = visit("data", width=390, scheme="dark")
    choose(page, tmp_path / "mine")
    told = "This folder holds 2 files of 201 MB together, which is more than is uploaded. More goes by its path"
    expect(page.get_by_text(told)).to_be_visible()
    assert faults(page) == []
