"""Rules on one hyperparameter at a time: its name, its type, its bounds and choices."""

from __future__ import annotations

import difflib
from collections.abc import Iterator

from advisor.case.hit import Hit
from advisor.case.measures import measure, training_channel
from advisor.case.model import Case
from advisor.case.request.hyperparameters import (
    _is_quoted,
    has_type,
    hit,
    is_among,
    is_beside,
    is_known_name,
    is_of_version,
    known,
    list_fault,
    list_items,
    plain,
    range_text,
    sources_of,
)
from advisor.knowledge.models.algorithm import Hyperparameter, Items
from advisor.knowledge.models.base import condition_text
from advisor.knowledge.versions import includes, is_numbered, span_text
from advisor.rules.base import rule
from advisor.rules.raised import SCHEMA_HOLDERS, XGBOOST
from advisor.rules.sources import CREATE_TRAINING_JOB

KINDS = {
    "int": "a whole number",
    "float": "a number",
    "bool": "true or false",
    "json": "JSON",
    "regex": "a regular expression",
}
TRUTH = ("true", "false")
XGBOOST_SPLITS = "https://github.com/dmlc/xgboost/blob/v1.7.6/src/tree/split_evaluator.h"
LONGEST_VALUE, LONGEST_NAME, MOST = 2500, 256, 100
SERVICE_PREFIXES = ("sagemaker_", "_")
"""Names with which the SDK and the tuning service send settings of their own."""


@rule(
    "HYP101",
    "unknown-hyperparameter",
    "error",
    summary="The algorithm has no hyperparameter of this name.",
    why="The container checks the names first and stops at one that it does not know. The scripts of algorithms "
    "in script mode silently ignore it: the job trains with a default instead.",
    fix="Correct the name, or leave the hyperparameter out.",
    sources=(CREATE_TRAINING_JOB,),
    training_error="Additional properties are not allowed",
    raised_by=SCHEMA_HOLDERS,
    needs=("algorithm",),
)
def unknown_hyperparameter(case: Case) -> Iterator[Hit]:
    block = case.facts.hyperparameters
    for name, value in case.hyperparameters.items():
        of_a_service = name.startswith("sagemaker_" if block.exact else SERVICE_PREFIXES)
        if is_known_name(case, name) or of_a_service:
            continue
        near = difflib.get_close_matches(name, block.values)
        hint = f"; did you mean {near[0]!r}?" if near else "."
        ignored = block.unknown == "ignored"
        left_out = " Its script silently ignores it." if ignored else ""
        message = f"{case.facts.name} has no hyperparameter {name!r}{hint}{left_out}"
        severity = "warning" if ignored else None
        fix = f"Write {near[0]!r}, or leave it out." if near else None
        yield hit(case, name, message, value=value, severity=severity, fix=fix, sources=block.sources)


@rule(
    "HYP102",
    "missing-hyperparameter",
    "error",
    summary="A required hyperparameter is not given.",
    why="The job fails only after its machines have started, which takes minutes.",
    fix="Give the hyperparameter a value.",
    sources=(CREATE_TRAINING_JOB,),
    training_error="No value(s) were specified for required hyperparameter(s)",
    needs=("algorithm",),
)
def missing_hyperparameter(case: Case) -> Iterator[Hit]:
    if case.request is None:
        return
    for name, fact in case.facts.hyperparameters.values.items():
        because = _required(case, fact)
        if (
            name in case.hyperparameters
            or name in case.request.searched
            or because is None
            or case.request.states(f"HyperParameters.{name}")
        ):
            continue
        value = _derived(case, fact)
        message, severity = f"{name!r} is required{because} but not given.", None
        if value:
            message = f"{message[:-1]}; the data says {value}."
        if fact.disputed and not fact.required:
            message += " Sources disagree: the same page says what happens without it, and jobs have run without it."
            severity = "info"
        fix = f"Send {name}={value}." if value else f"Give {name!r} a value."
        yield hit(case, name, message, severity=severity, fix=fix, sources=sources_of(case, fact))


