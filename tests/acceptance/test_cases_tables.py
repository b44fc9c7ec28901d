"""Tables with one fault each, and sound ones that look odd: what must be found, and where, and nothing else."""

from __future__ import annotations

import gzip
from pathlib import Path
from typing import Any

import pytest

from advisor.knowledge.versions import includes
from advisor.request import request_of
from tests.builders.acceptance.valid import BARE, counts, sparse_vectors, table, vectors
from tests.builders.folders import Files, checked, places
from tests.builders.requests import channel, image, request

LABELS = table("number").splitlines()
BINARY = table("binary")
CODED = "".join(f"{i % 2},{i % 3},{i % 5},{i * 7 % 31 / 4}\n" for i in range(60))
PAIRS = "".join(f"{i},10.0.0.{i}\n" for i in range(60))
WORDS = "".join(f"word{i}\n" for i in range(11))


def relabelled(line: int, label: str) -> str:
    """The rows of numbers, with another label in one line."""
    rows = list(LABELS)
    rows[line - 1] = ",".join([label, *rows[line - 1].split(",")[1:]])
    return "\n".join(rows) + "\n"


SOUND: dict[str, tuple[str, Files, dict[str, Any]]] = {
    "entities that count up are not index": ("ip-insights", {"train/a.csv": PAIRS}, {}),
    "a vocabulary that begins with a bracket": (
        "ntm",
        {"train/a.csv": counts(), "auxiliary/vocab.txt": "[unk]\n" + WORDS},
        {},
    ),
    "a vocabulary that begins with a brace": (
        "ntm",
        {"train/a.csv": counts(), "auxiliary/vocab.txt": "{\n" + WORDS},
        {},
    ),
    "the index of categorical columns": (
        "lightgbm",
        {"train/a.csv": CODED, "train/categorical_index.json": '{"cat_index_list": [1, 2]}'},
        {},
    ),
    "a class in words for AutoGluon": (
        "autogluon-tabular",
        {"training/a.csv": "".join(f"{'yes' if i % 2 else 'no'},{i * 7 % 5},x\n" for i in range(20))},
        {},
    ),
    "a gap among the features of XGBoost": ("xgboost", {"train/a.csv": table("number") + "1,,1,1,1,1\n"}, {}),
    "labels from 0 to 1": (
        "xgboost",
        {"train/a.csv": BINARY},
        {"hyperparameters": {"objective": "reg:logistic", "num_round": "1"}},
    ),
}


@pytest.mark.parametrize("case", SOUND)
def test_sound_tables(tmp_path: Path, case: str) -> None:
    algorithm, files, options = SOUND[case]
    report = checked(tmp_path, files, algorithm=algorithm, **options)
    assert (report.verdict, places(report)) == ("pass", [])


def declared(label_size: str) -> dict[str, Any]:
    return {"content_types": {"train": f"text/csv;label_size={label_size}"}}


