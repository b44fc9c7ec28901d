"""CreateHyperParameterTuningJob: the constant part of its training jobs, with the ranges that are searched.

Shapes: botocore's `CreateHyperParameterTuningJobRequest`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from advisor.documents.found import NAMED_LATER, Found, as_list, as_mapping, joined
from advisor.request import RequestError

CONFIG = "HyperParameterTuningJobConfig"
ONE, SEVERAL = "TrainingJobDefinition", "TrainingJobDefinitions"
NAMES = {
    "HyperParameters": "StaticHyperParameters",
    "HyperParameters.$": "StaticHyperParameters.$",
    "ResourceConfig": "HyperParameterTuningResourceConfig",
}
"""Members of a training request -> what they are called in a definition, which may call machines by either name."""
MACHINES = "InstanceConfigs"
"""Kinds of machines in the order in which they are taken."""
OWN = {"DefinitionName", "TuningObjective", "HyperParameterRanges", "StaticHyperParameters"}
"""Members of a definition that no training request has."""


def found(document: Mapping[str, Any]) -> Iterator[Found]:
    config = as_mapping(document.get(CONFIG))
    job = {str(name): value for name, value in document.items() if name not in (ONE, SEVERAL)}
    if ONE in document:
        own = {"ranges": f"{CONFIG}.ParameterRanges", "objective": f"{CONFIG}.HyperParameterTuningJobObjective"}
        yield from _defined(as_mapping(document[ONE]), ONE, {"config": config, **own, "job": job})
    for number, definition in enumerate(as_list(document.get(SEVERAL))):
        own = {"ranges": "HyperParameterRanges", "objective": "TuningObjective"}
        searched = {"config": {**config, **as_mapping(definition)}, **own, "job": job}
        yield from _defined(as_mapping(definition), f"{SEVERAL}[{number}]", searched)
    if CONFIG in document and not {ONE, SEVERAL} & document.keys():
        raise RequestError(f"a tuning job without a {ONE}: it does not say what is trained")


def _defined(definition: Mapping[str, Any], place: str, searched: Mapping[str, Any]) -> Iterator[Found]:
    """One request for each kind of machine that the definition may run on.

    `searched`: the configuration, and where its ranges and its aim stand: in it, or in the definition; and the job
    without its definitions. What becomes of it also holds the definition as written, and its place.
    """
    content: dict[str, Any] = NAMED_LATER | {key: value for key, value in definition.items() if key not in OWN}
    places = {"": place, place: place, **{name: name for name in searched["job"]}}
    for name, called in NAMES.items():
        if called in definition:
            content.pop(called, None)
            content[name] = definition[called]
            places[name] = joined(place, called)
    tuning = {**searched, "limits": f"{CONFIG}.ResourceLimits", "definition": definition, "place": place}
    resources = as_mapping(content.get("ResourceConfig"))
    machines = as_list(resources.get(MACHINES))
    for number, machine in enumerate(machines):
        shared = {key: value for key, value in resources.items() if key not in (MACHINES, "AllocationStrategy")}
        there = {**places, "ResourceConfig": f"{places['ResourceConfig']}.{MACHINES}[{number}]"}
        yield Found({**content, "ResourceConfig": {**shared, **as_mapping(machine)}}, there, tuning)
    if not machines:
        yield Found(content, places, tuning)
