"""A multinomial logistic regression, learnt by Adam in few rounds: more of them learn what was written by heart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np


@dataclass(frozen=True, slots=True)
class Descent:
    """`rate`: of the first step; it falls to 0. `decay`: how strongly weights are drawn to 0.

    `fading`: the share of a new slope in the mean of the squares of slopes. `lazy`: whether weights of features that no
    row of a batch has stand still, which is far quicker where each row has few of many.
    """

    rounds: int
    batch: int
    rate: float
    decay: float = 0.0
    fading: float = 0.001
    lazy: bool = False


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
        rows = seen[batch]
        held: Any = slice(None)
        if how.lazy:
            held = np.unique(rows.indices)
            rows = rows[:, held]
        raised = np.exp((scores := rows @ found[held]) - scores.max(axis=1, keepdims=True))
        error = raised / raised.sum(axis=1, keepdims=True)
        error[np.arange(len(batch)), wanted[batch]] -= 1
        slope = rows.T @ (error * weights[batch][:, None] / len(batch)) + how.decay * found[held]
        first[held] += 0.1 * (slope - first[held])
        second[held] += how.fading * (slope * slope - second[held])
        rate = how.rate * (1 - step / (steps + 1))
        slowness = np.sqrt(second[held] / (1 - (1 - how.fading) ** step)) + 1e-8
        found[held] -= rate * first[held] / (1 - 0.9**step) / slowness
    return found
