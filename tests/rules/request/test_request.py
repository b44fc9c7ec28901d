"""Rules on the channels of a request, on both sides of each limit."""

from __future__ import annotations

import gzip
from pathlib import Path
from typing import Any

import pytest

from advisor.engine.check import check
from advisor.request import request_of
from tests.builders.folders import write
from tests.builders.pictures.lists import json_lines
from tests.builders.recordio import dense, write_recordio
from tests.builders.requests import JOB, Brief, channel, findings, image, request
from tests.builders.series import parquet, record

S3 = "InputDataConfig[0].DataSource.S3DataSource"
Spot = tuple[str | None, str | None]
"""The key of a finding, and its value or its channel."""


def found(algorithm: str, *channels: dict[str, Any], mode: str = "File", count: int = 1) -> list[Brief]:
    content = request({}, list(channels), mode, InstanceCount=count)
    return findings(algorithm, content, "REQ", "LAY")


def req(
    number: int, key: str, message: str, value: str | None, severity: str = "error", of: str = "train"
) -> list[Brief]:
    return [(f"REQ{number}", severity, message, key, value, of)]


def train(**more: Any) -> dict[str, Any]:
    return channel("train", "text/csv;label_size=0", **more)


def test_nothing_is_found_in_a_good_request() -> None:
    assert found("kmeans", train()) == []
    assert found("kmeans", train(), channel("test", "text/csv;label_size=0")) == []


CONTENT_TYPES = [
    ("kmeans", "text/csv", None),
    ("kmeans", "application/x-recordio-protobuf", None),
    ("kmeans", "csv", "text/csv, application/x-recordio-protobuf"),
    ("factorization-machines", "application/x-recordio-protobuf", None),
    ("factorization-machines", "text/csv", "application/x-recordio-protobuf"),
    ("ip-insights", "application/x-recordio-protobuf", "text/csv"),
]
NAMES = {"kmeans": "K-Means", "factorization-machines": "Factorization Machines", "ip-insights": "IP Insights"}


@pytest.mark.parametrize(("algorithm", "content_type", "taken"), CONTENT_TYPES)
def test_content_types(algorithm: str, content_type: str, taken: str | None) -> None:
    message = f"{NAMES[algorithm]} does not take {content_type!r} in 'train'; it takes {taken}."
    expected = req(101, "InputDataConfig[0].ContentType", message, content_type) if taken else []
    assert found(algorithm, channel("train", content_type)) == expected


def test_a_model_is_not_declared_as_samples_are() -> None:
    given = [channel(name, "application/x-recordio") for name in ("train", "validation", "model")]
    content = request({"num_classes": "2", "num_training_samples": "9"}, given)
    found = findings("image-classification", content, "REQ101")
    assert [(one[3], one[4], one[5]) for one in found] == [
        ("InputDataConfig[2].ContentType", "application/x-recordio", "model")
    ]


def test_a_channel_without_content_type() -> None:
    message = "The channel 'train' declares no content type."
    assert found("blazingtext", channel("train")) == req(
        102, "InputDataConfig[0].ContentType", message, None, "warning"
    )
    message += " application/x-recordio-protobuf is then assumed."
    assert found("lda", channel("train")) == req(102, "InputDataConfig[0].ContentType", message, None, "info")


LINES = json_lines([record(number) for number in range(10)])
COUNTS = write_recordio(dense([1.0, 2.0, 0.0]) for _ in range(9))


@pytest.mark.parametrize(
    ("algorithm", "file", "content", "severity"),
    [
        ("lda", "a.data", COUNTS, None),
        ("lda", "a.csv", b"1,2,0\n0,1,1\n", "error"),
        ("deepar", "a.json", LINES, None),
        ("deepar", "a.json.gz", gzip.compress(LINES), None),
        ("deepar", "a.parquet", parquet([record()]), None),
    ],
)
def test_a_content_type_that_is_assumed(
    tmp_path: Path, algorithm: str, file: str, content: bytes, severity: str | None
) -> None:
    message = "The channel 'train' declares no content type. application/x-recordio-protobuf is then assumed"
    message += ", but its files hold csv."
    expected = req(102, "InputDataConfig[0].ContentType", message, None, severity) if severity else []
    path = write(tmp_path, {f"train/{file}": content})
    assert findings(algorithm, request({}, [channel("train")]), "REQ", path=path) == expected


