"""Failures that people have reported on training requests, each made small, found at its key, and mended."""

from __future__ import annotations

from typing import Any

import pytest

from advisor.engine.check import check
from advisor.findings import Severity
from advisor.request import request_of
from tests.builders.requests import JOB, channel, image, request

LABELLED, BARE = "text/csv;label_size=1", "text/csv;label_size=0"
PROTOBUF, LIBSVM = "application/x-recordio-protobuf", "text/libsvm"
SHARDED = {"S3DataDistributionType": "ShardedByS3Key"}
XGB = {"num_round": "10"}
KNN = {"feature_dim": "9", "k": "3", "predictor_type": "classifier", "sample_size": "50"}
TYPE = "InputDataConfig[0].ContentType"
MODE = "AlgorithmSpecification.TrainingInputMode"
URI = "InputDataConfig[0].DataSource.S3DataSource.S3Uri"
SHARES = "InputDataConfig[1].DataSource.S3DataSource.S3DataDistributionType"


def job(
    hyper: dict[str, Any],
    *channels: dict[str, Any],
    mode: str = "File",
    tag: tuple[str, str] | None = None,
    output: str | None = None,
    **resources: Any,
) -> dict[str, Any]:
    content = request(hyper, list(channels), mode, **resources)
    if tag:
        content["AlgorithmSpecification"]["TrainingImage"] = image(*tag)
    return {**content, "OutputDataConfig": {"S3OutputPath": output}} if output else content


def xgb(*channels: dict[str, Any], **more: Any) -> dict[str, Any]:
    return job({**XGB, **more.pop("hyper", {})}, *(channels or [channel("train", "text/csv")]), **more)


def rcf(kind: str, *shares: bool) -> dict[str, Any]:
    given = {"feature_dim": "3"}
    return job(
        given,
        *(channel(n, kind, s3=SHARDED if s else {}) for n, s in zip(("train", "test"), shares, strict=False)),
    )


Row = tuple[str, str, dict[str, Any], str, Severity, str | None, str, dict[str, Any]]