A = "train/a.csv"
T = "training/a.csv"
FAULTS: dict[str, tuple[str, Files, dict[str, Any], list[Any]]] = {
    **{
        f"label_size={text}": ("kmeans", {A: table()}, declared(text), [("error", "CSV155", None, None, None)])
        for text in ("abc", "-1", "1.5", "", "5", "9" * 5000)
    },
    "a label where train has none": (
        "random-cut-forest",
        {A: table()},
        declared("1"),
        [("warning", "CSV156", None, None, None)],
    ),
    "no label": ("xgboost", {A: relabelled(37, "")}, {}, [("error", "CSV131", A, 37, 1)]),
    "a label that is NaN": ("lightgbm", {A: relabelled(37, "nan")}, {}, [("error", "CSV132", A, 37, 1)]),
    **{
        f"no label for {algorithm}: {label!r}": (
            algorithm,
            {T: relabelled(37, label)},
            {},
            [(severity, rule, T, 37, 1)],
        )
        for algorithm, label, severity, rule in (
            ("tabtransformer", "", "error", "CSV131"),
            ("tabtransformer", "nan", "error", "CSV132"),
            ("tabtransformer", "cat", "error", "CSV130"),
            ("autogluon-tabular", "", "warning", "CSV136"),
            ("autogluon-tabular", "NaN", "warning", "CSV136"),
        )
    },
    "names above labels that are numbers": (
        "tabtransformer",
        {T: "y,a,b,c,d,e\n" + table("number")},
        {},
        [("error", "CSV110", T, 1, None)],
    ),
    **{
        f"validation of {algorithm} without its last column": (
            algorithm,
            {f"{train}/a.csv": BINARY, "validation/v.csv": table("binary", width=4)},
            {},
            [("error", "CSV121", "validation/v.csv", 1, None)],
        )
        for train, algorithm in (
            ("training", "catboost"),
            ("training", "tabtransformer"),
            ("training", "autogluon-tabular"),
            ("train", "lightgbm"),
            ("training", "lightgbm"),
        )
    },
    **{
        f"{address} in the first row": (
            "ip-insights",
            {A: f"ann,{address}\n" + PAIRS},
            {},
            [("error", "CSV140", A, 1, 2)],
        )
        for address in ("fe80::1", "10.0.0.0/8", "1.2.3", "host.example.com", "-")
    },
    "names above entities and addresses": (
        "ip-insights",
        {A: "user,ip\n" + PAIRS},
        {},
        [("error", "CSV110", A, 1, None)],
    ),
    "nothing but labels": ("knn", {A: table(width=1)}, {}, [("error", "CSV122", A, 1, None)]),
    "a comment before the rows": ("kmeans", {A: "# of today\n" + table()}, {}, [("error", "CSV110", A, 1, None)]),
    "blank lines only": (
        "kmeans",
        {A: "\r\n\r\n"},
        {},
        [("error", "LAY106", A, None, None), ("warning", "CSV107", A, 1, None)],
    ),
    "a label above 1": (
        "xgboost",
        {A: table("class")},
        {"hyperparameters": {"objective": "reg:logistic", "num_round": "1"}},
        [("error", "CSV151", A, 3, 1)],
    ),
    "a label below 0": (
        "xgboost",
        {A: BINARY.replace("0,", "-1,", 1)},
        {"hyperparameters": {"objective": "reg:gamma", "num_round": "1"}},
        [("error", "CSV151", A, 1, 1)],
    ),
    "more components than features": (
        "pca",
        {A: table()},
        {"hyperparameters": {"num_components": "6"}},
        [("error", "HYP107", None, None, None)],
    ),
    "a feature less than cells": (
        "kmeans",
        {A: table()},
        {"hyperparameters": {"feature_dim": "4"}},
        [("warning", "HYP107", None, None, None)],
    ),
    "digits that only Python reads": (
        "kmeans",
        {A: table()},
        {"hyperparameters": {"k": "1_0"}},
        [("error", "HYP103", None, None, None)],
    ),
}


@pytest.mark.parametrize("case", FAULTS)
def test_faulty_tables(tmp_path: Path, case: str) -> None:
    algorithm, files, options, expected = FAULTS[case]
    assert places(checked(tmp_path, files, algorithm=algorithm, **options)) == expected


def keys(folder: Path, files: Files, algorithm: str, content: dict[str, Any], name: str = "job.json") -> list[Any]:
    report = checked(folder, files, algorithm=algorithm, job=request_of(content, name))
    return [(f.severity, f.rule, f.location.key) for f in report.findings if f.severity != "info"]


KMEANS = {"k": "4", "feature_dim": "5"}
INSTANCE = "ResourceConfig.InstanceType"
CHANNEL = "InputDataConfig[0]"
SHARDED = "DataSource.S3DataSource.S3DataDistributionType"


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({"CompressionType": "zip"}, [f"{CHANNEL}.CompressionType"]),
        ({"RecordWrapperType": "recordio"}, [f"{CHANNEL}.RecordWrapperType"]),
        ({"s3": {"S3DataDistributionType": "Sharded"}}, [f"{CHANNEL}.{SHARDED}"]),
        ({"CompressionType": "None", "RecordWrapperType": "None"}, []),
    ],
)
def test_choices_of_a_channel(tmp_path: Path, more: dict[str, Any], expected: list[str]) -> None:
    content = request(KMEANS, [channel("train", BARE, **more)])
    assert keys(tmp_path, {A: table()}, "kmeans", content) == [("error", "REQ122", key) for key in expected]


def test_a_request_must_say_on_what_machines(tmp_path: Path) -> None:
    content = request(KMEANS, [channel("train", BARE)])
    del content["ResourceConfig"]["InstanceType"]
    assert keys(tmp_path, {A: table()}, "kmeans", content) == [("error", "REQ120", "ResourceConfig.InstanceType")]
    del content["ResourceConfig"]
    assert keys(tmp_path, {A: table()}, "kmeans", content) == [("error", "REQ120", "ResourceConfig")]
    content["ServerlessJobConfig"] = {"BaseModelArn.$": "$.model", "JobType": "FineTuning"}
    assert keys(tmp_path, {A: table()}, "kmeans", content) == []


