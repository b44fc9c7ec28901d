"""Rules on tuning jobs: the ranges that are searched, and the metric that is their aim."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from math import isfinite
from typing import Any

from advisor.case.hit import Hit
from advisor.case.model import Case
from advisor.case.request.hyperparameters import is_beside, is_known_name
from advisor.case.request.searched import Range, limit, never_holds, ranges
from advisor.knowledge.models.algorithm import Hyperparameter, TunableRange
from advisor.knowledge.models.base import condition_text
from advisor.knowledge.shapes import is_known_later
from advisor.request import decoded
from advisor.rules.base import rule

API = "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateHyperParameterTuningJob.html"
LIMITS = "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ResourceLimits.html"
UNTUNABLE = "https://github.com/aws/sagemaker-python-sdk/issues/2226"
NOT_ALL = "https://github.com/awsdocs/amazon-sagemaker-developer-guide/issues/90"
NO_METRIC = "https://github.com/aws/sagemaker-python-sdk/issues/3932"
DEFINE_METRICS = "automatic-model-tuning-define-metrics-variables.md"
DIRECTIONS = {"Minimize": "minimize", "Maximize": "maximize"}


def _objective(case: Case) -> tuple[Mapping[str, Any], str] | None:
    """The metric that the tuning job aims at, with its place."""
    tuning = case.tuning
    if tuning is None:
        return None
    place = str(tuning["objective"])
    objective = tuning["config"].get(place.rpartition(".")[2])
    return (objective, place) if isinstance(objective, Mapping) else None


def _facts(case: Case) -> Mapping[str, TunableRange]:
    return case.algorithm.tuning.tunable if case.algorithm else {}


def _sources(case: Case) -> tuple[str, ...]:
    return (*(case.algorithm.tuning.sources if case.algorithm else ()), API)


@rule(
    "TUN101",
    "not-tunable",
    "error",
    summary="A range is given for a hyperparameter that cannot be tuned.",
    why="The service knows which hyperparameters of a built-in algorithm can be tuned, and refuses the others.",
    fix="Give the hyperparameter a single value in StaticHyperParameters, or leave it out.",
    sources=(API, UNTUNABLE, NOT_ALL),
    needs=("algorithm", "request"),
    training_error="The hyperparameter tuning job you requested has the following untunable hyperparameters",
)
def not_tunable(case: Case) -> Iterator[Hit]:
    tunable = _facts(case)
    for range_ in ranges(case) if tunable else ():
        # What a script may be tuned by the service does not know; the pages only name what matters most.
        known = is_known_name(case, range_.name) if case.facts.script else range_.name in tunable
        if not known and not range_.name.startswith("_"):
            near = get_close_matches(range_.name, tunable, n=1)
            hint = f"; did you mean {near[0]!r}?" if near else f"; {', '.join(sorted(tunable))} can be."
            message = f"{range_.name!r} of {case.algorithm.name if case.algorithm else ''} cannot be tuned{hint}"
            yield case.request_hit(
                f"{range_.key}.Name", message, value=range_.name, sources=(*_sources(case), UNTUNABLE)
            )


@rule(
    "TUN102",
    "range-of-another-type",
    "error",
    summary="A range has a different type than its hyperparameter.",
    why="Every value that is tried must be valid for the hyperparameter; a whole number, for example, has no "
    "fractions.",
    fix="Move the range to the list for its type.",
    sources=(API,),
    needs=("algorithm", "request"),
)
def range_of_another_type(case: Case) -> Iterator[Hit]:
    for range_ in ranges(case):
        fact = _facts(case).get(range_.name)
        if fact is None or range_.type in (fact.type, "automatic"):
            continue
        severity = (
            "error" if "categorical" not in (fact.type, range_.type) and range_.type == "continuous" else "warning"
        )
        message = f"{range_.name!r} has a range of the type {range_.type}; it is tuned as {fact.type}."
        yield case.request_hit(range_.key, message, value=range_.name, severity=severity, sources=_sources(case))


@rule(
    "TUN103",
    "range-out-of-bounds",
    "error",
    summary="A range contains values that the hyperparameter cannot have, or no values at all.",
    why="The service refuses the range, or the training jobs that try such a value fail.",
    fix="Give bounds within those of the hyperparameter, the lower one first.",
    sources=(API,),
    needs=("algorithm", "request"),
)
def range_out_of_bounds(case: Case) -> Iterator[Hit]:
    known = case.algorithm.hyperparameters.values if case.algorithm else {}
    for range_ in ranges(case):
        if range_.type == "categorical":
            yield from _wrong_choices(case, range_, known.get(range_.name))
            continue
        low, high = _finite(range_, "MinValue"), _finite(range_, "MaxValue")
        yield from _no_bounds(case, range_)
        if low is not None and high is not None and low > high:
            yield case.request_hit(range_.key, f"The range of {range_.name!r} goes from {low:g} down to {high:g}.")
        fact = known.get(range_.name)
        # A number that is drawn between two others is never the very end.
        is_drawn = range_.type != "continuous" or low == high
        for bound, value in (("MinValue", low), ("MaxValue", high)):
            if fact and value is not None and (least := _beyond(value, fact, is_drawn)):
                message = f"{range_.name!r} may be tried with {value:g}; it must be {least}."
                severity = "warning" if _is_advised(value, _facts(case).get(range_.name)) else None
                given = str(range_.content.get(bound))
                yield case.request_hit(f"{range_.key}.{bound}", message, value=given, severity=severity)


def _is_advised(value: float, fact: TunableRange | None) -> bool:
    """Whether the page on tuning recommends a value, whatever that on hyperparameters says of it."""
    return fact is not None and fact.min is not None and fact.max is not None and fact.min <= value <= fact.max


def _no_bounds(case: Case, range_: Range) -> Iterator[Hit]:
    """Bounds that are no number of the range's type."""
    for bound in ("MinValue", "MaxValue"):
        text = range_.content.get(bound)
        if not isinstance(text, str) or is_known_later(text):
            continue
        value = _finite(range_, bound)
        if value is None or (range_.type == "integer" and not value.is_integer()):
            what = "a whole number" if range_.type == "integer" else "a number"
            yield case.request_hit(f"{range_.key}.{bound}", f"{bound} of {range_.name!r} must be {what}.", value=text)


