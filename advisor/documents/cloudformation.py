"""CloudFormation, and what the CDK writes of it: templates with state machines that start training jobs.

A definition in pieces is put together; what a reference stands for is known only when the stack is there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from advisor.documents import state_machine
from advisor.documents.found import Found, as_list, as_mapping, embedded

STATE_MACHINES = ("AWS::StepFunctions::StateMachine", "AWS::Serverless::StateMachine")
REFERENCE = "${Reference}"


def found(document: Mapping[str, Any]) -> Iterator[Found]:
    for name, resource in as_mapping(document.get("Resources")).items():
        if as_mapping(resource).get("Type") not in STATE_MACHINES:
            continue
        properties = as_mapping(as_mapping(resource).get("Properties"))
        for key in ("Definition", "DefinitionString"):
            machine = properties.get(key)
            content = machine if isinstance(machine, Mapping) and "States" in machine else embedded(_text(machine))
            place = f"Resources.{name}.Properties.{key}"
            yield from (request.below(place) for request in state_machine.found(as_mapping(content)))


def _text(value: object) -> str | None:
    """A text that may be put together of pieces and references."""
    if isinstance(value, str):
        return value
    function = as_mapping(value)
    if "Fn::Sub" in function:
        pattern = function["Fn::Sub"]
        return _text(pattern[0] if isinstance(pattern, list) and pattern else pattern)
    if "Fn::Join" in function:
        by, pieces = (*as_list(function["Fn::Join"]), "", [])[:2]
        return str(by).join(piece if isinstance(piece, str) else REFERENCE for piece in as_list(pieces))
    return None
