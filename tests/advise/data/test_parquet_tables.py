"""Raw tables in Parquet are advised on as the same tables in CSV."""

from __future__ import annotations

import io
import shlex
from pathlib import Path

import pandas as pd
import pytest

from advisor.advise.data.columns import raw_table
from advisor.cli import main
from advisor.dataset.local import LocalStorage
from advisor.engine.check import check
from advisor.engine.scan import scan_case
from advisor.recommendation import recommend
from tests.builders.folders import write
from tests.builders.raw_tables import TABLES


def both(folder: Path, name: str) -> tuple[Path, Path]:
    """The table as CSV and as Parquet."""
    (folder / "parquet").mkdir()
    pd.read_csv(io.StringIO(TABLES[name])).to_parquet(folder / "parquet" / "a.parquet", index=False)
    return write(folder / "csv", {"a.csv": TABLES[name]}), folder / "parquet"


@pytest.mark.parametrize("name", TABLES)
def test_columns_are_the_same_kinds(tmp_path: Path, name: str) -> None:
    csv, parquet = (raw_table(scan_case(LocalStorage(folder))) for folder in both(tmp_path, name))
    assert csv
    assert parquet
    assert parquet.format == "parquet"
    assert [(c.name, c.values) for c in parquet.columns if c.kind != "row number"] == [
        (c.name, c.values) for c in csv.columns if c.kind != "row number"
    ]


@pytest.mark.parametrize("name", ["flowers", "customers", "passengers", "sales"])
def test_the_advice_is_the_same(tmp_path: Path, name: str) -> None:
    csv, parquet = (recommend(data=folder) for folder in both(tmp_path, name))
    assert parquet.problem.predicts
    assert csv.problem.predicts
    assert parquet.problem.predicts.value == csv.problem.predicts.value
    assert parquet.recommendations[0].algorithm == csv.recommendations[0].algorithm


@pytest.mark.parametrize(("algorithm", "written"), [("xgboost", "data.parquet"), ("catboost", "")])
def test_the_command_writes_what_passes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, algorithm: str, written: str
) -> None:
    _, parquet = both(tmp_path, "customers")
    best = recommend(data=parquet, algorithm=algorithm).recommendations[0]
    assert best.command
    monkeypatch.chdir(tmp_path)
    assert main(shlex.split(best.command)[1:]) == 0
    report = check(tmp_path / "prepared", algorithm=algorithm)
    assert (report.verdict, [f.rule for f in report.findings]) == ("pass", [])
    assert best.command.endswith(written or "training")
