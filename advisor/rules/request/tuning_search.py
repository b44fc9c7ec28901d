"""Rules on how a tuning job searches: the scale of each range, and what each strategy cannot do."""

from __future__ import annotations

from collections.abc import Iterator

from advisor.case.hit import Hit
from advisor.case.model import Case
from advisor.case.request.searched import Range, ranges
from advisor.rules.base import rule

API = "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_HyperParameterTuningJobConfig.html"
DEFINE_RANGES = "automatic-model-tuning-define-ranges.md"
SEVERAL = "multiple-algorithm-hpo-create-tuning-jobs.md"
CONFIG = "HyperParameterTuningJobConfig"
SIMPLE = ("Bayesian", "Random", "Grid")
"""The strategies that are not configured any further."""


@rule(
    "TUN109",
    "scale-not-for-the-range",
    "error",
    summary="A range is to be searched on a scale that it does not fit.",
    why="A logarithmic scale needs numbers above 0; a reverse logarithmic scale needs fractions from 0 to below 1.",
    fix="Choose another ScalingType, or other bounds.",
    sources=(DEFINE_RANGES,),
)
def scale_not_for_the_range(case: Case) -> Iterator[Hit]:
    for one in ranges(case):
        if because := _off_the_scale(one):
            scale = str(one.content["ScalingType"])
            yield case.request_hit(f"{one.key}.ScalingType", f"{one.name!r}: {because}", value=scale)


def _off_the_scale(one: Range) -> str | None:
    scale, bounds = one.content.get("ScalingType"), [_number(one.content.get(b)) for b in ("MinValue", "MaxValue")]
    if scale == "ReverseLogarithmic" and one.type == "integer":
        return "ReverseLogarithmic is for continuous ranges only."
    known = [bound for bound in bounds if bound is not None]
    if scale == "Logarithmic" and (off := [bound for bound in known if bound <= 0]):
        return f"Logarithmic is for values above 0, and a bound of the range is {off[0]:g}."
    if scale == "ReverseLogarithmic" and (off := [bound for bound in known if not 0 <= bound < 1]):
        return f"ReverseLogarithmic is for values from 0 to below 1, and a bound of the range is {off[0]:g}."
    return None


def _number(value: object) -> float | None:
    try:
        return float(value) if isinstance(value, str) else None
    except ValueError:
        return None


@rule(
    "TUN110",
    "not-with-this-strategy",
    "error",
    summary="The tuning job asks for something that its strategy cannot do.",
    why="A grid has a point for each choice, but none for a range of numbers. Hyperband stops jobs in its own way.",
    fix="Choose another strategy, or leave this out.",
    sources=(DEFINE_RANGES, SEVERAL, API),
)
def not_with_this_strategy(case: Case) -> Iterator[Hit]:
    config = case.tuning["config"] if case.tuning else {}
    strategy = config.get("Strategy")
    for one in ranges(case) if strategy == "Grid" else ():
        if one.type != "categorical":
            message = f"Grid takes choices only, and {one.name!r} has a range of numbers."
            yield case.request_hit(one.key, message, value=one.name)
    stopping = config.get("TrainingJobEarlyStoppingType")
    if strategy == "Hyperband" and stopping == "Auto":
        key = f"{CONFIG}.TrainingJobEarlyStoppingType"
        yield case.request_hit(key, "With Hyperband TrainingJobEarlyStoppingType must be Off.", value=stopping)
    if strategy in SIMPLE and isinstance(config.get("StrategyConfig"), dict):
        yield case.request_hit(f"{CONFIG}.StrategyConfig", f"StrategyConfig is for Hyperband only, not for {strategy}.")
