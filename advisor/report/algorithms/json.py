"""What is known of algorithms as JSON: the public shape, which hides how the data files are laid out."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from msgspec import to_builtins

from advisor.contract import SCHEMA_VERSION
from advisor.knowledge.images import images
from advisor.knowledge.load import page_address
from advisor.knowledge.models.algorithm import Algorithm, Hyperparameter
from advisor.knowledge.models.base import Requirement, condition_text
from advisor.knowledge.models.series_requirements import CountedField

_UNCHANGED = ("purpose", "avoid", "data", "s3_data_types", "augmented_manifest", "quirks", "disputes")
"""Blocks that are given as they stand in the data files, with sources as addresses."""

_RELATIONS = ("at_most", "less_than", "at_least", "better_above", "better_at_most", "sum_within")


def render(algorithms: Iterable[Algorithm]) -> str:
    known = {algorithm.id: document(algorithm) for algorithm in algorithms}
    return json.dumps({"schema_version": SCHEMA_VERSION, "algorithms": known}, indent=2) + "\n"


def document(algorithm: Algorithm) -> dict[str, Any]:
    """The facts of one algorithm."""
    facts = addressed(to_builtins(algorithm))
    incremental = facts["incremental_training"]
    hyperparameters = {
        name: _hyperparameter(fact, facts["hyperparameters"]["values"][name])
        for name, fact in algorithm.hyperparameters.values.items()
    }
    return {
        **{key: facts[key] for key in ("name", "checked", "learning", "tasks", "channels", "content_types")},
        "training": facts["training"],
        "inference": facts["inference"],
        "incremental_training": incremental["supported"],
        "incremental": incremental,
        "hyperparameters": hyperparameters,
        "hyperparameter_sources": facts["hyperparameters"]["sources"],
        "hyperparameter_relations": {key: facts["hyperparameters"][key] for key in _RELATIONS},
        "tuning": _tuning(facts["tuning"]),
        **{key: facts[key] for key in _UNCHANGED},
        "data": [_demand(*both) for both in zip(algorithm.data, facts["data"], strict=True)],
        "containers": {**facts["containers"], **_images(algorithm)},
        "sources": list(dict.fromkeys(_sources(facts))),
    }


def _demand(demand: Requirement, plain: dict[str, Any]) -> dict[str, Any]:
    """A demand on data with its kind behind what several kinds share."""
    shared = CountedField if isinstance(demand, CountedField) else Requirement
    return {**{key: plain[key] for key in shared.__struct_fields__}, **plain}


def _images(algorithm: Algorithm) -> dict[str, Any]:
    """Tags and accounts of the training image, and of what they were made."""
    known, name = images(), algorithm.containers.names[0]
    tags = [tag for build in known.builds(name) for tag in build.tags]
    return {"tags": tags, "accounts": known.accounts(name), "made_of": known.made_of}


def _hyperparameter(fact: Hyperparameter, plain: dict[str, Any]) -> dict[str, Any]:
    conditions = {key: condition_text(getattr(fact, key)) or None for key in ("required_when", "only_when")}
    return {**_range(plain), **conditions}


def _range(span: dict[str, Any]) -> dict[str, Any]:
    """Whole bounds as whole numbers, and no choices as null."""
    bounds = {end: whole(span[end]) for end in ("min", "max")}
    return {**span, **bounds, "choices": span["choices"] or None}


def whole(number: float | None) -> float | None:
    """A whole number without its fraction: 1 and not 1.0."""
    return int(number) if number is not None and number.is_integer() else number


def _tuning(block: dict[str, Any]) -> dict[str, Any]:
    metrics = block["metrics"]
    return {
        "metrics": {name: metric["direction"] for name, metric in metrics.items()},
        "metric_meanings": {name: metric["means"] for name, metric in metrics.items()},
        "tunable": {name: _range(span) for name, span in block["tunable"].items()},
        "sources": block["sources"],
    }


def addressed(node: Any) -> Any:
    """The same JSON value with every source as an address."""
    if isinstance(node, Mapping):
        shown = {key: addressed(value) for key, value in node.items()}
        if isinstance(shown.get("sources"), list):
            shown["sources"] = [page_address(source) for source in shown["sources"]]
        if isinstance(shown.get("says"), dict):
            shown["says"] = {page_address(source): text for source, text in shown["says"].items()}
            shown["rules"] = page_address(shown["rules"])
        return shown
    return [addressed(item) for item in node] if isinstance(node, tuple) else node


def _sources(node: Any) -> Iterator[str]:
    """Every source named anywhere below, in the order of the facts."""
    if isinstance(node, Mapping):
        for key, value in node.items():
            if key == "sources" and isinstance(value, list):
                yield from value
            else:
                yield from _sources(value)
    elif isinstance(node, list):
        for item in node:
            yield from _sources(item)
