"""SageMaker Pipelines: the training and tuning steps of a definition (`pipeline.definition()`).

Parameters are taken at their defaults; what has none, or is the outcome of another step, is known only at run time.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from advisor.documents import training_job, tuning_job
from advisor.documents.found import NAMED_LATER, Found, as_list, as_mapping

NAMES = ("HyperParameters", "StaticHyperParameters")
KINDS = {"Training": training_job, "Tuning": tuning_job}


def found(document: Mapping[str, Any]) -> Iterator[Found]:
    if not isinstance(document.get("Steps"), list):
        return
    parameters = [as_mapping(parameter) for parameter in as_list(document.get("Parameters"))]
    defaults = {str(p.get("Name")): p["DefaultValue"] for p in parameters if "DefaultValue" in p}
    waiting = [("Steps", document["Steps"])]
    while waiting:
        place, steps = waiting.pop(0)
        for number, step in enumerate(steps):
            step, here = as_mapping(step), f"{place}[{number}].Arguments"
            arguments = as_mapping(step.get("Arguments"))
            kind = KINDS.get(str(step.get("Type")))
            if kind:
                named = NAMED_LATER if kind is training_job else {}
                resolved = named | _resolved(arguments, defaults)
                yield from (request.below(here) for request in kind.found(resolved))
            waiting += [(f"{here}.{branch}", as_list(arguments.get(branch))) for branch in ("IfSteps", "ElseSteps")]


def _resolved(value: Any, defaults: Mapping[str, Any]) -> Any:
    """A value with its parameters filled in, as far as they have defaults."""
    if isinstance(value, list):
        return [_resolved(item, defaults) for item in value]
    if not isinstance(value, Mapping):
        return value
    if set(value) == {"Get"}:
        name = str(value["Get"]).removeprefix("Parameters.")
        return defaults.get(name, value)
    if set(value) == {"Std:Join"}:
        join = as_mapping(value["Std:Join"])
        parts = [_resolved(part, defaults) for part in as_list(join.get("Values"))]
        known = all(isinstance(part, (str, int, float)) for part in parts)
        return str(join.get("On", "")).join(map(str, parts)) if known else value
    inner = {key: _resolved(item, defaults) for key, item in value.items()}
    return inner | {key: _with_texts(as_mapping(value[key]), inner[key]) for key in NAMES if key in value}


def _with_texts(written: Mapping[str, Any], resolved: Any) -> Any:
    """Hyperparameters that are parameters of the pipeline are texts, whatever the type of the parameter."""
    return {
        name: str(value) if isinstance(written[name], Mapping) and not isinstance(value, Mapping) else value
        for name, value in as_mapping(resolved).items()
    }