ROWS: list[Row] = [
    ("F075 test is sharded", "random-cut-forest", rcf(PROTOBUF, True, True), "REQ104", "error", SHARES, "message names",
     rcf(PROTOBUF, True, False)),
    ("F081 ranges", "random-cut-forest", job({"feature_dim": "20000"}, channel("train", BARE, s3=SHARDED)), "HYP104",
     "error", "HyperParameters.feature_dim", "range",
     job({"feature_dim": "10000"}, channel("train", BARE, s3=SHARDED))),
    ("F084 validation is sharded", "ntm",
     job({}, channel("train", PROTOBUF), channel("validation", PROTOBUF, s3=SHARDED)), "REQ104", "error", SHARES,
     "message names", job({}, channel("train", PROTOBUF), channel("validation", PROTOBUF))),
    ("F085 ranges", "ntm", job({"num_topics": "1"}, channel("train", PROTOBUF)), "HYP104", "error",
     "HyperParameters.num_topics", "range", job({"num_topics": "2"}, channel("train", PROTOBUF))),
    ("F087 no batch", "lda", job({"num_topics": "3", "feature_dim": "9"}, channel("train", BARE)), "HYP102", "error",
     "HyperParameters.mini_batch_size", "mini_batch_size",
     job({"num_topics": "3", "feature_dim": "9", "mini_batch_size": "60"}, channel("train", BARE))),
    ("F089 two machines", "lda", job({}, channel("train", BARE), InstanceCount=2), "RES104", "error",
     "ResourceConfig.InstanceCount", "1", job({}, channel("train", BARE))),
    ("F089 a GPU", "lda", job({}, channel("train", BARE), InstanceType="ml.g4dn.xlarge"), "RES102", "error",
     "ResourceConfig.InstanceType", "CPU instance", job({}, channel("train", BARE))),
    ("F092 gzip in Pipe mode", "knn", job(KNN, channel("train", LABELLED, CompressionType="Gzip"), mode="Pipe"),
     "REQ110", "info", "InputDataConfig[0].CompressionType", "uncompressed",
     job(KNN, channel("train", LABELLED), mode="Pipe")),
    ("F094 no target", "knn", job({**KNN, "dimension_reduction_type": "sign"}, channel("train", LABELLED)), "HYP102",
     "error", "HyperParameters.dimension_reduction_target", "dimension_reduction_target",
     job({**KNN, "dimension_reduction_type": "sign", "dimension_reduction_target": "4"}, channel("train", LABELLED))),
    ("F094 target as wide", "knn",
     job({**KNN, "dimension_reduction_type": "sign", "dimension_reduction_target": "9"}, channel("train", LABELLED)),
     "HYP106", "error", "HyperParameters.dimension_reduction_target", "or lower dimension_reduction_target",
     job({**KNN, "dimension_reduction_type": "sign", "dimension_reduction_target": "8"}, channel("train", LABELLED))),
    ("k against sample_size", "knn", job({**KNN, "k": "51"}, channel("train", LABELLED)), "HYP106", "warning",
     "HyperParameters.k", "or lower k", job({**KNN, "k": "50"}, channel("train", LABELLED))),
    ("F105 misspelt", "pca", job({"mini_batch_siz": "9"}, channel("train", BARE)), "HYP101", "error",
     "HyperParameters.mini_batch_siz", "Write 'mini_batch_size'",
     job({"mini_batch_size": "9"}, channel("train", BARE))),
    ("F109 CSV", "factorization-machines", job({}, channel("train", "text/csv")), "REQ101", "error", TYPE, "convert",
     job({}, channel("train", PROTOBUF))),
    ("F112 several classes", "factorization-machines",
     job({"predictor_type": "multiclass_classifier"}, channel("train", PROTOBUF)), "HYP105", "error",
     "HyperParameters.predictor_type", "choices",
     job({"predictor_type": "binary_classifier"}, channel("train", PROTOBUF))),
    ("F123 short name", "linear-learner", job({}, channel("train", "csv")), "REQ101", "error", TYPE,
     "Declare text/csv", job({}, channel("train", "text/csv"))),
    ("F209 no full name", "linear-learner", job({}, channel("train", "x-recordio-protobuf")), "REQ101", "error", TYPE,
     f"Declare {PROTOBUF}", job({}, channel("train", PROTOBUF))),
    ("F149 metric of another task", "xgboost",
     xgb(hyper={"objective": "multi:softmax", "num_class": "3", "eval_metric": "auc"}), "HYP114", "error",
     "HyperParameters.eval_metric", "Leave the item out",
     xgb(hyper={"objective": "multi:softmax", "num_class": "3", "eval_metric": "merror"})),
    ("F156 num_class of two classes", "xgboost", xgb(hyper={"objective": "binary:logistic", "num_class": "1"}),
     "HYP109", "error", "HyperParameters.num_class", "Leave 'num_class' out",
     xgb(hyper={"objective": "binary:logistic"})),
    ("F157 no rounds", "xgboost", job({}, channel("train", "text/csv")), "HYP102", "error",
     "HyperParameters.num_round", "num_round", xgb()),
    ("F158 quotes in quotes", "xgboost", xgb(hyper={"objective": '"reg:squarederror"'}), "HYP103", "error",
     "HyperParameters.objective", "as reg:squarederror", xgb(hyper={"objective": "reg:squarederror"})),
    ("early stopping without validation", "xgboost", xgb(hyper={"early_stopping_rounds": "5"}), "HYP117", "warning",
     "HyperParameters.early_stopping_rounds", "Add the channel",
     xgb(channel("train", "text/csv"), channel("validation", "text/csv"), hyper={"early_stopping_rounds": "5"})),
    ("F160 training", "xgboost", xgb(channel("training", "text/csv")), "LAY101", "error",
     "InputDataConfig[0].ChannelName", "instead of 'training'",
     xgb()),
    ("F220 training", "kmeans", job({}, channel("training", BARE)), "LAY101", "error",
     "InputDataConfig[0].ChannelName", "instead of 'training'",
     job({}, channel("train", BARE))),
    ("F160 test", "xgboost", xgb(channel("train", "text/csv"), channel("test", "text/csv")), "LAY103", "error",
     "InputDataConfig[1].ChannelName", "remove it",
     xgb(channel("train", "text/csv"), channel("validation", "text/csv"))),
    ("F162 Pipe in a new version", "xgboost", xgb(mode="Pipe", tag=("sagemaker-xgboost", "3.2-0")), "REQ103", "error",
     MODE, "Send File", xgb(tag=("sagemaker-xgboost", "3.2-0"))),
    ("F162 Pipe and libsvm", "xgboost", xgb(channel("train", LIBSVM), mode="Pipe"), "REQ103", "error", MODE,
     "Send File", xgb(channel("train", LIBSVM))),
    ("F171 Pipe in 0.72", "xgboost", xgb(mode="Pipe", tag=("xgboost", "1")), "REQ103", "error", MODE, "Send File",
     xgb(mode="Pipe", tag=("sagemaker-xgboost", "1.7-1"))),
    ("F174 Parquet in 0.72", "xgboost", xgb(channel("train", "application/x-parquet"), tag=("xgboost", "1")),
     "REQ115", "error", TYPE, "another version", xgb(tag=("xgboost", "1"))),
    ("F167 https", "xgboost", xgb(output="https://s3-us-west-2.amazonaws.com/mine/out"), "REQ107", "warning",
     "OutputDataConfig.S3OutputPath", "Write s3://mine/out", xgb(output="s3://mine/out")),
    ("F059 manifest for class folders", "image-classification-tensorflow",
     job({}, channel("training", "application/x-image", s3={"S3DataType": "AugmentedManifestFile"})), "REQ105", "error",
     "InputDataConfig[0].DataSource.S3DataSource.S3DataType", "S3Prefix",
     job({}, channel("training", "application/x-image"))),
    ("F198 shards of a text", "blazingtext",
     job({"mode": "batch_skipgram"}, channel("train", "text/plain", s3=SHARDED), InstanceCount=2), "REQ104", "error",
     "InputDataConfig[0].DataSource.S3DataSource.S3DataDistributionType", "message names",
     job({"mode": "batch_skipgram"}, channel("train", "text/plain"), InstanceCount=2)),
    ("F198 a GPU", "blazingtext",
     job({"mode": "batch_skipgram"}, channel("train", "text/plain"), InstanceCount=2, InstanceType="ml.g4dn.xlarge"),
     "RES102", "error", "ResourceConfig.InstanceType", "CPU instance",
     job({"mode": "batch_skipgram"}, channel("train", "text/plain"), InstanceCount=2)),
    ("F207 your bucket", "kmeans", job({}, channel("train", BARE, s3={"S3Uri": "s3://your-bucket-name/train/"})),
     "REQ131", "warning", URI, "your own bucket",
     job({}, channel("train", BARE, s3={"S3Uri": "s3://yourata-data/train/"}))),
    ("F207 in brackets", "kmeans", job({}, channel("train", BARE, s3={"S3Uri": "s3://<your_s3_bucket_name_here>/t"})),
     "REQ107", "error", URI, "s3://BUCKET", job({}, channel("train", BARE))),
    ("F213 prefix of another", "xgboost",
     xgb(channel("train", "text/csv", s3={"S3Uri": "s3://b-1/train"}), channel("validation", "text/csv", s3={"S3Uri": "s3://b-1/train_old/"})),
     "REQ111", "warning", URI, "slash",
     xgb(channel("train", "text/csv", s3={"S3Uri": "s3://b-1/train/"}), channel("validation", "text/csv", s3={"S3Uri": "s3://b-1/train_old/"}))),
    ("F214 whole bucket", "kmeans", job({}, channel("train", BARE, s3={"S3Uri": "s3://mine-1"})), "REQ112", "warning",
     URI, "prefix", job({}, channel("train", BARE, s3={"S3Uri": "s3://mine-1/a"}))),
    ("F216 retired family", "xgboost", xgb(InstanceType="ml.p2.xlarge"), "RES103", "warning",
     "ResourceConfig.InstanceType", "CPU instance", xgb(InstanceType="ml.m5.xlarge")),
    ("F219 no channel", "kmeans", job({}), "REQ121", "error", "InputDataConfig", "Name the channels",
     job({}, channel("train", BARE))),
    ("F221 long value", "kmeans", job({"k": "1" * 2501}, channel("train", BARE)), "HYP108", "error",
     "HyperParameters.k", "file", job({"k": "1" * 9}, channel("train", BARE))),
    ("F224 no number", "kmeans", job({"feature_dim": "abc"}, channel("train", BARE)), "HYP103", "error",
     "HyperParameters.feature_dim", "type that the message names", job({"feature_dim": "784"}, channel("train", BARE))),
    ("model beyond what is taken", "ip-insights",
     job({"num_entity_vectors": "5000000", "vector_dim": "512"}, channel("train", "text/csv")), "RES113", "error",
     "HyperParameters.num_entity_vectors", "smaller",
     job({"num_entity_vectors": "500000", "vector_dim": "512"}, channel("train", "text/csv"))),
    ("covariance beyond memory", "pca", job({"feature_dim": "60000"}, channel("train", PROTOBUF)), "RES113",
     "warning", "HyperParameters.feature_dim", "more memory",
     job({"feature_dim": "60000", "algorithm_mode": "randomized"}, channel("train", PROTOBUF))),
]  # fmt: skip


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_a_reported_failure_is_found_and_its_mended_twin_is_not(row: Row) -> None:
    _, name, bad, rule, severity, key, fix, good = row
    found = judged(name, bad)
    assert [(f[1], f[2]) for f in found if f[0] == rule and fix in f[3]] == [(severity, key)], found
    assert [f for f in judged(name, good) if f[0] == rule] == []


def judged(name: str, content: dict[str, Any]) -> list[tuple[str, Severity, str | None, str]]:
    found = check(None, algorithm=name, job=request_of(content, JOB)).findings
    return [(f.rule, f.severity, f.location.key, f.fix) for f in found]
