"""Time series on the command line."""

from __future__ import annotations

import builtins
import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from advisor.cli import main
from advisor.engine.check import check
from tests.builders.folders import write
from tests.builders.pictures.lists import json_lines
from tests.builders.series import parquet, record

SOUND = [record(i, cat=[i % 2]) for i in range(10)]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.json", json_lines(SOUND)),
        ("a.json.gz", gzip.compress(json_lines(SOUND))),
        ("a.parquet", parquet(SOUND)),
    ],
)
def test_without_an_algorithm_deepar_takes_them_as_they_are(tmp_path: Path, name: str, data: bytes) -> None:
    report = check(write(tmp_path, {f"train/{name}": data}))
    assert (report.verdict, report.findings) == ("pass", ())
    accepts = {one.algorithm: one.accepts for one in report.algorithms or ()}
    assert [algorithm for algorithm, how in accepts.items() if how == "as-is"] == ["deepar"]


def test_an_array_is_taken_after_conversion(tmp_path: Path) -> None:
    array = b"[\n" + b",\n".join(json_lines(SOUND).splitlines()) + b"\n]"
    report = check(write(tmp_path, {"train/a.json": array}))
    deepar = next(one for one in report.algorithms or () if one.algorithm == "deepar")
    assert (deepar.accepts, deepar.conversions) == (
        "after-conversion",
        ("write it as JSON Lines, one object per line",),
    )


def test_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = write(tmp_path, {"train/a.json": json_lines([*SOUND, record(10, start="\x1b[31m", cat=[1])])})
    code = main(["check", str(folder), "--algorithm", "deepar", "--output-format", "json"])
    document = json.loads(capsys.readouterr().out)
    (finding,) = document["findings"]
    place = finding["location"]
    assert code == 1
    assert (finding["rule"], place["file"], place["line"], place["key"]) == ("SER203", "train/a.json", 11, "start")
    assert finding["value"] == "\\x1b[31m"
    assert document["channels"]["train"]["profile"]["categories"] == [2]
    assert main(["check", str(folder), "--algorithm", "deepar"]) == 1
    assert "\x1b[31m" not in capsys.readouterr().out


def test_without_pyarrow_one_line_says_what_to_install(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    real = builtins.__import__

    def missing(name: str, *rest: Any, **more: Any) -> Any:
        if name.startswith("pyarrow"):
            raise ImportError(name)
        return real(name, *rest, **more)

    folder = write(tmp_path, {"train/a.parquet": parquet(SOUND)})
    monkeypatch.setattr(builtins, "__import__", missing)
    assert main(["check", str(folder), "--algorithm", "deepar"]) == 2
    assert 'pip install "sagemaker-advisor[parquet]"' in capsys.readouterr().err
