"""`advisor convert` on the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from advisor.cli import main
from tests.builders.folders import write


def test_text_and_exit_codes(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, {"a.csv": "y,colour\n1,red\n0,blue\n,red\n"})
    monkeypatch.chdir(tmp_path)
    words = ["convert", "a.csv", "--to", "recordio-protobuf", "--output", "out/a.pbr", "--label", "y"]
    assert main([*words, "--numbers"]) == 2
    assert capsys.readouterr().err.startswith("advisor: a.csv:4: the row has no label: --missing drop")
    assert main([*words, "--numbers", "--missing", "drop"]) == 0
    shown = "Wrote 2 rows as recordio-protobuf to out/a.pbr, 1 left out\n  colour: blue = 0, red = 1\n"
    assert capsys.readouterr().out == shown


def test_json(good: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["--to", "csv", "--split", "train=3", "--split", "b=1", "--output-format", "json"]
    write(good, {"b.csv": "".join(f"{i},2\n" for i in range(40))})
    assert main(["convert", str(good / "b.csv"), *words, "--output", str(good / "out")]) == 0
    done = json.loads(capsys.readouterr().out)
    assert (done["rows"], done["files"], done["held"]) == (40, ["b/data.csv", "train/data.csv"], "csv")
    assert main(["convert", str(good / "none.csv"), *words, "--output", str(good / "x")]) == 2
    assert "there is no such file" in json.loads(capsys.readouterr().out)["error"]["message"]
