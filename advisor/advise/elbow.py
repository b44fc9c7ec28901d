"""How many groups rows fall into: the elbow of the distances to the centres, on a sample."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from advisor.advise.models import Advice, Recommendation

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, Any]

MOST_GROUPS = 10
STARTS = 5
ROUNDS = 20
SEED = 1


def distances(rows: Sequence[Sequence[float]]) -> tuple[float, ...]:
    """The mean squared distance of rows (rows x columns) to the nearest of k centres, for k = 1, 2, ..., over k = 1.

    Empty where the rows are too few or all alike.
    """
    import numpy as np

    points = _scaled(rows)
    most = min(MOST_GROUPS, len(np.unique(points, axis=0)) - 1) if len(points) else 0
    if most < 3:
        return ()
    source = np.random.default_rng(SEED)
    found = [min(_clustered(points, k, source) for _ in range(STARTS)) for k in range(1, most + 1)]
    return tuple(round(value / found[0], 4) for value in found) if found[0] > 0 else ()


def _scaled(rows: Sequence[Sequence[float]]) -> Array:
    """The rows with no number beyond 1, so that squares stay finite; distances keep their proportions."""
    import numpy as np

    points = np.asarray(rows, float)
    return points / (np.abs(points).max(initial=0) or 1)


def _clustered(points: Array, k: int, source: np.random.Generator) -> float:
    """The mean squared distance after k-means from centres that k-means++ has drawn."""
    import numpy as np

    centres = points[source.integers(len(points), size=1)]
    while len(centres) < k:
        nearest = _squared(points, centres).min(axis=1)
        if nearest.sum() == 0:  # distances too small for their squares
            return 0.0
        centres = np.vstack([centres, points[source.choice(len(points), p=nearest / nearest.sum())]])
    for _ in range(ROUNDS):
        owner = _squared(points, centres).argmin(axis=1)
        centres = np.array([points[owner == i].mean(axis=0) if (owner == i).any() else centres[i] for i in range(k)])
    return float(_squared(points, centres).min(axis=1).mean())


def _squared(points: Array, centres: Array) -> Array:
    """points x centres"""
    import numpy as np

    return np.stack([((points - centre) ** 2).sum(axis=1) for centre in centres], axis=1)


def bend(curve: Sequence[float]) -> int:
    """The k at which a falling curve, which begins at k = 1, lies farthest below the line between its ends."""
    last = len(curve) - 1
    drops = [curve[0] + (curve[-1] - curve[0]) * i / last - value for i, value in enumerate(curve)]
    return drops.index(max(drops)) + 1


def with_elbow(advice: Advice, rows: Sequence[Sequence[float]]) -> Advice:
    """The advice with the k of k-means from a sample of the rows."""
    curve = distances(rows)
    if not curve:
        return advice
    best = tuple(_with_curve(one, curve, len(rows)) if has_k(one) else one for one in advice.recommendations)
    return advice.model_copy(update={"recommendations": best})


def has_k(one: Recommendation) -> bool:
    return one.algorithm == "kmeans"


def _with_curve(one: Recommendation, curve: tuple[float, ...], rows: int) -> Recommendation:
    reason = (
        f"The elbow of the mean squared distance to the nearest centre, on {rows} of your rows. "
        "Train for values around it and compare test:msd."
    )
    k = one.hyperparameters["k"].model_copy(update={"value": bend(curve), "reason": reason, "curve": curve})
    return one.model_copy(update={"hyperparameters": {**one.hyperparameters, "k": k}})