MODES = [
    ("kmeans", "text/csv", "Pipe", None),
    ("lda", "text/csv", "File", None),
    ("lda", "application/x-recordio-protobuf", "Pipe", None),
    ("lda", "text/csv", "Pipe", "File or FastFile"),
    ("ip-insights", "text/csv", "Pipe", "File or FastFile"),
]


@pytest.mark.parametrize(("algorithm", "content_type", "mode", "modes"), MODES)
def test_input_modes(algorithm: str, content_type: str, mode: str, modes: str | None) -> None:
    name = {"lda": "Latent Dirichlet Allocation (LDA)", "ip-insights": "IP Insights"}.get(algorithm)
    message = f"{name} reads {content_type} in {modes} mode, not in {mode} mode."
    expected = req(103, "AlgorithmSpecification.TrainingInputMode", message, mode) if modes else []
    assert found(algorithm, channel("train", content_type), mode=mode) == expected


@pytest.mark.parametrize(
    ("algorithm", "kind", "mode", "read"),
    [("ip-insights", None, "Pipe", "text/csv"), ("semantic-segmentation", "application/x-recordio", "FastFile", None)],
)
def test_modes_of_content_types_that_are_assumed_or_streamed(
    algorithm: str, kind: str | None, mode: str, read: str | None
) -> None:
    found = findings(algorithm, request({}, [channel("train", kind)], mode), "REQ103")
    modes = "Pipe" if kind else "File or FastFile"
    assert [one[2].partition(" reads ")[2] for one in found] == [f"{read or kind} in {modes} mode, not in {mode} mode."]


@pytest.mark.parametrize("algorithm", ["ip-insights", "deepar"])
def test_no_mode_is_wrong_for_a_content_type_that_nobody_knows(algorithm: str) -> None:
    assert findings(algorithm, request({}, [channel("extra")], "Pipe"), "REQ103") == []
    assert findings(algorithm, request({}, [channel("train", "text/foo")], "Pipe"), "REQ103") == []


def test_every_channel_is_judged_by_its_own_mode(tmp_path: Path) -> None:
    def places(*channels: dict[str, Any], mode: str = "File", path: Path | None = None) -> list[Spot]:
        content = request({}, list(channels), mode)
        return [(one[3], one[5]) for one in findings("ip-insights", content, "REQ103", path=path)]

    csv, piped = "text/csv", {"InputMode": "Pipe"}
    second = [("InputDataConfig[1].InputMode", "validation")]
    assert places(channel("train", csv), channel("validation", csv, **piped)) == second
    assert places(channel("train", csv, InputMode="pipe"), channel("validation", csv, **piped)) == second
    assert places(channel("train", csv), channel("validation", csv, **piped), mode="") == second
    libsvm = channel("validation", "text/libsvm", **piped)
    versioned = request({}, [channel("train", csv, **piped), libsvm])
    versioned["AlgorithmSpecification"]["TrainingImage"] = image("sagemaker-xgboost", "1.7-1")
    assert [(one[3], one[5]) for one in findings("xgboost", versioned, "REQ103")] == second
    data = write(tmp_path, {"train/a.csv": "a,b\n", "validation/a.csv": "a,b\n"})
    asked = [("AlgorithmSpecification.TrainingInputMode", "validation")]
    assert places(channel("validation", csv), mode="Pipe", path=data) == asked


def test_a_mode_of_the_channel_itself_and_one_that_is_none() -> None:
    message = "InputMode must be one of Pipe, File, FastFile; did you mean Pipe?"
    assert found("kmeans", train(InputMode="pipe")) == req(122, "InputDataConfig[0].InputMode", message, "pipe")
    assert found("kmeans", train(InputMode="Pipe")) == []


def test_a_mode_of_some_versions_is_a_warning() -> None:
    message = "XGBoost reads text/csv in Pipe mode only in the versions >=0.90-1,<=3.0-5."
    expected = req(103, "AlgorithmSpecification.TrainingInputMode", message, "Pipe", "warning")
    assert found("xgboost", channel("train", "text/csv"), mode="Pipe") == expected
    assert found("xgboost", channel("train", "text/csv"), mode="FastFile") == []
    message = "XGBoost reads text/libsvm in File or FastFile mode, not in Pipe mode."
    expected = req(103, "AlgorithmSpecification.TrainingInputMode", message, "Pipe")
    assert found("xgboost", channel("train", "text/libsvm"), mode="Pipe") == expected


