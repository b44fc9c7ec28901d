"""What every model of the knowledge base builds on: frozen blocks of facts, each with its sources and a date."""

from __future__ import annotations

from datetime import date
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from advisor.contract import Model

SourceRef = Annotated[
    str,
    Field(
        pattern=r"^(notes:\d+(-\d+)?|botocore:[\w./-]+|script:[\w-]+|(archived:)?[\w.-]+\.md(#[\w.-]+)?|https://\S+)$"
    ),
]
"""`notes:LINE[-LINE]`, a page of the AWS guide by its file name, `archived:PAGE` as the guide of 2023 had it,
`script:ALGORITHM`, `botocore:SHAPE`, or an address. `sources.yaml` says in which state each was read."""

Scalar = bool | int | float | str
Mode = Literal["File", "Pipe", "FastFile"]
Severity = Literal["error", "warning", "info"]


class Sourced(Model):
    """A block of facts. `checked` is filled from the file's own date where a block names none."""

    sources: tuple[SourceRef, ...] = Field(min_length=1)
    checked: date


Condition = dict[str, tuple[Scalar, ...]]
"""Hyperparameter name -> values. Holds when each named hyperparameter (or its default) is among its values."""


def condition_text(condition: Condition | None) -> str:
    """`predictor_type = classifier and k = 1 or 2`: a condition in words; empty where there is none."""
    return " and ".join(f"{name} = {' or '.join(map(str, values))}" for name, values in (condition or {}).items())


class Requirement(Sourced):
    naming: ClassVar[tuple[str, ...]] = ()
    """The fields that name hyperparameters."""

    channels: tuple[str, ...] = Field((), description="empty: every channel that holds samples")
    severity: Severity = "error"
    when: Condition = Field(default_factory=dict, description="the hyperparameters under which it holds")
