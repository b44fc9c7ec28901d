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
OWN = {"DefinitionName", "TuningObjective", "HyperParameterRanges", "RetryStrategy", "StaticHyperParameters"}
"""Members of a definition that no training request has."""


def found(document: Mapping[str, Any]) -> Iterator[Found]:
    config = as_mapping(document.get(CONFIG))
    if ONE in document:
        own = {"ranges": f"{CONFIG}.ParameterRanges", "objective": f"{CONFIG}.HyperParameterTuningJobObjective"}
        yield _defined(as_mapping(document[ONE]), ONE, {"config": config, **own})
    for number, definition in enumerate(as_list(document.get(SEVERAL))):
        own = {"ranges": "HyperParameterRanges", "objective": "TuningObjective"}
        searched = {"config": {**config, **as_mapping(definition)}, **own}
        yield _defined(as_mapping(definition), f"{SEVERAL}[{number}]", searched)
    if CONFIG in document and not {ONE, SEVERAL} & document.keys():
        raise RequestError(f"a tuning job without a {ONE}: it does not say what is trained")


def _defined(definition: Mapping[str, Any], place: str, searched: Mapping[str, Any]) -> Found:
    """`searched`: the configuration, and where its ranges and its aim stand: in it, or in the definition."""
    content: dict[str, Any] = NAMED_LATER | {key: value for key, value in definition.items() if key not in OWN}
    places = {"": place, CONFIG: CONFIG}
    for name, called in NAMES.items():
        if called in definition:
            content.pop(called, None)
            content[name] = definition[called]
            places[name] = joined(place, called)
    return Found(content, places, {**searched, "limits": f"{CONFIG}.ResourceLimits"})
