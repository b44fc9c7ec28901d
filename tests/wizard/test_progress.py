"""A check of much data runs in the background: it is seen, can be left alone and be stopped, and bothers no one."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.wizard.conftest import Visit, faults, heading

BYTES = 200_000_000
SLOWLY_READ = 60_000_000
SECONDS = 5.0
"""In which a page is there, whatever runs beside it; a tenth of that where the machine has nothing else to do."""


@pytest.fixture(scope="module")
def much(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A CSV of 200 MB with a bad cell in its second line and one in its last."""
    folder = tmp_path_factory.mktemp("much")
    yield written(folder, "".join(f"{n},{n * 0.37:.6f},{n % 17},{n / 7:.5f}\n" for n in range(100_000)), BYTES)
    (folder / "train" / "a.csv").unlink()


@pytest.fixture
def slow(tmp_path: Path) -> Iterator[Path]:
    """A small file with a bad cell; then one for the exact reader alone, with which no machine is done too soon."""
    written(tmp_path, "1,2,3,4\n", 0)
    quoted = "".join(f'{n},"{n * 0.37:.6f}",{n % 17},{n / 7:.5f}\n' for n in range(100_000))
    with (tmp_path / "train" / "b.csv").open("w") as stream:
        while stream.tell() < SLOWLY_READ:
            stream.write(quoted)
        stream.write("9,8,late,4\n")
    yield tmp_path
    (tmp_path / "train" / "b.csv").unlink()


def written(folder: Path, block: str, size: int) -> Path:
    file = folder / "train" / "a.csv"
    file.parent.mkdir()
    with file.open("wb") as stream:
        stream.write(b"1,2,3,4\n1,early,3,4\n")
        while stream.tell() < size:
            stream.write(block.encode())
        stream.write(b"9,8,late,4\n")
    return folder


def begin(page: Page, folder: Path) -> None:
    heading(page, "Will training accept your data?")
    page.get_by_text("Name a path on this machine").click()
    page.get_by_role("textbox", name="Path of a folder or a file").fill(str(folder))
    page.get_by_role("button", name="Check the data").click()
    expect(page.get_by_text(re.compile(r"Reading your data: .* of \d+(\.\d)? MB, .* left"))).to_be_visible()


def test_it_goes_on_while_pages_change_and_bothers_no_one(visit: Visit, much: Path) -> None:
    page = visit("data?algorithm=kmeans")
    begin(page, much)
    assert [] in (faults(page) for _ in range(5))  # what is drawn anew is dimmed for a moment
    for name, title in (("Rules", "Rules"), ("Algorithms", "Algorithms")):
        begun = time.monotonic()
        page.get_by_role("link", name=name).click()
        expect(page.get_by_role("heading", name=title, exact=True)).to_be_visible()
        assert time.monotonic() - begun < SECONDS
        expect(page.get_by_role("button", name="Stop the check")).to_be_visible()
    other = visit("data", width=390)
    heading(other, "Will training accept your data?")
    expect(other.get_by_role("button", name="Stop the check")).to_have_count(0)
    expect(page.get_by_role("button", name="Stop the check")).to_have_count(0)
    page.get_by_role("link", name="Data").click()
    heading(page, "Findings")
    expect(page.get_by_text("2 cells hold text", exact=False).first).to_be_visible()
    expect(page.locator("td.here")).to_have_text("early")
    page.get_by_role("button", name="page 2").click()
    expect(page.locator("td.here")).to_have_text("late")


def test_what_is_known_when_it_is_stopped_is_kept(visit: Visit, slow: Path) -> None:
    page = visit("data?algorithm=kmeans", width=390, scheme="dark")
    begin(page, slow)
    expect(page.get_by_text(re.compile(r"Reading your data: [1-9]\d*(\.\d)? MB of"))).to_be_visible()
    page.get_by_role("button", name="Stop the check").click()
    expect(page.get_by_text("Stopped before all of the data was read")).to_be_visible()
    heading(page, "Findings")
    expect(page.locator("td.here")).to_have_text("early")
    expect(page.get_by_role("button", name="page 2")).to_have_count(0)
    page.get_by_text("What was not looked at").click()
    expect(page.get_by_text("interrupted: not all of the data was read")).to_be_visible()
    assert faults(page) == []
