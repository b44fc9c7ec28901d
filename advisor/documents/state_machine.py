"""Step Functions: the tasks of a state machine that start training jobs, in the Amazon States Language.

What a state takes from its input (`"Name.$"`, `{% ... %}`) is known only when it runs.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from advisor.documents import training_job, tuning_job
from advisor.documents.found import Found, as_list, as_mapping, joined

TRAIN, TUNE = "sagemaker:createtrainingjob", "sagemaker:createhyperparametertuningjob"


def found(document: Mapping[str, Any]) -> Iterator[Found]:
    waiting: list[tuple[str, Mapping[str, Any]]] = [("", document)]
    while waiting:
        place, machine = waiting.pop(0)
        for name, state in as_mapping(machine.get("States")).items():
            state, here = as_mapping(state), joined(place, f"States.{name}")
            yield from _of_task(state, here)
            branches = enumerate(as_list(state.get("Branches")))
            waiting += [(f"{here}.Branches[{number}]", as_mapping(branch)) for number, branch in branches]
            waiting += [
                (f"{here}.{key}", as_mapping(state[key])) for key in ("Iterator", "ItemProcessor") if key in state
            ]


def _of_task(state: Mapping[str, Any], place: str) -> Iterator[Found]:
    resource = str(state.get("Resource", "")).lower()
    kind = training_job if TRAIN in resource else tuning_job if TUNE in resource else None
    for key in ("Parameters", "Arguments") if kind else ():
        if kind and isinstance(state.get(key), Mapping):
            yield from (request.below(f"{place}.{key}") for request in kind.found(state[key]))
