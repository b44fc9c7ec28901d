"""What the SDK's own tests send, as they send it, with data as they write it: no such job is warned of."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from advisor.engine.check import check
from advisor.findings import Finding
from advisor.request import request_of
from tests.builders.folders import write
from tests.builders.recordio import dense, sparse, write_recordio
from tests.builders.requests import JOB, channel, request

FOLDER = "s3://sagemaker-us-west-2-111122223333/sagemaker-record-sets/Some-2026-11-29-00-56-57-229/"
SHARDED = {"S3DataDistributionType": "ShardedByS3Key"}


def records(rows: int, width: int, label: Callable[[int], float] | None = None) -> bytes:
    source = random.Random(rows)
    return write_recordio(
        dense([source.random() for _ in range(width)], None if label is None else label(row)) for row in range(rows)
    )


def counts(rows: int, width: int) -> bytes:
    source = random.Random(rows)
    return write_recordio(
        sparse(dict.fromkeys(sorted(source.sample(range(width), 9)), 1.0), width) for _ in range(rows)
    )


DIGITS = records(200, 28, lambda row: row % 10)
HALVES = records(200, 28, lambda row: row % 2)
KMEANS = {
    "init_method": "random", "local_lloyd_max_iter": "1", "local_lloyd_tol": "1", "local_lloyd_num_trials": "1",
    "local_lloyd_init_method": "kmeans++", "half_life_time_size": "1", "epochs": "1", "extra_center_factor": "1",
    "k": "10", "eval_metrics": '["ssd", "msd"]', "force_dense": "True", "feature_dim": "28", "mini_batch_size": "5000",
}  # fmt: skip
LINEAR = {
    "predictor_type": "binary_classifier", "binary_classifier_model_selection_criteria": "accuracy",
    "positive_example_weight_mult": "0.1", "epochs": "1", "use_bias": "True", "num_models": "1",
    "num_calibration_samples": "1", "init_method": "uniform", "init_scale": "0.5", "init_bias": "5.0",
    "optimizer": "adam", "loss": "logistic", "wd": "0.5", "l1": "0.5", "learning_rate": "0.1", "beta_1": "0.1",
    "beta_2": "0.1", "use_lr_scheduler": "True", "lr_scheduler_step": "2", "lr_scheduler_factor": "0.5",
    "lr_scheduler_minimum_lr": "0.1", "normalize_data": "False", "normalize_label": "False", "unbias_data": "True",
    "unbias_label": "False", "num_point_for_scaler": "10000", "early_stopping_tolerance": "0.0001",
    "early_stopping_patience": "3", "feature_dim": "28", "mini_batch_size": "200",
}  # fmt: skip
MULTICLASS = {"predictor_type": "multiclass_classifier", "num_classes": "10", "epochs": "1", "feature_dim": "28"}
MACHINES = {
    "num_factors": "10", "predictor_type": "regressor", "epochs": "2", "clip_gradient": "100.0", "eps": "0.001",
    "rescale_grad": "0.01", "feature_dim": "28", "mini_batch_size": "1000",
}  # fmt: skip
FOREST = {
    "num_samples_per_tree": "20", "num_trees": "50", "eval_metrics": '["accuracy", "precision_recall_fscore"]',
    "feature_dim": "14", "mini_batch_size": "1000",
}  # fmt: skip

BY_RECORD_SET: list[tuple[str, dict[str, str], bytes]] = [
    ("kmeans", KMEANS, records(100, 28)),
    ("pca", {"num_components": "8", "algorithm_mode": "randomized", "subtract_mean": "True", "extra_components": "5",
             "feature_dim": "28", "mini_batch_size": "100"}, records(100, 28)),
    ("random-cut-forest", FOREST, records(1000, 14)),
    ("linear-learner", LINEAR, HALVES),
    ("linear-learner", {**MULTICLASS, "mini_batch_size": "200"}, DIGITS),
    ("factorization-machines", MACHINES, DIGITS),
    ("knn", {"k": "10", "sample_size": "200", "predictor_type": "regressor", "feature_dim": "28"}, DIGITS),
    ("knn", {"k": "10", "sample_size": "200", "predictor_type": "classifier", "index_type": "faiss.IVFFlat",
             "index_metric": "L2", "feature_dim": "28"}, DIGITS),
]  # fmt: skip


def found(algorithm: str, hyper: dict[str, str], path: Path, source: dict[str, Any]) -> list[Finding]:
    content = request(hyper, [channel("train", s3=source)], InstanceType="ml.m5.xlarge")
    return list(check(path, algorithm=algorithm, job=request_of(content, JOB)).findings)


@pytest.mark.parametrize(("algorithm", "hyper", "data"), BY_RECORD_SET)
def test_record_sets_of_the_sdk(tmp_path: Path, algorithm: str, hyper: dict[str, str], data: bytes) -> None:
    manifest = json.dumps([{"prefix": FOLDER}, "matrix_0.pbr"])
    path = write(tmp_path, {"train/.amazon.manifest": manifest, "train/matrix_0.pbr": data})
    source = {"S3DataType": "ManifestFile", "S3Uri": f"{FOLDER}.amazon.manifest", **SHARDED}
    told = [(f.severity, f.rule, f.message) for f in found(algorithm, hyper, path, source)]
    assert [one for one in told if one[0] != "info"] == []


@pytest.mark.parametrize(("algorithm", "hyper", "data"), BY_RECORD_SET)
def test_record_sets_without_their_manifest(tmp_path: Path, algorithm: str, hyper: dict[str, str], data: bytes) -> None:
    """The manifest lies in S3 beside the files, and in no folder of the container."""
    path = write(tmp_path, {"train/matrix_0.pbr": data})
    source = {"S3DataType": "ManifestFile", "S3Uri": f"{FOLDER}.amazon.manifest", **SHARDED}
    assert [f.rule for f in found(algorithm, hyper, path, source) if f.severity != "info"] == []
    broken = write(tmp_path / "b", {"train/matrix_0.pbr": data[:-3]})
    told = [f.severity for f in found(algorithm, hyper, broken, source) if f.location.file == "train/matrix_0.pbr"]
    assert "error" in told


@pytest.mark.parametrize(
    ("algorithm", "hyper", "name", "data", "expected"),
    [
        ("ntm", {"num_topics": "10", "feature_dim": "500"}, "nips.pbr", counts(60, 500), []),
        ("lda", {"num_topics": "10", "feature_dim": "500", "mini_batch_size": "20"}, "nips.pbr", counts(60, 500),
         [("warning", "HYP107")]),
        ("ip-insights", {"num_entity_vectors": "10", "vector_dim": "100"}, "train.csv",
         "".join(f"user_{row % 5},10.0.0.{row}\n" for row in range(10)), []),
    ],
)  # fmt: skip
def test_folders_of_the_sdk(
    tmp_path: Path, algorithm: str, hyper: dict[str, str], name: str, data: bytes | str, expected: list[Any]
) -> None:
    path = write(tmp_path, {f"train/{name}": data})
    source = {"S3Uri": FOLDER, **(SHARDED if algorithm == "ntm" else {})}
    told = [(f.severity, f.rule) for f in found(algorithm, hyper, path, source) if f.severity != "info"]
    assert told == expected
