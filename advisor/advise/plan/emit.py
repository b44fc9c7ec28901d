"""Advice as something to run: a complete CreateTrainingJob request, or a script for the SageMaker Python SDK.

What only the person can know stands as a placeholder: `fill-in-` and what it is, in a form that the API's patterns
take.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from advisor.advise.models import Advice, ChannelAdvice, Family, Recommendation
from advisor.advise.plan.sdk_script import Version, training_script
from advisor.advise.problem import Problem
from advisor.errors import AdvisorError
from advisor.knowledge.images import Build, images
from advisor.knowledge.load import algorithm, is_shared
from advisor.knowledge.models.algorithm import Algorithm
from advisor.knowledge.versions import includes
from advisor.media_type import MediaType
from advisor.request import PLACEHOLDER


class EmitError(AdvisorError):
    """There is nothing to write a request for; the message says why."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a job runs; what is not given stays a placeholder."""

    region: str = ""
    role: str = ""
    bucket: str = ""

    @property
    def role_arn(self) -> str:
        partition = images().partition_of(self.region) or "aws"
        return self.role or f"arn:{partition}:iam::000000000000:role/{PLACEHOLDER}role"

    @property
    def s3(self) -> str:
        return f"s3://{self.bucket or PLACEHOLDER + 'bucket'}"


def emitted(advice: Advice, name: str, place: Place, sdk: Version = 3) -> str:
    """The text of a file called `name`: a script for `.py`, else a request in JSON. Raises `EmitError`."""
    if not advice.recommendations:
        because = "no built-in algorithm fits" if advice.none_fits else "there is no advice yet"
        raise EmitError(f"{because}, so there is no training job to write")
    best = advice.recommendations[0]
    content = request(best, place)
    if name.endswith(".py"):
        return script(content, algorithm(best.algorithm), advice.problem, sdk)
    return json.dumps(content, indent=2) + "\n"


def request(best: Recommendation, place: Place) -> dict[str, Any]:
    """A CreateTrainingJob request for the recommendation."""
    facts = algorithm(best.algorithm)
    return {
        "TrainingJobName": f"{facts.id}-{PLACEHOLDER}name",
        "AlgorithmSpecification": {
            "TrainingImage": image(facts, place.region, best.training.family),
            "TrainingInputMode": best.input.mode,
        },
        "RoleArn": place.role_arn,
        "HyperParameters": {**hyperparameters(best), **_source(facts)},
        "InputDataConfig": [
            _channel(facts, best, channel, place)
            for channel in best.input.channels
            if channel.required or channel.found or channel.advised
        ]
        + _model(facts),
        "OutputDataConfig": {"S3OutputPath": f"{place.s3}/{facts.id}/output/"},
        "ResourceConfig": {
            "InstanceType": best.training.instance_type,
            "InstanceCount": best.training.instance_count,
            "VolumeSizeInGB": best.training.volume_gb,
        },
        "StoppingCondition": {"MaxRuntimeInSeconds": best.training.max_runtime_seconds},
        **_spot(best, place),
    }


def hyperparameters(best: Recommendation) -> dict[str, str]:
    """What the algorithm is told, as the API is sent it."""
    facts = algorithm(best.algorithm)
    return {name: _text(setting.value, name, facts) for name, setting in best.hyperparameters.items()}


def _spot(best: Recommendation, place: Place) -> dict[str, Any]:
    """Spot instances, where they are advised and a job that was interrupted goes on."""
    if not best.training.spot or not algorithm(best.algorithm).training.checkpoints:
        return {}
    longest = best.training.max_runtime_seconds
    return {
        "EnableManagedSpotTraining": True,
        "CheckpointConfig": {"S3Uri": f"{place.s3}/{best.algorithm}/checkpoints/"},
        "StoppingCondition": {"MaxRuntimeInSeconds": longest, "MaxWaitTimeInSeconds": 2 * longest},
    }


def image(facts: Algorithm, region: str, family: Family) -> str:
    """The training image in a region, for a class of machine. Raises `EmitError` where the region has none."""
    name, known = facts.containers.names[0], images()
    builds = [build for build in known.builds(name) if region in build.accounts or not region]
    builds = [build for build in builds if not _ruled_out(facts, build, family)] or builds
    if not builds:
        held = sorted(known.accounts(name))
        near = known.near(region, held) if known.partition_of(region) is None else None
        hint = f"did you mean {near}?" if near else f"it is in {', '.join(held)}"
        raise EmitError(f"there is no image of {facts.name} in {region}: {hint}")
    account = builds[0].accounts[region] if region else f"{PLACEHOLDER}account"
    tag = f"{PLACEHOLDER}tag" if is_shared(facts) else _tag(builds[0], family)
    return f"{known.host(account, region or PLACEHOLDER + 'region')}/{name}:{tag}"


