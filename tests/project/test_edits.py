"""The first four changes of `docs/tour.md`, made: each takes the edits that the page counts, and no more."""

from __future__ import annotations

import inspect
import shutil
import sys
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from types import ModuleType

import pytest

from advisor import check, report, rules
from advisor.case.hit import Hit
from advisor.case.model import Case
from advisor.cli import main
from advisor.engine.options import Asked
from advisor.gate.config import DataSet
from advisor.knowledge import load
from advisor.profile.tables.csv import CsvProfile
from advisor.rules.base import RULES, rule

OF_A_PIPELINE = {"strict"}
"""Options that a project's configuration says in another way, or for all data sets."""


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "data" / "train"
    folder.mkdir(parents=True)
    (folder / "a.csv").write_text("1,2\n")
    return tmp_path / "data"


def test_a_rule(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rules.all_rules()
    monkeypatch.setattr("advisor.rules.base.RULES", dict(RULES))
    monkeypatch.setattr(rules, "RULES", sys.modules["advisor.rules.base"].RULES)

    @rule(
        "CSV199", "only-one-row", "warning", summary="The file has one row.", why="Nothing is learnt from one sample.",
        fix="Send all of the data.", sources=("cdf-training.md",),
    )  # fmt: skip
    def only_one_row(case: Case) -> Iterator[Hit]:
        for _, file, profile in case.profiled(CsvProfile):
            if profile.records == 1:
                yield file.hit("The file has one row.")

    caches = (rules.by_code, rules.in_order, rules.judging)
    for cached in caches:
        cached.cache_clear()
    try:
        found = [finding.message for finding in check(data, algorithm="kmeans").findings if finding.rule == "CSV199"]
    finally:
        monkeypatch.undo()
        for cached in caches:
            cached.cache_clear()
    assert found == ["The file has one row."]


def test_an_algorithm(data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "algorithms"
    shutil.copytree(load.ALGORITHMS, folder)
    text = (folder / "kmeans.yaml").read_text("utf-8").replace("id: kmeans\n", "id: kmedians\n", 1)
    (folder / "kmedians.yaml").write_text(text, "utf-8")
    monkeypatch.setattr(load, "ALGORITHMS", folder)
    caches = [cached for cached in vars(load).values() if hasattr(cached, "cache_clear")]
    for cached in caches:
        cached.cache_clear()
    try:
        accepted = check(data).algorithms or ()
        told = check(data, algorithm="kmedians").algorithm
    finally:
        monkeypatch.undo()
        for cached in caches:
            cached.cache_clear()
    assert {one.algorithm: one.accepts for one in accepted}["kmedians"] == "as-is"
    assert told == "kmedians"


def test_an_output(data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    module = ModuleType("advisor.report.short")
    module.render = lambda shown: f"{shown[0].report.verdict}\n"  # type: ignore[attr-defined]  # a module made here
    monkeypatch.setitem(sys.modules, "advisor.report.short", module)
    monkeypatch.setitem(report.RENDERERS, "short", report.Format("report.txt", "text/plain"))
    assert main(["check", str(data), "--algorithm", "kmeans", "--output-format", "short"]) == 0
    assert capsys.readouterr().out == "pass\n"


@pytest.mark.parametrize("option", [option.name for option in fields(Asked)])
def test_an_option(option: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert option in inspect.signature(check).parameters
    assert option in DataSet.model_fields or option in OF_A_PIPELINE
    main(["check", "--help"])
    text = capsys.readouterr().out
    assert any(f"--{name.replace('_', '-')} " in text for name in (option, option.removesuffix("s")))
