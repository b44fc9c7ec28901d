"""Rules on managed spot training, on both sides of each limit."""

from __future__ import annotations

from typing import Any

import pytest

from advisor.engine.check import check
from advisor.request import request_of
from tests.builders.requests import Brief, findings, image, request

WAIT = "StoppingCondition.MaxWaitTimeInSeconds"


def found(algorithm: str, spot: bool, **limits: int) -> list[Brief]:
    content: dict[str, Any] = {**request(), "EnableManagedSpotTraining": spot, "StoppingCondition": limits}
    return findings(algorithm, content, "REQ124", "REQ125", "REQ126")


def spot(number: int, message: str, value: str | None) -> list[Brief]:
    return [(f"REQ{number}", "error", message, WAIT, value, None)]


def test_a_wait_that_includes_the_run() -> None:
    assert found("xgboost", True, MaxRuntimeInSeconds=7200, MaxWaitTimeInSeconds=7200) == []
    message = "MaxWaitTimeInSeconds is below MaxRuntimeInSeconds, 7200."
    assert found("xgboost", True, MaxRuntimeInSeconds=7200, MaxWaitTimeInSeconds=7199) == spot(124, message, "7199")


@pytest.mark.parametrize(
    ("algorithm", "run", "fix"),
    [
        ("xgboost", 7200, "Set MaxWaitTimeInSeconds to MaxRuntimeInSeconds or more."),
        ("knn", 3600, "Set MaxWaitTimeInSeconds to MaxRuntimeInSeconds or more."),
        ("knn", 3601, "Set MaxRuntimeInSeconds and MaxWaitTimeInSeconds to 3600, "),
    ],
)
def test_the_fix_of_a_wait_keeps_to_the_hour_of_an_algorithm_without_checkpoints(
    algorithm: str, run: int, fix: str
) -> None:
    limits = {"MaxRuntimeInSeconds": run, "MaxWaitTimeInSeconds": 600}
    content = {**request(), "EnableManagedSpotTraining": True, "StoppingCondition": limits}
    report = check(None, algorithm=algorithm, job=request_of(content, "job.json"))
    assert [f.fix for f in report.findings if f.rule == "REQ124" and f.fix.startswith(fix)] != []


def test_a_wait_and_spot_go_together() -> None:
    assert found("xgboost", False, MaxRuntimeInSeconds=7200) == []
    message = "Managed spot training is asked for without MaxWaitTimeInSeconds."
    assert found("xgboost", True, MaxRuntimeInSeconds=7200) == spot(124, message, None)
    message = "MaxWaitTimeInSeconds is set without managed spot training."
    assert found("xgboost", False, MaxWaitTimeInSeconds=7200) == spot(125, message, "7200")


def test_an_algorithm_without_checkpoints_waits_for_an_hour() -> None:
    assert found("kmeans", True, MaxRuntimeInSeconds=600, MaxWaitTimeInSeconds=3600) == []
    message = "K-Means keeps no checkpoints; it may wait for 3600 seconds at most."
    assert found("kmeans", True, MaxRuntimeInSeconds=600, MaxWaitTimeInSeconds=3601) == spot(126, message, "3601")


def test_where_pages_disagree_both_are_named() -> None:
    (finding,) = found("linear-learner", True, MaxRuntimeInSeconds=600, MaxWaitTimeInSeconds=3601)
    assert finding[1] == "warning"
    assert finding[2].startswith("AWS's pages disagree on whether Linear Learner keeps checkpoints")


@pytest.mark.parametrize("algorithm", ["image-classification", "object-detection", "semantic-segmentation", "lightgbm"])
def test_others_may_wait_longer(algorithm: str) -> None:
    assert found(algorithm, True, MaxRuntimeInSeconds=600, MaxWaitTimeInSeconds=86_400) == []


def test_only_versions_of_xgboost_that_keep_checkpoints_wait_longer() -> None:
    content = {**request(), "EnableManagedSpotTraining": True}
    content["StoppingCondition"] = {"MaxRuntimeInSeconds": 600, "MaxWaitTimeInSeconds": 7200}
    for tag, version in (("1", "0.72"), ("0.90-1-cpu-py3", "")):
        name = "xgboost" if version else "sagemaker-xgboost"
        content["AlgorithmSpecification"] = {"TrainingInputMode": "File", "TrainingImage": image(name, tag)}
        message = f"XGBoost {version} keeps no checkpoints; it may wait for 3600 seconds at most."
        assert findings("xgboost", content, "REQ126") == (spot(126, message, "7200") if version else [])


@pytest.mark.parametrize(
    ("algorithm", "run", "place", "told"),
    [
        ("xgboost", 3601, None, True),
        ("xgboost", 3601, {}, True),
        ("object-detection", 43_200, None, True),
        ("xgboost", 3600, None, False),
        ("xgboost", 43_200, {"S3Uri": "s3://bucket/checkpoints/"}, False),
        ("kmeans", 3601, None, False),
        ("linear-learner", 3601, None, False),
        ("lightgbm", 43_200, None, False),
    ],
)
def test_a_long_spot_job_needs_a_place_for_its_checkpoints(algorithm: str, run: int, place: Any, told: bool) -> None:
    limits = {"MaxRuntimeInSeconds": run, "MaxWaitTimeInSeconds": 86_400}
    content: dict[str, Any] = {**request(), "EnableManagedSpotTraining": True, "StoppingCondition": limits}
    if place is not None:
        content["CheckpointConfig"] = place
    assert [(f[1], f[3]) for f in findings(algorithm, content, "REQ152")] == [("warning", "CheckpointConfig")] * told
    assert findings(algorithm, {**content, "EnableManagedSpotTraining": False}, "REQ152") == []


@pytest.mark.parametrize(
    ("algorithm", "told"),
    [("pca", True), ("seq2seq", True), ("xgboost", False), ("linear-learner", False), ("lightgbm", False)],
)
def test_a_place_for_checkpoints_that_are_never_kept(algorithm: str, told: bool) -> None:
    content = {**request(), "CheckpointConfig": {"S3Uri": "s3://bucket/checkpoints/"}}
    assert [(f[1], f[3]) for f in findings(algorithm, content, "REQ153")] == [("warning", "CheckpointConfig")] * told
    assert findings(algorithm, request(), "REQ153") == []