def _required(case: Case, fact: Hyperparameter) -> str | None:
    """None where it may be left out, else under what condition it may not (empty: always)."""
    if fact.required:
        return ""
    if fact.required_when is not None and case.holds(fact.required_when):
        return " with " + condition_text(fact.required_when)
    channel = training_channel(case)
    content_type = channel.media_type.type if channel and channel.media_type else None
    return f" with {content_type}" if content_type in fact.required_for else None


def _derived(case: Case, fact: Hyperparameter) -> str | None:
    """What the data says that it should be."""
    value = measure(case, fact.from_data.measure) if fact.from_data and fact.from_data.relation != "at-most" else None
    return None if value is None or fact.from_data is None else plain(value * fact.from_data.times)


@rule(
    "HYP103",
    "wrong-type",
    "error",
    summary="A hyperparameter's value is not of its type.",
    why="The container parses each value and stops at one that it cannot read.",
    fix="Give a value of the type that the message names.",
    sources=(CREATE_TRAINING_JOB,),
    training_error="is not valid under any of the given schemas",
    raised_by=SCHEMA_HOLDERS,
)
def wrong_type(case: Case) -> Iterator[Hit]:
    exact = case.algorithm is not None and case.algorithm.hyperparameters.exact
    for name, value, fact in known(case):
        if not is_of_version(case, fact):
            continue
        if _is_quoted(value, fact):
            message, fix = f"{name!r} has quotes of its own.", f"Write it as {value.strip(chr(34))}."
            yield hit(case, name, message, value=value, fix=fix, sources=sources_of(case, fact))
        elif not has_type(value, fact) or (exact and fact.type == "bool" and value not in TRUTH):
            kind = f"of the form {fact.form}" if fact.form else KINDS.get(fact.type, "a list as Python writes it")
            message = f"{name!r} must be {kind}."
            yield hit(case, name, message, value=value, sources=sources_of(case, fact))
        elif fact.items and not is_beside(value, fact) and (fault := list_fault(value, fact, fact.items)):
            message, sources = f"{name!r} must be a list {fault}.", sources_of(case, fact)
            moved = _moved_ahead(value, fact, fact.items)
            yield hit(case, name, message, value=value, fix=moved, sources=sources, training_error="")


def _moved_ahead(value: str, fact: Hyperparameter, wanted: Items) -> str | None:
    """The list with the item in front that alone could stand there: as channels, height, width for an image."""
    items = list_items(value, fact)
    fitting = [item for item in items if item in map(str, wanted.first)]
    if len(fitting) != 1 or len(items) != wanted.length:
        return None
    items.remove(fitting[0])
    return f"Send {','.join([fitting[0], *items])}: {fact.does.partition(';')[0]}."


@rule(
    "HYP104",
    "value-out-of-range",
    "error",
    summary="A hyperparameter's value is outside its range.",
    why="The container checks each value against its range before it reads data.",
    fix="Give a value within the range.",
    sources=(CREATE_TRAINING_JOB,),
)
def value_out_of_range(case: Case) -> Iterator[Hit]:
    for name, value, fact in known(case):
        if is_beside(value, fact) or fact.type not in ("int", "float") or not has_type(value, fact) or fact.choices:
            continue
        if not is_of_version(case, fact):
            continue
        number = float(value)
        if not fact.contains(number):
            message = f"{name!r} must be {range_text(fact)}." if range_text(fact) else f"{name!r} must be a number."
            yield hit(case, name, message, value=value, sources=sources_of(case, fact))
        elif fact.multiple_of and number % fact.multiple_of:
            message = f"{name!r} must be a multiple of {fact.multiple_of}."
            yield hit(case, name, message, value=value, sources=sources_of(case, fact))


