"""Two channels that hold one file."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from advisor.rules.examples import Given
from tests.builders import folders
from tests.builders.acceptance.examples import checked


def _series(*lengths: int) -> str:
    rows = ({"start": "2020-01-01 00:00:00", "target": [n % 7 + 0.5 for n in range(length)]} for length in lengths)
    return "".join(f"{json.dumps(row)}\n" for row in rows)


@pytest.mark.parametrize(("train", "fixes"), [((400, 420), 1), ((390, 410), 0)], ids=["the same", "cut"])
def test_the_test_channel_of_deepar_holds_more_than_train(train: tuple[int, int], fixes: int, tmp_path: Path) -> None:
    files = {"train/train.json": _series(*train), "test/test.json": _series(400, 420)}
    report = checked(Given(algorithm="deepar", files=files), tmp_path)
    same = [finding for finding in report.findings if finding.rule == "LAY112"]
    assert [(finding.severity, finding.location.file, finding.fix) for finding in same] == [
        (
            "warning",
            "test/test.json",
            "Give test the whole series, and train the same series without their last prediction_length values.",
        )
    ] * fixes


def _table(rows: int, last: str = "0.5") -> str:
    return "".join(f"{row % 7}.25,{row % 3}\n" for row in range(rows - 1)) + f"{last},1\n"


@pytest.mark.parametrize(
    ("files", "found"),
    [
        ({"train/a.csv": _table(10), "test/b.csv": _table(10)}, ["test/b.csv"]),
        ({"train/a.csv": _table(9), "test/b.csv": _table(9)}, []),
        ({"train/a.csv": _table(10), "test/b.csv": _table(10, "0.7")}, []),
        ({"train/a.csv": _table(10), "train/b.csv": _table(10), "test/c.csv": _table(12)}, []),
        ({"train/a.csv": "", "train/b.csv": _table(10), "test/a.csv": "", "test/c.csv": _table(10)}, ["test/c.csv"]),
    ],
    ids=["the same", "too few rows to tell", "another value", "in one channel", "beside empty files"],
)
def test_tables_in_two_channels(files: dict[str, str | bytes], found: list[str], tmp_path: Path) -> None:
    report = folders.checked(tmp_path, files, algorithm="kmeans")
    assert [finding.location.file for finding in report.findings if finding.rule == "LAY112"] == found
