"""A result is there as a whole or not at all, and nothing is written over unless that was told."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from advisor import AdvisorError, convert
from advisor.conversion.tables.writers import CsvWriter
from tests.builders.folders import write

ROWS = "1,2\n3,4\n"


def test_refuses_to_overwrite(tmp_path: Path) -> None:
    write(tmp_path, {"a.csv": ROWS, "b.csv": "old", "c/old.csv": "old"})
    for name in ("b.csv", "c"):
        with pytest.raises(AdvisorError, match="exists already; --force replaces it"):
            convert(tmp_path / "a.csv", to="csv", output=tmp_path / name)
    convert(tmp_path / "a.csv", to="csv", output=tmp_path / "b.csv", force=True)
    assert (tmp_path / "b.csv").read_text("utf-8") == ROWS
    convert(tmp_path / "a.csv", to="csv", output=tmp_path / "c", shards=2, force=True)
    assert len([*(tmp_path / "c").iterdir()]) == 2


@pytest.mark.parametrize("output", ["in/a.csv", "in", "in/new.csv", "."])
def test_the_source_is_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, output: str) -> None:
    write(tmp_path, {"in/a.csv": ROWS})
    monkeypatch.chdir(tmp_path)
    with pytest.raises(AdvisorError, match=r"holds the source|within the source|folder at work"):
        convert("in", to="csv", output=output, force=True)
    assert [path.name for path in (tmp_path / "in").iterdir()] == ["a.csv"]
    assert (tmp_path / "in/a.csv").read_text("utf-8") == ROWS


def test_full_disk_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, {"a.csv": ROWS})

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(CsvWriter, "write_lines", full)
    with pytest.raises(AdvisorError, match=r"b\.csv: could not be written: No space left on device"):
        convert(tmp_path / "a.csv", to="csv", output=tmp_path / "b.csv")
    assert [path.name for path in tmp_path.iterdir()] == ["a.csv"]


def test_source_that_changes_while_it_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, {"a.csv": ROWS})
    close = CsvWriter.close

    def closing(writer: CsvWriter) -> None:
        (tmp_path / "a.csv").write_text(ROWS * 2)
        close(writer)

    monkeypatch.setattr(CsvWriter, "close", closing)
    with pytest.raises(AdvisorError, match=r"a\.csv: changed while it was read"):
        convert(tmp_path / "a.csv", to="csv", output=tmp_path / "b.csv")
    assert [path.name for path in tmp_path.iterdir()] == ["a.csv"]


def test_killed_midway_leaves_nothing_under_the_name(tmp_path: Path) -> None:
    write(tmp_path, {"a.csv": "1,2,x\n" * 300_000})
    words = [sys.executable, "-m", "advisor", "convert", "a.csv", "--to", "csv", "--output", "b.csv", "--keep", "1"]
    process = subprocess.Popen(words, cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[3])})
    until = time.monotonic() + 20
    while not any(path.suffix == ".tmp" for path in tmp_path.iterdir()) and time.monotonic() < until:
        time.sleep(0.01)
    process.send_signal(signal.SIGKILL)
    assert process.wait() == -signal.SIGKILL
    assert not (tmp_path / "b.csv").exists()
    assert (tmp_path / "a.csv").stat().st_size == 1_800_000
