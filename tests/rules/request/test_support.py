"""The rules on what goes with the version of the image."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from advisor.advise.advice import recommend
from advisor.knowledge.load import algorithm
from tests.builders.requests import Brief, channel, findings, request

ACCOUNTS = {"sagemaker-xgboost": "683313688378", "kmeans": "382416733822", "forecasting-deepar": "522234722520"}
NEED = {
    "xgboost": {"num_round": "10"},
    "kmeans": {"k": "10", "feature_dim": "4"},
    "deepar": {"context_length": "5", "epochs": "10", "prediction_length": "5", "time_freq": "D"},
    "linear-learner": {"predictor_type": "regressor"},
}


def found(algorithm_id: str, repository: str, tag: str, rule: str, **resources: Any) -> list[Brief]:
    content = request(NEED[algorithm_id], [channel("train", "text/csv")], **resources)
    image = f"{ACCOUNTS[repository]}.dkr.ecr.us-east-1.amazonaws.com/{repository}:{tag}"
    content["AlgorithmSpecification"]["TrainingImage"] = image
    return findings(algorithm_id, content, rule)


@pytest.mark.parametrize(
    ("algorithm_id", "repository", "tag", "severity", "says"),
    [
        (
            "xgboost",
            "sagemaker-xgboost",
            "1.7-1",
            "warning",
            "has had no patches since 2025-03-06; consider version 3.2-0",
        ),
        ("xgboost", "sagemaker-xgboost", "1.5-1-cpu-py3", "warning", "has had no patches since 2023-02-21"),
        ("xgboost", "sagemaker-xgboost", "1.0-1", "warning", "is not supported"),
        ("deepar", "forecasting-deepar", "1", "warning", "has had no patches since 2024-08-01"),
        ("kmeans", "kmeans", "1", "info", "has had no patches since 2024-05-15; consider a model of scikit-learn"),
    ],
)
def test_an_image_without_patches(algorithm_id: str, repository: str, tag: str, severity: str, says: str) -> None:
    ((_, found_severity, message, key, value, _),) = found(algorithm_id, repository, tag, "SUP101")
    assert (found_severity, key, value) == (severity, "AlgorithmSpecification.TrainingImage", tag)
    assert message.startswith(f"The image with the tag {tag!r} {says}")


def test_the_last_day_counts() -> None:
    support = algorithm("xgboost").support
    assert support is not None
    assert support.ended("3.2-0", date(2027, 5, 13)) is None
    assert support.ended("3.2-0", date(2027, 5, 14)) == date(2027, 5, 13)
    assert support.patched(date(2026, 11, 17)) == ("3.2-0", "3.0-5")
    assert support.patched(date(2026, 11, 18)) == ("3.2-0",)
    assert support.ended("9.9-9", date(2030, 1, 1)) is None


@pytest.mark.parametrize(
    ("tag", "instance", "message"),
    [
        ("3.2-0", "ml.p3.2xlarge", "XGBoost 3.2-0 does not run on P3 instances."),
        ("1.7-1", "ml.p3.2xlarge", None),
        ("1.7-1", "ml.p2.xlarge", "XGBoost 1.7-1 does not run on P2 instances."),
        ("1.5-1", "ml.p2.xlarge", None),
        ("1.2-1", "ml.g4dn.xlarge", "XGBoost 1.2-1 does not run on G4DN instances."),
        ("1.2-2", "ml.g4dn.xlarge", None),
        ("3.2-0", "ml.m5.xlarge", None),
    ],
)
def test_families_go_with_versions(tag: str, instance: str, message: str | None) -> None:
    key = "ResourceConfig.InstanceType"
    expected = [("RES120", "error", message, key, instance, None)] if message else []
    assert found("xgboost", "sagemaker-xgboost", tag, "RES120", InstanceType=instance) == expected


def test_advice_says_that_an_image_is_not_patched() -> None:
    def cautions(name: str) -> list[str]:
        (one,) = recommend("rows of numbers", algorithm=name).recommendations
        return [caution.text for caution in one.cautions if "patches" in caution.text]

    (caution,) = cautions("object-detection")
    assert caution == (
        "It still trains, but its image has had no patches since 2024-05-15; consider object-detection-tensorflow."
    )
    assert cautions("xgboost") == []
    assert cautions("lightgbm") == []


def test_where_pages_disagree_on_checkpoints_a_long_wait_is_a_warning() -> None:
    for name, severity in (("linear-learner", "warning"), ("kmeans", "error")):
        content = request(NEED[name], [channel("train", "text/csv")])
        limits = {"MaxRuntimeInSeconds": 3600, "MaxWaitTimeInSeconds": 7200}
        report = findings(name, content | {"EnableManagedSpotTraining": True, "StoppingCondition": limits}, "REQ126")
        assert [finding[1] for finding in report] == [severity]
