"""The rules on algorithms in script mode: what a request needs beside the image."""

from __future__ import annotations

from typing import Any

import pytest

from advisor.engine.check import check
from advisor.knowledge.load import algorithms
from advisor.request import request_of
from tests.builders.requests import JOB, channel, findings, request

SEVEN = sorted(name for name, facts in algorithms().items() if facts.script)
SCRIPT = {"sagemaker_program": "transfer_learning.py", "sagemaker_submit_directory": "s3://bucket/sourcedir.tar.gz"}


def asked(name: str, hyperparameters: dict[str, Any], *others: str) -> dict[str, Any]:
    train = "train" if name == "lightgbm" else "training"
    return request(hyperparameters, [channel(each) for each in (train, *others)])


@pytest.mark.parametrize("name", SEVEN)
def test_a_request_with_script_and_model(name: str) -> None:
    assert findings(name, asked(name, SCRIPT, "model"), "REQ15") == []


@pytest.mark.parametrize("name", SEVEN)
def test_a_request_without_them(name: str) -> None:
    script = algorithms()[name].script
    assert script is not None
    report = findings(name, asked(name, {}), "REQ15")
    severity = {True: "error", None: "warning"}
    model = [] if script.needs_model is False else [("REQ151", severity[script.needs_model])]
    assert [finding[:2] for finding in report] == [*[("REQ150", "error")], *model]
    assert next(iter(script.model_ids.values())) in report[0][2]


@pytest.mark.parametrize(
    ("algorithm", "name", "told"),
    [
        ("catboost", "code", []),
        ("catboost", "sm_drivers", []),
        ("catboost", "codes", ["codes"]),
        ("kmeans", "code", ["code"]),
        ("xgboost", "code", []),
        ("xgboost", "sm_drivers", ["sm_drivers"]),
    ],
)
def test_channels_in_which_the_sdk_sends_code(algorithm: str, name: str, told: list[str]) -> None:
    report = check(None, algorithm=algorithm, job=request_of(request(SCRIPT, [channel("train"), channel(name)]), JOB))
    assert [
        finding.channel for finding in report.findings if finding.rule == "LAY103" and finding.channel != "train"
    ] == told


def test_one_of_the_two_is_not_enough() -> None:
    program = {"sagemaker_program": "transfer_learning.py"}
    ((_, _, message, key, _, _),) = findings("catboost", asked("catboost", program, "model"), "REQ150")
    assert message.startswith("sagemaker_submit_directory is missing: the job is to run transfer_learning.py, ")
    assert key == "HyperParameters"


def test_an_image_may_be_told_what_to_start() -> None:
    content = asked("lightgbm", {}, "model")
    content["AlgorithmSpecification"]["ContainerEntrypoint"] = ["/bin/bash", "train.sh"]
    assert findings("lightgbm", content, "REQ15") == []
    content = asked("lightgbm", {}, "model") | {"Environment": {name.upper(): value for name, value in SCRIPT.items()}}
    assert findings("lightgbm", content, "REQ15") == []


def test_a_request_that_names_no_data_yet_is_not_asked_for_its_script() -> None:
    assert findings("lightgbm", request({}, []), "REQ15") == []


def test_an_image_of_ones_own_is_not_looked_into() -> None:
    content = asked("lightgbm", {})
    content["AlgorithmSpecification"]["TrainingImage"] = "123456789012.dkr.ecr.us-east-1.amazonaws.com/my-trees:1"
    assert findings("lightgbm", content, "REQ15") == []


def test_other_algorithms_have_no_script() -> None:
    assert findings("kmeans", request({}, [channel("train")]), "REQ15") == []


def test_the_model_of_a_task() -> None:
    script = algorithms()["catboost"].script
    assert script is not None
    assert script.model_id("regression") == "catboost-regression-model"
    assert script.model_id("binary-classification") == "catboost-classification-model"
    assert script.model_id("ranking") == "catboost-classification-model"
