"""Terraform: a plan or a state as JSON (`terraform show -json`), whose resources hold other documents.

State machines, pipelines, manifests and templates stand in it as text or as objects, under whatever name a provider has
for them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from advisor.documents.found import as_list, as_mapping, joined, written


def inner(document: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Every object in the values of a resource, be it written as text, with where it stands."""
    waiting = [
        (f"{key}.root_module", as_mapping(as_mapping(document.get(key)).get("root_module")))
        for key in ("planned_values", "values")
    ]
    while waiting:
        place, module = waiting.pop(0)
        for number, resource in enumerate(as_list(module.get("resources"))):
            yield from _objects(f"{place}.resources[{number}].values", as_mapping(as_mapping(resource).get("values")))
        children = enumerate(as_list(module.get("child_modules")))
        waiting += [(f"{place}.child_modules[{number}]", as_mapping(child)) for number, child in children]


def _objects(place: str, values: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for name, value in values.items():
        where = joined(place, str(name))
        yield from ((where, text) for text in written(value))
        if isinstance(value, Mapping):
            yield where, value
            yield from _objects(where, value)
        elif isinstance(value, list):
            yield from _objects(where, {f"[{number}]": item for number, item in enumerate(value)})
