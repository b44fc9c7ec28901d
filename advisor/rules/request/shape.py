"""Rules on the shape of a request: what the API refuses before anything is looked at."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from advisor.case.hit import Hit
from advisor.case.model import Case
from advisor.case.request.asked import S3, Entry
from advisor.knowledge.shapes import Fault, Kind, faults, held, is_known_later
from advisor.request import PLACEHOLDER, texts
from advisor.rules.base import rule
from advisor.rules.sources import CREATE_TRAINING_JOB

MODEL = "botocore:CreateTrainingJobRequest"
OPERATION, TUNING = "CreateTrainingJob", "CreateHyperParameterTuningJob"
DEFINITION = "HyperParameterTrainingJobDefinition"
SOURCES = (CREATE_TRAINING_JOB, MODEL)
FILE_SYSTEMS = "model-access-training-data.md"
STOPPING = "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_StoppingCondition.html"
TAGS = "https://github.com/aws/sagemaker-python-sdk/pull/1362"
FILE_SYSTEM = "FileSystemDataSource"
SOURCES_OF_DATA = {"S3DataSource", FILE_SYSTEM, "DatasetSource"}
LONGEST = 28 * 24 * 3600
"""Seconds that a training job may run at most."""
OF_AWS = "aws:"
"""The beginning of the keys of tags that only AWS itself may give, in any case of letters."""
FORMS = {
    "TrainingJobName": "TrainingJobName may have up to 63 letters, digits and hyphens, but no hyphen at either end.",
    "HyperParameterTuningJobName": "HyperParameterTuningJobName may have up to 32 letters, digits and hyphens, but no "
    "hyphen at either end.",
    "RoleArn": "RoleArn is not the ARN of a role.",
}
"""What pattern and size in the model mean, in words."""
JUDGED_ELSEWHERE = ("S3Uri", "HyperParameters", "HyperParameterKey", "HyperParameterValue")
"""Shapes whose form and size have rules of their own."""
INSTANCE_TYPE = "ResourceConfig.InstanceType"  # has a rule of its own, too
EXCLUSIVE: dict[str, tuple[tuple[str, ...], ...]] = {
    "AlgorithmSpecification": (("TrainingImage", "AlgorithmName"),),
    "ResourceConfig": (
        ("InstanceGroups", "InstanceType"),
        ("InstanceGroups", "InstanceCount"),
        ("InstancePreferences", "InstanceType"),
        ("InstancePreferences", "InstanceGroups"),
        ("InstancePreferences", "InstancePlacementConfig"),
    ),
}
"""Parts of the request with members of which one may be there; the model's own texts say so."""


def _faults(case: Case, *kinds: str) -> Iterator[Fault]:
    for fault in (*_of_request(case), *_of_tuning(case)):
        if fault.kind in kinds and PLACEHOLDER not in (fault.value or ""):
            yield fault


def _of_request(case: Case) -> Iterator[Fault]:
    return faults(case.request.raw, OPERATION) if case.request and case.request.raw else iter(())


def _of_tuning(case: Case) -> Iterator[Fault]:
    """The faults of a tuning job itself, apart from those of its training job definitions. It may be named later."""
    tuning = case.request.tuning if case.request else None
    for fault in faults(tuning["job"], TUNING) if tuning else ():
        if fault.kind != "missing" or "." in fault.key:
            yield fault
    yield from _of_definition(case, tuning) if tuning else ()


def _of_definition(case: Case, tuning: Mapping[str, Any]) -> Iterator[Fault]:
    """What a training job definition lacks or must not hold, as far as the shape of a request does not say it."""
    place = case.request.place if case.request else str
    kinds: tuple[Kind, ...] = ("unknown", "missing")
    said = {place(fault.key) for fault in _of_request(case) if fault.kind in kinds}
    said |= {place(key) for key in _missing_parts(case)}
    for fault in held(tuning["definition"], DEFINITION, tuning["place"]):
        if fault.kind in kinds and place(fault.key) not in said:
            yield fault


def _hit(case: Case, fault: Fault) -> Hit:
    number = re.match(r"InputDataConfig\[(\d+)\]\.", fault.key)
    channel = case.request.input_data_config[int(number[1])].channel_name if case.request and number else None
    return case.request_hit(fault.key, fault.message, channel=channel or None, value=fault.value)


