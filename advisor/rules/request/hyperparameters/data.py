"""Rules on hyperparameters against what the data says."""

from __future__ import annotations

from collections.abc import Iterator

from advisor.case.hit import Hit
from advisor.case.measures import (
    CLASSES,
    channel_width,
    fit_when_numbered,
    is_estimate,
    label_size,
    measure,
    training_channel,
)
from advisor.case.model import Case
from advisor.case.request.hyperparameters import has_type, hit, is_beside, known, plain, sources_of
from advisor.case.tables.row_index import width_without_index
from advisor.findings import Severity
from advisor.knowledge.models.algorithm import FromData, Hyperparameter
from advisor.knowledge.models.requirements import Sequences
from advisor.profile.sketch import ERROR
from advisor.rules.base import rule
from advisor.rules.sources import CREATE_TRAINING_JOB

LITTLE, EASILY_HELD = 0.1, 100_000
"""The share of the rows below which most are not used, and the rows up to which there is no need to leave any out."""
TRAINING_ERRORS = {
    "features": "The dimension of the data does not match feature_dim",
    "label_width": "Invalid parameter value 'label_width'. Please ensure that the value of parameter",
    "commonest_word": "Empty vocabulary. Try a smaller -minCount value.",
}
"""What training ends with, by what was measured."""


@rule(
    "HYP107",
    "value-contradicts-data",
    "error",
    summary="A hyperparameter contradicts the data.",
    why="Where the two must agree, the container stops at the first batch; elsewhere it trains on other numbers of "
    "samples or classes than are meant.",
    fix="Send the value that fits the data.",
    sources=(CREATE_TRAINING_JOB,),
    training_error=TRAINING_ERRORS["features"],
)
def value_contradicts_data(case: Case) -> Iterator[Hit]:
    for name, value, fact in (*known(case), *_defaults(case)):
        if fact.from_data is None or is_beside(value, fact) or _bounds_sequences(case, name):
            continue
        if not has_type(value, fact) or not case.holds(fact.only_when or {}):
            continue
        measured = measure(case, fact.from_data.measure)
        if measured is None or fact.type not in ("int", "float"):
            continue
        wanted, given = measured * fact.from_data.times, float(value)
        if fact.from_data.measure in CLASSES and fit_when_numbered(case, given):
            continue  # the rules on labels say so, with their places
        estimated = is_estimate(fact.from_data.measure, measured)
        if not _contradicts(given, wanted, fact.from_data) or (estimated and abs(given - wanted) <= ERROR * wanted):
            continue
        if _may_drop_label(case, fact.from_data, given, wanted):
            if case.request is None:  # a request that leaves label_size out is told so by itself
                message = (
                    f"{name!r} is {plain(given)}, a row has {plain(wanted)} cells: right only if the first is a label."
                )
                fix = f"Send {name}={plain(wanted)} with label_size=0, or declare label_size=1."
                yield hit(case, name, message, value=value, severity="warning", fix=fix)
        else:
            relation = {"equals": "", "at-least": "at least ", "at-most": "at most "}[fact.from_data.relation]
            relation += "about " if estimated else ""
            default = "" if name in case.hyperparameters else " by default"
            means = f" ({fact.from_data.means})" if fact.from_data.means else ""
            severity, fix = _severity(given, measured, fact.from_data), _fix(case, name, fact.from_data, given, wanted)
            due = f"{'must' if severity == 'error' else 'should'} be {relation}{plain(wanted)}{means}"
            message = f"{name!r} is {plain(given)}{default}; by the data it {due}."
            if name == width_without_index(case):  # the error is the index, and stands there
                message = f"{name!r} is {plain(given)}; with their index the rows are {plain(wanted)} wide."
                severity, fix = "warning", f"Write the rows without their index: then {name}={plain(given)} is right."
            stated = {"value": value} if name in case.hyperparameters else {}
            said = name == "feature_dim" or fact.from_data.measure != "features"
            stated["training_error"] = TRAINING_ERRORS.get(fact.from_data.measure, "") if said else ""
            yield hit(case, name, message, severity=severity, fix=fix, sources=sources_of(case, fact), **stated)


@rule(
    "HYP119",
    "most-data-unused",
    "warning",
    summary="A hyperparameter lets training use only a small part of the data.",
    why="The rest is paid for and read, and adds nothing to the model, though all of it would fit.",
    fix="Raise the value, up to the number of rows, or send fewer of them.",
    sources=(CREATE_TRAINING_JOB,),
)
def most_data_unused(case: Case) -> Iterator[Hit]:
    for name, value, fact in known(case):
        if fact.from_data is None or not fact.from_data.rest_unused or not has_type(value, fact):
            continue
        there = measure(case, fact.from_data.measure)
        if there is not None and there <= EASILY_HELD and float(value) < LITTLE * there:
            message = f"With {name}={value}, {plain(there - float(value))} of {plain(there)} rows are not used."
            yield hit(case, name, message, value=value, sources=sources_of(case, fact))


def _fix(case: Case, name: str, rule: FromData, given: float, wanted: float) -> str:
    channel = training_channel(case)
    width = channel_width(channel) if channel else None
    if rule.measure == "features" and given == width and channel and label_size(case, channel):
        return f"Send {name}={plain(wanted)}: the first column is read as the label. Put it in front if it is missing."
    return f"Send {name}={plain(wanted)}."


def _bounds_sequences(case: Case, name: str) -> bool:
    """Whether the lists of the data are held against it one by one."""
    every = case.demands
    return any(isinstance(lists, Sequences) and name in (lists.ids_below, lists.at_most) for lists in every)


def _defaults(case: Case) -> Iterator[tuple[str, str, Hyperparameter]]:
    """What a request leaves to its default, where a contradiction with the data makes training fail."""
    if case.algorithm is None or not (case.request or case.hyperparameters):
        return
    for name, fact in case.algorithm.hyperparameters.values.items():
        fails = fact.from_data is not None and fact.from_data.severity == "error"
        if case.request is None and fact.from_data and fact.from_data.relation == "at-most":
            continue  # options need not name all: a default that a few samples do not reach is no fault of theirs
        if fails and name not in case.hyperparameters and fact.default is not None:
            yield name, str(fact.default), fact


def _contradicts(given: float, wanted: float, rule: FromData) -> bool:
    return {"equals": given != wanted, "at-least": given < wanted, "at-most": given > wanted}[rule.relation]


def _severity(given: float, measured: float, rule: FromData) -> Severity:
    """What a contradiction is worth: no more than a note where it is less than advised, and no less than there is."""
    enough = rule.relation == "at-least" and rule.severity == "warning" and given >= measured
    return "info" if enough else rule.severity


def _may_drop_label(case: Case, rule: FromData, given: float, wanted: float) -> bool:
    """A CSV sent without `label_size` loses its first column; a `feature_dim` of one less counts on that."""
    channel = training_channel(case)
    if rule.measure != "features" or channel is None or channel_width(channel) is None or given != wanted - 1:
        return False
    declared = channel.media_type.parameters if channel.media_type else {}
    return "label_size" not in declared and label_size(case, channel) == 0
