"""Learnt weights as they ship: whole steps of a signed byte."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from scripts.learning.neural_network import Layers

STEPS = 127


def whole_steps(weights: Any) -> tuple[Any, float]:
    """Weights in whole steps from -127 to 127, and what a step is worth."""
    unit = round(float(np.abs(weights).max()) / STEPS, 8)
    return np.clip(np.rint(weights / unit), -STEPS, STEPS).astype(np.int8), unit


def packed(learnt: Layers, features: Sequence[str], classes: Sequence[str]) -> tuple[dict[str, Any], memoryview]:
    """A network as `advisor/advise/reading/network.py` reads it: the members of its JSON file, and its weights."""
    (inner, inner_unit), (outer, outer_unit) = map(whole_steps, (learnt.inner, learnt.outer.T))
    content = {
        "features": list(features), "classes": list(classes), "hidden_bias": _short(learnt.hidden_bias),
        "bias": _short(learnt.bias), "inner_unit": inner_unit, "outer_unit": outer_unit,
    }  # fmt: skip
    return content, memoryview(inner.tobytes() + outer.tobytes()).cast("b")


def write(file: Path, content: Mapping[str, Any], weights: memoryview) -> None:
    file.write_text(json.dumps(content, ensure_ascii=False, indent=0) + "\n", "utf-8")
    file.with_suffix(".bin").write_bytes(weights)


def _short(values: Any) -> list[float]:
    return [round(float(value), 4) for value in values]
