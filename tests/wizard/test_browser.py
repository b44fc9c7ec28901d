"""The wizard as people meet it: the real command, a real browser, from the problem to the downloaded report."""

from __future__ import annotations

import json
from pathlib import Path

from playwright.sync_api import expect

from tests.builders.wizard.browser import settled
from tests.wizard.conftest import Visit, heading


def test_from_the_problem_to_the_report(visit: Visit, scratch: Path, tmp_path: Path) -> None:
    data = tmp_path / "<img src=x onerror=alert(1)>.csv"
    data.write_text("5.1,3.5\n4.9,<script>alert(1)</script>\n6.2,2.9\n" + "5.9,3.0\n" * 8)

    tab = visit("data", width=1280)  # an address within: the app is around it, with its navigation
    heading(tab, "Will training accept your data?")
    tab.get_by_role("link", name="Problem").click()
    heading(tab, "What would you like to find out?")
    words = "Put our 40,000 customers into eight groups of people who are alike."
    tab.get_by_role("textbox", name="Your problem").fill(words)
    tab.get_by_role("button", name="See the advice").click()

    heading(tab, "What fits your problem")
    heading(tab, "K-Means")
    tab.get_by_role("button", name="Check my data").click()

    heading(tab, "Will training accept your data?")
    expect(tab.get_by_role("combobox", name="Which algorithm is the data for?")).to_have_value("K-Means")
    tab.locator("input[type=file]:not([accept])").first.set_input_files(data)
    expect(tab.get_by_role("button", name=f"Remove {data.name}")).to_be_visible()
    settled(tab)
    tab.get_by_role("button", name="Check the data").click()

    expect(tab.get_by_text("How to mend it").first).to_be_visible()
    expect(tab.get_by_text("K-Means would fail on this")).to_be_visible()
    expect(tab.locator("td.here")).to_have_text("<script>alert(1)</scrip…")
    assert list(scratch.glob("advisor-*/data/train/*.csv"))

    with tab.expect_download() as saved:
        tab.get_by_role("button", name="Download report.json").click()
    report = json.loads(saved.value.path().read_text())
    assert report["verdict"] == "fail"
    assert report["findings"][0]["location"]["line"] == 2
