"""CloudFormation, and what the CDK writes of it: templates whose state machines or pipelines start training jobs.

References to parameters with a default, and what `DefinitionSubstitutions` say, are filled in; what any other reference
stands for is known only when the stack is there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from advisor.documents import pipeline, state_machine
from advisor.documents.found import Found, as_list, as_mapping, embedded

BODIES = {
    "AWS::StepFunctions::StateMachine": (("Definition",), ("DefinitionString",)),
    "AWS::Serverless::StateMachine": (("Definition",),),
    "AWS::SageMaker::Pipeline": (("PipelineDefinition", "PipelineDefinitionBody"),),
}
"""Type of a resource -> where its definition may stand in its properties, as an object or as text."""

_NAME = re.compile(r"\$\{([^}!]+)\}")
_BARE = re.compile(r"([:,\[]\s*)(\$\{[^}]*\})(?=\s*[,\]}])")
"""A reference that stands in JSON without quotes, in the place of a number or a list."""


def found(document: Mapping[str, Any]) -> Iterator[Found]:
    defaults = _defaults(as_mapping(document.get("Parameters")))
    for name, resource in as_mapping(document.get("Resources")).items():
        kind = str(as_mapping(resource).get("Type"))
        properties = as_mapping(as_mapping(resource).get("Properties"))
        known = {**defaults, **_texts(as_mapping(properties.get("DefinitionSubstitutions")), defaults)}
        inside = pipeline if kind == "AWS::SageMaker::Pipeline" else state_machine
        for path in BODIES.get(kind, ()):
            place = ".".join(("Resources", name, "Properties", *path))
            definition = _definition(_at(properties, path), known)
            yield from (request.below(place) for request in inside.found(definition))


def _defaults(parameters: Mapping[str, Any]) -> dict[str, str]:
    """The default of one that is looked up in Systems Manager is its name there."""
    known = {str(name): as_mapping(parameter) for name, parameter in parameters.items()}
    plain = {
        name: parameter for name, parameter in known.items() if not str(parameter.get("Type")).startswith("AWS::SSM::")
    }
    return {name: str(parameter["Default"]) for name, parameter in plain.items() if "Default" in parameter}


def _texts(substitutions: Mapping[str, Any], known: Mapping[str, str]) -> dict[str, str]:
    resolved = {str(name): _resolved(value, known) for name, value in substitutions.items()}
    return {name: str(value) for name, value in resolved.items() if isinstance(value, (str, int, float))}


def _at(properties: Mapping[str, Any], path: tuple[str, ...]) -> Any:
    for step in path:
        properties = as_mapping(properties).get(step) or {}
    return properties


def _definition(content: Any, known: Mapping[str, str]) -> Mapping[str, Any]:
    resolved = _resolved(content, known)
    if isinstance(resolved, str):
        return as_mapping(embedded(_BARE.sub(r'\1"\2"', _filled(resolved, known))))
    return as_mapping(resolved)


def _resolved(value: Any, known: Mapping[str, str]) -> Any:
    """A value with its references filled in; what they leave open stands in it as `${Name}`."""
    if isinstance(value, list):
        return [_resolved(item, known) for item in value]
    if isinstance(value, str):
        return _filled(value, known)
    if not isinstance(value, Mapping):
        return value
    if len(value) == 1:
        (function, argument), = value.items()  # fmt: skip
        if str(function) == "Ref" or str(function).startswith("Fn::"):
            return _called(str(function), argument, known)
    return {name: _resolved(item, known) for name, item in value.items()}


def _called(function: str, argument: Any, known: Mapping[str, str]) -> Any:
    if function == "Ref":
        return known.get(str(argument), f"${{{argument}}}")
    if function == "Fn::Sub":
        pattern, own = (*argument, {}, {})[:2] if isinstance(argument, list) else (argument, {})
        return _filled(str(pattern), {**known, **_texts(as_mapping(own), known)})
    if function == "Fn::Join":
        by, pieces = (*as_list(argument), "", [])[:2]
        return str(by).join(str(_resolved(piece, known)) for piece in as_list(pieces))
    return f"${{{function.removeprefix('Fn::')}}}"


def _filled(text: str, known: Mapping[str, str]) -> str:
    return _NAME.sub(lambda name: known.get(name[1], name[0]), text)
