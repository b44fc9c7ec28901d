"""The ranges of hyperparameters that a tuning job searches."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from advisor.case.model import Case
from advisor.knowledge.models.base import AnyOf, is_ruled_out

RANGES = {
    "IntegerParameterRanges": "integer",
    "ContinuousParameterRanges": "continuous",
    "CategoricalParameterRanges": "categorical",
    "AutoParameters": "automatic",
}


class Range(NamedTuple):
    """A range that is searched, with its place in the request."""

    name: str
    type: str
    content: Mapping[str, Any]
    key: str

    def bound(self, name: str) -> float | None:
        """`MinValue` or `MaxValue` as a number, which may be infinite; None where it is none."""
        text = self.content.get(name)
        try:
            return float(text) if isinstance(text, str) else None
        except ValueError:
            return None


def ranges(case: Case) -> Iterator[Range]:
    """The ranges that the tuning job searches."""
    tuning = case.tuning
    place = str(tuning["ranges"]) if tuning else ""
    listed = tuning["config"].get(place.rpartition(".")[2]) if tuning else None
    for group, kind in RANGES.items():
        found = listed.get(group) if isinstance(listed, Mapping) else None
        for number, content in enumerate(found if isinstance(found, list) else ()):
            if isinstance(content, Mapping):
                yield Range(str(content.get("Name")), kind, content, f"{place}.{group}[{number}]")


def limit(case: Case, name: str) -> int | None:
    """A limit of the tuning job, such as `MaxNumberOfTrainingJobs`."""
    limits = case.tuning["config"].get("ResourceLimits") if case.tuning else None
    number = limits.get(name) if isinstance(limits, Mapping) else None
    return number if isinstance(number, int) else None


def never_holds(case: Case, when: AnyOf) -> bool:
    """Whether a condition holds in none of the jobs of a tuning job."""
    searched = case.request.searched if case.request else set()
    return is_ruled_out(when, lambda name: None if name in searched else case.value(name))
