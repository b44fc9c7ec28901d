"""Writes the examples beside this file: `python examples/make.py`. Needs scikit-learn, which brings the Iris data.

`good` holds 150 flowers by four lengths in cm, as k-means takes them: CSV without header and label. `bad` is the same
with the faults below, each at a known place.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

HERE = Path(__file__).parent
Rows = list[list[str]]


class Fault(NamedTuple):
    """A fault of one file; `plant` makes it. `line` is the physical line of the file, from 1, `column` the cell."""

    file: str
    line: int
    column: int | None
    what: str
    rule: str
    plant: Callable[[Rows], object]


class Slip(NamedTuple):
    """A fault of the training request, at `key`."""

    key: str
    what: str
    rule: str


def cell(line: int, column: int, text: str) -> Callable[[Rows], object]:
    def plant(rows: Rows) -> None:
        rows[line - 1][column - 1] = text

    return plant


FAULTS = [
    Fault("train/a.csv", 12, 3, "text instead of a number", "CSV130", cell(12, 3, "unknown")),
    Fault("train/a.csv", 21, None, "a cell is missing", "CSV120", lambda rows: rows[20].pop()),
    Fault("train/a.csv", 30, 2, "an empty cell", "CSV131", cell(30, 2, "")),
    Fault("train/a.csv", 39, 4, "NaN", "CSV132", cell(39, 4, "nan")),
    Fault("train/a.csv", 48, 1, "a number that no 32-bit float holds", "CSV134", cell(48, 1, "5.1e39")),
    Fault(
        "train/b.csv", 1, None, "a header", "CSV110",
        lambda rows: rows.insert(0, ["sepal_length", "sepal_width", "petal_length", "petal_width"]),
    ),
    Fault("test/test.csv", 7, 2, "an infinite number", "CSV133", cell(7, 2, "inf")),
]  # fmt: skip

SLIPS = [
    Slip("HyperParameters.feature_dim", "5, but the rows have four features", "HYP107"),
    Slip("HyperParameters.init_method", "`kmeans`, which is none of the choices", "HYP105"),
    Slip("HyperParameters.clusters", "k-means has no such hyperparameter", "HYP101"),
    Slip("HyperParameters.k", "missing", "HYP102"),
]

README = """\
# Examples

Written by `python examples/make.py` from the Iris data that scikit-learn ships.

| | |
|---|---|
| `good/` | 150 flowers by four lengths in cm, for k-means: CSV without header and label |
| `good-job.json` | a training request that fits `good/` |
| `bad/` | the same flowers with the faults below |
| `bad-job.json` | the same request with the slips below |

## `advisor check examples/bad --algorithm kmeans`

| file | line | cell | fault | rule |
|---|--:|--:|---|---|
{faults}

## `advisor check examples/good --job examples/bad-job.json`

| key | slip | rule |
|---|---|---|
{slips}
"""


def tables() -> dict[str, Rows]:
    """File -> rows. Every fifth flower is for the test channel, the others alternate between two files."""
    from sklearn.datasets import load_iris

    rows = [[f"{value:.1f}" for value in row] for row in load_iris(return_X_y=True)[0]]
    train = [row for number, row in enumerate(rows) if number % 5 != 4]
    return {"train/a.csv": train[::2], "train/b.csv": train[1::2], "test/test.csv": rows[4::5]}


def job(**hyperparameters: str) -> dict[str, Any]:
    def channel(name: str, distribution: str) -> dict[str, Any]:
        uri = f"s3://amzn-s3-demo-bucket/iris/{name}/"
        source = {"S3DataType": "S3Prefix", "S3Uri": uri, "S3DataDistributionType": distribution}
        return {
            "ChannelName": name,
            "DataSource": {"S3DataSource": source},
            "ContentType": "text/csv;label_size=0",
        }

    return {
        "TrainingJobName": "iris-kmeans",
        "AlgorithmSpecification": {
            "TrainingImage": "382416733822.dkr.ecr.us-east-1.amazonaws.com/kmeans:1",
            "TrainingInputMode": "File",
        },
        "RoleArn": "arn:aws:iam::111122223333:role/SageMakerExecutionRole",
        "HyperParameters": hyperparameters,
        "InputDataConfig": [channel("train", "ShardedByS3Key"), channel("test", "FullyReplicated")],
        "OutputDataConfig": {"S3OutputPath": "s3://amzn-s3-demo-bucket/iris/output/"},
        "ResourceConfig": {"InstanceType": "ml.m5.large", "InstanceCount": 1, "VolumeSizeInGB": 10},
        "StoppingCondition": {"MaxRuntimeInSeconds": 3600},
    }


def files() -> dict[str, str]:
    """Every file by its path below this folder."""
    written = {f"good/{name}": _csv(rows) for name, rows in tables().items()}
    bad = tables()
    for fault in FAULTS:
        fault.plant(bad[fault.file])
    written |= {f"bad/{name}": _csv(rows) for name, rows in bad.items()}
    written["good-job.json"] = _json(job(k="3", feature_dim="4"))
    written["bad-job.json"] = _json(job(clusters="3", feature_dim="5", init_method="kmeans"))
    faults = "\n".join(f"| {f.file} | {f.line} | {f.column or ''} | {f.what} | {f.rule} |" for f in FAULTS)
    slips = "\n".join(f"| {s.key} | {s.what} | {s.rule} |" for s in SLIPS)
    written["README.md"] = README.format(faults=faults, slips=slips)
    return written


def _csv(rows: Rows) -> str:
    return "".join(",".join(row) + "\n" for row in rows)


def _json(content: dict[str, Any]) -> str:
    return json.dumps(content, indent=2) + "\n"


def main() -> None:
    for name, text in files().items():
        path = HERE / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8", newline="\n")


if __name__ == "__main__":
    main()
