"""What models are learnt with here: batches in another order each round, steps down a slope by Adam, and shares."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

MEAN = 0.1
"""The share of a new slope in the mean of slopes."""


class Adam:
    """`squares`: the share of a new slope in the mean of the squares of slopes. `decay`: how strongly the weights are
    drawn to 0.
    """

    def __init__(self, weights: Any, squares: float, decay: float = 0.0) -> None:
        self.weights, self._share, self._decay, self._number = weights, squares, decay, 0
        self._mean, self._squares = np.zeros_like(weights), np.zeros_like(weights)

    def step(self, slope: Any, rate: float, held: Any = ...) -> None:
        """One step of the weights. `held`: the rows that the slope is of; all others stand still."""
        self._number += 1
        mean = self._mean[held] + MEAN * (slope - self._mean[held])
        squares = self._squares[held] + self._share * (slope * slope - self._squares[held])
        self._mean[held], self._squares[held] = mean, squares
        scale = np.sqrt(squares / (1 - (1 - self._share) ** self._number)) + 1e-8
        direction = mean / (1 - (1 - MEAN) ** self._number) / scale
        self.weights[held] -= rate * (direction + self._decay * self.weights[held])


def batches(rows: int, size: int, rounds: int, rate: float, draw: np.random.Generator) -> Iterator[tuple[Any, float]]:
    """Numbers of rows, each once a round, with the rate of their step, which falls to 0."""
    each = -(-rows // size)
    for turn in range(rounds):
        for number, batch in enumerate(np.array_split(draw.permutation(rows), each), 1 + turn * each):
            yield batch, rate * (1 - number / (rounds * each + 1))


def shares(scores: Any) -> Any:
    """The softmax of each row."""
    raised = np.exp(scores - scores.max(axis=1, keepdims=True))
    return raised / raised.sum(axis=1, keepdims=True)