def _wrong_choices(case: Case, range_: Range, fact: Hyperparameter | None) -> Iterator[Hit]:
    values = range_.content.get("Values")
    choices = {str(choice) for choice in fact.choices} if fact else set()
    given = decoded if case.algorithm and case.algorithm.script else str
    advised = tuned.choices if (tuned := _facts(case).get(range_.name)) else ()
    for number, value in enumerate(values if isinstance(values, list) else ()):
        if not (fact and choices and isinstance(value, str)):
            continue
        if given(value) not in choices and not is_beside(given(value), fact):
            message = f"{range_.name!r} may be tried with {value!r}; it is one of {', '.join(sorted(choices))}."
            severity = "warning" if value in map(str, advised) else None
            yield case.request_hit(f"{range_.key}.Values[{number}]", message, value=value, severity=severity)


def _finite(range_: Range, bound: str) -> float | None:
    number = range_.bound(bound)
    return number if number is not None and isfinite(number) else None


def _beyond(value: float, fact: Hyperparameter, is_drawn: bool) -> str | None:
    """What a value must be, such as `at least 1`, where it breaks the bounds of a hyperparameter.

    An end of a range that is itself not drawn may be a bound that the hyperparameter may not reach.
    """
    if fact.min is not None and (value < fact.min or (is_drawn and fact.min_exclusive and value == fact.min)):
        return f"above {fact.min:g}" if fact.min_exclusive else f"at least {fact.min:g}"
    if fact.max is not None and (value > fact.max or (is_drawn and fact.max_exclusive and value == fact.max)):
        return f"below {fact.max:g}" if fact.max_exclusive else f"at most {fact.max:g}"
    return None


@rule(
    "TUN104",
    "range-and-value",
    "error",
    summary="A hyperparameter has both a constant value and a range.",
    why="The service refuses a tuning job that gives both.",
    fix="Leave one of the two out.",
    sources=(API,),
)
def range_and_value(case: Case) -> Iterator[Hit]:
    given = case.request.hyper_parameters if case.request else {}
    for range_ in ranges(case):
        if range_.name in given:
            yield case.request_hit(f"{range_.key}.Name", f"{range_.name!r} also has the value {given[range_.name]!r}.")