@rule(
    "REQ120",
    "missing-member",
    "error",
    summary="The request lacks a field that the API requires.",
    why="CreateTrainingJob refuses the request.",
    fix="Add the field.",
    sources=SOURCES,
    training_error="Missing required parameter in input",
)
def missing_member(case: Case) -> Iterator[Hit]:
    for fault in _faults(case, "missing"):
        yield _hit(case, fault)
    for path in (*_missing_parts(case), *_missing_sources(case)):
        yield case.request_hit(path, f"{path.rpartition('.')[2]} is missing.")
    if FILE_SYSTEM in _sources_of_data(case) and case.request and not case.request.states("VpcConfig"):
        message = "VpcConfig is missing: without it the job reaches no file system."
        yield case.request_hit("VpcConfig", message, sources=(FILE_SYSTEMS,))


def _missing_parts(case: Case) -> Iterator[str]:
    """What says what to run and on which machines, unless the request does so in another way."""
    raw = case.raw
    if not raw or "ServerlessJobConfig" in raw:
        return
    given = {str(name).removesuffix(".$") for name in raw}
    yield from (name for name in ("AlgorithmSpecification", "ResourceConfig") if name not in given)
    resources = {str(name).removesuffix(".$") for name in case.part("ResourceConfig")}
    if "ResourceConfig" in raw and not {"InstanceGroups", "InstancePreferences"} & resources:
        yield from (f"ResourceConfig.{name}" for name in ("InstanceType", "InstanceCount") if name not in resources)


def _missing_sources(case: Case) -> Iterator[str]:
    """The data sources of channels that name none."""
    channels = case.raw.get("InputDataConfig")
    for number, channel in enumerate(channels if isinstance(channels, list) else ()):
        if isinstance(channel, dict) and channel.get("DataSource") == {}:
            yield Entry(case, number).key(S3)


def _sources_of_data(case: Case) -> set[str]:
    """The kinds of sources that the channels name."""
    channels = case.raw.get("InputDataConfig")
    sources = [c.get("DataSource") for c in (channels if isinstance(channels, list) else ()) if isinstance(c, dict)]
    return {str(kind) for source in sources if isinstance(source, dict) for kind in source}


@rule(
    "REQ127",
    "unknown-member",
    "error",
    summary="The request has a field that the API does not know.",
    why="The client refuses the request, or ignores the field, and what was intended does not happen.",
    fix="Correct the name, or leave the field out.",
    sources=SOURCES,
    training_error="Unknown parameter in input",
)
def unknown_member(case: Case) -> Iterator[Hit]:
    for fault in _faults(case, "unknown"):
        yield _hit(case, fault)


@rule(
    "REQ128",
    "member-of-another-type",
    "error",
    summary="A field of the request has a type that the API does not accept.",
    why="The client refuses the request: a number in quotes is text, and a list is not text.",
    fix="Write the value as the type that the message names.",
    sources=SOURCES,
    training_error="Parameter validation failed: Invalid type for parameter",
)
def member_of_another_type(case: Case) -> Iterator[Hit]:
    for fault in _faults(case, "type"):
        if fault.shape != "HyperParameterValue":
            yield _hit(case, fault)


@rule(
    "REQ129",
    "exclusive-members",
    "error",
    summary="The request has two fields of which only one is allowed.",
    why="CreateTrainingJob refuses the request, or the job fails at once.",
    fix="Leave one of the two out.",
    needs=(),
    sources=(
        *SOURCES,
        "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_AlgorithmSpecification.html",
        "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ResourceConfig.html",
    ),
)
def exclusive_members(case: Case) -> Iterator[Hit]:
    for part, pairs in EXCLUSIVE.items():
        given = case.part(part)
        for first, second in pairs:
            if given.get(first) and given.get(second):
                yield case.request_hit(f"{part}.{second}", f"{second} may not be given together with {first}.")
    channels = case.raw.get("InputDataConfig")
    for number, channel in enumerate(channels if isinstance(channels, list) else ()):
        source = channel.get("DataSource") if isinstance(channel, dict) else None
        if isinstance(source, dict) and len(source) > 1 and {*source} <= SOURCES_OF_DATA:
            message = f"A channel has one source of data, not {' and '.join(source)}."
            yield Entry(case, number).hit("DataSource", message)


