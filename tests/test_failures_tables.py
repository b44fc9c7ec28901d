"""Failures that people have reported on tables and requests, each made small in the ways in which it can happen.

Each is found by its rule at its place, with a fix that names the cause, and its mended twin is clean.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from advisor.engine.check import check
from advisor.findings import Report, Severity
from advisor.request import request_of
from tests.builders.folders import write
from tests.builders.requests import JOB, channel, request

Folder = Mapping[str, bytes | str]
Spot = tuple[str | None, int | None, str | None]
"""File, line or record, key."""


@dataclass(frozen=True)
class Try:
    """One data set, or one request, or both."""

    data: Folder | None = None
    job: Mapping[str, Any] | None = None
    hyper: Mapping[str, str] = field(default_factory=dict)
    types: Mapping[str, str] = field(default_factory=dict)

    def report(self, folder: Path, algorithm: str) -> Report:
        asked = request_of(dict(self.job), JOB) if self.job else None
        data = write(folder, self.data) if self.data else None
        return check(data, algorithm=algorithm, job=asked, hyperparameters=self.hyper, content_types=self.types)


@dataclass(frozen=True)
class Row:
    """A failure: what was tried, what is found of it and where, a part of the fix, and what was meant."""

    name: str
    algorithm: str
    bad: Try
    rule: str
    spot: Spot
    fix: str
    good: Try
    severity: Severity = "error"


def csv(rows: int = 40, width: int = 4, label: str = "{n}", classes: int = 2, delimiter: str = ",") -> str:
    """Rows of a label and of features that are neither whole nor alike. `label` may use {n}, the class, and {row}."""
    lines = (
        delimiter.join(
            [label.format(n=row % classes, row=row), *(f"{(row * 7 + c) % 13 / 4}" for c in range(1, width))]
        )
        for row in range(rows)
    )
    return "\n".join(lines) + "\n"


def planted(text: str, line: int, new: str) -> str:
    lines = text.splitlines()
    lines[line - 1] = new
    return "\n".join(lines) + "\n"


def train(text: bytes | str, **more: bytes | str) -> Folder:
    return {"train/a.csv": text, **{name.replace("__", "/") + ".csv": content for name, content in more.items()}}


LOGISTIC = {"objective": "binary:logistic", "num_round": "10"}
SOUND = csv()
WEIGHTED = csv(label="{n},1.5")
XGB = {"num_round": "10"}

ROWS = [
    Row(
        "F140 delimiters differ", "xgboost",
        Try(train(SOUND, train__b=csv(delimiter=";"), train__c=SOUND), hyper=XGB),
        "CSV109", ("train/b.csv", 1, None), "with commas",
        Try(train(SOUND, train__b=SOUND, train__c=SOUND), hyper=XGB),
    ),
    Row(
        "F140 decimal commas", "xgboost",
        Try(train("\n".join(f"{row % 2};{row % 7},5;{row % 3},25" for row in range(40)) + "\n"), hyper=XGB),
        "CSV114", ("train/a.csv", 1, None), "decimal point",
        Try(train(csv(delimiter=";")), hyper=XGB),
    ),
    Row(
        "F140 blank first line", "xgboost",
        Try(train("\n" + SOUND), hyper=XGB), "CSV107", ("train/a.csv", 1, None), "Delete",
        Try(train(SOUND), hyper=XGB),
    ),
    Row(
        "weight is NaN", "xgboost",
        Try(train(planted(WEIGHTED, 9, "1,nan,0.25,1.5,2.5")), hyper={**XGB, "csv_weights": "1"}),
        "CSV137", ("train/a.csv", 9, None), "from 0 on",
        Try(train(WEIGHTED), hyper={**XGB, "csv_weights": "1"}),
    ),
    Row(
        "weight is empty", "xgboost",
        Try(train(planted(WEIGHTED, 9, "1,,0.25,1.5,2.5")), hyper={**XGB, "csv_weights": "1"}),
        "CSV137", ("train/a.csv", 9, None), "from 0 on",
        Try(train(planted(WEIGHTED, 9, "1,,0.25,1.5,2.5")), hyper=XGB),
    ),
    Row(
        "weight is negative", "xgboost",
        Try(train(planted(WEIGHTED, 9, "1,-0.4,0.25,1.5,2.5")), hyper={**XGB, "csv_weights": "1"}),
        "CSV137", ("train/a.csv", 9, None), "from 0 on",
        Try(train(planted(WEIGHTED, 9, "1,0,-0.25,1.5,2.5")), hyper={**XGB, "csv_weights": "1"}), "warning",
    ),
    Row(
        "rows in quotes", "linear-learner",
        Try(train("".join(f'"{line}"\n' for line in SOUND.splitlines()))),
        "CSV123", ("train/a.csv", 1, None), "quotes around the rows",
        Try(train("".join(",".join(f'"{cell}"' for cell in line.split(",")) + "\n" for line in SOUND.splitlines()))),
    ),
    Row(
        "F150 three classes under a binary objective", "xgboost",
        Try(train(csv(classes=3)), hyper=LOGISTIC), "CSV151", ("train/a.csv", 3, None),
        "objective=multi:softmax and num_class=3",
        Try(train(csv(classes=3)), hyper={"objective": "multi:softmax", "num_class": "3", "num_round": "10"}),
    ),
    Row(
        "F129 digits under binary_classifier", "linear-learner",
        Try(train(csv(classes=10)), hyper={"predictor_type": "binary_classifier"}),
        "CSV151", ("train/a.csv", 3, None), "predictor_type=multiclass_classifier and num_classes=10",
        Try(train(csv(classes=10)), hyper={"predictor_type": "multiclass_classifier", "num_classes": "10"}),
    ),
    Row(
        "F151 label last", "xgboost",
        Try(train("".join(f"{row % 17},{100 + row},{row % 5},{row % 2}\n" for row in range(60))), hyper=LOGISTIC),
        "CSV151", ("train/a.csv", 3, None), "last column",
        Try(train("".join(f"{row % 2},{100 + row % 50},{row % 5},{row % 17}\n" for row in range(60))), hyper=LOGISTIC),
    ),
    Row(
        "F151 label -1 and 1", "xgboost",
        Try(train(csv().replace("\n0,", "\n-1,").replace("0,", "-1,", 1)), hyper=LOGISTIC),
        "CSV151", ("train/a.csv", 1, None), "0 in place of -1",
        Try(train(SOUND), hyper=LOGISTIC),
    ),
    Row(
        "label_size=0 for XGBoost", "xgboost",
        Try(job=request(LOGISTIC, [channel("train", "text/csv;label_size=0")])),
        "REQ116", (JOB, None, "InputDataConfig[0].ContentType"), "text/csv",
        Try(job=request(LOGISTIC, [channel("train", "text/csv")])),
    ),
    Row(
        "F092 gzip in File mode", "knn",
        Try(job=request({}, [channel("train", "text/csv;label_size=1", CompressionType="Gzip")])),
        "REQ110", (JOB, None, "InputDataConfig[0].CompressionType"), "uncompressed",
        Try(job=request({}, [channel("train", "text/csv;label_size=1", CompressionType="None")])),
    ),
]  # fmt: skip


def _found(report: Report, row: Row) -> list[tuple[Severity, Spot]]:
    return [
        (f.severity, (f.location.file, f.location.line or f.location.record, f.location.key))
        for f in report.findings
        if f.rule == row.rule and row.fix in f.fix
    ]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_a_reported_failure_is_found_and_its_mended_twin_is_not(row: Row, tmp_path: Path) -> None:
    bad = row.bad.report(tmp_path / "bad", row.algorithm)
    assert _found(bad, row)[:1] == [(row.severity, row.spot)], [(f.rule, f.message, f.fix) for f in bad.findings]
    good = row.good.report(tmp_path / "good", row.algorithm)
    assert [(f.rule, f.message) for f in good.findings if f.rule == row.rule] == []
    if row.good.job is None:
        assert [(f.rule, f.message) for f in good.findings if f.severity == "error"] == []
