"""Rules on the shape of a request: what the API refuses before anything is looked at."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from advisor.case.hit import Hit
from advisor.case.model import Case
from advisor.request import PLACEHOLDER, texts
from advisor.rules.base import rule
from advisor.rules.sources import CREATE_TRAINING_JOB

MODEL = "botocore:CreateTrainingJobRequest"
NAME = re.compile(r"[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}")
ROLE = re.compile(r"arn:aws[a-z\-]*:iam::\d{12}:role/?[a-zA-Z_0-9+=,.@\-_/]+")

REQUIRED: tuple[str, ...] = (
    "TrainingJobName",
    "RoleArn",
    "OutputDataConfig.S3OutputPath",
    "AlgorithmSpecification.TrainingInputMode",
)
"""Members without which the API refuses every request; those of channels are looked at one by one."""

CHOICES_OF_CHANNEL = {
    "CompressionType": ("None", "Gzip"),
    "RecordWrapperType": ("None", "RecordIO"),
    "DataSource.S3DataSource.S3DataDistributionType": ("FullyReplicated", "ShardedByS3Key"),
}
LEAST_OF_JOB = {"StoppingCondition.MaxRuntimeInSeconds": 1, "StoppingCondition.MaxWaitTimeInSeconds": 1}

REQUIRED_OF_CHANNEL = ("DataSource.S3DataSource.S3DataType", "DataSource.S3DataSource.S3Uri")


def _member(content: object, path: str) -> object:
    for step in path.split("."):
        content = content.get(step) if isinstance(content, dict) else None
    return content


@rule(
    "REQ120",
    "missing-member",
    "error",
    summary="The request lacks a member that the API demands.",
    why="CreateTrainingJob refuses the request.",
    fix="Add the member.",
    sources=(CREATE_TRAINING_JOB, MODEL),
    training_error="Missing required parameter in input",
)
def missing_member(case: Case) -> Iterator[Hit]:
    raw = case.request.raw if case.request else {}
    for path in REQUIRED if raw else ():
        if _member(raw, path) in (None, ""):
            yield case.request_hit(path, f"{path} is missing.")
    for path in _missing_resources(raw) if raw else ():
        yield case.request_hit(path, f"{path} is missing.")
    channels = raw.get("InputDataConfig") or ()
    for number, channel in enumerate(channels):
        source = _member(channel, "DataSource")
        reads_s3 = not isinstance(source, dict) or not source or "S3DataSource" in source
        for path in REQUIRED_OF_CHANNEL if reads_s3 else ():
            if _member(channel, path) in (None, ""):
                yield case.request_hit(f"InputDataConfig[{number}].{path}", f"{path} of a channel is missing.")


def _missing_resources(raw: Mapping[str, Any]) -> list[str]:
    """What says on which machines to train, unless the request does so in another way."""
    resources = raw.get("ResourceConfig")
    if not resources:
        return [] if "ServerlessJobConfig" in raw else ["ResourceConfig"]
    if not isinstance(resources, dict) or {"InstanceGroups", "InstancePreferences"} & resources.keys():
        return []
    return [f"ResourceConfig.{name}" for name in ("InstanceType", "InstanceCount") if resources.get(name) is None]


@rule(
    "REQ121",
    "no-channels",
    "error",
    summary="The request names no channel.",
    why="A built-in algorithm has nothing to train on; an empty list is refused by the API.",
    fix="Name the channels in InputDataConfig.",
    sources=(CREATE_TRAINING_JOB, MODEL),
    training_error="Length of container InputDataConfig=0 cannot be less than min=1",
)
def no_channels(case: Case) -> Iterator[Hit]:
    if case.request is not None and not case.request.input_data_config:
        yield case.request_hit("InputDataConfig", "InputDataConfig names no channel.")


@rule(
    "REQ122",
    "malformed-member",
    "error",
    summary="A member of the request does not have the form that the API demands.",
    why="CreateTrainingJob refuses the request.",
    fix="Write the value in the form named.",
    sources=(CREATE_TRAINING_JOB, MODEL),
    training_error="failed to satisfy constraint: Member must satisfy regular expression pattern",
)
def malformed_member(case: Case) -> Iterator[Hit]:
    if case.request is None:
        return
    name, role = case.request.training_job_name, case.request.raw.get("RoleArn")
    if name and not NAME.fullmatch(name):
        message = "TrainingJobName takes up to 63 letters, digits and hyphens, and begins and ends with no hyphen."
        yield case.request_hit("TrainingJobName", message, value=name)
    if isinstance(role, str) and role and not ROLE.fullmatch(role):
        yield case.request_hit("RoleArn", "RoleArn is no ARN of a role.", value=role)
    resources = case.request.resource_config
    count = resources.instance_count if resources else None
    if count is not None and count < 1:
        yield case.request_hit("ResourceConfig.InstanceCount", "At least one instance is needed.", value=str(count))
    for path, least in LEAST_OF_JOB.items():
        number = _member(case.request.raw, path)
        if isinstance(number, int) and number < least:
            yield case.request_hit(path, f"{path} must be at least {least}.", value=str(number))
    yield from _outside_choices(case)


def _outside_choices(case: Case) -> Iterator[Hit]:
    for number, asked in enumerate(case.request.raw.get("InputDataConfig") or () if case.request else ()):
        for path, choices in CHOICES_OF_CHANNEL.items():
            value = _member(asked, path)
            if isinstance(value, str) and value and value not in choices:
                message = f"{path} must be {' or '.join(choices)}."
                yield case.request_hit(f"InputDataConfig[{number}].{path}", message, value=value)


@rule(
    "REQ123",
    "hyperparameter-not-text",
    "error",
    summary="A hyperparameter is written as a number or a truth value, not as text.",
    why="HyperParameters maps names to strings; the API refuses anything else.",
    fix='Write the value in quotes: `"k": "10"`.',
    sources=(CREATE_TRAINING_JOB, MODEL),
    training_error="Parameter validation failed: Invalid type for parameter HyperParameters",
)
def hyperparameter_not_text(case: Case) -> Iterator[Hit]:
    given = _member(case.request.raw, "HyperParameters") if case.request else None
    # A tool that makes a request of YAML mostly makes strings of its numbers.
    by_hand = bool(case.request and case.request.path.lower().endswith((".yaml", ".yml")))
    for name, value in given.items() if isinstance(given, dict) else ():
        if not isinstance(value, str):
            message = f"{name!r} is {value!r} and not text."
            key, severity = f"HyperParameters.{name}", "warning" if by_hand else None
            yield case.request_hit(key, message, value=str(value), severity=severity)


@rule(
    "REQ130",
    "placeholder-left",
    "warning",
    summary="A value of the request is still to be filled in.",
    why="The request was written with placeholders for what only you can know; the job cannot run with them.",
    fix="Put your own value in the place of each that contains `fill-in-`.",
    sources=(CREATE_TRAINING_JOB,),
)
def placeholder_left(case: Case) -> Iterator[Hit]:
    for key, value in texts(case.request.raw if case.request else {}):
        if PLACEHOLDER in value:
            yield case.request_hit(key, "What only you can know is still to be filled in.", value=value)
