"""Rules on one hyperparameter at a time: its name, its type, its bounds and choices."""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterator, Sequence
from typing import Any

from advisor.knowledge.base import condition_text
from advisor.knowledge.models import Bounds, Hyperparameter, Items, Scalar
from advisor.request import PLACEHOLDER
from advisor.rules.base import Hit, rule
from advisor.rules.case import Case
from advisor.rules.measures import measure, training_channel

API = "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateTrainingJob.html"
LONGEST_VALUE, LONGEST_NAME, MOST = 2500, 256, 100
SERVICE_PREFIXES = ("sagemaker_", "_")
"""Names with which the SDK and the tuning service send settings of their own."""


def hit(case: Case, name: str, message: str, **more: Any) -> Hit:
    """A finding about one hyperparameter: in the job file where it stands there, else about the option."""
    key = f"HyperParameters.{name}"
    in_request = case.request is not None and (name in case.request.hyper_parameters or "value" not in more)
    return case.request_hit(key, message, **more) if in_request else Hit(message, key=key, **more)


def known(case: Case) -> Iterator[tuple[str, str, Hyperparameter]]:
    """The hyperparameters given that the algorithm knows; a value that is still to be filled in is none yet."""
    facts = case.algorithm.hyperparameters.values if case.algorithm else {}
    for name, value in case.hyperparameters.items():
        if name in facts and PLACEHOLDER not in value:
            yield name, value, facts[name]


def sources_of(case: Case, fact: Hyperparameter) -> tuple[str, ...]:
    assert case.algorithm is not None
    return (*case.algorithm.hyperparameters.sources, *fact.sources)


@rule(
    "HYP101",
    "unknown-hyperparameter",
    "error",
    summary="The algorithm has no hyperparameter of this name.",
    why="The container checks the names first and stops at one that it does not know.",
    fix="Mend the name, or leave the hyperparameter out.",
    sources=(API,),
    training_error="Additional properties are not allowed",
)
def unknown_hyperparameter(case: Case) -> Iterator[Hit]:
    if case.algorithm is None:
        return
    block = case.algorithm.hyperparameters
    for name, value in case.hyperparameters.items():
        if name in block.values or name in block.tolerated or name.startswith(SERVICE_PREFIXES):
            continue
        near = difflib.get_close_matches(name, block.values, n=1)
        hint = f"; {near[0]!r} is near" if near else ""
        message = f"{case.algorithm.name} has no hyperparameter {name!r}{hint}."
        yield hit(case, name, message, value=value, sources=block.sources)


@rule(
    "HYP102",
    "missing-hyperparameter",
    "error",
    summary="A required hyperparameter is not given.",
    why="The job fails after it was provisioned, which takes minutes.",
    fix="Give the hyperparameter.",
    sources=(API,),
    training_error="No value(s) were specified for required hyperparameter(s)",
)
def missing_hyperparameter(case: Case) -> Iterator[Hit]:
    if case.algorithm is None or case.request is None:
        return
    for name, fact in case.algorithm.hyperparameters.values.items():
        because = _required(case, fact)
        if name in case.hyperparameters or because is None:
            continue
        value = _derived_hint(case, fact)
        yield hit(case, name, f"{name!r} is required{because} and not given{value}.", sources=sources_of(case, fact))


def _required(case: Case, fact: Hyperparameter) -> str | None:
    """None where it may be left out, else under what condition it may not (empty: always)."""
    if fact.required:
        return ""
    if fact.required_when is not None and case.holds(fact.required_when):
        return " with " + condition_text(fact.required_when)
    channel = training_channel(case)
    content_type = channel.media_type.type if channel and channel.media_type else None
    return f" with {content_type}" if content_type in fact.required_for else None


def _derived_hint(case: Case, fact: Hyperparameter) -> str:
    value = measure(case, fact.from_data.measure) if fact.from_data and fact.from_data.relation != "at-most" else None
    return "" if value is None or fact.from_data is None else f"; the data says {plain(value * fact.from_data.times)}"


