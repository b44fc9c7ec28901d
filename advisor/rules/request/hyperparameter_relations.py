"""Rules on hyperparameters against each other, and against what the data says."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from operator import eq, ge, gt, lt
from typing import Any

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
from advisor.case.request.hyperparameters import (
    as_set,
    has_type,
    hit,
    is_among,
    known,
    list_fault,
    list_items,
    plain,
    range_text,
    sources_of,
)
from advisor.case.request.searched import never_holds, ranges
from advisor.case.tables.row_index import width_without_index
from advisor.findings import Severity
from advisor.knowledge.models.algorithm import FromData, Hyperparameter
from advisor.knowledge.models.base import condition_text
from advisor.knowledge.models.hyperparameters import ChoicesWhen, ItemsWhen
from advisor.knowledge.models.requirements import Sequences
from advisor.profile.sketch import ERROR
from advisor.rules.base import rule
from advisor.rules.raised import XGBOOST
from advisor.rules.sources import CREATE_TRAINING_JOB

LITTLE, EASILY_HELD = 0.1, 100_000
"""The share of the rows below which most are not used, and the rows up to which there is no need to leave any out."""

SCORED = "test"
"""The channel on which the model is only scored, so that training loses nothing where it is missing."""
TRAINING_ERRORS = {
    "features": "The dimension of the data does not match feature_dim",
    "label_width": "Invalid parameter value 'label_width'. Please ensure that the value of parameter",
    "commonest_word": "Empty vocabulary. Try a smaller -minCount value.",
}
"""What training ends with, by what was measured."""


@rule(
    "HYP106",
    "value-exceeds-another",
    "error",
    summary="A hyperparameter is beyond a limit that another one sets.",
    why="The value of one limits the value of the other.",
    fix="Lower the one, or raise the other.",
    sources=(CREATE_TRAINING_JOB,),
)
def value_exceeds_another(case: Case) -> Iterator[Hit]:
    block = case.algorithm.hyperparameters if case.algorithm else None
    if block is None:
        return
    for relation, (words, is_broken) in _BOUNDS.items():
        for pair in getattr(block, relation):
            yield from _beyond(case, pair, words, is_broken, sources=block.sources)
    for disputed in block.better_above:
        yield from _beyond(case, disputed.pair, _DISPUTED, eq, sources=disputed.sources, severity="warning")
    for open_ in block.better_at_most:
        yield from _beyond(case, open_.pair, "should not exceed", gt, sources=open_.sources, severity="warning")


_DISPUTED = "should, where sources disagree, exceed"
_MORE = (_DISPUTED, "may not lie below")
"""What asks for more of the first of a pair; all else asks for less."""

_BOUNDS: dict[str, tuple[str, Callable[[float, float], bool]]] = {
    "at_most": ("may not exceed", gt),
    "less_than": ("must lie below", ge),
    "at_least": ("may not lie below", lt),
}
"""Relation of a pair -> its words, and what breaks it."""


def _beyond(
    case: Case, pair: tuple[str, str], words: str, is_broken: Callable[[float, float], bool], **more: Any
) -> Iterator[Hit]:
    """A hit at the first of the pair that is given, if the two break their relation."""
    name = next((n for n in pair if n in case.hyperparameters), None)
    first, second = (_greatest(case, n) for n in pair)
    if name is None or first is None or second is None or not is_broken(first, second):
        return
    message = f"{pair[0]!r} is {_shown(case, pair[0])} and {words} {pair[1]!r}, which is {_shown(case, pair[1])}."
    raised, lowered = pair if words in _MORE else pair[::-1]
    fix = f"Raise {raised}, or lower {lowered}."
    yield hit(case, name, message, value=case.hyperparameters[name], fix=fix, **more)


def _greatest(case: Case, name: str) -> float | None:
    """A hyperparameter as a number, a list by its highest item; None where it is neither."""
    fact = case.algorithm.hyperparameters.values[name] if case.algorithm else None
    value = case.value(name)
    if not value or fact is None or not has_type(value, fact) or (fact.items and list_fault(value, fact, fact.items)):
        return None
    try:
        return max(float(item) for item in list_items(value, fact))
    except ValueError:
        return None


def _shown(case: Case, name: str) -> str:
    return f"{case.value(name)}" + ("" if name in case.hyperparameters else " by default")


@rule(
    "HYP111",
    "sum-out-of-range",
    "error",
    summary="Hyperparameters that belong together add up to more or less than is allowed.",
    why="The container checks their sum.",
    fix="Change one of them.",
    sources=(CREATE_TRAINING_JOB,),
)
def sum_out_of_range(case: Case) -> Iterator[Hit]:
    block = case.algorithm.hyperparameters if case.algorithm else None
    for total in block.sum_within if block else ():
        values = [case.number(name) for name in total.names]
        given = [name for name in total.names if name in case.hyperparameters]
        if not given or None in values:
            continue
        amount = sum(value for value in values if value is not None)
        if not total.min <= amount <= total.max:
            names = " and ".join(f"{name!r}" for name in total.names)
            message = (
                f"{names} add up to {plain(amount)}; together they must be {plain(total.min)} to {plain(total.max)}."
            )
            value = case.hyperparameters[given[0]]
            fix = f"{'Lower' if amount > total.max else 'Raise'} one of them."
            yield hit(case, given[0], message, value=value, fix=fix, sources=block.sources if block else None)


@rule(
    "HYP112",
    "choice-ruled-out",
    "error",
    summary="Another hyperparameter rules the value out.",
    why="Some values work only with certain settings of other hyperparameters.",
    fix="Send a value that goes with the other hyperparameter, or change that one.",
    sources=(CREATE_TRAINING_JOB,),
)
def choice_ruled_out(case: Case) -> Iterator[Hit]:
    for name, value, fact in known(case):
        for narrowed in fact.choices_when:
            if not has_type(value, fact) or not case.applies(narrowed.when, narrowed.versions):
                continue
            left = _left(value, narrowed, fact)
            if left is None or (fact.choices and not is_among(value, fact.choices, fact)):
                continue  # what is none of the choices at all is said by the rule on choices
            message = f"With {as_set(case, narrowed.when)}, {name!r} {left}."
            only = f"{name}={narrowed.choices[0]}" if len(narrowed.choices) == 1 else "a value that goes with it"
            fix = f"Send {only}, or change {' or '.join(narrowed.when)}."
            sources = (*sources_of(case, fact), *narrowed.sources)
            yield hit(case, name, message, value=value, severity=narrowed.severity, fix=fix, sources=sources)


def _left(value: str, narrowed: ChoicesWhen, fact: Hyperparameter) -> str | None:
    """What the value would have to be; None where it is that."""
    if narrowed.choices and not is_among(value, narrowed.choices, fact):
        several = "one of " if len(narrowed.choices) > 1 else ""
        return f"must be {several}{', '.join(map(str, narrowed.choices))}"
    if is_among(value, narrowed.without, fact):
        return f"may not be {value}"
    outside = fact.type in ("int", "float") and value not in fact.also and not narrowed.contains(float(value))
    return f"must be {range_text(narrowed)}" if outside else None


@rule(
    "HYP114",
    "item-ruled-out",
    "error",
    summary="Another hyperparameter rules out an item of a list.",
    why="Some metrics belong to certain tasks: the container refuses any others, or fails when it first uses them.",
    fix="Leave the item out, or change the other hyperparameter.",
    sources=(CREATE_TRAINING_JOB,),
    training_error="Given label size mismatched with prediction size",
    raised_by=XGBOOST,
)
def item_ruled_out(case: Case) -> Iterator[Hit]:
    for name, value, fact in known(case):
        items = [item.partition("@")[0].strip() for item in value.split(",")]
        for narrowed in fact.items_when:
            fault = _ruled_out(items, narrowed)
            if fault and case.applies(narrowed.when, narrowed.versions):
                setting = f" with {as_set(case, narrowed.when)}" if narrowed.when else ""
                sources = (*sources_of(case, fact), *narrowed.sources)
                yield hit(
                    case, name, f"{name!r} {fault}{setting}.", value=value, severity=narrowed.severity, sources=sources
                )


def _ruled_out(items: list[str], narrowed: ItemsWhen) -> str | None:
    """What the list has and may not have, or lacks."""
    odd = [item for item in narrowed.without if item in items]
    several = [item for item in items if item in narrowed.at_most_one]
    if odd:
        return f"may not have {' or '.join(odd)}"
    if len(several) > 1:
        return f"may have only one of {', '.join(narrowed.at_most_one)}"
    return None if narrowed.length in (None, len(items)) else f"must have {narrowed.length} item"


@rule(
    "HYP113",
    "without-effect",
    "info",
    summary="A hyperparameter is given, but has no effect with the other settings.",
    why="It seems to do something, but does not.",
    fix="Leave it out, or change the setting that it depends on.",
    sources=(CREATE_TRAINING_JOB,),
)
def without_effect(case: Case) -> Iterator[Hit]:
    for name, value, fact in known(case):
        if not fact.only_when or case.holds(fact.only_when) or (fact.enforced and fact.enforced.when):
            continue
        message = f"{name!r} is read only with {condition_text(fact.only_when)}."
        yield hit(case, name, message, value=value, sources=sources_of(case, fact))
    yield from _of_several_machines(case)
    yield from _fixed_by_tuning(case)
    yield from _searched_without_effect(case)


def _of_several_machines(case: Case) -> Iterator[Hit]:
    """What only says how machines work together, for a job of one."""
    if case.resources is None or case.resources.instance_count != 1:
        return
    for name, value, fact in known(case):
        if fact.only_on_several:
            message = f"{name!r} is read only where several machines train; the request asks for 1."
            yield hit(case, name, message, value=value, sources=sources_of(case, fact))


def _fixed_by_tuning(case: Case) -> Iterator[Hit]:
    """What a tuning job sets by itself."""
    for name, value, fact in known(case) if case.tuning else ():
        if fact.fixed_by_tuning:
            message = f"{name!r} is set by the tuning job itself; a value sent for it is ignored."
            yield hit(case, name, message, value=value, sources=sources_of(case, fact))


def _searched_without_effect(case: Case) -> Iterator[Hit]:
    """Ranges of a tuning job over what nothing reads: jobs that differ in it alone are billed for the same model."""
    facts = case.algorithm.hyperparameters.values if case.algorithm else {}
    for one in ranges(case):
        tunable = case.algorithm.tuning.tunable.get(one.name) if case.algorithm else None
        fact = facts.get((tunable.hyperparameter if tunable else None) or one.name)
        if fact and fact.only_when and never_holds(case, fact.only_when):
            message = f"{one.name!r} is read only with {condition_text(fact.only_when)}."
            sources = sources_of(case, fact)
            yield case.request_hit(f"{one.key}.Name", message, value=one.name, severity="warning", sources=sources)


@rule(
    "HYP117",
    "without-its-channel",
    "warning",
    summary="A hyperparameter depends on a channel that is not there.",
    why="The container silently ignores it: what is read from that channel, or measured on it, is not there, and "
    "nothing says so.",
    fix="Add the channel, or leave the hyperparameter out.",
    sources=(CREATE_TRAINING_JOB,),
)
def without_its_channel(case: Case) -> Iterator[Hit]:
    there = {c.channel_name for c in case.request.input_data_config} if case.request else set(case.channels)
    for name, value, fact in known(case):
        if value and fact.only_with and there and fact.only_with not in there:
            message = f"{name!r} has no effect without the channel {fact.only_with!r}."
            severity = "info" if fact.only_with == SCORED else None
            yield hit(case, name, message, value=value, severity=severity, sources=sources_of(case, fact))


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
        if fact.from_data is None or not has_type(value, fact) or value in fact.also or _bounds_sequences(case, name):
            continue
        if not case.holds(fact.only_when or {}):
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