def sharded(name: str, content_type: str = "text/csv;label_size=0") -> dict[str, Any]:
    return channel(name, content_type, s3={"S3DataDistributionType": "ShardedByS3Key"})


def test_a_distribution_that_is_a_must() -> None:
    assert found("random-cut-forest", sharded("train")) == []
    message = "The channel 'train' must be ShardedByS3Key; it is FullyReplicated."
    key = f"{S3}.S3DataDistributionType"
    assert found("random-cut-forest", train()) == req(104, key, message, "FullyReplicated")
    message = "The channel 'test' must be FullyReplicated; it is ShardedByS3Key."
    assert found("random-cut-forest", sharded("train"), sharded("test", "text/csv;label_size=1")) == req(
        104, key.replace("0", "1"), message, "ShardedByS3Key", of="test"
    )


def test_a_distribution_that_is_best() -> None:
    assert found("kmeans", train(), count=1) == []
    assert found("kmeans", sharded("train"), count=2) == []
    message = "The channel 'train' is best ShardedByS3Key; it is FullyReplicated."
    key = f"{S3}.S3DataDistributionType"
    assert found("kmeans", train(), count=2) == req(104, key, message, "FullyReplicated", "warning")


def test_a_distribution_that_is_a_must_in_one_mode() -> None:
    def said(mode: str, count: int, **spread: str) -> list[str]:
        given = [channel("train", "application/x-recordio", s3=spread)]
        return [
            one[1] for one in findings("image-classification", request({}, given, mode, InstanceCount=count), "REQ104")
        ]

    sharded = {"S3DataDistributionType": "ShardedByS3Key"}
    assert said("Pipe", 1, **sharded) == ["error"]
    assert said("File", 2, **sharded) == ["warning"]
    assert said("File", 1, **sharded) == said("Pipe", 2) == []


DASK = {"num_round": "5", "use_dask_gpu_training": "true", "tree_method": "gpu_hist"}


def test_what_training_with_dask_rules_out() -> None:
    def said(
        *channels: dict[str, Any], mode: str = "File", count: int | None = 1
    ) -> list[tuple[str | None, str | None]]:
        content = request(DASK, list(channels), mode, InstanceType="ml.g4dn.xlarge", InstanceCount=count)
        return [(one[3], one[4]) for one in findings("xgboost", content, "REQ104", "REQ117")]

    csv, libsvm = "text/csv", "text/libsvm"
    kind, spread = "InputDataConfig[0].ContentType", f"{S3}.S3DataDistributionType"
    assert said(channel("train", csv), channel("validation", libsvm)) == []
    assert said(channel("train", libsvm)) == said(channel("train")) == [(kind, libsvm)]
    assert said(channel("train", csv), mode="Pipe") == [("AlgorithmSpecification.TrainingInputMode", "Pipe")]
    assert said(channel("train", csv, InputMode="Pipe")) == [("InputDataConfig[0].InputMode", "Pipe")]
    assert said(channel("train", csv), mode="") == []
    for count, told in ((None, False), (1, False), (2, True)):
        assert said(sharded("train", csv), count=count) == [(spread, "ShardedByS3Key")] * told
        assert said(channel("train", csv), count=count) == []


def test_every_kind_of_data_source_is_judged() -> None:
    key = "InputDataConfig[1].DataSource.S3DataSource.S3DataType"
    given = channel("test", "text/csv;label_size=0", s3={"S3DataType": "Converse"})
    message = "K-Means does not take Converse."
    content = request({}, [train(s3={"S3DataType": "Prefix"}), given])
    assert findings("kmeans", content, "REQ105") == req(105, key, message, "Converse", of="test")


def test_kinds_of_data_source() -> None:
    assert found("kmeans", train(s3={"S3DataType": "ManifestFile"})) == []
    message = "K-Means does not take AugmentedManifestFile."
    given = train(s3={"S3DataType": "AugmentedManifestFile"})
    assert found("kmeans", given) == req(105, f"{S3}.S3DataType", message, "AugmentedManifestFile")
    message = (
        "S3DataType must be one of ManifestFile, S3Prefix, AugmentedManifestFile, Converse; did you mean S3Prefix?"
    )
    assert found("kmeans", train(s3={"S3DataType": "Prefix"})) == req(122, f"{S3}.S3DataType", message, "Prefix")
    message = "FastFile mode takes only S3Prefix, not ManifestFile."
    given = train(s3={"S3DataType": "ManifestFile"})
    assert found("kmeans", given, mode="FastFile") == req(105, f"{S3}.S3DataType", message, "ManifestFile")


