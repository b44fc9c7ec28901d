"""A CreateTrainingJob request as it is sent."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from advisor.documents.found import Found

MARKS = {"AlgorithmSpecification", "InputDataConfig", "HyperParameters", "ResourceConfig"}


def found(document: Mapping[str, Any]) -> Iterator[Found]:
    if MARKS & {str(key).removesuffix(".$") for key in document}:
        yield Found(document)
