"""Our verdict on XGBoost's settings against that of its container, version by version."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from advisor.engine.check import check
from advisor.request import request_of
from tests.builders.requests import JOB, channel, image, request

VERDICTS = Path(__file__).parent / "xgboost_verdicts.jsonl"
ROWS = [json.loads(line) for line in VERDICTS.read_text("utf-8").splitlines()[1:]]
VERSIONS = list(dict.fromkeys(row[0] for row in ROWS))

DISPUTED = "text/csv;label_size=1"
"""A content type that the container's check refuses and its authors recommend: we warn."""

BEYOND = {
    ("HYP109", "HyperParameters.objective"),  # the container's list has one that XGBoost does not know
    ("HYP109", "HyperParameters.num_class"),  # XGBoost stops at classes where the objective has none
    ("HYP114", "HyperParameters.eval_metric"),  # and at a metric of one class where there are several
    ("REQ103", "InputDataConfig[0].InputMode"),  # 3.2-0 has no reader for Pipe mode, though its check lets it pass
    ("REQ103", "InputDataConfig[1].InputMode"),
    ("HYP115", "HyperParameters.tree_method"),  # 3.2 has no gpu_hist, though the container lets it pass
}
"""What XGBoost itself refuses, after the container has let it pass."""


def judged(
    version: str, hyperparameters: dict[str, str], channels: list[list[Any]], machines: list[int]
) -> set[tuple[str, str | None]]:
    """Rule and key of the errors that we find."""
    hosts, gpus = machines
    asked = [
        channel(name, kind, InputMode=mode, s3={"S3DataDistributionType": spread})
        for name, kind, mode, spread in channels
    ]
    instance = "ml.g5.xlarge" if gpus else "ml.m5.xlarge"
    content = request(hyperparameters, asked, InstanceType=instance, InstanceCount=hosts)
    content["AlgorithmSpecification"]["TrainingImage"] = image("sagemaker-xgboost", version)
    report = check(None, algorithm="xgboost", job=request_of(content, JOB))
    return {(f.rule, f.location.key) for f in report.findings if f.severity == "error"}


def differences(version: str) -> Iterator[tuple[str, Any]]:
    for _, hyperparameters, channels, machines, refusal in (row for row in ROWS if row[0] == version):
        errors = judged(version, hyperparameters, channels, machines)
        if refusal and not errors and DISPUTED not in {kind for _, kind, *_ in channels}:
            yield "passes, and is refused", (hyperparameters, channels, refusal)
        elif errors - BEYOND and not refusal:
            yield "is an error, and is taken", (hyperparameters, channels, errors)


@pytest.mark.parametrize("version", VERSIONS)
def test_our_verdict_is_that_of_the_container(version: str) -> None:
    assert list(differences(version)) == []


def test_settings_of_both_kinds_were_asked_about() -> None:
    taken = sum(row[4] is None for row in ROWS)
    assert len(ROWS) >= 1500
    assert taken > len(ROWS) / 5