def augmented(name: str, **more: Any) -> dict[str, Any]:
    s3 = {"S3DataType": "AugmentedManifestFile", "S3Uri": f"s3://bucket/{name}.manifest"}
    attributes = more.pop("attributes", ["source-ref", "class"])
    given = {"InputMode": "Pipe", "RecordWrapperType": "RecordIO", "s3": {**s3, "AttributeNames": attributes}, **more}
    return channel(name, "application/x-recordio", **given)


def test_augmented_manifests() -> None:
    assert found("image-classification", augmented("train"), augmented("validation")) == []
    message = "An augmented manifest is read in Pipe mode only."
    spoilt = augmented("train", InputMode="File")
    assert found("image-classification", spoilt, augmented("validation")) == req(
        106, "InputDataConfig[0].InputMode", message, "File"
    )
    message = "RecordWrapperType must be RecordIO."
    spoilt = augmented("train", RecordWrapperType="None")
    assert found("image-classification", spoilt, augmented("validation")) == req(
        106, "InputDataConfig[0].RecordWrapperType", message, "None"
    )
    message = "AttributeNames are missing."
    spoilt = augmented("train", attributes=[])
    assert found("image-classification", spoilt, augmented("validation")) == req(
        106, f"{S3}.AttributeNames", message, None
    )


def test_what_an_augmented_manifest_needs_is_said_of_each_channel() -> None:
    def said(*channels: dict[str, Any], mode: str = "Pipe") -> list[tuple[str, list[str | None]]]:
        job = request_of(request({}, list(channels), mode), JOB)
        found = [one for one in check(None, job=job, algorithm="image-classification").findings if one.rule == "REQ106"]
        return [(one.message, [example.location.key for example in one.examples]) for one in found]

    bare = augmented("validation", attributes=["source-ref"])
    del bare["RecordWrapperType"]
    message = "RecordWrapperType must be RecordIO. AttributeNames holds one name; the algorithm reads a sample and its "
    keys = [
        f"InputDataConfig[1].{member}" for member in ("DataSource.S3DataSource.AttributeNames", "RecordWrapperType")
    ]
    assert said(channel("train", "application/x-recordio"), bare) == [(message + "label.", keys)]
    assert said(augmented("train"), augmented("validation", RecordWrapperType="recordio")) == []
    every = [augmented("train"), augmented("validation")]
    for one in every:
        del one["InputMode"]
    message = "An augmented manifest is read in Pipe mode only."
    assert said(*every, mode="File") == [(message, ["AlgorithmSpecification.TrainingInputMode"])]


@pytest.mark.parametrize(("kind", "severity"), [("image/png", "warning"), ("text/csv", None)])
def test_the_content_type_of_an_augmented_manifest(kind: str, severity: str | None) -> None:
    given = [channel("train"), augmented("validation") | {"ContentType": kind}]
    message = f"The channel 'validation' is declared {kind}, not application/x-recordio."
    key = "InputDataConfig[1].ContentType"
    expected = req(114, key, message, kind, severity, "validation") if severity else []
    assert findings("image-classification", request({}, given, "Pipe"), "REQ103", "REQ114") == expected


@pytest.mark.parametrize(("mode", "fails"), [("Pipe", False), ("File", True), ("FastFile", True)])
def test_the_mode_of_an_augmented_manifest_without_a_request(tmp_path: Path, mode: str, fails: bool) -> None:
    path = write(tmp_path, {"train/m.manifest": '{"source": "some words", "label": 0}\n' * 4})
    report = check(path, algorithm="blazingtext", input_mode=mode, hyperparameters={"mode": "supervised"})
    message = f"BlazingText reads application/jsonlines in Pipe mode, not in {mode} mode."
    assert [one.message for one in report.findings if one.rule == "REQ103"] == [message] * fails


