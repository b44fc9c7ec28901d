"""The formats that other tools read."""

from __future__ import annotations

import json
import re
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from advisor.cli import main


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "data" / "train"
    folder.mkdir(parents=True)
    (folder / "a,b:c.csv").write_text("1,2\n3,50%\n5,\n")
    monkeypatch.chdir(tmp_path)


def written(capsys: pytest.CaptureFixture[str], name: str) -> str:
    assert main(["check", "data", "--algorithm", "kmeans", "--output-format", name]) == 1
    return capsys.readouterr().out


@pytest.mark.usefixtures("data")
def test_sarif(capsys: pytest.CaptureFixture[str]) -> None:
    log = json.loads(written(capsys, "sarif"))
    (run,) = log["runs"]
    first = run["results"][0]
    assert (log["version"], first["ruleId"], first["level"]) == ("2.1.0", "CSV130", "error")
    assert run["tool"]["driver"]["rules"][first["ruleIndex"]]["id"] == "CSV130"
    (location,) = first["locations"]
    assert location["physicalLocation"] == {
        "artifactLocation": {"uri": "data/train/a%2Cb%3Ac.csv"},
        "region": {"startLine": 2, "startColumn": 2, "endLine": 2, "endColumn": 3, "byteOffset": 4},
    }
    prints = [result["partialFingerprints"]["primaryLocationLineHash"] for result in run["results"]]
    assert len(set(prints)) == len(prints)


@pytest.mark.usefixtures("data")
def test_annotations_are_escaped(capsys: pytest.CaptureFixture[str]) -> None:
    first = written(capsys, "github").splitlines()[0]
    head = "::error title=CSV130 cell-not-a-number,file=data/train/a%2Cb%3Ac.csv,line=2,col=2::"
    assert first.startswith(head + "1 cell holds ")


@pytest.mark.usefixtures("data")
def test_junit(capsys: pytest.CaptureFixture[str]) -> None:
    root = ET.fromstring(written(capsys, "junit"))
    failed = {case.get("name") for case in root.iter("testcase") if case.find("failure") is not None}
    assert failed == {"CSV130 cell-not-a-number", "CSV131 empty-cell"}
    assert root.get("failures") == "2"


@pytest.mark.usefixtures("data")
def test_gitlab(capsys: pytest.CaptureFixture[str]) -> None:
    issues = json.loads(written(capsys, "gitlab"))
    assert issues[0]["location"] == {"path": "data/train/a,b:c.csv", "lines": {"begin": 2}}
    assert len({issue["fingerprint"] for issue in issues}) == len(issues)


@pytest.mark.usefixtures("data")
def test_several_at_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["check", "data", "--algorithm", "kmeans", "--output", "sarif=r.sarif", "--output", "markdown"]
    assert main(words) == 1
    assert capsys.readouterr().out.startswith("### ❌ Fail for kmeans\n")
    assert json.loads((tmp_path / "r.sarif").read_text())["version"] == "2.1.0"


@pytest.mark.usefixtures("data")
def test_html_is_one_page_that_loads_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    page = written(capsys, "html")
    assert "<h3>CSV130 cell-not-a-number</h3>" in page
    assert not re.search(r"<script|src=|url\(|<link|onload", page)
    assert len(page) < 1 << 21
