"""Rules on the content types of the channels of a request."""

from __future__ import annotations

from pathlib import Path

import pytest

from advisor.engine.check import check
from advisor.knowledge.load import algorithms
from advisor.request import request_of
from tests.builders.folders import write
from tests.builders.requests import JOB, channel, findings, image, request


@pytest.mark.parametrize(
    ("algorithm", "given", "fix"),
    [
        ("kmeans", "csv", "Declare text/csv."),
        ("kmeans", "text/cvs", "Declare text/csv."),
        ("kmeans", "recordio-protobuf", "Declare application/x-recordio-protobuf."),
        ("kmeans", "x-recordio-protobuf", "Declare application/x-recordio-protobuf."),
        ("kmeans", "nonsense", "Declare a content type that the channel accepts, and convert the data if necessary."),
        ("lightgbm", "parquet", "Declare application/x-parquet."),
        ("lightgbm", "x-parquet", "Declare application/x-parquet."),
    ],
)
def test_the_content_type_that_is_meant(algorithm: str, given: str, fix: str) -> None:
    job = request_of(request({}, [channel("extra"), channel("train", given)]), JOB)
    assert [one.fix for one in check(None, algorithm=algorithm, job=job).findings if one.rule == "REQ101"] == [fix]


@pytest.mark.parametrize(
    ("algorithm", "severity"),
    [("image-classification-tensorflow", "info"), ("catboost", "info"), ("lightgbm", "error"), ("kmeans", "error")],
)
def test_most_scripts_look_at_no_content_type(algorithm: str, severity: str) -> None:
    name = next(iter(algorithms()[algorithm].channels))
    told = findings(algorithm, request({}, [channel(name, "text/plain")]), "REQ101")
    assert [one[1] for one in told] == [severity]
    assert ("the script reads neither" in told[0][2]) == (severity == "info")


def test_what_is_declared_to_a_script_in_vain_hides_no_data(tmp_path: Path) -> None:
    path = write(tmp_path, {"training/a/a.jpg": "no picture", "training/b/b.jpg": "nor this"})
    job = request_of(request({}, [channel("training", "text/csv")]), JOB)
    report = check(path, algorithm="image-classification-tensorflow", job=job)
    assert {one.rule for one in report.findings if one.severity == "error" and one.location.file != JOB} == {"IMG102"}
    assert report.channels["training"].content_type == "application/x-image"


@pytest.mark.parametrize(
    ("first", "second", "rule"),
    [("text/csv", "recordio-protobuf", "REQ115"), ("text/csv", "text/csv;label_size=1", "REQ116")],
)
def test_the_content_type_of_each_channel_is_judged(first: str, second: str, rule: str) -> None:
    content = request({}, [channel("train", first), channel("validation", second)])
    content["AlgorithmSpecification"]["TrainingImage"] = image("xgboost", "0.72")
    expected = [(rule, "InputDataConfig[1].ContentType")]
    assert [(one[0], one[3]) for one in findings("xgboost", content, "REQ115", "REQ116")] == expected


@pytest.mark.parametrize(
    ("channels", "told"),
    [
        ([("train", "text/csv"), ("validation", "application/x-parquet")], True),
        ([("model", "text/csv"), ("validation", "application/x-parquet")], False),
        ([("train", "text/csv"), ("validation", "text/csv")], False),
        ([("train", "text/csv"), ("validation", None)], False),
        ([("train", None), ("validation", "text/csv")], False),
        ([("train", "text/csv"), ("model", "application/x-sagemaker-model")], False),
    ],
)
def test_channels_of_one_content_type(channels: list[tuple[str, str | None]], told: bool) -> None:
    message = "'validation' declares application/x-parquet, but the channel before it declares text/csv."
    key, value = "InputDataConfig[1].ContentType", "application/x-parquet"
    expected = [("REQ133", "error", message, key, value, "validation")] if told else []
    assert findings("lightgbm", request({}, [channel(*one) for one in channels]), "REQ133") == expected


@pytest.mark.parametrize(
    ("algorithm", "content", "fix"),
    [
        ("lda", b"1,2,0\n0,1,1\n", "Declare text/csv;label_size=0."),
        ("knn", b"1,2,0\n0,1,1\n", "Declare text/csv;label_size=1."),
        ("seq2seq", b"1,2,0\n0,1,1\n", "Declare the content type of each channel."),
    ],
)
def test_the_content_type_to_declare(tmp_path: Path, algorithm: str, content: bytes, fix: str) -> None:
    job = request_of(request({}, [channel("train")]), JOB)
    report = check(write(tmp_path, {"train/a.csv": content}), algorithm=algorithm, job=job)
    assert [one.fix for one in report.findings if one.rule == "REQ102"] == [fix]