@rule(
    "HYP105",
    "value-not-among-choices",
    "error",
    summary="A hyperparameter's value is not one of its choices.",
    why="The container accepts only the listed values.",
    fix="Give one of the choices.",
    sources=(CREATE_TRAINING_JOB,),
    training_error="is not in the list of valid values",
)
def value_not_among_choices(case: Case) -> Iterator[Hit]:
    for name, value, fact in known(case):
        if not fact.choices or is_beside(value, fact) or not has_type(value, fact):
            continue
        if is_among(value, fact.choices, fact):
            continue
        near = value.lower() in {str(choice).lower() for choice in fact.choices}
        message = f"{name!r} must be one of {', '.join(map(str, fact.choices))}."
        exact = case.algorithm is not None and case.algorithm.hyperparameters.exact
        severity = "warning" if near and not exact else None
        yield hit(case, name, message, value=value, severity=severity, sources=sources_of(case, fact))


@rule(
    "HYP120",
    "more-items-than-features",
    "error",
    summary="A list with an item for each feature has more items than the data has features.",
    why="The label is no feature. With an item for it, each item speaks of the feature after the one that is meant, "
    "and XGBoost stops at the last one, of which there is none.",
    fix="Give one item for each column but the label.",
    sources=(XGBOOST_SPLITS,),
    training_error="The size of monotone constraint should be less or equal to the number of features.",
    needs=("algorithm",),
)
def more_items_than_features(case: Case) -> Iterator[Hit]:
    for name, value, fact in known(case):
        if fact.items is None or not fact.items.of_features or not has_type(value, fact):
            continue
        items, features = len(list_items(value, fact)), measure(case, "features")
        if features is not None and items > features:
            message = f"{name!r} has {items} items; the data has {plain(features)} features."
            yield hit(case, name, message, value=value, sources=sources_of(case, fact))


@rule(
    "HYP109",
    "refused-by-container",
    "error",
    summary="The container refuses the value, although the page allows it or does not mention it.",
    why="The container's own check is stricter than the page. If the two contradict each other, this is a warning.",
    fix="Give a value that both accept.",
    sources=(CREATE_TRAINING_JOB,),
)
def refused_by_container(case: Case) -> Iterator[Hit]:
    for name, value, fact in known(case):
        if fact.enforced is None or is_beside(value, fact) or not has_type(value, fact):
            continue
        if isinstance(case.part("HyperParameters").get(name), bool):
            continue  # it must be text, and how that will be spelt is not said yet
        sources = (*sources_of(case, fact), *fact.enforced.sources)
        if not case.holds(fact.enforced.when):
            setting = condition_text(fact.enforced.when)
            message, fix = (
                f"The container accepts {name!r} only with {setting}.",
                f"Leave {name!r} out, or send {setting}.",
            )
            yield hit(case, name, message, value=value, fix=fix, sources=sources)
        elif fact.enforced.choices and not is_among(value, fact.enforced.choices, fact):
            message = f"The container accepts {name!r} only as one of {', '.join(map(str, fact.enforced.choices))}."
            yield hit(case, name, message, value=value, severity=fact.enforced.severity, sources=sources)
        elif is_among(value, fact.enforced.without, fact):
            yield hit(case, name, f"The container refuses {name!r} as {value}.", value=value, sources=sources)
        elif fact.type in ("int", "float") and not fact.enforced.contains(float(value)) and fact.contains(float(value)):
            message = f"The container accepts {name!r} only if it is {range_text(fact.enforced)}."
            on_page = (fact.min, fact.max) != (None, None)
            severity = "warning" if on_page and case.algorithm and not case.algorithm.hyperparameters.exact else None
            yield hit(case, name, message, value=value, severity=severity, sources=sources)