@rule(
    "REQ121",
    "no-channels",
    "error",
    summary="The request names no channel.",
    why="A built-in algorithm has nothing to train on; the API refuses an empty list.",
    fix="Name the channels in InputDataConfig.",
    sources=SOURCES,
    training_error="Length of container InputDataConfig=0 cannot be less than min=1",
)
def no_channels(case: Case) -> Iterator[Hit]:
    request = case.request
    if request is not None and not request.input_data_config and not request.states("InputDataConfig"):
        yield case.request_hit("InputDataConfig", "InputDataConfig names no channel.")


@rule(
    "REQ122",
    "malformed-member",
    "error",
    summary="A field of the request does not have the form, the size or one of the values that the API accepts.",
    why="CreateTrainingJob refuses the request.",
    fix="Write the value in the form that the message names.",
    sources=SOURCES,
    training_error="failed to satisfy constraint: Member must satisfy regular expression pattern",
)
def malformed_member(case: Case) -> Iterator[Hit]:
    reported = (
        (INSTANCE_TYPE,) if case.request and case.request.input_data_config else (INSTANCE_TYPE, "InputDataConfig")
    )
    for fault in _faults(case, "choice", "form", "size"):
        if fault.shape not in JUDGED_ELSEWHERE and fault.key not in reported:
            yield replace(_hit(case, fault), message=FORMS.get(fault.shape, fault.message))
    count = case.part("ResourceConfig").get("InstanceCount")
    if isinstance(count, int) and count == 0:
        yield case.request_hit("ResourceConfig.InstanceCount", "At least one instance is needed.", value=str(count))
    seconds = case.part("StoppingCondition").get("MaxRuntimeInSeconds")
    if isinstance(seconds, int) and seconds > LONGEST:
        message = f"A job may run for 28 days, {LONGEST} seconds, at most."
        key = "StoppingCondition.MaxRuntimeInSeconds"
        yield case.request_hit(key, message, value=str(seconds), sources=(STOPPING,))
    yield from _malformed_tags(case)


def _malformed_tags(case: Case) -> Iterator[Hit]:
    """Tags whose keys have the form that the model tells, and are refused all the same."""
    tags = (case.tuning["job"] if case.tuning else case.raw).get("Tags")
    before: set[str] = set()
    for number, tag in enumerate(tags if isinstance(tags, list) else ()):
        name = tag.get("Key") if isinstance(tag, dict) else None
        if not isinstance(name, str) or is_known_later(name):
            continue
        key = f"Tags[{number}].Key"
        if name.lower().startswith(OF_AWS):
            yield case.request_hit(key, f"Keys that begin with {OF_AWS} are AWS's own.", value=name, sources=(TAGS,))
        elif name in before:
            yield case.request_hit(key, "Two tags have this key.", value=name)
        before.add(name)


@rule(
    "REQ123",
    "hyperparameter-not-text",
    "error",
    summary="A hyperparameter is written as a number or as true or false, not as text.",
    why="HyperParameters maps names to strings; the API refuses anything else.",
    fix='Write the value in quotes: `"k": "10"`.',
    sources=SOURCES,
    training_error="Parameter validation failed: Invalid type for parameter HyperParameters",
)
def hyperparameter_not_text(case: Case) -> Iterator[Hit]:
    # A tool that makes a request of YAML mostly makes strings of its numbers.
    by_hand = bool(case.request and case.request.path.lower().endswith((".yaml", ".yml")))
    for fault in _faults(case, "type"):
        if fault.shape == "HyperParameterValue":
            yield replace(_hit(case, fault), severity="warning" if by_hand else None)


@rule(
    "REQ130",
    "placeholder-left",
    "warning",
    summary="A value in the request is still to be filled in.",
    why="The request was written with placeholders for what only you can know; the job cannot run with them.",
    fix="Replace each value that contains `fill-in-` with your own.",
    sources=(CREATE_TRAINING_JOB,),
)
def placeholder_left(case: Case) -> Iterator[Hit]:
    for key, value in texts(case.raw):
        if PLACEHOLDER in value:
            yield case.request_hit(key, "This value is still to be filled in; only you can know it.", value=value)
