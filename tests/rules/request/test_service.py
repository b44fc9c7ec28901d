"""Rules on what the service does beside training: machines that are kept, several types of them, Debugger."""

from __future__ import annotations

from typing import Any

import pytest

from tests.builders.requests import Brief, findings, image, request

KEPT = "ResourceConfig.KeepAlivePeriodInSeconds"
HOOK = {"DebugHookConfig": {"S3OutputPath": "s3://bucket/tensors/"}}
RULES = {"DebugRuleConfigurations": [{"RuleConfigurationName": "loss", "RuleEvaluatorImage": image("kmeans")}]}


def groups(*types: str, **more: Any) -> dict[str, Any]:
    listed = [{"InstanceGroupName": f"g{n}", "InstanceType": name, "InstanceCount": 1} for n, name in enumerate(types)]
    return {**request(), "ResourceConfig": {"InstanceGroups": listed, **more}}


@pytest.mark.parametrize(("seconds", "spot", "told"), [(1, True, True), (0, True, False), (600, False, False)])
def test_spot_instances_are_not_kept(seconds: int, spot: bool, told: bool) -> None:
    content = {**request(KeepAlivePeriodInSeconds=seconds), "EnableManagedSpotTraining": spot}
    expected = [("REQ154", "error", "Spot instances cannot be kept for the next job.", KEPT, str(seconds), None)]
    assert findings("kmeans", content, "REQ154") == expected * told


@pytest.mark.parametrize(("types", "told"), [(("ml.c5.xlarge", "ml.m5.xlarge"), True), (("ml.c5.xlarge",) * 2, False)])
def test_several_instance_types(types: tuple[str, ...], told: bool) -> None:
    message = "A cluster of several instance types cannot be kept for the next job."
    expected: list[Brief] = [("REQ154", "error", message, KEPT, "600", None)] * told
    assert findings("kmeans", groups(*types, KeepAlivePeriodInSeconds=600), "REQ154") == expected
    assert findings("kmeans", groups(*types), "REQ154") == []
    message = "K-Means is to train on ml.c5.xlarge and ml.m5.xlarge at once."
    expected = [("RES121", "warning", message, "ResourceConfig.InstanceGroups", None, None)] * told
    assert findings("kmeans", groups(*types), "RES121") == expected
    assert findings("catboost", groups(*types), "RES121") == []


@pytest.mark.parametrize(
    ("algorithm", "asked", "told"),
    [
        ("kmeans", HOOK, [("info", "DebugHookConfig")]),
        ("kmeans", RULES, [("warning", "DebugRuleConfigurations")]),
        ("kmeans", {**HOOK, **RULES}, [("warning", "DebugRuleConfigurations")]),
        ("kmeans", {}, []),
        ("xgboost", {**HOOK, **RULES}, []),
        ("catboost", {**HOOK, **RULES}, []),
    ],
)
def test_algorithms_that_debugger_does_not_see_into(
    algorithm: str, asked: dict[str, Any], told: list[tuple[str, str]]
) -> None:
    assert [(f[1], f[3]) for f in findings(algorithm, {**request(), **asked}, "REQ155")] == told


@pytest.mark.parametrize(("tag", "told"), [("1.7-1", False), ("3.0-5", True)])
def test_versions_of_xgboost_that_debugger_does_not_see_into(tag: str, told: bool) -> None:
    content = {**request(), **HOOK}
    content["AlgorithmSpecification"]["TrainingImage"] = image("sagemaker-xgboost", tag)
    message = f"XGBoost {tag} does not work with Debugger."
    assert findings("xgboost", content, "REQ155") == [("REQ155", "info", message, "DebugHookConfig", None, None)] * told


@pytest.mark.parametrize(("region", "told"), [("ap-southeast-3", True), ("ap-southeast-1", False)])
def test_regions_without_debugger(region: str, told: bool) -> None:
    content = {**request(), **HOOK, **RULES}
    content["AlgorithmSpecification"]["TrainingImage"] = image("sagemaker-xgboost", "1.7-1", region)
    message = f"There is no Debugger in {region}."
    expected = [("REQ156", "warning", message, "DebugRuleConfigurations", None, None)] * told
    assert findings("xgboost", content, "REQ156") == expected
