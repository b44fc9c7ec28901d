"""Terraform: the plan as JSON (`terraform show -json`), whose state machines start training jobs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from advisor.documents import state_machine
from advisor.documents.found import Found, as_list, as_mapping, embedded

STATE_MACHINE = "aws_sfn_state_machine"


def found(document: Mapping[str, Any]) -> Iterator[Found]:
    planned = as_mapping(document.get("planned_values"))
    waiting = [("planned_values.root_module", as_mapping(planned.get("root_module")))]
    while waiting:
        place, module = waiting.pop(0)
        for number, resource in enumerate(as_list(module.get("resources"))):
            values = as_mapping(as_mapping(resource).get("values"))
            machine = embedded(values.get("definition")) if as_mapping(resource).get("type") == STATE_MACHINE else None
            where = f"{place}.resources[{number}].values.definition"
            yield from (request.below(where) for request in state_machine.found(machine or {}))
        children = enumerate(as_list(module.get("child_modules")))
        waiting += [(f"{place}.child_modules[{number}]", as_mapping(child)) for number, child in children]
