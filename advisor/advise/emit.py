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
from advisor.errors import AdvisorError
from advisor.knowledge.images import Build, images
from advisor.knowledge.load import algorithm, is_shared
from advisor.knowledge.models import Algorithm
from advisor.knowledge.versions import includes
from advisor.request import PLACEHOLDER, MediaType


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


def emitted(advice: Advice, name: str, place: Place) -> str:
    """The text of a file called `name`: a script for `.py`, else a request in JSON. Raises `EmitError`."""
    if not advice.recommendations:
        because = "no built-in algorithm fits" if advice.none_fits else "there is no advice yet"
        raise EmitError(f"{because}, so there is no training job to write")
    best = advice.recommendations[0]
    content = request(best, place)
    return script(content) if name.endswith(".py") else json.dumps(content, indent=2) + "\n"


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
        "HyperParameters": {
            **{name: _text(s.value, name) for name, s in best.hyperparameters.items()},
            **_source(facts),
        },
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
        hint = f"is {near} meant?" if near else f"it is in {', '.join(held)}"
        raise EmitError(f"there is no image of {facts.name} in {region}: {hint}")
    account = builds[0].accounts[region] if region else f"{PLACEHOLDER}account"
    tag = f"{PLACEHOLDER}tag" if is_shared(facts) else _tag(builds[0], family)
    return f"{known.host(account, region or PLACEHOLDER + 'region')}/{name}:{tag}"


def _ruled_out(facts: Algorithm, build: Build, family: Family) -> bool:
    """Whether a version makes no use of a class of machine."""
    without = [one.versions for one in facts.training.narrowed if getattr(one, family) is False and not one.when]
    return any(includes(span, build.tags[0]) for span in without)


def _tag(newest: Build, family: Family) -> str:
    """The tag for a class of machine, where an image has one for each."""
    return next((tag for tag in newest.tags if f"-{family}-" in tag), newest.tags[0])


def _source(facts: Algorithm) -> dict[str, str]:
    """What a container that several algorithms share is to run; the address says which of them it is."""
    if facts.script is None:
        return {}
    address = f"s3://{PLACEHOLDER}code-bucket/{facts.id}/sourcedir.tar.gz"
    return {"sagemaker_submit_directory": address, "sagemaker_program": facts.script.entry_point}


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


def _text(value: Any, name: str) -> str:
    if value is None:
        return f"{PLACEHOLDER}{name.replace('_', '-')}"
    return ("true" if value else "false") if isinstance(value, bool) else str(value)


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


def script(content: Mapping[str, Any]) -> str:
    """A script for version 2 of the SageMaker Python SDK that starts the same job."""
    spec, resources = content["AlgorithmSpecification"], content["ResourceConfig"]
    inputs = "".join(_input_line(channel) for channel in content["InputDataConfig"])
    name = spec["TrainingImage"].rpartition("/")[2]
    return f'''"""Trains {name} on Amazon SageMaker. Fill in what begins with {PLACEHOLDER}."""

from sagemaker.estimator import Estimator
from sagemaker.inputs import TrainingInput

estimator = Estimator(
    image_uri={spec["TrainingImage"]!r},
    role={content["RoleArn"]!r},
    instance_count={resources["InstanceCount"]},
    instance_type={resources["InstanceType"]!r},
    volume_size={resources["VolumeSizeInGB"]},
    input_mode={spec["TrainingInputMode"]!r},
    output_path={content["OutputDataConfig"]["S3OutputPath"]!r},
    max_run={content["StoppingCondition"]["MaxRuntimeInSeconds"]},
{_spot_lines(content)}    hyperparameters={dict(content["HyperParameters"])!r},
)
estimator.fit(
    {{
{inputs}    }}
)
'''


def _spot_lines(content: Mapping[str, Any]) -> str:
    if not content.get("EnableManagedSpotTraining"):
        return ""
    wait, address = content["StoppingCondition"]["MaxWaitTimeInSeconds"], content["CheckpointConfig"]["S3Uri"]
    return f"    use_spot_instances=True,\n    max_wait={wait},\n    checkpoint_s3_uri={address!r},\n"


def _input_line(channel: Mapping[str, Any]) -> str:
    source = channel["DataSource"]["S3DataSource"]
    options = {
        "distribution": source["S3DataDistributionType"],
        "content_type": channel["ContentType"],
        "s3_data_type": source["S3DataType"],
        "attribute_names": source.get("AttributeNames"),
        "record_wrapping": channel.get("RecordWrapperType"),
    }
    given = "".join(f", {name}={value!r}" for name, value in options.items() if value is not None)
    return f"        {channel['ChannelName']!r}: TrainingInput({source['S3Uri']!r}{given}),\n"
