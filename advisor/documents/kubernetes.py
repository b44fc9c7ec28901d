"""Kubernetes: TrainingJob, HyperParameterTuningJob and Pipeline of AWS's controllers (ACK), and of those before them.

Their members are those of the API in another case (`roleARN`, `s3URI`), a word that is one of Go's with a bar behind it
(`type_`), and the operators' hyperparameters are a list of names and values.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from advisor.documents import pipeline, training_job, tuning_job
from advisor.documents.found import Found, as_list, as_mapping, embedded, joined
from advisor.knowledge.shapes import members

GROUPS = ("sagemaker.services.k8s.aws/", "sagemaker.aws.amazon.com/")
KINDS = {"TrainingJob": training_job, "HyperParameterTuningJob": tuning_job, "HyperparameterTuningJob": tuning_job}
NAMED = ("HyperParameters", "StaticHyperParameters", "Environment")
"""Members whose keys are names of people's own; the operators write them as a list of names and values."""
OPERATORS_OWN = ("region", "sageMakerEndpoint", "tags")


def found(document: Mapping[str, Any]) -> Iterator[Found]:
    if document.get("kind") == "List":
        for number, item in enumerate(as_list(document.get("items"))):
            yield from (request.below(f"items[{number}]") for request in found(as_mapping(item)))
    elif document.get("kind") == "Pipeline" and str(document.get("apiVersion", "")).startswith(GROUPS):
        definition = embedded(as_mapping(document.get("spec")).get("pipelineDefinition")) or {}
        yield from (request.below("spec.pipelineDefinition") for request in pipeline.found(definition))
    else:
        yield from _of_job(document)


def _of_job(document: Mapping[str, Any]) -> Iterator[Found]:
    kind = KINDS.get(str(document.get("kind")))
    if kind is None or not str(document.get("apiVersion", "")).startswith(GROUPS):
        return
    places: dict[str, str] = {}
    spec = {key: value for key, value in as_mapping(document.get("spec")).items() if key not in OPERATORS_OWN}
    content = _renamed(spec, "", "spec", places)
    for request in kind.found(content):
        yield Found(request.content, _through(request.places, places), request.tuning)


def _through(inner: Mapping[str, str], places: Mapping[str, str]) -> dict[str, str]:
    """Places in the request -> places in the manifest, by way of the places in the API's own shape."""
    moved = dict(places)
    for key, place in inner.items():
        moved |= {
            joined(key, shape[len(place) :].lstrip(".")) if key or shape[len(place) :] else key: there
            for shape, there in places.items()
            if shape == place or shape.startswith((f"{place}.", f"{place}[")) or not place
        }
    return moved


def _renamed(value: Any, key: str, place: str, places: dict[str, str]) -> Any:
    """The content under the names of the API; `places` learns where each part stands."""
    places[key] = place
    if isinstance(value, list):
        if key.rpartition(".")[2] in NAMED:
            return {str(as_mapping(p).get("name")): _at(p, n, key, place, places) for n, p in enumerate(value)}
        return [_renamed(item, f"{key}[{n}]", f"{place}[{n}]", places) for n, item in enumerate(value)]
    if not isinstance(value, Mapping):
        return value
    if key.rpartition(".")[2] in NAMED:
        return dict(value)
    known = _members()
    named = {str(name): known.get(str(name).rstrip("_").lower(), str(name)) for name in value}
    return {
        named[str(name)]: _renamed(item, joined(key, named[str(name)]), f"{place}.{name}", places)
        for name, item in value.items()
    }


def _at(pair: Any, number: int, key: str, place: str, places: dict[str, str]) -> Any:
    places[f"{key}.{as_mapping(pair).get('name')}"] = f"{place}[{number}].value"
    return as_mapping(pair).get("value")


@cache
def _members() -> dict[str, str]:
    """Every member of the API's shapes by its name in lower case."""
    return {name.lower(): name for name in members()}
