"""The emitted scripts, run with recorders in the place of the SDK; `scripts.emitted` runs them with the SDK itself."""

from __future__ import annotations

import json
import os
import sys
from types import ModuleType
from typing import Any, ClassVar

import pytest

from advisor.advise import recommend
from advisor.advise.plan.emit import Place, emitted
from advisor.advise.plan.sdk_script import without_source
from advisor.knowledge.load import algorithm, algorithm_ids

MODULES = {
    "sagemaker.core.jumpstart.configs": ("JumpStartConfig",),
    "sagemaker.core.shapes": (
        "Channel", "CheckpointConfig", "DataSource", "OutputDataConfig", "S3DataSource", "StoppingCondition",
    ),
    "sagemaker.core.training.configs": ("Compute",),
    "sagemaker.estimator": ("Estimator",),
    "sagemaker.inputs": ("TrainingInput",),
    "sagemaker.jumpstart.estimator": ("JumpStartEstimator",),
    "sagemaker.train": ("ModelTrainer",),
}  # fmt: skip


class Recorder(dict[str, Any]):
    """An object of the SDK: the arguments that it was made with, and which of them started a job."""

    started: ClassVar[dict[str, Any]]

    @classmethod
    def from_jumpstart_config(cls, **arguments: Any) -> Recorder:
        return cls(arguments)

    def train(self) -> None:
        Recorder.started = self

    def fit(self, inputs: dict[str, Any]) -> None:
        Recorder.started = {**self, "inputs": inputs}


@pytest.fixture(autouse=True)
def sdk(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, classes in MODULES.items():
        module = ModuleType(name)
        vars(module).update(dict.fromkeys(classes, Recorder))
        for depth in range(1, name.count(".") + 1):
            parent = name.rsplit(".", depth)[0]
            monkeypatch.setitem(sys.modules, parent, ModuleType(parent))
        monkeypatch.setitem(sys.modules, name, module)
    monkeypatch.setenv("AWS_DEFAULT_REGION", "unset")


def run(name: str, version: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    """What the script started, and the request that it stands for."""
    advice, place = recommend("", algorithm=name), Place("eu-west-1", bucket="bucket")
    exec(compile(emitted(advice, "train.py", place, version), "train.py", "exec"), {})
    request = json.loads(emitted(advice, "job.json", place))
    return Recorder.started, without_source(request) if algorithm(name).script else request


@pytest.mark.parametrize("name", algorithm_ids())
def test_a_script_for_version_3_holds_the_members_of_the_request(name: str) -> None:
    trainer, request = run(name, 3)
    assert os.environ["AWS_DEFAULT_REGION"] == "eu-west-1"
    source: dict[str, Any] = {"training_image": request["AlgorithmSpecification"]["TrainingImage"]}
    if script := algorithm(name).script:
        source = {"jumpstart_config": {"model_id": next(iter(script.model_ids.values()))}}
    assert trainer.items() >= {**source, "hyperparameters": request["HyperParameters"]}.items()
    assert trainer["compute"]["volume_size_in_gb"] == request["ResourceConfig"]["VolumeSizeInGB"]
    sources = [list(one["data_source"]["s3_data_source"].values()) for one in trainer["input_data_config"]]
    assert sources == [list(one["DataSource"]["S3DataSource"].values()) for one in request["InputDataConfig"]]


@pytest.mark.parametrize("name", algorithm_ids())
def test_a_script_for_version_2_holds_the_values_of_the_request(name: str) -> None:
    estimator, request = run(name, 2)
    assert ("model_id" in estimator) == (algorithm(name).script is not None) != ("image_uri" in estimator)
    assert estimator["hyperparameters"] == request["HyperParameters"]
    assert estimator["output_path"] == request["OutputDataConfig"]["S3OutputPath"]
    assert list(estimator["inputs"]) == [channel["ChannelName"] for channel in request["InputDataConfig"]]


def test_a_model_for_numbers_is_taken_where_numbers_are_to_be_predicted() -> None:
    advice = recommend("predict the price of a house from its columns", algorithm="lightgbm")
    assert '"lightgbm-regression-model"' in emitted(advice, "train.py", Place())
