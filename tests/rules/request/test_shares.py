"""The rule on what each machine gets of the data that several share."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.builders.folders import write
from tests.builders.requests import channel, findings, request

SHARED = {"S3DataDistributionType": "ShardedByS3Key"}


def told(
    folder: Path, rows: list[int], machines: int, batch: str, algorithm: str = "pca", s3: dict[str, str] | None = None
) -> list[str]:
    """What is said of files of so many rows each."""
    for number, count in enumerate(rows):
        write(folder, {f"train/{number}.csv": "".join(f"{row % 2},{row}.5,{number}\n" for row in range(count))})
    settings: dict[str, Any] = {"mini_batch_size": batch, "num_components": "1", "feature_dim": "3"}
    given = channel("train", "text/csv;label_size=0", s3=SHARED if s3 is None else s3)
    content = request(settings, [given], InstanceCount=machines)
    return [finding[2] for finding in findings(algorithm, content, "RES122", path=folder)]


@pytest.mark.parametrize(
    ("rows", "machines", "least"),
    [
        ([8, 8], 2, 8),
        ([12, 4], 2, 4),  # each gets one file
        ([8, 8, 8], 2, 8),  # one of them gets one file
        ([9, 8, 1], 2, 9),  # the smallest may come with another, or another alone
        ([20, 1, 1, 1], 2, 2),
        ([9, 1, 1, 9], 2, 10),
        ([9, 9, 1, 1, 1, 1], 3, 2),
        ([1, 10, 10, 10], 2, 11),  # the smallest has one beside it
        ([9, 9, 9, 9, 2], 4, 9),
        ([2, 2, 2, 9, 9], 4, 3),
    ],
)
def test_the_machine_with_the_fewest_rows(rows: list[int], machines: int, least: int, tmp_path: Path) -> None:
    assert told(tmp_path / "enough", rows, machines, str(least)) == []
    (message,) = told(tmp_path / "less", rows, machines, str(least + 1))
    assert message.endswith(f"with {sum(rows)} rows, one gets no more than {least} rows.")


def test_more_than_all_rows_is_said_of_all(tmp_path: Path) -> None:
    assert told(tmp_path / "all", [8, 8], 2, "17") == []
    assert told(tmp_path / "one", [8, 8], 2, "16") != []


def test_machines_that_share_nothing(tmp_path: Path) -> None:
    assert told(tmp_path / "alone", [8, 8], 1, "9") == []
    assert told(tmp_path / "copied", [8, 8], 2, "9", s3={}) == []
    assert told(tmp_path / "listed", [8, 8], 2, "9", s3={**SHARED, "S3DataType": "ManifestFile"}) == []
    assert told(tmp_path / "fewer", [8, 8], 3, "9") == []  # some get none, which is said by itself
    assert told(tmp_path / "open", [8, 8], 2, "many") == []
    assert told(tmp_path / "kmeans", [8, 8], 2, "9", "kmeans") == []