@rule(
    "TUN105",
    "unknown-metric",
    "error",
    summary="The objective of the tuning job is a metric that the training jobs do not report.",
    why="The service refuses the metric, or waits for it in vain and fails after the first jobs have run.",
    fix="Name a metric that the algorithm reports.",
    sources=(API, NO_METRIC, DEFINE_METRICS),
    needs=("algorithm", "request"),
    training_error="A metric is required for this hyperparameter tuning job objective.",
)
def unknown_metric(case: Case) -> Iterator[Hit]:
    found, tuning = _objective(case), case.algorithm.tuning if case.algorithm else None
    if found is None or tuning is None or case.algorithm is None:
        return
    objective, place = found
    name = objective.get("MetricName")
    if not isinstance(name, str) or is_known_later(name):
        return
    metric, is_own = tuning.metrics.get(name), name in _own_metrics(case)
    if metric and never_holds(case, metric.when):
        message = f"{name!r} is reported only with {condition_text(metric.when)}."
        severity = "warning" if is_own else None
        yield case.request_hit(f"{place}.MetricName", message, value=name, severity=severity, sources=_sources(case))
    if is_own:
        return
    if not tuning.metrics:
        if not case.algorithm.script:
            message = f"{case.algorithm.name} has no page on tuning: no metric is known that it reports."
            fix = "Train with several settings and compare the models, or choose another algorithm."
            place = f"{place}.MetricName"
            yield case.request_hit(place, message, value=name, severity="warning", fix=fix, sources=_sources(case))
        return
    if metric:
        if case.algorithm.script:
            message = f"A framework's image comes with no metrics: {name!r} must stand in MetricDefinitions."
            fix = f"Define the metric there{f', with the pattern {metric.pattern}' if metric.pattern else ''}."
            key = "AlgorithmSpecification.MetricDefinitions"
            yield case.request_hit(key, message, value=name, fix=fix, sources=(*_sources(case), DEFINE_METRICS))
        return
    near = get_close_matches(name, tuning.metrics, n=1)
    hint = f"; did you mean {near[0]!r}?" if near else f"; it reports {', '.join(tuning.metrics)}."
    message = f"{case.algorithm.name} reports no metric {name!r}{hint}"
    yield case.request_hit(f"{place}.MetricName", message, value=name, sources=_sources(case))


def _own_metrics(case: Case) -> set[str]:
    """The metrics that the request itself defines."""
    listed = case.part("AlgorithmSpecification").get("MetricDefinitions")
    return {str(m.get("Name")) for m in (listed if isinstance(listed, list) else ()) if isinstance(m, Mapping)}


@rule(
    "TUN106",
    "wrong-direction",
    "error",
    summary="The tuning job looks for the worst value of its metric.",
    why="It would end with the worst of its models.",
    fix="Reverse the type of the objective (Maximize or Minimize).",
    sources=(API,),
    needs=("algorithm", "request"),
)
def wrong_direction(case: Case) -> Iterator[Hit]:
    found, tuning = _objective(case), case.algorithm.tuning if case.algorithm else None
    metric = tuning.metrics.get(str(found[0].get("MetricName"))) if found and tuning else None
    if found is None or metric is None:
        return
    objective, place = found
    direction = DIRECTIONS.get(str(objective.get("Type")))
    if direction and direction != metric.direction:
        message = f"{objective['MetricName']!r} is better the {_better(metric.direction)} it is."
        yield case.request_hit(f"{place}.Type", message, value=str(objective["Type"]), sources=_sources(case))


def _better(direction: str) -> str:
    return "smaller" if direction == "minimize" else "greater"


@rule(
    "TUN107",
    "metric-without-channel",
    "error",
    summary="The metric is measured on a channel that the request does not have.",
    why="The metric is then never reported, and the tuning job fails after the first jobs have run.",
    fix="Add the channel, or choose a metric of a channel that is there.",
    sources=(API,),
    needs=("algorithm", "request"),
    training_error="No objective metrics found after running",
)
def metric_without_channel(case: Case) -> Iterator[Hit]:
    found = _objective(case)
    if found is None or case.request is None or case.algorithm is None or not case.request.input_data_config:
        return
    objective, place = found
    part = str(objective.get("MetricName")).partition(":")[0]
    present = {channel.channel_name for channel in case.request.input_data_config}
    reports_none = not case.algorithm.tuning.metrics and not case.algorithm.script
    if part not in ("validation", "test") or case.algorithm.channel(part) is None or reports_none:
        return
    if part == "validation" and case.algorithm.script:
        return  # the scripts draw a part of the training data where none is given
    names = {part, *(case.algorithm.channels[part].aliases if part in case.algorithm.channels else ())}
    if not names & present:
        message = f"{objective['MetricName']!r} is measured on the channel {part!r}, which is not there."
        yield case.request_hit(f"{place}.MetricName", message, value=str(objective["MetricName"]))


@rule(
    "TUN108",
    "more-at-once-than-in-all",
    "error",
    summary="More training jobs are to run at once than there are in all.",
    why="The service refuses such limits.",
    fix="Let at most MaxNumberOfTrainingJobs run at once.",
    sources=(LIMITS,),
)
def more_at_once_than_in_all(case: Case) -> Iterator[Hit]:
    most, at_once = limit(case, "MaxNumberOfTrainingJobs"), limit(case, "MaxParallelTrainingJobs")
    if case.tuning and most is not None and at_once is not None and at_once > most:
        key = f"{case.tuning['limits']}.MaxParallelTrainingJobs"
        yield case.request_hit(key, f"{at_once} jobs run at once, of {most} in all.", value=str(at_once))
