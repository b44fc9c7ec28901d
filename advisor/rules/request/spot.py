"""Rules on managed spot training: how long a job may wait for its machines, and what it keeps when they go."""

from __future__ import annotations

from collections.abc import Iterator

from advisor.case.hit import Hit
from advisor.case.model import Case
from advisor.knowledge.load import is_shared
from advisor.rules.base import rule

PAGE = "model-managed-spot-training.md"
CHECKPOINTS = "model-checkpoints.md#model-checkpoints-whats-supported"
API = "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_StoppingCondition.html"
NOT_SPOT = "https://github.com/Kenza-AI/sagify/issues/111"
WAIT = "StoppingCondition.MaxWaitTimeInSeconds"
WITHOUT_CHECKPOINTS = 3600
"""Seconds for which a job of an algorithm that keeps no checkpoints may wait at most."""


def _wait(case: Case) -> tuple[bool, object, object]:
    """Whether spot instances are asked for, and the longest wait and run."""
    limits = case.part("StoppingCondition")
    spot = case.raw.get("EnableManagedSpotTraining") is True
    return spot, limits.get("MaxWaitTimeInSeconds"), limits.get("MaxRuntimeInSeconds")


def _keeps_checkpoints(case: Case) -> bool | None:
    """Whether this version of the algorithm does; None where AWS's pages disagree."""
    training = case.facts.training
    if training.checkpoints and training.checkpoint_versions and case.image_version is not None:
        return case.has_version(training.checkpoint_versions)
    return training.checkpoints


def _keeps_no_checkpoints(case: Case) -> bool:
    """Whether none are known of; in a framework's container its own script may keep them."""
    return case.algorithm is not None and not _keeps_checkpoints(case) and not is_shared(case.algorithm)


@rule(
    "REQ124",
    "spot-wait-does-not-fit",
    "error",
    summary="The maximum wait for spot instances is missing, or shorter than the maximum run time.",
    why="The wait includes the run; CreateTrainingJob refuses a request without it, or with one that is too short.",
    fix="Set MaxWaitTimeInSeconds to MaxRuntimeInSeconds or more.",
    sources=(PAGE, API),
)
def spot_wait_does_not_fit(case: Case) -> Iterator[Hit]:
    spot, wait, run = _wait(case)
    fix = None
    if isinstance(run, int) and run > WITHOUT_CHECKPOINTS and _keeps_no_checkpoints(case):
        fix = (
            f"Set MaxRuntimeInSeconds and MaxWaitTimeInSeconds to {WITHOUT_CHECKPOINTS}, which is the most for an "
            "algorithm without checkpoints, or train on demand."
        )
    if spot and wait is None:
        yield case.request_hit(WAIT, "Managed spot training is asked for without MaxWaitTimeInSeconds.", fix=fix)
    elif spot and isinstance(wait, int) and isinstance(run, int) and wait < run:
        message = f"MaxWaitTimeInSeconds is below MaxRuntimeInSeconds, {run}."
        yield case.request_hit(WAIT, message, value=str(wait), fix=fix)


@rule(
    "REQ125",
    "wait-without-spot",
    "error",
    summary="A maximum wait for spot instances is set, but spot training is not.",
    why="CreateTrainingJob refuses the request.",
    fix="Set EnableManagedSpotTraining to true, or leave MaxWaitTimeInSeconds out.",
    sources=(API, NOT_SPOT),
    training_error="Invalid MaxWaitTimeInSeconds. It is only supported when EnableManagedSpotTraining is set to true",
)
def wait_without_spot(case: Case) -> Iterator[Hit]:
    spot, wait, _ = _wait(case)
    if not spot and wait is not None:
        yield case.request_hit(WAIT, "MaxWaitTimeInSeconds is set without managed spot training.", value=str(wait))


@rule(
    "REQ126",
    "spot-wait-without-checkpoints",
    "error",
    summary="A spot job may wait for more than an hour, but its algorithm keeps no checkpoints.",
    why="The job would start over after each interruption; SageMaker allows such jobs to wait for at most 60 minutes.",
    fix="Set MaxWaitTimeInSeconds, and with it MaxRuntimeInSeconds, to 3600 or less, or train on demand.",
    sources=(PAGE, CHECKPOINTS),
)
def spot_wait_without_checkpoints(case: Case) -> Iterator[Hit]:
    spot, wait, _ = _wait(case)
    if not spot or not isinstance(wait, int) or wait <= WITHOUT_CHECKPOINTS:
        return
    if case.algorithm is None or not _keeps_no_checkpoints(case):
        return
    name, limit = case.algorithm.name, f"{WITHOUT_CHECKPOINTS} seconds"
    if _keeps_checkpoints(case) is False:
        version = f" {case.image_version}" if case.algorithm.training.checkpoint_versions else ""
        message = f"{name}{version} keeps no checkpoints; it may wait for {limit} at most."
        yield case.request_hit(WAIT, message, value=str(wait))
    else:
        message = (
            f"AWS's pages disagree on whether {name} keeps checkpoints: its own says so, the page on checkpoints does "
            f"not list it. If it keeps none, it may wait for {limit} at most."
        )
        sources = (case.algorithm.training.sources[0], CHECKPOINTS, PAGE)
        fix = "Set MaxWaitTimeInSeconds to 3600 or less where CreateTrainingJob refuses it; else nothing is to be done."
        yield case.request_hit(WAIT, message, value=str(wait), severity="warning", sources=sources, fix=fix)


@rule(
    "REQ152",
    "spot-without-checkpoints",
    "warning",
    summary="A spot job that may run for more than an hour names no place for its checkpoints.",
    why="The algorithm can go on from its last checkpoint, but only from one in S3. Without them each interruption "
    "starts the job over, and the time before it is paid for in vain.",
    fix='Add CheckpointConfig, such as {"S3Uri": "s3://BUCKET/JOB/checkpoints/"}.',
    sources=(PAGE, CHECKPOINTS),
    needs=("algorithm", "request"),
)
def spot_without_checkpoints(case: Case) -> Iterator[Hit]:
    spot, _, run = _wait(case)
    place = case.raw.get("CheckpointConfig")
    named = place.get("S3Uri") if isinstance(place, dict) else place
    is_long = isinstance(run, int) and run > WITHOUT_CHECKPOINTS
    if spot and is_long and not named and _keeps_checkpoints(case):
        message = f"The job may run for {run} seconds; {case.facts.name} keeps checkpoints, and has no place for them."
        yield case.request_hit("CheckpointConfig", message)


@rule(
    "REQ153",
    "checkpoints-not-kept",
    "warning",
    summary="The request names a place for checkpoints, but its algorithm keeps none.",
    why="Nothing is ever written there: a job that is interrupted, or started again with the same place, begins anew.",
    fix="Leave CheckpointConfig out, and do not count on it.",
    sources=(CHECKPOINTS,),
    needs=("algorithm", "request"),
)
def checkpoints_not_kept(case: Case) -> Iterator[Hit]:
    named = case.request is not None and case.request.states("CheckpointConfig")
    if named and _keeps_no_checkpoints(case) and _keeps_checkpoints(case) is False:
        message = f"{case.facts.name} keeps no checkpoints: nothing will be written there."
        yield case.request_hit("CheckpointConfig", message)
