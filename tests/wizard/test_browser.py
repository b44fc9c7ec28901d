"""The wizard as people meet it: the real command, a real browser, from the problem to the downloaded report."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Dialog, Page, expect, sync_playwright

ROOT = Path(__file__).parents[2]
CHROMIUM = Path("/usr/bin/chromium")
FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip
START_SECONDS = 60
WAIT_MS = 30_000

pytestmark = pytest.mark.skipif(not CHROMIUM.exists(), reason="needs Chromium: apt-get install chromium")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("localhost", 0))
        return int(probe.getsockname()[1])


def wait_for(address: str, server: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end:
        assert server.poll() is None, "the wizard ended by itself"
        try:
            with urllib.request.urlopen(f"{address}/_stcore/health", timeout=5):
                return
        except OSError:
            time.sleep(0.1)
    pytest.fail(f"the wizard did not answer within {START_SECONDS} s")


@pytest.fixture
def scratch(tmp_path: Path) -> Path:
    """Where the wizard keeps temporary files."""
    folder = tmp_path / "scratch"
    folder.mkdir()
    return folder


@pytest.fixture
def wizard(scratch: Path, tmp_path: Path) -> Iterator[str]:
    """The address of a wizard that runs elsewhere than in the checkout. Once it has ended, no upload may be left."""
    port = free_port()
    server = subprocess.Popen(
        [sys.executable, "-m", "advisor", "wizard", "--port", str(port), "--headless"],
        cwd=tmp_path, env={**os.environ, "TMPDIR": str(scratch), "PYTHONPATH": str(ROOT)},
        stdout=subprocess.DEVNULL,
    )  # fmt: skip
    address = f"http://localhost:{port}"
    try:
        wait_for(address, server)
        yield address
    finally:
        server.send_signal(signal.SIGTERM)
        assert server.wait(timeout=20) == 0
        assert list(scratch.glob("advisor-*")) == []


@pytest.fixture
def tab() -> Iterator[Page]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=list(FLAGS))
        opened = browser.new_page(viewport={"width": 1280, "height": 900})
        opened.set_default_timeout(WAIT_MS)
        yield opened
        browser.close()


def heading(tab: Page, text: str) -> None:
    expect(tab.get_by_role("heading", name=text, exact=True)).to_be_visible(timeout=WAIT_MS)


def test_from_the_problem_to_the_report(wizard: str, tab: Page, scratch: Path, tmp_path: Path) -> None:
    alarms: list[str] = []

    def alarm(dialog: Dialog) -> None:
        alarms.append(dialog.message)
        dialog.dismiss()

    tab.on("dialog", alarm)
    tab.on("pageerror", lambda error: alarms.append(str(error)))
    data = tmp_path / "<img src=x onerror=alert(1)>.csv"
    data.write_text("5.1,3.5\n4.9,<script>alert(1)</script>\n6.2,2.9\n")

    tab.goto(f"{wizard}/data")  # an address within: the app is around it, with its navigation
    heading(tab, "Will training accept your data?")
    expect(tab.get_by_role("link", name="Your problem")).to_be_visible()

    tab.goto(wizard)
    heading(tab, "What would you like to find out?")
    tab.get_by_role("textbox", name="Your problem").fill(
        "Put our 40,000 customers into eight groups of people who are alike."
    )
    tab.get_by_role("button", name="Get advice").click()

    heading(tab, "What fits your problem")
    heading(tab, "What K-Means needs")
    tab.get_by_role("button", name="Check my data for K-Means").click()

    heading(tab, "Will training accept your data?")
    expect(tab.get_by_role("combobox", name="Which algorithm is the data for?")).to_have_value("K-Means")
    tab.locator("input[type=file]:not([accept])").first.set_input_files(data)
    tab.get_by_role("button", name="Check the data").click()

    heading(tab, "What was found")
    expect(tab.get_by_text("K-Means would fail on this")).to_be_visible()
    expect(tab.get_by_text("4.9,<script>alert(1)</script>")).to_be_visible()
    expect(tab.get_by_text("How to mend it").first).to_be_visible()
    assert list(scratch.glob("advisor-*/data/train/*.csv"))

    with tab.expect_download() as saved:
        tab.get_by_role("button", name="Download report.json").click()
    report = json.loads(saved.value.path().read_text())
    assert report["verdict"] == "fail"
    assert report["findings"][0]["location"]["line"] == 2
    assert alarms == []