@rule(
    "HYP103",
    "wrong-type",
    "error",
    summary="A hyperparameter's value is not of its type.",
    why="The container parses each value and stops at one that it cannot read.",
    fix="Give a value of the type named.",
    sources=(API,),
    training_error="is not valid under any of the given schemas",
)
def wrong_type(case: Case) -> Iterator[Hit]:
    kinds = {"int": "a whole number", "float": "a number", "bool": "true or false", "json": "JSON"}
    for name, value, fact in known(case):
        if _is_quoted(value, fact):
            yield hit(case, name, f"{name!r} carries quotes of its own.", value=value, sources=sources_of(case, fact))
        elif not has_type(value, fact):
            message = f"{name!r} must be {kinds[fact.type]}."
            yield hit(case, name, message, value=value, sources=sources_of(case, fact))
        elif fact.items and value not in fact.also and (fault := list_fault(value, fact, fact.items)):
            yield hit(case, name, f"{name!r} must be a list {fault}.", value=value, sources=sources_of(case, fact))


def _is_quoted(value: str, fact: Hyperparameter) -> bool:
    return fact.type != "json" and len(value) > 1 and value[0] == value[-1] == '"'


def has_type(value: str, fact: Hyperparameter) -> bool:
    if value in fact.also:
        return True
    if _is_quoted(value, fact):
        return False
    if fact.type in ("int", "float") and ("_" in value or not value.isascii()):
        return False  # Python reads such numbers, the container does not
    try:
        if fact.type == "int":
            int(value)
        elif fact.type == "float":
            float(value)
        elif fact.type == "json":
            json.loads(value)
    except (ValueError, RecursionError):
        return False
    return fact.type != "bool" or value.lower() in ("true", "false", "0", "1")


def list_items(value: str, fact: Hyperparameter) -> list[str]:
    """The items of a list of commas or of a JSON list; empty where the value is neither."""
    if fact.type == "json":
        content = json.loads(value)
        return [str(item) for item in content] if isinstance(content, list) else []
    return [item.strip() for item in value.split(",")] if value.strip() else []


def list_fault(value: str, fact: Hyperparameter, wanted: Items) -> str | None:
    """What the list ought to be and is not."""
    items = list_items(value, fact)
    if fact.type == "json" and not value.lstrip().startswith("["):
        return "in brackets"
    if wanted.length is not None and len(items) != wanted.length:
        return f"of {wanted.length} items"
    if wanted.choices and not {*items} <= {str(choice) for choice in wanted.choices}:
        return f"of {', '.join(map(str, wanted.choices))}"
    if wanted.type != "str" and not all(_number_within(item, wanted) for item in items):
        kind = "whole numbers" if wanted.type == "int" else "numbers"
        return f"of {kind} {range_text(wanted)}".rstrip()
    return None


def _number_within(item: str, wanted: Items) -> bool:
    try:
        return wanted.contains(int(item) if wanted.type == "int" else float(item))
    except ValueError:
        return False


@rule(
    "HYP104",
    "value-out-of-range",
    "error",
    summary="A hyperparameter's value lies outside of its range.",
    why="The container checks each value against its range before it reads data.",
    fix="Give a value within the range.",
    sources=(API,),
)
def value_out_of_range(case: Case) -> Iterator[Hit]:
    for name, value, fact in known(case):
        if value in fact.also or fact.type not in ("int", "float") or not has_type(value, fact) or fact.choices:
            continue
        number = float(value)
        if not fact.contains(number):
            message = f"{name!r} must be {range_text(fact)}." if range_text(fact) else f"{name!r} must be a number."
            yield hit(case, name, message, value=value, sources=sources_of(case, fact))
        elif fact.multiple_of and number % fact.multiple_of:
            message = f"{name!r} must be a multiple of {fact.multiple_of}."
            yield hit(case, name, message, value=value, sources=sources_of(case, fact))


def plain(number: float) -> str:
    """A number as one would send it: 1000000 and not 1e+06."""
    return str(int(number)) if float(number).is_integer() else f"{number:g}"


def range_text(bounds: Bounds) -> str:
    low = (
        None if bounds.min is None else f"{'greater than' if bounds.min_exclusive else 'at least'} {plain(bounds.min)}"
    )
    high = None if bounds.max is None else f"{'less than' if bounds.max_exclusive else 'at most'} {plain(bounds.max)}"
    return " and ".join(part for part in (low, high) if part)


