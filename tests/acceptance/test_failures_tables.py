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
from tests.builders.recordio import dense, write_recordio
from tests.builders.requests import JOB, channel, request
from tests.builders.tables import parquet, sparse_rows

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


def vectors(rows: int) -> bytes:
    return write_recordio(dense([row / 3, row % 7 / 2]) for row in range(rows))


LOGISTIC = {"objective": "binary:logistic", "num_round": "10"}
SOUND = csv()
WEIGHTED = csv(label="{n},1.5")
XGB = {"num_round": "10"}

SOFTMAX = {**XGB, "objective": "multi:softmax"}
KNN = {"k": "3", "predictor_type": "classifier", "sample_size": "40"}
BARE, LABELLED, PROTOBUF = "text/csv;label_size=0", "text/csv;label_size=1", "application/x-recordio-protobuf"
SHARDED = channel("train", "text/libsvm", s3={"S3DataDistributionType": "ShardedByS3Key"})
VISITS = "".join(f"u{row},10.0.0.{row}\n" for row in range(40))

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
        "CSV137", ("train/a.csv", 9, None), "of 0 or more",
        Try(train(WEIGHTED), hyper={**XGB, "csv_weights": "1"}),
    ),
    Row(
        "weight is empty", "xgboost",
        Try(train(planted(WEIGHTED, 9, "1,,0.25,1.5,2.5")), hyper={**XGB, "csv_weights": "1"}),
        "CSV137", ("train/a.csv", 9, None), "of 0 or more",
        Try(train(planted(WEIGHTED, 9, "1,,0.25,1.5,2.5")), hyper=XGB),
    ),
    Row(
        "weight is negative", "xgboost",
        Try(train(planted(WEIGHTED, 9, "1,-0.4,0.25,1.5,2.5")), hyper={**XGB, "csv_weights": "1"}),
        "CSV137", ("train/a.csv", 9, None), "of 0 or more",
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
    *(
        Row(
            f"F131 {what}", "xgboost",
            Try(train(planted(SOUND, 9, f"1,{cell},2.5,3.25")), hyper=XGB),
            "CSV130", ("train/a.csv", 9, None), fix, Try(train(SOUND), hyper=XGB),
        )
        for what, cell, fix in (
            ("truth values", "False", "1 and 0"), ("dates", "2024-03-01", "days since"), ("currency", "$12", "unit"),
            ("percent", "12%", "unit"), ("words", "red", "get_dummies"), ("decimal commas", '"0,5"', "decimal point"),
            ("thousands", '"1,234,567"', "thousands"), ("missing marks", "N/A", "Fill the gaps"),
            ("F124 vectors", "[1.0", "column of its own"),
        )
    ),
    Row(
        "F077 words in Parquet", "xgboost",
        Try({"train/a.parquet": parquet(y=[0, 1] * 20, a=["True", "False"] * 20)}, hyper=XGB),
        "PAR111", ("train/a.parquet", 1, None), "1 and 0",
        Try({"train/a.parquet": parquet(y=[0, 1] * 20, a=[1, 0] * 20)}, hyper=XGB),
    ),
    *(
        Row(
            f"F135 the index is the label, from {first}", "xgboost",
            Try(train("".join(f"{row + first},{row % 2},{row % 7}\n" for row in range(40))), hyper=XGB),
            "CSV112", ("train/a.csv", 1, None), "index=False",
            Try(train("".join(f"{row % 2},{row % 7}\n" for row in range(40))), hyper=XGB), "warning",
        )
        for first in (0, 1, 1001)
    ),
    Row(
        "constant labels", "linear-learner",
        Try(train(csv(classes=1)), hyper={"predictor_type": "binary_classifier"}),
        "TAB101", ("train/a.csv", None, None), "right column",
        Try(train(SOUND), hyper={"predictor_type": "binary_classifier"}), "warning",
    ),
    Row(
        "constant labels, protobuf", "knn",
        Try({"train/a.pbr": write_recordio(dense([row / 3, 1.0], 4) for row in range(30))}),
        "TAB101", ("train/a.pbr", None, None), "right column",
        Try({"train/a.pbr": write_recordio(dense([row / 3, 1.0], row % 2) for row in range(30))}), "warning",
    ),
    Row(
        "constant labels, libsvm", "xgboost",
        Try({"train/a.libsvm": sparse_rows(classes=1)}, hyper=XGB),
        "TAB101", ("train/a.libsvm", None, None), "right column",
        Try({"train/a.libsvm": sparse_rows()}, hyper=XGB), "warning",
    ),
    Row(
        "F152 AUC of one class", "xgboost",
        Try(train(SOUND, validation__b=csv(classes=1, width=4)), hyper={**LOGISTIC, "eval_metric": "auc"}),
        "TAB101", (None, None, None), "stratified",
        Try(train(SOUND, validation__b=csv(30)), hyper={**LOGISTIC, "eval_metric": "auc"}), "warning",
    ),
    Row(
        "dates are the label", "xgboost",
        Try(train("".join(f"202401{row + 1:02},{row % 2},{row % 7}\n" for row in range(0, 28, 2))), hyper=XGB),
        "TAB102", ("train/a.csv", 1, None), "what is to be predicted",
        Try(train("".join(f"{20240199 + 97 * row},{row % 2},{row % 7}\n" for row in range(28))), hyper=XGB), "warning",
    ),
    Row(
        "ids are the classes", "knn",
        Try(train(csv(label="{row}7")), hyper={"predictor_type": "classifier"}),
        "TAB102", ("train/a.csv", 1, None), "leave out ids",
        Try(train(csv(label="{n}7")), hyper={"predictor_type": "classifier"}), "warning",
    ),
    Row(
        "validation is a slice by class", "xgboost",
        Try(train(SOUND, validation__b=csv(30, label="1")), hyper=LOGISTIC),
        "TAB103", (None, None, None), "Shuffle",
        Try(train(SOUND, validation__b=csv(30)), hyper=LOGISTIC), "warning",
    ),
    Row(
        "validation has a class of its own", "linear-learner",
        Try(train(csv(classes=3), validation__b=csv(30, label="4")), hyper={"predictor_type": "multiclass_classifier"}),
        "TAB103", ("validation/b.csv", None, None), "stratify",
        Try(train(csv(classes=3), validation__b=csv(30)), hyper={"predictor_type": "multiclass_classifier"}), "warning",
    ),
    *(
        Row(
            f"F166 validation is training, {algorithm}", algorithm,
            Try({"train/a": data, f"{other}/b": data}, hyper=hyper),
            "LAY112", (f"{other}/b", None, None), "Hold back samples",
            Try({"train/a": data, f"{other}/b": fewer}, hyper=hyper), "warning",
        )
        for algorithm, other, data, fewer, hyper in (
            ("linear-learner", "validation", SOUND, csv(30), {}),
            ("knn", "test", SOUND, csv(30), {}),
            ("kmeans", "test", vectors(40), vectors(30), {}),
            ("xgboost", "validation", sparse_rows(), sparse_rows(50), XGB),
        )
    ),
    Row(
        "F100 feature_dim counts no label", "kmeans",
        Try({"train/a.pbr": write_recordio(dense([1.5, row, 2.0]) for row in range(30))}, hyper={"feature_dim": "2"}),
        "HYP107", (None, None, "HyperParameters.feature_dim"), "feature_dim=3",
        Try({"train/a.pbr": vectors(30)}, hyper={"feature_dim": "2"}),
    ),
    Row(
        "F099 feature_dim of another width", "kmeans",
        Try(train(csv(width=7)), request({"feature_dim": "6", "k": "3"}, [channel("train", "text/csv;label_size=0")])),
        "HYP107", (JOB, None, "HyperParameters.feature_dim"), "feature_dim=7",
        Try(train(csv(width=7)), request({"feature_dim": "7", "k": "3"}, [channel("train", "text/csv;label_size=0")])),
    ),
    Row(
        "F095 no label in front", "knn",
        Try(train(csv(label="{row}.5")), request({**KNN, "feature_dim": "4"}, [channel("train", "text/csv")])),
        "HYP107", (JOB, None, "HyperParameters.feature_dim"), "Put it in front",
        Try(train(csv()), request({**KNN, "feature_dim": "3"}, [channel("train", "text/csv")])),
    ),
    Row(
        "F102 first column taken for a label", "kmeans",
        Try(train(csv()), request({"feature_dim": "4", "k": "3"}, [channel("train", "text/csv")])),
        "CSV150", (JOB, None, "InputDataConfig[0].ContentType"), "label_size=0",
        Try(train(csv()), request({"feature_dim": "4", "k": "3"}, [channel("train", "text/csv;label_size=0")])),
    ),
    Row(
        "F080 test without its label", "random-cut-forest",
        Try({"train/a.csv": csv(label="{row}.5"), "test/a.csv": csv(30, 5)}, types={"train": BARE, "test": BARE}),
        "CSV152", (None, None, "ContentType.test"), "label_size=1",
        Try({"train/a.csv": csv(label="{row}.5"), "test/a.csv": csv(30, 5)}, types={"train": BARE, "test": LABELLED}),
    ),
    *(
        Row(
            f"F125 {what}", algorithm, Try(data, types={"train": declared}),
            "LAY107", (next(iter(data)), None, None), fix,
            Try({name: sound}, types={"train": declared}),
        )
        for what, algorithm, data, declared, fix, name, sound in (
            ("CSV as protobuf", "linear-learner", train(SOUND), PROTOBUF, "--to recordio-protobuf", "train/a.pbr",
             write_recordio(dense([row / 3, 1.0], row % 2) for row in range(30))),
            ("F077 Parquet as CSV", "random-cut-forest", {"train/a.parquet": parquet(a=[1.5] * 30, b=[2.5] * 30)}, BARE,
             "advisor convert FILE --to csv", "train/a.csv", csv(label="{row}.5")),
            ("F169 libsvm as CSV", "xgboost", train(sparse_rows()), "text/csv", "text/libsvm", "train/a.csv", SOUND),
        )
    ),
    *(
        Row(
            f"F119 {cell}", "ip-insights", Try(train(planted(VISITS, 9, f"u9,{cell}"))),
            "CSV140", ("train/a.csv", 9, None), fix, Try(train(VISITS)),
        )
        for cell, fix in (
            ("2001:db8::1", "only IPv4 addresses"), ("10.0.0.0/8", "single addresses"), ("10.0.0.1:80", "port"),
            ("example.com", "host"), ('"37.244.105.230, 165.225.16.83"', "a row for each"),
        )
    ),
    Row(
        "F120 a header", "ip-insights", Try(train("user,ip\n" + VISITS)), "CSV110", ("train/a.csv", 1, None),
        "header=False", Try(train(VISITS)),
    ),
    Row(
        "F150 classes from 1", "xgboost",
        Try(train(csv(label="{n}", classes=3).replace("\n2,", "\n3,")), hyper={**SOFTMAX, "num_class": "3"}),
        "CSV151", ("train/a.csv", 3, None), "number them 0 to 2",
        Try(train(csv(classes=3)), hyper={**SOFTMAX, "num_class": "3"}),
    ),
    Row(
        "F155 negative counts", "xgboost",
        Try(train(planted(SOUND, 9, "-3,1,2,3")), hyper={**XGB, "objective": "count:poisson"}),
        "CSV151", ("train/a.csv", 9, None), "reg:squarederror",
        Try(train(planted(SOUND, 9, "3,1,2,3")), hyper={**XGB, "objective": "count:poisson"}),
    ),
    Row(
        "channels lie deeper", "xgboost",
        Try({"nested/data/train/a.csv": SOUND, "nested/data/validation/b.csv": csv(30)}, hyper=XGB),
        "LAY114", (None, None, None), "holds the channels",
        Try({"train/a.csv": SOUND, "validation/b.csv": csv(30)}, hyper=XGB), "warning",
    ),
    Row(
        "F142 fewer files than machines", "xgboost",
        Try({"train/a.libsvm": sparse_rows()}, request(XGB, [SHARDED], InstanceCount=2)),
        "RES108", (JOB, None, "ResourceConfig.InstanceCount"), "as many files",
        Try({f"train/{n}.libsvm": sparse_rows(50 + n) for n in (1, 2)}, request(XGB, [SHARDED], InstanceCount=2)),
        "warning",
    ),
    Row(
        "F153 libsvm validation is wider", "xgboost",
        Try({"train/a.libsvm": sparse_rows(), "validation/b.libsvm": sparse_rows(50, width=45)}, hyper=XGB),
        "SVM141", ("validation/b.libsvm", 1, None), "last index",
        Try({"train/a.libsvm": sparse_rows(width=45), "validation/b.libsvm": sparse_rows(50, width=45)}, hyper=XGB),
    ),
    *(
        Row(
            f"cells in quotes: {row}", "xgboost", Try(train(planted(SOUND, 9, row)), hyper=XGB),
            "CSV124", ("train/a.csv", 9, None), "without quotes", Try(train(SOUND), hyper=XGB),
        )
        for row in ('1,"2",2.5,3.25', '"1",2,2.5,3.25')
    ),
    Row(
        "semicolons and decimal commas", "kmeans",
        Try(train("".join(f"{row % 7},5;{row % 5},25\n" for row in range(40)))),
        "CSV108", ("train/a.csv", 1, None), "decimal=','", Try(train(csv(label="{row}.5"))),
    ),
    Row(
        "classes in words", "lightgbm", Try(train(csv(label="class {n}"))),
        "CSV130", ("train/a.csv", 1, None), "factorize", Try(train(SOUND)),
    ),
    Row(
        "a label and a weight alone", "xgboost",
        Try(train("".join(f"{row % 2},{row % 7}\n" for row in range(40))), hyper={**XGB, "csv_weights": "1"}),
        "CSV122", ("train/a.csv", 1, None), "columns",
        Try(train("".join(f"{row % 2},{row % 7}\n" for row in range(40))), hyper=XGB),
    ),
    Row(
        "F135 rows of a drawn index as the label", "xgboost",
        Try(train("".join(f"{row * 37 % 101},{row % 7 / 3},{row % 5}\n" for row in range(80))), hyper=XGB),
        "TAB102", ("train/a.csv", 1, None), "leave out ids",
        Try(train("".join(f"{row * 37 % 51},{row % 7 / 3},{row % 5}\n" for row in range(80))), hyper=XGB), "warning",
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
