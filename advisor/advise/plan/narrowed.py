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
    for restriction in algorithm.training.narrowed:
        if restriction.when and restriction.severity == "error" and holds(restriction.when, values(chosen).get):
            algorithm = _without(algorithm, restriction)
    return algorithm


def _without(algorithm: Algorithm, restriction: TrainingWhen) -> Algorithm:
    training = algorithm.training
    if restriction.cpu is False or restriction.gpu is False:
        family = "gpu" if restriction.cpu is False else "cpu"
        condition = " and ".join(f"{name}={values[0]}" for name, values in restriction.when.items())
        training = replace(
            training, cpu=family == "cpu", gpu=family == "gpu", prefer=family,
            because=f"With {condition} it trains on a {family.upper()} only.", sources=restriction.sources,
        )  # fmt: skip
    kinds = {
        name: replace(
            kind,
            modes=tuple(mode for mode in kind.modes if not restriction.modes or mode in restriction.modes)
            or kind.modes,
        )
        for name, kind in algorithm.content_types.items()
    }
    return replace(algorithm, training=training, content_types=kinds)
