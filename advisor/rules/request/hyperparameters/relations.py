"""Rules on hyperparameters against each other, and against the channels that are there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from operator import eq, ge, gt, lt
from typing import Any

from advisor.case.hit import Hit
from advisor.case.model import Case
from advisor.case.request.hyperparameters import (
    as_set,
    has_type,
    hit,
    is_among,
    is_beside,
    known,
    list_fault,
    list_items,
    plain,
    range_text,
    sources_of,
)
from advisor.case.request.searched import never_holds, ranges
from advisor.knowledge.models.algorithm import Hyperparameter
from advisor.knowledge.models.base import condition_text
from advisor.knowledge.models.hyperparameters import ChoicesWhen, ItemsWhen
from advisor.rules.base import rule
from advisor.rules.raised import XGBOOST
from advisor.rules.sources import CREATE_TRAINING_JOB

SCORED = "test"
"""The channel on which the model is only scored, so that training loses nothing where it is missing."""


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
    for pairs, words, is_broken in (
        (block.at_most, "may not exceed", gt),
        (block.less_than, "must lie below", ge),
        (block.at_least, "may not lie below", lt),
    ):
        for pair in pairs:
            yield from _beyond(case, pair, words, is_broken, sources=block.sources)
    for disputed in block.better_above:
        yield from _beyond(case, disputed.pair, _DISPUTED, eq, sources=disputed.sources, severity="warning")
    for open_ in block.better_at_most:
        yield from _beyond(case, open_.pair, "should not exceed", gt, sources=open_.sources, severity="warning")


_DISPUTED = "should, where sources disagree, exceed"
_MORE = (_DISPUTED, "may not lie below")
"""What asks for more of the first of a pair; all else asks for less."""


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
    outside = fact.type in ("int", "float") and not is_beside(value, fact) and not narrowed.contains(float(value))
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
    yield from _idle(case)
    yield from _of_several_machines(case)
    yield from _fixed_by_tuning(case)
    yield from _searched_without_effect(case)


def _idle(case: Case) -> Iterator[Hit]:
    """What is only read beside another one, such as a metric, which a tuning job brings by itself."""
    for name, value, fact in known(case) if not case.tuning else ():
        beside = fact.idle_without
        if beside and case.hyperparameters.keys().isdisjoint(beside.any_of) and case.applies({}, beside.versions):
            message = f"{name!r} has no effect without {beside.any_of[0]!r}."
            fix, sources = f"Send {beside.any_of[0]}, too.", (*sources_of(case, fact), *beside.sources)
            yield hit(case, name, message, value=value, severity="warning", fix=fix, sources=sources)


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
    for range_ in ranges(case):
        tunable = case.algorithm.tuning.tunable.get(range_.name) if case.algorithm else None
        fact = facts.get((tunable.hyperparameter if tunable else None) or range_.name)
        if fact and fact.only_when and never_holds(case, fact.only_when):
            message = f"{range_.name!r} is read only with {condition_text(fact.only_when)}."
            sources = sources_of(case, fact)
            key = f"{range_.key}.Name"
            yield case.request_hit(key, message, value=range_.name, severity="warning", sources=sources)


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
