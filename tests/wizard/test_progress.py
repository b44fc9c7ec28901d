"""A check of much data runs in the background: it is seen, can be left alone and be stopped, and bothers no one.

The data lies behind a network that delivers its second file only when it is told to, so that no machine is done too
soon or too late.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from threading import Event

import pytest
from playwright.sync_api import Page, expect

from advisor.report.terminal import size
from tests.builders.s3 import BUCKET, S3Server, s3_server, use
from tests.builders.wizard.browser import served
from tests.wizard.conftest import Visit, faults, heading, path_field

ROWS = "".join(f"{n},{n * 0.37:.6f},{n % 17},{n / 7:.5f}\n" for n in range(1000))
FIRST = f"1,2,3,4\n1,early,3,4\n{ROWS}9,late,8,4\n"
SECOND = f"{ROWS}9,8,second,4\n"


@pytest.fixture(scope="module")
def server() -> Iterator[S3Server]:
    """Two files: in the first there is a bad cell early and one late, in the second there is one."""
    with s3_server() as running:
        running.put({"train/a.csv": FIRST.encode(), "train/b.csv": SECOND.encode()})
        yield running


@pytest.fixture(scope="module")
def wizard(server: S3Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with pytest.MonkeyPatch.context() as patch:
        use(server, patch)
        with served(tmp_path_factory.mktemp("scratch")) as address:
            yield address


@pytest.fixture
def second_file(server: S3Server) -> Iterator[Event]:
    """Once it is set, the second file is delivered."""
    server.held["b.csv"] = Event()
    yield server.held["b.csv"]
    server.held.pop("b.csv").set()


def begin(page: Page) -> None:
    heading(page, "Will training accept your data?")
    path_field(page).fill(f"s3://{BUCKET}/data")
    page.get_by_role("button", name="Check the data").click()
    read = f"Reading your data: {size(len(FIRST))} of {size(len(FIRST + SECOND))}, "
    expect(page.get_by_text(re.compile(re.escape(read) + ".* left"))).to_be_visible()


def test_it_goes_on_while_pages_change_and_bothers_no_one(visit: Visit, second_file: Event) -> None:
    page = visit("data?algorithm=kmeans")
    begin(page)
    assert faults(page) == []
    for name, title in (("Rules", "Rules"), ("Algorithms", "Algorithms")):
        page.get_by_role("link", name=name).click()
        expect(page.get_by_role("heading", name=title, exact=True)).to_be_visible()
        expect(page.get_by_role("button", name="Stop the check")).to_be_visible()
    other = visit("data", width=390)
    heading(other, "Will training accept your data?")
    expect(other.get_by_role("button", name="Stop the check")).to_have_count(0)
    second_file.set()
    expect(page.get_by_role("button", name="Stop the check")).to_have_count(0)
    page.get_by_role("link", name="Data").click()
    heading(page, "Findings")
    expect(page.get_by_text("2 errors", exact=True)).to_be_visible()
    expect(page.get_by_text("2 cells hold text", exact=False).first).to_be_visible()
    expect(page.locator("td.here")).to_have_text("early")
    page.get_by_role("button", name="page 2").click()
    expect(page.locator("td.here")).to_have_text("late")


def test_what_is_known_when_it_is_stopped_is_kept(visit: Visit, second_file: Event) -> None:
    page = visit("data?algorithm=kmeans", width=390, scheme="dark")
    begin(page)
    page.get_by_role("button", name="Stop the check").click()
    expect(page.get_by_role("button", name="Stopping ...")).to_be_visible()
    second_file.set()
    expect(page.get_by_text("Stopped before all of the data was read")).to_be_visible()
    heading(page, "Findings")
    expect(page.get_by_text("1 error").first).to_be_visible()
    expect(page.locator("td.here")).to_have_text("early")
    page.get_by_text("What was not looked at").click()
    expect(page.get_by_text("interrupted: not all of the data was read")).to_be_visible()
    assert faults(page) == []
