"""Runs inside a checkout of the container's code: what it knows, and its verdict on settings.

    PYTHONPATH=CHECKOUT/src python container.py describe
    PYTHONPATH=CHECKOUT/src python container.py judge < settings.json

The packages that the container reads data with are not needed for that, and stand in as empty modules.
"""

from __future__ import annotations

import json
import sys
from contextlib import redirect_stdout
from importlib import import_module
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from typing import Any
from unittest.mock import MagicMock

READERS = {
    "cudf", "dask", "dask_cuda", "distributed", "flask", "gunicorn", "mlio", "multi_model_server", "numpy",
    "pandas", "psutil", "pyarrow", "requests", "retrying", "sagemaker_containers", "sagemaker_inference", "scipy",
    "sklearn", "smdebug", "xgboost",
}  # fmt: skip


class StandIn(MetaPathFinder, Loader):
    """Finds each of these packages, and all within it, as an empty module."""

    def find_spec(self, fullname: str, path: object, target: object = None) -> ModuleSpec | None:
        return ModuleSpec(fullname, self, is_package=True) if fullname.partition(".")[0] in READERS else None

    def create_module(self, spec: ModuleSpec) -> Any:
        return MagicMock(**{"_content_types.CSV": "text/csv"})

    def exec_module(self, module: object) -> None:
        """There is nothing to run."""


def hyperparameters() -> Any:
    mode = "sagemaker_xgboost_container.algorithm_mode"
    metrics = import_module(f"{mode}.metrics").initialize()
    return import_module(f"{mode}.hyperparameter_validation").initialize(metrics)


def described() -> dict[str, Any]:
    """Name -> type, and bounds or choices, as the container lists them."""
    known = hyperparameters()
    described = {name: _described(one) for name, one in known.hyperparameters.items()}
    return described | {alias: described[name] for alias, name in getattr(known, "aliases", {}).items()}


def _described(one: Any) -> dict[str, Any]:
    if hasattr(one.range, "min_closed"):
        bounds = [one.range.min_open, one.range.min_closed, one.range.max_open, one.range.max_closed]
        return {"type": one.type, "bounds": [bound for bound in bounds if bound is not None]}
    values = one.range if isinstance(one.range, (list, tuple)) else one.range.format()
    return {"type": type(one).__name__, "choices": sorted({str(value) for value in values})}


def verdict(setting: dict[str, Any]) -> str | None:
    """Why the container refuses a setting; None where it takes it."""
    try:
        _run(setting)
    except Exception as error:  # whatever it raises ends the job
        return f"{type(error).__name__}: {error}".splitlines()[0][:120]
    return None


def _run(setting: dict[str, Any]) -> None:
    """What the container does before it reads data."""
    channels = {
        name: {"ContentType": kind, "TrainingInputMode": mode, "S3DistributionType": spread}
        for name, kind, mode, spread in setting["channels"]
    }
    for channel in channels.values():
        if channel["ContentType"] is None:
            del channel["ContentType"]
    validated = hyperparameters().validate(dict(setting["hyperparameters"]))
    import_module("sagemaker_xgboost_container.algorithm_mode.channel_validation").initialize().validate(channels)
    if validated.get("use_dask_gpu_training") == "true":
        train, (hosts, gpus) = channels["train"], setting["machines"]
        errors = import_module(
            "sagemaker_xgboost_container.distributed_gpu.distributed_gpu_training"
        ).validate_gpu_train_configuration(
            tree_method_hp=validated.get("tree_method"), num_hosts=hosts, num_gpus=gpus,
            input_mode=train["TrainingInputMode"], data_config=channels,
            input_format=import_module("sagemaker_xgboost_container.data_utils").get_content_type(train["ContentType"]),
        )  # fmt: skip
        if errors:
            raise ValueError(". ".join(errors))


def main() -> None:
    sys.meta_path.insert(0, StandIn())
    with redirect_stdout(sys.stderr):
        answer = described() if sys.argv[1] == "describe" else [verdict(one) for one in json.load(sys.stdin)]
    json.dump(answer, sys.stdout)


if __name__ == "__main__":
    main()
