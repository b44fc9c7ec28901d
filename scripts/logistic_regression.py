"""A multinomial logistic regression, learnt by Adam in few rounds: more of them learn what was written by heart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np


@dataclass(frozen=True, slots=True)
class Descent:
    """`rate`: of the first step; it falls to 0."""

    rounds: int
    batch: int
    rate: float


def fitted(seen: Any, wanted: Any, weights: Any, classes: int, how: Descent) -> Any:
    """The weights, features x classes. `seen`: rows x features; `wanted`: the class of a row, `weights` its worth."""
    order = np.random.default_rng(0)
    found = np.zeros((seen.shape[1], classes), np.float32)
    first, second = np.zeros_like(found), np.zeros_like(found)
    steps = how.rounds * -(-len(wanted) // how.batch)
    batches = (
        batch
        for _ in range(how.rounds)
        for batch in np.array_split(order.permutation(len(wanted)), steps // how.rounds)
    )
    for step, batch in enumerate(batches, 1):
        raised = np.exp((scores := seen[batch] @ found) - scores.max(axis=1, keepdims=True))
        error = raised / raised.sum(axis=1, keepdims=True)
        error[np.arange(len(batch)), wanted[batch]] -= 1
        slope = seen[batch].T @ (error * weights[batch][:, None] / len(batch))
        first += 0.1 * (slope - first)
        second += 0.001 * (slope * slope - second)
        rate = how.rate * (1 - step / (steps + 1))
        found -= rate * first / (1 - 0.9**step) / (np.sqrt(second / (1 - 0.999**step)) + 1e-8)
    return found