@pytest.mark.parametrize(("name", "severity"), [("job.json", "error"), ("job.yaml", "warning")])
def test_hyperparameters_are_text(tmp_path: Path, name: str, severity: str) -> None:
    content = request({**KMEANS, "k": 4}, [channel("train", BARE)])
    assert keys(tmp_path, {A: table()}, "kmeans", content, name) == [(severity, "REQ123", "HyperParameters.k")]


def test_xgboost_takes_a_channel_without_content_type_for_libsvm(tmp_path: Path) -> None:
    content = request({"num_round": "1"}, [channel("train")])
    assert keys(tmp_path, {A: BINARY}, "xgboost", content) == [("error", "REQ102", f"{CHANNEL}.ContentType")]


@pytest.mark.parametrize(
    ("tag", "expected"), [("1.7-1", []), ("3.2-0", ["error"]), ("latest", ["error"]), ("mine", ["warning"])]
)
def test_the_version_of_the_image_tells_whether_a_mode_is_taken(tmp_path: Path, tag: str, expected: list[str]) -> None:
    content = request({"num_round": "1"}, [channel("train", "text/csv")], "Pipe")
    content["AlgorithmSpecification"]["TrainingImage"] = image("sagemaker-xgboost", tag)
    found = [severity for severity, rule, _ in keys(tmp_path, {A: BINARY}, "xgboost", content) if rule == "REQ103"]
    assert found == expected


def test_a_folder_that_the_request_does_not_name_has_no_mode(tmp_path: Path) -> None:
    files: Files = {A: counts(), "auxiliary/vocab.txt": WORDS + "last\n"}
    content = request({"num_topics": "3", "feature_dim": "12"}, [channel("train", BARE)], "Pipe")
    assert keys(tmp_path, files, "ntm", content) == []


@pytest.mark.parametrize(
    ("span", "version", "expected"),
    [
        ("<=0.72", "0.72", True),
        (">=0.90-1,<=3.0-5", "1.7-1", True),
        (">=0.90-1,<=3.0-5", "3.0-5-cpu-py3", True),
        (">=0.90-1,<=3.0-5", "3.2-0", False),
        (">=3.2-0", "3.0-5", False),
        (">=3.2-0", "latest", False),
    ],
)
def test_spans_of_versions(span: str, version: str, expected: bool) -> None:
    assert includes(span, version) is expected


@pytest.mark.parametrize(("dense", "expected"), [(True, []), (False, [("error", "RES107", INSTANCE)])])
def test_factorization_machines_on_a_gpu(tmp_path: Path, dense: bool, expected: list[Any]) -> None:
    settings = {"predictor_type": "binary_classifier", "num_factors": "8", "feature_dim": "5" if dense else "500"}
    given = channel("train", "application/x-recordio-protobuf")
    content = request(settings, [given], InstanceType="ml.g4dn.xlarge")
    data = vectors("binary") if dense else sparse_vectors("binary")
    assert keys(tmp_path, {"train/a.pbr": data}, "factorization-machines", content) == expected


@pytest.mark.parametrize("algorithm", ["lightgbm", "catboost", "tabtransformer", "autogluon-tabular"])
def test_tabular_algorithms_are_sent_no_content_type(tmp_path: Path, algorithm: str) -> None:
    name = "train" if algorithm == "lightgbm" else "training"
    files: Files = {f"{name}/a.csv": CODED, f"{name}/categorical_index.json": '{"cat_index_list": [1]}'}
    found = keys(tmp_path, files, algorithm, request({}, [channel(name)]))
    assert [one for one in found if not one[1].startswith("REQ15")] == []  # of the script and its model


@pytest.mark.parametrize(("mode", "expected"), [("Pipe", []), ("File", [("error", "LAY107")])])
def test_packed_files_are_unpacked_in_pipe_mode_alone(
    tmp_path: Path, mode: str, expected: list[tuple[str, str]]
) -> None:
    asked = channel("train", "application/x-recordio-protobuf", CompressionType="Gzip")
    content = request(KMEANS, [asked])
    content["AlgorithmSpecification"]["TrainingInputMode"] = mode
    files: Files = {"train/a.pbr.gz": gzip.compress(vectors())}
    report = checked(tmp_path, files, algorithm="kmeans", job=request_of(content, "job.json"))
    found = [(f.severity, f.rule) for f in report.findings if f.location.file == "train/a.pbr.gz"]
    assert found == expected
    assert any("train/a.pbr.gz" in one.because for one in report.skipped) is not bool(expected)