@rule(
    "HYP115",
    "unknown-to-this-version",
    "error",
    summary="This version of the image does not know the hyperparameter, or does not accept its value.",
    why="Hyperparameters and choices come and go with versions, and the container stops at one that it does not know.",
    fix="Leave it out, give another value, or use another version of the image.",
    sources=(CREATE_TRAINING_JOB,),
    training_error="Extraneous hyperparameter found",
    raised_by=XGBOOST,
)
def unknown_to_this_version(case: Case) -> Iterator[Hit]:
    version = case.image_version
    if version is None or not is_numbered(version):
        return
    for name, value, fact in known(case):
        if fact.versions and not includes(fact.versions, version):
            yield _of_other_versions(case, name, value, fact, version)
            continue
        for item in (value, *value.split(",")):
            span = fact.choice_versions.get(item)
            if span and not includes(span, version):
                those = span_text(span)
                message = f"Version {version} of the image does not take {item!r} for {name!r}; those {those} do."
                yield hit(case, name, message, value=value, sources=sources_of(case, fact))
                break


def _of_other_versions(case: Case, name: str, value: str, fact: Hyperparameter, version: str) -> Hit:
    those = span_text(fact.versions)
    secret = case.facts.hyperparameters.unpublished
    if secret and includes(secret, version):
        message = f"Whether version {version} of the image knows {name!r} is not published; those {those} do."
        return hit(case, name, message, value=value, severity="warning", sources=sources_of(case, fact))
    message = f"Version {version} of the image does not know {name!r}; those {those} do."
    return hit(case, name, message, value=value, sources=sources_of(case, fact))


@rule(
    "HYP116",
    "needs-another",
    "error",
    summary="A hyperparameter is given without another one that the container needs with it.",
    why="The container does not use the other one's default here, and stops because the value is missing.",
    fix="Give both.",
    sources=(CREATE_TRAINING_JOB,),
    training_error="KeyError",
)
def needs_another(case: Case) -> Iterator[Hit]:
    for name, value, fact in known(case):
        for other, versions in fact.needs.items():
            if other not in case.hyperparameters and case.has_version(versions):
                message = f"With {name!r} the container also expects {other!r}."
                fix = f"Give {other}, too, or leave {name} out."
                yield hit(case, name, message, value=value, fix=fix, sources=sources_of(case, fact))


@rule(
    "HYP118",
    "value-not-advised",
    "warning",
    summary="A hyperparameter's value is beyond what the guide advises.",
    why="The container takes the value, and what it trains is worse or slower for it.",
    fix="Stay within what is advised.",
    sources=(CREATE_TRAINING_JOB,),
)
def value_not_advised(case: Case) -> Iterator[Hit]:
    for name, value, fact in known(case):
        if fact.advised is None or not has_type(value, fact) or not fact.contains(float(value)):
            continue
        if not fact.advised.contains(float(value)):
            message = f"{name!r} should be {range_text(fact.advised)}, or {fact.advised.harm}."
            yield hit(case, name, message, value=value, sources=fact.advised.sources)


@rule(
    "HYP108",
    "value-too-long",
    "error",
    summary="A hyperparameter's value is longer than the API allows.",
    why="CreateTrainingJob refuses values of more than 2,500 characters.",
    fix="Put long settings into a file in a channel.",
    sources=(CREATE_TRAINING_JOB,),
)
def value_too_long(case: Case) -> Iterator[Hit]:
    for name, value in case.hyperparameters.items():
        if len(value) > LONGEST_VALUE:
            message = f"{name!r} has {len(value)} characters; at most {LONGEST_VALUE} are allowed."
            yield hit(case, name, message, value=value)
        if len(name) > LONGEST_NAME:
            message = f"A name has {len(name)} characters; at most {LONGEST_NAME} are allowed."
            yield hit(case, name, message, value=value)


@rule(
    "HYP110",
    "too-many-hyperparameters",
    "error",
    summary="There are more hyperparameters than the API allows.",
    why="CreateTrainingJob refuses more than 100 of them.",
    fix="Leave out those that only repeat a default.",
    sources=(CREATE_TRAINING_JOB,),
)
def too_many_hyperparameters(case: Case) -> Iterator[Hit]:
    if len(case.hyperparameters) > MOST:
        message = f"There are {len(case.hyperparameters)} hyperparameters; at most {MOST} are allowed."
        yield Hit(message, None, case.request_path, key="HyperParameters")