def _ruled_out(facts: Algorithm, build: Build, family: Family) -> bool:
    """Whether a version makes no use of a class of machine."""
    without = [
        restriction.versions
        for restriction in facts.training.narrowed
        if getattr(restriction, family) is False and not restriction.when
    ]
    return any(includes(span, build.tags[0]) for span in without)


def _tag(newest: Build, family: Family) -> str:
    """The tag for a class of machine, where an image has one for each."""
    return next((tag for tag in newest.tags if f"-{family}-" in tag), newest.tags[0])


def _source(facts: Algorithm) -> dict[str, str]:
    """The script that a shared container runs; its address says which algorithm it is."""
    if facts.script is None:
        return {}
    address = f"s3://{PLACEHOLDER}code-bucket/{facts.id}/sourcedir.tar.gz"
    return {"sagemaker_submit_directory": address, "sagemaker_program": facts.script.entry_point}


def script(content: Mapping[str, Any], facts: Algorithm, problem: Problem, sdk: Version = 3) -> str:
    """A request as a script. An algorithm in script mode goes by its JumpStart model for classes, or for numbers."""
    is_number = any(fact and fact.value == "number" for fact in (problem.answer, problem.target))
    task = "regression" if is_number else "classification"
    return training_script(content, sdk, facts.script.model_id(task) if facts.script else None)


def _model(facts: Algorithm) -> list[dict[str, Any]]:
    """The channel of the model that a script goes on from, where the script stops without one."""
    if facts.script is None or facts.script.needs_model is False:
        return []
    name = facts.script.model_channel
    source = {
        "S3DataType": "S3Prefix",
        "S3Uri": f"s3://{PLACEHOLDER}model-bucket/{facts.id}/model.tar.gz",
        "S3DataDistributionType": "FullyReplicated",
    }
    [content_type] = facts.channels[name].content_types
    return [
        {
            "ChannelName": name,
            "DataSource": {"S3DataSource": source},
            "ContentType": content_type,
            "CompressionType": "None",
        }
    ]


def _text(value: Any, name: str, facts: Algorithm) -> str:
    """A value as the API is sent it; truth values as the algorithm's script spells them."""
    if value is None:
        return f"{PLACEHOLDER}{name.replace('_', '-')}"
    enforced = facts.hyperparameters.values[name].enforced
    spelled = enforced is not None and str(value) in enforced.choices
    return str(value).lower() if isinstance(value, bool) and not spelled else str(value)


def _channel(facts: Algorithm, best: Recommendation, channel: ChannelAdvice, place: Place) -> dict[str, Any]:
    """One channel; an augmented manifest names its attributes."""
    name, content_type = channel.name, channel.content_type
    augmented = facts.augmented_manifest
    base = MediaType.parse(content_type).type
    manifest = augmented is not None and best.input.modes == (augmented.mode,) and base in augmented.content_types
    source: dict[str, Any] = {
        "S3DataType": "AugmentedManifestFile" if manifest else "S3Prefix",
        "S3Uri": f"{place.s3}/{facts.id}/{name}/" + (channel.manifest or f"{name}.manifest" if manifest else ""),
        "S3DataDistributionType": _distribution(facts, best, name),
    }
    if manifest:
        source["AttributeNames"] = list(channel.attributes) or ["source-ref", f"{PLACEHOLDER}label"]
    content: dict[str, Any] = {
        "ChannelName": name,
        "DataSource": {"S3DataSource": source},
        "ContentType": content_type,
        "CompressionType": "None",
    }
    if manifest and augmented:
        content["RecordWrapperType"] = augmented.record_wrapper
    return content


def _distribution(facts: Algorithm, best: Recommendation, name: str) -> str:
    """As the algorithm demands it; sharded only where several machines share the data."""
    known = facts.channel(name)
    wanted = known.distribution if known else None
    if wanted and (wanted.required or best.training.instance_count > 1):
        return wanted.value
    return "FullyReplicated"
