"""The report says where the labels stand and what they are."""

from __future__ import annotations

from pathlib import Path

import pytest

from advisor.findings import LabelReport
from advisor.report.terminal import Look, Shown
from advisor.report.text import render
from tests.builders.folders import Files, checked
from tests.builders.recordio import dense, write_recordio
from tests.builders.tables import parquet, sparse_rows


def rows(*labels: object) -> str:
    return "".join(f"{label},{number / 3:.3f},{number % 5}\n" for number, label in enumerate(labels))


@pytest.mark.parametrize(
    ("algorithm", "files", "told"),
    [
        ("xgboost", {"train/a.csv": rows(*[0, 1] * 9, 0, 0)}, "column 1, values 0 and 1, 55 % / 45 %"),
        ("xgboost", {"train/a.csv": rows(*[0] * 999, 1)}, "column 1, values 0 and 1, 99.9 % / 0.1 %"),
        ("xgboost", {"train/a.csv": rows(*[7] * 9)}, "column 1, always 7"),
        ("xgboost", {"train/a.csv": rows(*[0, 1] * 9), "train/b.csv": rows(*[2] * 18)},
         "column 1, values 0, 1 and 2, 25 % / 25 % / 50 %"),
        ("xgboost", {"train/a.csv": rows(*(n / 4 for n in range(40)))}, "column 1, 40 values from 0 to 9.75"),
        ("xgboost", {"train/a.csv": rows(*(n / 4 for n in range(2000)))}, "column 1, numbers from 0 to 499.75"),
        ("xgboost", {"train/a.libsvm": sparse_rows()}, "the first number of each line, values 0 and 1, 50 % / 50 %"),
        ("xgboost", {"train/a.parquet": parquet(target=[0, 1] * 9, a=[1.5, 2.5] * 9)},
         "column 1 (target), values 0 and 1, 50 % / 50 %"),
        ("knn", {"train/a.pbr": write_recordio(dense([n / 3], n % 2) for n in range(10))},
         "the label of each record, values 0 and 1, 50 % / 50 %"),
        ("autogluon-tabular", {"training/a.csv": rows(*["no", "yes", "no"] * 9)},
         "column 1, values no and yes, 67 % / 33 %"),
        ("kmeans", {"train/a.csv": rows(*[0, 1] * 9)}, None),
    ],
)  # fmt: skip
def test_the_label_is_named(tmp_path: Path, algorithm: str, files: Files, told: str | None) -> None:
    shown = render([Shown(checked(tmp_path, files, algorithm=algorithm), Look(width=200))])
    assert [line.strip() for line in shown.splitlines() if line.strip().startswith("label:")] == (
        [f"label: {told}"] if told else []
    )


def test_the_label_in_json(tmp_path: Path) -> None:
    report = checked(tmp_path, {"train/a.csv": rows(*[0, 1] * 9)}, algorithm="xgboost")
    counts = {"0": 9, "1": 9}
    wanted = LabelReport(place="column 1", counts=counts, distinct=2, least=0, greatest=1)
    assert report.channels["train"].label == wanted
