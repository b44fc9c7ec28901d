"""What is emitted runs: every algorithm, in regions of each partition, passes the check of the request."""

from __future__ import annotations

import json
from typing import Any

import pytest

from advisor.advise.plan.emit import EmitError, Place, emitted
from advisor.engine.check import check
from advisor.knowledge.load import algorithm, algorithm_ids
from advisor.recommendation import recommend
from advisor.request import request_of

REGIONS = ("us-east-1", "eu-central-1", "ap-southeast-3", "cn-north-1", "us-gov-west-1")
ROLES = {"cn-north-1": "aws-cn", "us-gov-west-1": "aws-us-gov"}


def request(name: str, region: str, words: str = "") -> dict[str, Any]:
    partition = ROLES.get(region, "aws")
    place = Place(region, f"arn:{partition}:iam::123456789012:role/training", "my-data")
    content: dict[str, Any] = json.loads(emitted(recommend(words, algorithm=name), "job.json", place))
    return content


@pytest.mark.parametrize("region", REGIONS)
@pytest.mark.parametrize("name", algorithm_ids())
def test_every_algorithm_in_every_partition(name: str, region: str) -> None:
    try:
        content = request(name, region)
    except EmitError as error:
        assert region in str(error)  # noqa: PT017 - only some regions are refused
        return
    image = content["AlgorithmSpecification"]["TrainingImage"]
    assert f".dkr.ecr.{region}.amazonaws.com" in image
    report = check(None, algorithm=name, job=request_of(content, "job.json"))
    assert [f.message for f in report.findings if f.severity == "error"] == []


@pytest.mark.parametrize("name", [name for name in algorithm_ids() if algorithm(name).script])
def test_a_script_comes_with_its_model(name: str) -> None:
    content = request(name, "us-east-1")
    script = algorithm(name).script
    names = {channel["ChannelName"] for channel in content["InputDataConfig"]}
    assert script is not None
    assert (script.model_channel in names) == (script.needs_model is not False)
    assert content["HyperParameters"]["sagemaker_program"]


def test_early_stopping_brings_the_channel_that_it_goes_by() -> None:
    plain, stopped = request("xgboost", ""), request("xgboost", "", "early stopping after 20 rounds without progress")
    assert [channel["ChannelName"] for channel in plain["InputDataConfig"]] == ["train"]
    assert [channel["ChannelName"] for channel in stopped["InputDataConfig"]] == ["train", "validation"]
    assert stopped["HyperParameters"]["early_stopping_rounds"] == "20"


def test_a_job_stops_when_its_time_is_over() -> None:
    content = request("xgboost", "", "it must be trained within two hours")
    assert content["StoppingCondition"]["MaxRuntimeInSeconds"] == 7200


def test_machines_at_hand_are_taken() -> None:
    content = request("image-classification", "", "we have two ml.g5.2xlarge")
    assert (content["ResourceConfig"]["InstanceType"], content["ResourceConfig"]["InstanceCount"]) == (
        "ml.g5.2xlarge", 2,
    )  # fmt: skip
