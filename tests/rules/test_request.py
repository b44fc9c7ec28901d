"""Rules on the channels of a request, on both sides of each limit."""

from __future__ import annotations

import gzip
from pathlib import Path
from typing import Any

import pytest

from tests.builders.folders import write
from tests.builders.lists import json_lines
from tests.builders.recordio import dense, write_recordio
from tests.builders.requests import Brief, channel, findings, request
from tests.builders.series import parquet, record

S3 = "InputDataConfig[0].DataSource.S3DataSource"


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


def test_a_channel_without_content_type() -> None:
    message = "The channel 'train' declares no content type."
    assert found("blazingtext", channel("train")) == req(102, "InputDataConfig[0]", message, None, "warning")
    message += " application/x-recordio-protobuf is then assumed."
    assert found("lda", channel("train")) == req(102, "InputDataConfig[0]", message, None, "info")


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
    expected = req(102, "InputDataConfig[0]", message, None, severity) if severity else []
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
    assert found("kmeans", train(), count=2) == req(104, key, message, "FullyReplicated", "info")


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


def test_augmented_manifests_of_some_settings() -> None:
    given = [augmented("train", attributes=["source", "label"]) | {"ContentType": "application/jsonlines"}]
    assert findings("blazingtext", request({"mode": "supervised"}, given), "REQ") == []
    message = "An augmented manifest is taken only with mode = supervised."
    expected = req(106, f"{S3}.S3DataType", message, "AugmentedManifestFile")
    assert findings("blazingtext", request({"mode": "cbow"}, given), "REQ") == expected


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
    message = "The channel 'train' is Gzip-compressed in Pipe mode."
    assert found("kmeans", train(CompressionType="Gzip"), mode="Pipe") == req(110, key, message, "Gzip", "info")
