"""The report as one page, in the browser that people open it with."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser

from advisor.cli import main
from tests.builders.folders import write
from tests.wizard.conftest import faults

FILES = {
    "data/train/a.csv": "1,2\nx,4\n1\n",
    "job.json": '{"HyperParameters": {"k": 1}}',
    "advisor.toml": '[data.a]\npath = "data"\njob = "job.json"\nalgorithm = "kmeans"\n[data.b]\npath = "data"\n',
}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_is_out_of_reach(
    scheme: Literal["light", "dark"], chromium: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(write(tmp_path, FILES))
    assert main(["check", "--output=html=report.html"]) == 1
    context = chromium.new_context(color_scheme=scheme, viewport={"width": 390, "height": 844}, bypass_csp=True)
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    address = (tmp_path / "report.html").as_uri()
    page.goto(address)
    assert asked == [address]
    assert page.get_by_text("CSV130").count()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert faults(page) == []
    context.close()