def test_no_label_size_is_missed_where_no_content_type_is_declared(tmp_path: Path) -> None:
    path = write(tmp_path, {"train/a.csv": "1,2,0\n0,1,1\n"})
    for given, rules in ((None, ["REQ102"]), ("text/csv", ["CSV150"])):
        content = request({"feature_dim": "3"}, [channel("train", given)])
        assert [one[0] for one in findings("lda", content, "REQ102", "CSV150", path=path)] == rules


def test_a_channel_whose_files_tell_its_content_type_is_passed_over(tmp_path: Path) -> None:
    path = write(tmp_path, {"train/a.csv": "ann,1.2.3.4\n"})
    content = request({}, [channel("train"), channel("validation")])
    assert [one[5] for one in findings("ip-insights", content, "REQ102", path=path)] == ["validation"]


def test_each_channel_is_to_declare_a_content_type_but_that_of_a_model() -> None:
    content = request({}, [channel("train", "text/csv"), channel("model"), channel("validation")])
    assert [one[5] for one in findings("lightgbm", content, "REQ102")] == ["validation"]


@pytest.mark.parametrize(("algorithm", "name"), [("ntm", "auxiliary"), ("object2vec", "auxiliary"), ("ntm", "train")])
def test_files_that_are_found_by_their_names_need_no_content_type(algorithm: str, name: str) -> None:
    content = request({}, [channel(name)])
    assert bool(findings(algorithm, content, "REQ102")) == (name == "train")


def test_a_manifest_is_no_content_type(tmp_path: Path) -> None:
    given = channel("train", s3={"S3DataType": "ManifestFile", "S3Uri": "s3://bucket/train/a.manifest"})
    path = write(tmp_path, {"train/a.manifest": '[{"prefix": "s3://bucket/data/"}, "a.pbr"]'})
    message = "The channel 'train' declares no content type. application/x-recordio-protobuf is then assumed."
    expected = [("REQ102", "info", message, "InputDataConfig[0].ContentType", None, "train")]
    assert findings("lda", request({}, [given]), "REQ102", path=path) == expected


@pytest.mark.parametrize(
    ("uri", "told"),
    [
        ("train/a.json", False),
        ("train/a.json.gz", False),
        ("train/a.parquet", False),
        ("train/", True),
        ("a.csv", True),
    ],
)
def test_a_format_in_the_name_of_the_file_need_not_be_declared(uri: str, told: bool) -> None:
    given = {"time_freq": "D", "context_length": "3", "prediction_length": "3", "epochs": "1"}
    content = request(given, [channel("train", s3={"S3Uri": f"s3://bucket/{uri}"})])
    assert [one[1] for one in findings("deepar", content, "REQ102")] == ["info"] * told


@pytest.mark.parametrize(("mode", "told"), [("Pipe", True), ("FastFile", False)])
def test_a_mode_that_none_of_the_assumed_content_types_is_read_in(mode: str, told: bool) -> None:
    message = (
        f"DeepAR Forecasting reads application/jsonlines and parquet in File or FastFile mode, not in {mode} mode."
    )
    key = "AlgorithmSpecification.TrainingInputMode"
    expected = [("REQ103", "error", message, key, mode, "train")] if told else []
    assert findings("deepar", request({}, [channel("train")], mode), "REQ103") == expected


@pytest.mark.parametrize(
    ("algorithm", "name", "declared", "told"),
    [
        ("random-cut-forest", "test", "text/csv;label_size=0", True),
        ("random-cut-forest", "test", "text/csv;label_size=1", False),
        ("random-cut-forest", "train", "text/csv;label_size=0", False),
        ("knn", "train", "text/csv;label_size=0", True),
        ("linear-learner", "train", "text/csv", False),
        ("xgboost", "train", "text/csv;label_size=0", False),
    ],
)
def test_a_label_that_is_needed_is_missed_without_data(algorithm: str, name: str, declared: str, told: bool) -> None:
    message = f"The channel {name!r} is declared without a label (label_size=0)."
    expected = [("CSV152", "error", message, "InputDataConfig[0].ContentType", declared, name)] if told else []
    assert findings(algorithm, request({}, [channel(name, declared)]), "CSV152") == expected