@rule(
    "HYP105",
    "value-not-among-choices",
    "error",
    summary="A hyperparameter's value is none of its choices.",
    why="The container takes the listed values only.",
    fix="Give one of the choices.",
    sources=(API,),
    training_error="is not in the list of valid values",
)
def value_not_among_choices(case: Case) -> Iterator[Hit]:
    for name, value, fact in known(case):
        if not fact.choices or value in fact.also or not has_type(value, fact) or fact.type == "bool":
            continue
        if is_among(value, fact.choices, fact):
            continue
        near = value.lower() in {str(choice).lower() for choice in fact.choices}
        message = f"{name!r} must be one of {', '.join(map(str, fact.choices))}."
        severity = "warning" if near else None
        yield hit(case, name, message, value=value, severity=severity, sources=sources_of(case, fact))


def is_among(value: str, choices: Sequence[Scalar], fact: Hyperparameter) -> bool:
    """Whether a value is one of the choices: 1.0 is 1, and a list in another order or with other spaces is the same."""
    if value in {str(choice) for choice in choices}:
        return True
    if fact.type in ("int", "float") and has_type(value, fact) and value not in fact.also:
        return float(value) in {float(choice) for choice in choices}
    if fact.type == "json" or fact.items:
        return _as_list(value, fact) in [_as_list(str(choice), fact) for choice in choices]
    return False


def _as_list(text: str, fact: Hyperparameter) -> list[str]:
    items = list_items(text, fact)
    return sorted(items) if fact.type == "json" else items


@rule(
    "HYP109",
    "refused-by-container",
    "error",
    summary="The container refuses the value, although the page allows it or says nothing of it.",
    why="The container's own check is stricter than the page. Where the two contradict each other this is a warning.",
    fix="Give a value that both take.",
    sources=(API,),
)
def refused_by_container(case: Case) -> Iterator[Hit]:
    for name, value, fact in known(case):
        if fact.enforced is None or value in fact.also or not has_type(value, fact):
            continue
        sources = (*sources_of(case, fact), *fact.enforced.sources)
        if not case.holds(fact.enforced.when):
            message = f"The container takes {name!r} only with {condition_text(fact.enforced.when)}."
            yield hit(case, name, message, value=value, sources=sources)
        elif fact.enforced.choices and not is_among(value, fact.enforced.choices, fact):
            message = f"The container takes {name!r} only as one of {', '.join(map(str, fact.enforced.choices))}."
            yield hit(case, name, message, value=value, sources=sources)
        elif fact.type in ("int", "float") and not fact.enforced.contains(float(value)) and fact.contains(float(value)):
            message = f"The container takes {name!r} only if it is {range_text(fact.enforced)}."
            severity = "warning" if (fact.min, fact.max) != (None, None) else None
            yield hit(case, name, message, value=value, severity=severity, sources=sources)


@rule(
    "HYP108",
    "value-too-long",
    "error",
    summary="A hyperparameter's value is longer than the API takes.",
    why="CreateTrainingJob refuses values of more than 2,500 characters.",
    fix="Put long settings into a file in a channel.",
    sources=(API,),
)
def value_too_long(case: Case) -> Iterator[Hit]:
    for name, value in case.hyperparameters.items():
        if len(value) > LONGEST_VALUE:
            message = f"{name!r} has {len(value)} characters; at most {LONGEST_VALUE} are taken."
            yield hit(case, name, message, value=value)
        if len(name) > LONGEST_NAME:
            message = f"A name has {len(name)} characters; at most {LONGEST_NAME} are taken."
            yield hit(case, name, message, value=value)


@rule(
    "HYP110",
    "too-many-hyperparameters",
    "error",
    summary="There are more hyperparameters than the API takes.",
    why="CreateTrainingJob refuses more than 100 of them.",
    fix="Leave out those that only repeat a default.",
    sources=(API,),
)
def too_many_hyperparameters(case: Case) -> Iterator[Hit]:
    if len(case.hyperparameters) > MOST:
        message = f"There are {len(case.hyperparameters)} hyperparameters; at most {MOST} are taken."
        yield Hit(message, None, case.request.path if case.request else None, key="HyperParameters")
