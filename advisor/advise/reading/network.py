"""A learnt network with one hidden layer, evaluated without numpy, whose import would cost more than it.

`scripts/learning/neural_network.py` learns such networks. A JSON file names the features and the classes; beside it lie
the weights.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import mul
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Network:
    """`rows`: which row of `inner` a feature has. `inner`, `outer`: signed bytes, a row of as many weights as there are
    hidden units for each feature, and for each class; the units say what a step is worth.
    """

    rows: Mapping[str, int]
    classes: Sequence[str]
    hidden_bias: Sequence[float]
    bias: Sequence[float]
    inner_unit: float
    outer_unit: float
    inner: memoryview
    outer: memoryview

    def hidden(self, counted: Mapping[str, float]) -> list[float]:
        """How far each hidden unit is raised, by what the features count; those that were not learnt say nothing."""
        width = len(self.hidden_bias)
        raised = list(self.hidden_bias)
        for name, value in counted.items():
            row = self.rows.get(name)
            if row is not None:
                times = value * self.inner_unit
                weights = self.inner[row * width : (row + 1) * width]
                raised = [so_far + times * weight for so_far, weight in zip(raised, weights, strict=True)]
        return [max(value, 0.0) for value in raised]

    def scores(self, hidden: Sequence[float], among: Iterable[int]) -> list[float]:
        """How much the hidden units speak for each of these classes, by their number."""
        width = len(hidden)
        return [
            self.bias[number]
            + self.outer_unit * sum(map(mul, hidden, self.outer[number * width : (number + 1) * width]))
            for number in among
        ]


def network(content: Mapping[str, Any], weights: memoryview) -> Network:
    """The network that the members of a JSON file and the signed bytes beside it hold."""
    rows = {name: number for number, name in enumerate(content["features"])}
    past = len(rows) * len(content["hidden_bias"])
    return Network(
        rows, content["classes"], content["hidden_bias"], content["bias"], content["inner_unit"],
        content["outer_unit"], weights[:past], weights[past:],
    )  # fmt: skip


def read(file: Path) -> tuple[Network, Mapping[str, Any]]:
    """The network of a JSON file, and all members of the file."""
    content = json.loads(file.read_bytes())
    return network(content, memoryview(file.with_suffix(".bin").read_bytes()).cast("b")), content
