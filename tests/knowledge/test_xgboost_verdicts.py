"""Our verdict on XGBoost's settings against that of its container, version by version."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
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
    ("RES102", "ResourceConfig.InstanceType"),  # and gpu_hist finds no GPU on a machine without one
    ("HYP112", "HyperParameters.max_depth"),  # nor does every way to grow trees take a depth without limit
    ("HYP112", "HyperParameters.base_score"),  # nor a logistic objective a base score that is no probability
    ("HYP112", "HyperParameters.sampling_method"),
    ("HYP114", "HyperParameters.updater"),
    ("HYP115", "HyperParameters.updater"),
    ("HYP109", "HyperParameters.max_bin"),
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


RUNS = [json.loads(line) for line in (Path(__file__).parent / "xgboost_runs.jsonl").read_text("utf-8").splitlines()]
"""What XGBoost itself makes of settings, in the version that each image holds: version, setting, what it ends with."""


@cache
def told_of(version: str, setting: str) -> frozenset[tuple[str, str | None]]:
    """Rule and key of the errors and warnings that we find in a setting, which is given as JSON."""
    given = json.loads(setting)
    several = {"num_class": "3"} if given["objective"].startswith("multi") else {}
    content = request(
        {"num_round": "2", **given, **several}, [channel("train", "text/csv")], InstanceType="ml.m5.xlarge"
    )
    content["AlgorithmSpecification"]["TrainingImage"] = image("sagemaker-xgboost", version)
    report = check(None, algorithm="xgboost", job=request_of(content, JOB))
    found = [f for f in report.findings if f.severity in ("error", "warning") and f.rule.startswith(("HYP", "RES"))]
    return frozenset((f.rule, f.location.key) for f in found)


STOPPED = [(version, json.dumps(setting), end) for version, setting, end in RUNS if end]


@pytest.mark.parametrize("version", dict.fromkeys(run[0] for run in RUNS))
def test_nothing_passes_that_xgboost_itself_stops_at(version: str) -> None:
    assert [(s, end) for v, s, end in STOPPED if v == version and not told_of(version, s)] == []


def test_what_goes_beyond_the_container_was_seen() -> None:
    seen = {place for version, setting, _ in STOPPED for place in told_of(version, setting)}
    assert BEYOND - seen == {("REQ103", "InputDataConfig[0].InputMode"), ("REQ103", "InputDataConfig[1].InputMode")}
