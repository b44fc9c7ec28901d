"""A network with one hidden layer, learnt by Adam from sparse rows; a part of each row and of the hidden units is left
out at each step, so that it does not learn by heart.

Several that begin with other weights are learnt apart: what they say on the mean is right more often than each of them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.sparse import csr_array

from scripts.learning.descent import Adam, batches, shares

SQUARES = 0.01
"""The share of a new slope in the mean of the squares of slopes."""
IMPOSSIBLE = -1e9
"""The score of what cannot be."""


@dataclass(frozen=True, slots=True)
class Schooling:
    """`members`: networks that are learnt apart, each with as many `hidden` units. `rate`: of the first step; it falls
    to 0. `unseen`, `idle`: the shares of features and of hidden units that are left out. `decay`: how strongly the
    weights behind the hidden units are drawn to 0.
    """

    members: int
    hidden: int
    rounds: int
    batch: int
    rate: float
    unseen: float
    idle: float
    decay: float


@dataclass(slots=True)
class Layers:
    """`inner`: features x hidden units; `outer`: hidden units x classes."""

    inner: Any
    hidden_bias: Any
    outer: Any
    bias: Any


def sparse_rows(seen: Sequence[Mapping[str, float]], places: Mapping[str, int]) -> Any:
    """A row for each of what is seen: how strong each feature is, in its place; those without a place are left out."""
    held = [{places[name]: value for name, value in one.items() if name in places} for one in seen]
    ends = np.cumsum([0, *map(len, held)])
    cells = np.array([value for one in held for value in one.values()], np.float32)
    return csr_array((cells, [place for one in held for place in one], ends), shape=(len(held), len(places)))


def schooled(seen: Any, wanted: Any, worth: Any, how: Schooling, possible: Any = None) -> Layers:
    """`seen`: rows x features, sparse; `wanted`: rows x classes, the share of each; `worth`: what a row counts;
    `possible`: rows x classes, whether it may be; all may where it is None.
    """
    members = [
        _member(seen, wanted, worth, how, possible, np.random.default_rng(number)) for number in range(how.members)
    ]
    return Layers(
        np.hstack([one.inner for one in members]), np.hstack([one.hidden_bias for one in members]),
        np.vstack([one.outer for one in members]) / how.members, sum(one.bias for one in members) / how.members,
    )  # fmt: skip


def _member(seen: Any, wanted: Any, worth: Any, how: Schooling, possible: Any, draw: np.random.Generator) -> Layers:
    network = Layers(
        draw.normal(0, 0.3, (seen.shape[1], how.hidden)).astype(np.float32), np.zeros(how.hidden, np.float32),
        draw.normal(0, 0.03, (how.hidden, wanted.shape[1])).astype(np.float32), np.zeros(wanted.shape[1], np.float32),
    )  # fmt: skip
    inner, hidden_bias = Adam(network.inner, SQUARES), Adam(network.hidden_bias, SQUARES)
    outer, bias = Adam(network.outer, SQUARES, how.decay), Adam(network.bias, SQUARES)
    for batch, rate in batches(len(worth), how.batch, how.rounds, how.rate, draw):
        rows = seen[batch]
        rows.data = (rows.data * (draw.random(len(rows.data)) > how.unseen) / (1 - how.unseen)).astype(np.float32)
        held = np.unique(rows.indices)
        rows = rows[:, held]
        raised = rows @ network.inner[held] + network.hidden_bias
        awake = (raised > 0) * (draw.random(raised.shape) > how.idle).astype(np.float32) / (1 - how.idle)
        hidden = raised * awake
        scores = hidden @ network.outer + network.bias
        if possible is not None:
            scores = np.where(possible[batch], scores, IMPOSSIBLE)
        error = (shares(scores) - wanted[batch]) * (worth[batch] / len(batch))[:, None]
        behind = (error @ network.outer.T) * awake
        inner.step(rows.T @ behind, rate, held)
        hidden_bias.step(behind.sum(axis=0), rate)
        outer.step(hidden.T @ error, rate)
        bias.step(error.sum(axis=0), rate)
    return network