@pytest.mark.parametrize("kind", ["application/jsonlines", "application/x-recordio"])
def test_augmented_manifests_of_some_settings(kind: str) -> None:
    given = [augmented("train", attributes=["source", "label"]) | {"ContentType": kind}]
    assert findings("blazingtext", request({"mode": "supervised"}, given), "REQ") == []
    message = "An augmented manifest is taken only with mode = supervised."
    expected = req(106, f"{S3}.S3DataType", message, "AugmentedManifestFile")
    assert findings("blazingtext", request({"mode": "cbow"}, given), "REQ") == expected


@pytest.mark.parametrize(("prefix", "severity"), [("train_lst", "info"), ("train_old", "warning")])
def test_a_prefix_that_also_matches_another(prefix: str, severity: str) -> None:
    given = [
        channel("train", s3={"S3Uri": "s3://mine-1/train"}),
        channel(prefix if severity == "info" else "validation"),
    ]
    given[1]["DataSource"]["S3DataSource"]["S3Uri"] = f"s3://mine-1/{prefix}/"
    assert [one[1] for one in findings("image-classification", request({}, given), "REQ111")] == [severity]


ADDRESSES = [
    ("s3://bucket/data/", None),
    ("s3://my.bucket-1/data", None),
    ("bucket/data", "error"),
    ("s3://<bucket>/data", "error"),
    ("s3://Bucket/data", "error"),
    ("s3://ab/data", "error"),
    ("https://s3-us-west-2.amazonaws.com/bucket/data", "warning"),
]


@pytest.mark.parametrize(("uri", "severity"), ADDRESSES)
def test_addresses(uri: str, severity: str | None) -> None:
    messages = {
        "error": "The address does not have the form s3://BUCKET/PREFIX with a valid bucket name.",
        "warning": "This is a web address; the API accepts it, but jobs have failed with it.",
    }
    expected = req(107, f"{S3}.S3Uri", messages[severity], uri, severity) if severity else []
    assert found("kmeans", train(s3={"S3Uri": uri})) == expected


def pair(first: str, second: str) -> list[Brief]:
    test = channel("test", "text/csv;label_size=0", s3={"S3Uri": second})
    return found("kmeans", train(s3={"S3Uri": first}), test)


def test_addresses_that_overlap() -> None:
    key = "InputDataConfig[1].DataSource.S3DataSource.S3Uri"
    assert pair("s3://bucket/train/", "s3://bucket/test/") == []
    assert pair("s3://bucket/a/", "s3://bucket/ab/") == []
    message = "The channels 'train' and 'test' read the same data."
    for second in ("s3://bucket/a", "s3://bucket/a/"):
        assert pair("s3://bucket/a/", second) == req(108, key, message, second, "warning", "test")
    message = "The channel 'train' also reads the data of 'test': its prefix lies above it."
    second = "s3://bucket/a/test/"
    assert pair("s3://bucket/a/", second) == req(108, key, message, second, "warning", "test")
    message = "The prefix of the channel 'train' also matches the data of 'test'."
    assert pair("s3://bucket/a", "s3://bucket/ab/") == req(111, f"{S3}.S3Uri", message, "s3://bucket/a", "warning")


def test_a_whole_bucket() -> None:
    message = "The channel 'train' reads a whole bucket."
    for uri in ("s3://bucket", "s3://bucket/"):
        assert found("kmeans", train(s3={"S3Uri": uri})) == req(112, f"{S3}.S3Uri", message, uri, "warning")


def test_a_channel_named_twice() -> None:
    again = train(s3={"S3Uri": "s3://bucket/other/"})
    message = "There are two channels 'train'."
    assert found("kmeans", train(), again) == req(109, "InputDataConfig[1].ChannelName", message, "train")


def test_compressed_channels() -> None:
    protobuf = "application/x-recordio-protobuf"
    assert found("kmeans", channel("train", protobuf, CompressionType="Gzip"), mode="Pipe") == []
    assert found("kmeans", train(CompressionType="None")) == []
    key = "InputDataConfig[0].CompressionType"
    message = "The channel 'train' is Gzip-compressed in File mode."
    assert found("kmeans", train(CompressionType="Gzip")) == req(110, key, message, "Gzip")
    packed = channel("test", "text/csv;label_size=0", CompressionType="Gzip")
    assert [(one[3], one[5]) for one in found("kmeans", train(), packed)] == [(key.replace("0", "1"), "test")]
    message = "The channel 'train' is Gzip-compressed in Pipe mode."
    assert found("kmeans", train(CompressionType="Gzip"), mode="Pipe") == req(110, key, message, "Gzip", "info")
