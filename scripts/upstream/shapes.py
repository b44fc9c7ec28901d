"""The shapes of the requests that start training, cut out of botocore's model of the service."""

from __future__ import annotations

from datetime import date
from typing import Any

from scripts.upstream.layout import laid_out, stamp
from scripts.upstream.packages import Wheel

MODEL = "botocore/data/sagemaker/2017-07-24/service-2.json.gz"
OPERATIONS = ("CreateTrainingJob", "CreateHyperParameterTuningJob")
KEPT = ("type", "required", "members", "member", "key", "value", "enum", "pattern", "min", "max", "union")


def text(wheels: dict[str, Wheel], today: date) -> str:
    model = wheels["botocore"].json(MODEL)
    inputs = {name: model["operations"][name]["input"]["shape"] for name in OPERATIONS}
    return laid_out({
        "generated": stamp(wheels, today, "botocore"),
        "operations": inputs,
        "shapes": dict(sorted(_reached(model["shapes"], list(inputs.values())).items())),
    })  # fmt: skip


def _reached(shapes: dict[str, Any], names: list[str]) -> dict[str, Any]:
    """The shapes that are named and all that they name, without their documentation."""
    kept: dict[str, Any] = {}
    while names:
        name = names.pop()
        if name not in kept:
            kept[name] = _cut(shapes[name])
            names += _named(kept[name])
    return kept


def _cut(shape: dict[str, Any]) -> dict[str, Any]:
    """A shape without documentation; what it refers to by name alone."""
    cut = {key: shape[key] for key in KEPT if key in shape}
    if "pattern" in cut:
        cut["pattern"] = _pattern(cut["pattern"])
    if "members" in cut:
        cut["members"] = {name: member["shape"] for name, member in cut["members"].items()}
    return cut | {key: cut[key]["shape"] for key in ("member", "key", "value") if key in cut}


def _pattern(java: str) -> str:
    """A pattern of Java as one of Python, which has no classes of Unicode properties."""
    for theirs, ours in (("\\p{L}", "\\w"), ("\\p{N}", "\\w"), ("\\p{Z}", "\\s"), ("\\p{Alnum}", "a-zA-Z0-9")):
        java = java.replace(theirs, ours)
    return java


def _named(shape: dict[str, Any]) -> list[str]:
    return [*shape.get("members", {}).values(), *(shape[key] for key in ("member", "key", "value") if key in shape)]
