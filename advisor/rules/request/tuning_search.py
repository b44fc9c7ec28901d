"""Rules on how a tuning job searches: the scale of each range, how many points there are, what no strategy can do."""

from __future__ import annotations

from collections.abc import Iterator
from math import isfinite, prod

from advisor.case.hit import Hit
from advisor.case.model import Case
from advisor.case.request.searched import Range, limit, ranges
from advisor.rules.base import rule

API = "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_HyperParameterTuningJobConfig.html"
DEFINE_RANGES = "automatic-model-tuning-define-ranges.md"
SEVERAL = "multiple-algorithm-hpo-create-tuning-jobs.md"
CONFIG = "HyperParameterTuningJobConfig"
FEW_COMBINATIONS = (
    "https://github.com/aws/amazon-sagemaker-operator-for-k8s/issues/123",
    "https://github.com/syne-tune/syne-tune/issues/415",
)
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
    for range_ in ranges(case):
        if because := _off_the_scale(range_):
            scale = str(range_.content["ScalingType"])
            yield case.request_hit(f"{range_.key}.ScalingType", f"{range_.name!r}: {because}", value=scale)


def _off_the_scale(range_: Range) -> str | None:
    scale, bounds = range_.content.get("ScalingType"), [range_.bound("MinValue"), range_.bound("MaxValue")]
    if scale == "ReverseLogarithmic" and range_.type == "integer":
        return "ReverseLogarithmic is for continuous ranges only."
    known = [bound for bound in bounds if bound is not None]
    if scale == "Logarithmic" and (off := [bound for bound in known if bound <= 0]):
        return f"Logarithmic is for values above 0, and a bound of the range is {off[0]:g}."
    if scale == "ReverseLogarithmic" and (off := [bound for bound in known if not 0 <= bound < 1]):
        return f"ReverseLogarithmic is for values from 0 to below 1, and a bound of the range is {off[0]:g}."
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
    for range_ in ranges(case) if strategy == "Grid" else ():
        if range_.type != "categorical":
            message = f"Grid takes choices only, and {range_.name!r} has a range of numbers."
            yield case.request_hit(range_.key, message, value=range_.name)
    stopping = config.get("TrainingJobEarlyStoppingType")
    if strategy == "Hyperband" and stopping == "Auto":
        key = f"{CONFIG}.TrainingJobEarlyStoppingType"
        yield case.request_hit(key, "With Hyperband TrainingJobEarlyStoppingType must be Off.", value=stopping)
    if strategy in SIMPLE and isinstance(config.get("StrategyConfig"), dict):
        yield case.request_hit(f"{CONFIG}.StrategyConfig", f"StrategyConfig is for Hyperband only, not for {strategy}.")


@rule(
    "TUN111",
    "fewer-combinations-than-jobs",
    "error",
    summary="The ranges hold fewer combinations than the tuning job is to train.",
    why="No combination is trained twice, so the service refuses a job that would run out of them.",
    fix="Lower MaxNumberOfTrainingJobs, or search more values: a continuous range holds as many as one likes.",
    sources=FEW_COMBINATIONS,
    training_error="You don't have enough combinations of hyperparameter ranges.",
)
def fewer_combinations_than_jobs(case: Case) -> Iterator[Hit]:
    most = limit(case, "MaxNumberOfTrainingJobs")
    counts = [_values(range_) for range_ in ranges(case)]
    known = [count for count in counts if count]
    if case.tuning and most is not None and known and len(known) == len(counts) and prod(known) < most:
        message = f"The ranges hold {prod(known)} combinations, for {most} jobs."
        yield case.request_hit(f"{case.tuning['limits']}.MaxNumberOfTrainingJobs", message, value=str(most))


def _values(range_: Range) -> int | None:
    """How many values a range holds; None of one that has no end of them, or does not say."""
    if range_.type == "categorical":
        listed = range_.content.get("Values")
        return len(listed) if isinstance(listed, list) else None
    low, high = range_.bound("MinValue"), range_.bound("MaxValue")
    if range_.type != "integer" or low is None or high is None or not isfinite(high - low) or low > high:
        return None
    return int(high) - int(low) + 1
