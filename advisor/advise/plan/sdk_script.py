"""A CreateTrainingJob request as a script for the SageMaker Python SDK that starts the same job.

Version 3 names its classes and arguments after the API's shapes and members, so its script follows the request.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any, Literal

from advisor.request import PLACEHOLDER

Version = Literal[2, 3]
"""The SDK's major versions; version 3 has no `sagemaker.estimator`, and version 2 no `sagemaker.train`."""

_SHAPES = {"InputDataConfig": "Channel"}
"""The member of a request -> the API's name of its shape, where the two differ."""


def training_script(content: Mapping[str, Any], sdk: Version, model_id: str | None = None) -> str:
    """`model_id` is the JumpStart model of an algorithm in script mode."""
    image = content["AlgorithmSpecification"]["TrainingImage"]
    what = model_id or image.rpartition("/")[2]
    version = _version_3 if sdk == 3 else _version_2
    imports, start = version(without_source(content) if model_id else content, model_id)
    opening = f"Trains {what} on Amazon SageMaker (Python SDK, version {sdk}). Fill in what begins with {PLACEHOLDER}."
    return f"""\"\"\"{opening}\"\"\"

import os

{imports}

os.environ["AWS_DEFAULT_REGION"] = {_text(image.split(".")[3])}

{start}"""


def without_source(content: Mapping[str, Any]) -> dict[str, Any]:
    """Without the address of the script and the channel of the model, which the SDK adds to a JumpStart job."""
    return {
        **content,
        "HyperParameters": {k: v for k, v in content["HyperParameters"].items() if not k.startswith("sagemaker_")},
        "InputDataConfig": [channel for channel in content["InputDataConfig"] if channel["ChannelName"] != "model"],
    }


def _version_3(content: Mapping[str, Any], model_id: str | None) -> tuple[str, str]:
    """Its imports, and what starts the job."""
    spec = content["AlgorithmSpecification"]
    spot = {k: v for k, v in content.items() if k == "EnableManagedSpotTraining"}
    shapes = ("OutputDataConfig", "CheckpointConfig", "StoppingCondition")
    origin = (
        {"jumpstart_config": _call("JumpStartConfig", {"model_id": _text(model_id)}, 1)}
        if model_id
        else {"training_image": _text(spec["TrainingImage"])}
    )
    trainer = {
        **origin,
        "training_input_mode": _text(spec["TrainingInputMode"]),
        "role": _text(content["RoleArn"]),
        "compute": _shape("Compute", {**content["ResourceConfig"], **spot}, 1),
        "hyperparameters": _literal(content["HyperParameters"], 1),
        "input_data_config": _value("InputDataConfig", content["InputDataConfig"], 1),
        **{_snake(name): _value(name, content[name], 1) for name in shapes if name in content},
    }
    used = ["Channel", *(name for name in shapes if name in content), "DataSource", "S3DataSource"]
    jumpstart = "from sagemaker.core.jumpstart.configs import JumpStartConfig\n" if model_id else ""
    imports = f"""{jumpstart}from sagemaker.core.shapes import {", ".join(sorted(used))}
from sagemaker.core.training.configs import Compute
from sagemaker.train import ModelTrainer"""
    made_by = "ModelTrainer.from_jumpstart_config" if model_id else "ModelTrainer"
    return imports, f"trainer = {_call(made_by, trainer, 0)}\ntrainer.train()\n"


def _version_2(content: Mapping[str, Any], model_id: str | None) -> tuple[str, str]:
    spec, resources, stop = (content[n] for n in ("AlgorithmSpecification", "ResourceConfig", "StoppingCondition"))
    estimator = {
        **({"model_id": model_id} if model_id else {"image_uri": spec["TrainingImage"]}),
        "role": content["RoleArn"],
        "instance_count": resources["InstanceCount"],
        "instance_type": resources["InstanceType"],
        "volume_size": resources["VolumeSizeInGB"],
        "input_mode": spec["TrainingInputMode"],
        "output_path": content["OutputDataConfig"]["S3OutputPath"],
        "max_run": stop["MaxRuntimeInSeconds"],
        "use_spot_instances": content.get("EnableManagedSpotTraining"),
        "max_wait": stop.get("MaxWaitTimeInSeconds"),
        "checkpoint_s3_uri": content.get("CheckpointConfig", {}).get("S3Uri"),
    }
    arguments = {name: _text(value) for name, value in estimator.items() if value is not None}
    arguments["hyperparameters"] = _literal(content["HyperParameters"], 1)
    module, made_by = ("jumpstart.estimator", "JumpStartEstimator") if model_id else ("estimator", "Estimator")
    imports = f"from sagemaker.inputs import TrainingInput\nfrom sagemaker.{module} import {made_by}"
    inputs = [f"{_text(channel['ChannelName'])}: {_training_input(channel)}" for channel in content["InputDataConfig"]]
    channels = _braced("{", inputs, "}", 0)
    return imports, f"estimator = {_call(made_by, arguments, 0)}\nestimator.fit({channels})\n"


def _training_input(channel: Mapping[str, Any]) -> str:
    source = channel["DataSource"]["S3DataSource"]
    options = {
        "s3_data": source["S3Uri"],
        "distribution": source["S3DataDistributionType"],
        "content_type": channel["ContentType"],
        "s3_data_type": source["S3DataType"],
        "attribute_names": source.get("AttributeNames"),
        "record_wrapping": channel.get("RecordWrapperType"),
    }
    return _call("TrainingInput", {name: _text(value) for name, value in options.items() if value is not None}, 1)


def _value(member: str, value: Any, depth: int) -> str:
    """A member of the request as Python: an object is the shape that bears its name."""
    if isinstance(value, Mapping):
        return _shape(_SHAPES.get(member, member), value, depth)
    if isinstance(value, list) and value and isinstance(value[0], Mapping):
        return _braced("[", [_value(member, each, depth + 1) for each in value], "]", depth)
    return _text(value)


def _shape(name: str, members: Mapping[str, Any], depth: int) -> str:
    return _call(name, {_snake(key): _value(key, value, depth + 1) for key, value in members.items()}, depth)


def _call(name: str, arguments: Mapping[str, str], depth: int) -> str:
    return _braced(f"{name}(", [f"{key}={value}" for key, value in arguments.items()], ")", depth)


def _literal(values: Mapping[str, str], depth: int) -> str:
    return _braced("{", [f"{_text(name)}: {_text(value)}" for name, value in values.items()], "}", depth)


def _braced(opening: str, parts: list[str], closing: str, depth: int) -> str:
    """On lines of their own, as formatters lay it out."""
    if not parts:
        return opening + closing
    indent = "    " * depth
    return opening + "".join(f"\n{indent}    {part}," for part in parts) + f"\n{indent}{closing}"


def _text(value: Any) -> str:
    """A value as formatters quote it."""
    return json.dumps(value) if isinstance(value, str | list) else repr(value)


def _snake(name: str) -> str:
    """`S3DataType` -> `s3_data_type`, `VolumeSizeInGB` -> `volume_size_in_gb`."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", name).lower()
