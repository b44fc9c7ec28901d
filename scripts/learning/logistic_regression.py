"""A multinomial logistic regression, learnt by Adam in few rounds: more of them learn what was written by heart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from scripts.learning.descent import Adam, batches, shares

SQUARES = 0.001
"""The share of a new slope in the mean of the squares of slopes."""


@dataclass(frozen=True, slots=True)
class Descent:
    """`rate`: of the first step; it falls to 0."""

    rounds: int
    batch: int
    rate: float


def fitted(seen: Any, wanted: Any, weights: Any, classes: int, how: Descent) -> Any:
    """The weights, features x classes. `seen`: rows x features; `wanted`: the class of a row, `weights` its worth."""
    found = np.zeros((seen.shape[1], classes), np.float32)
    adam = Adam(found, SQUARES)
    for batch, rate in batches(len(wanted), how.batch, how.rounds, how.rate, np.random.default_rng(0)):
        error = shares(seen[batch] @ found)
        error[np.arange(len(batch)), wanted[batch]] -= 1
        adam.step(seen[batch].T @ (error * weights[batch][:, None] / len(batch)), rate)
    return found
