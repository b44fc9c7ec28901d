"""How many groups rows fall into: the elbow of the distances to the centres, on a sample."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from advisor.advise.models import Advice, Recommendation, Setting

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, Any]

MOST_GROUPS = 10
STARTS = 5
ROUNDS = 20
SEED = 1
CLEAR = 0.4
"""How far the logarithms of the two distances must lie apart for an elbow."""
REMAINDER = 0.01
"""The share of the distance that no grouping need explain: below it one is as good as another."""
NEAR_TOP = 0.92
"""The least k that comes so near to the greatest distance is taken."""


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


def evenly_spread(rows: Sequence[Sequence[float]]) -> tuple[float, ...]:
    """The same distances for as many rows that are spread evenly over the extent of these, along their main axes."""
    import numpy as np

    points = _scaled(rows)
    centred = points - points.mean(axis=0)
    _, _, axes = np.linalg.svd(centred, full_matrices=False)
    turned = centred @ axes.T
    source = np.random.default_rng(SEED)
    return distances(source.uniform(turned.min(axis=0), turned.max(axis=0), turned.shape).tolist())


def elbow(curve: Sequence[float], even: Sequence[float]) -> int | None:
    """The least k from which on the rows lie closer to their centres than if they were spread evenly; None: nowhere.

    The gap statistic, with one reference.
    """
    import math

    gaps = [math.log(max(e, REMAINDER)) - math.log(max(c, REMAINDER)) for c, e in zip(curve, even, strict=False)]
    top = max(gaps, default=0.0)
    return None if top < CLEAR else next(k for k, gap in enumerate(gaps, 1) if gap >= NEAR_TOP * top)


def with_elbow(advice: Advice, rows: Sequence[Sequence[float]]) -> Advice:
    """The advice with the k of k-means from a sample of the rows."""
    curve = distances(rows)
    k = elbow(curve, evenly_spread(rows)) if curve else None
    if not curve:
        return advice
    best = tuple(
        _with_curve(recommendation, curve, k, len(rows)) if has_k(recommendation) else recommendation
        for recommendation in advice.recommendations
    )
    return advice.model_copy(update={"recommendations": best})


def has_k(recommendation: Recommendation) -> bool:
    """Whether it takes a number of groups that nobody has stated."""
    return recommendation.algorithm == "kmeans" and not recommendation.hyperparameters["k"].said


def _with_curve(recommendation: Recommendation, curve: tuple[float, ...], k: int | None, rows: int) -> Recommendation:
    setting = recommendation.hyperparameters["k"]
    if k is None:
        reason = f"No number of groups stands out in {rows} of your rows: train for several and compare test:msd."
        return _with_k(recommendation, setting.model_copy(update={"reason": reason}))
    reason = (
        f"The elbow of the mean squared distance to the nearest centre, on {rows} of your rows. "
        "Train for values around it and compare test:msd."
    )
    return _with_k(recommendation, setting.model_copy(update={"value": k, "reason": reason, "curve": curve}))


def _with_k(recommendation: Recommendation, setting: Setting) -> Recommendation:
    return recommendation.model_copy(update={"hyperparameters": {**recommendation.hyperparameters, "k": setting}})
