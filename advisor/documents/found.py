"""A request as it was found in a document, and what the kinds of documents share."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from advisor.request import documents_of

SHORTEST = 50
"""Characters of a text that may be a document."""


@dataclass(frozen=True, slots=True)
class Found:
    """`content`: the request in the shape of CreateTrainingJob. `places`: a key in it -> the key in the document.

    A key that `places` does not hold stands below the longest beginning of it that `places` holds. `tuning`: the
    configuration of the tuning job that the request is the constant part of.
    """

    content: Mapping[str, Any]
    places: Mapping[str, str] = field(default_factory=dict)
    tuning: Mapping[str, Any] | None = None

    def below(self, place: str) -> Found:
        """The same, in a document that stands at a place of another one."""
        moved = {key: joined(place, inner) for key, inner in self.places.items()}
        return Found(self.content, {"": place, **moved}, self.tuning)


NAMED_LATER = {"TrainingJobName.$": "given when the job is started"}
"""The name of a job where the service gives it, written as what is known only then."""


def joined(place: str, key: str) -> str:
    """`a` and `b[0]`: `a.b[0]`; `a` and `[0]`: `a[0]`."""
    if not place or not key:
        return place or key
    return f"{place}{key}" if key.startswith("[") else f"{place}.{key}"


def embedded(text: object) -> dict[str, Any] | None:
    """The object in a text of JSON, as templates hold whole documents; None where it is none."""
    if not isinstance(text, str):
        return None
    try:
        content = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return content if isinstance(content, dict) else None


def written(text: object) -> list[dict[str, Any]]:
    """The documents in a value that is a text of JSON or YAML; none in any other."""
    if not isinstance(text, str) or len(text) < SHORTEST or not (text.lstrip().startswith("{") or ":\n" in text):
        return []
    try:
        return documents_of(text)
    except (ValueError, RecursionError):
        return []


def as_mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def as_list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []
