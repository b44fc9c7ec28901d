"""What chosen settings leave of an algorithm's machines and input modes: with Dask no CPU and no Pipe mode."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec.structs import replace

from advisor.advise.models import Setting
from advisor.advise.plan.agreed import values
from advisor.knowledge.models.algorithm import Algorithm, TrainingWhen
from advisor.knowledge.models.base import holds


def narrowed(algorithm: Algorithm, chosen: Mapping[str, Setting]) -> Algorithm:
    """The algorithm as far as it goes under the settings; what only draws a warning narrows nothing."""
    for one in algorithm.training.narrowed:
        if one.when and one.severity == "error" and holds(one.when, values(chosen).get):
            algorithm = _without(algorithm, one)
    return algorithm


def _without(algorithm: Algorithm, one: TrainingWhen) -> Algorithm:
    training = algorithm.training
    if one.cpu is False or one.gpu is False:
        family = "gpu" if one.cpu is False else "cpu"
        told = " and ".join(f"{name}={values[0]}" for name, values in one.when.items())
        training = replace(
            training, cpu=family == "cpu", gpu=family == "gpu", prefer=family,
            because=f"With {told} it trains on a {family.upper()} only.", sources=one.sources,
        )  # fmt: skip
    kinds = {
        name: replace(
            kind, modes=tuple(mode for mode in kind.modes if not one.modes or mode in one.modes) or kind.modes
        )
        for name, kind in algorithm.content_types.items()
    }
    return replace(algorithm, training=training, content_types=kinds)
