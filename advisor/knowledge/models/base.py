"""What every model of the knowledge base builds on: frozen blocks of facts, each with its sources and a date.

No module of models has `from __future__ import annotations`: as text, each annotation would be compiled at the start.
"""

import re
from collections.abc import Callable, Collection
from datetime import date
from typing import Annotated, Any, ClassVar, Literal, dataclass_transform

from msgspec import Meta, Struct, StructMeta


class _ByName(StructMeta):
    """Fields are given by name, so that one without a default may follow those with one, also those of a base."""

    def __new__(cls, name: str, bases: tuple[type, ...], namespace: dict[str, Any], **config: Any) -> Any:
        return super().__new__(cls, name, bases, namespace, kw_only=True, **config)


@dataclass_transform(kw_only_default=True, frozen_default=True)
class Model(Struct, metaclass=_ByName, frozen=True, forbid_unknown_fields=True):
    """What may stand in a data file or under one of its keys; `__post_init__` refuses what types cannot."""


SourceRef = Annotated[
    str,
    Meta(
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

    sources: Annotated[tuple[SourceRef, ...], Meta(min_length=1)]
    checked: date


Condition = dict[str, tuple[Scalar, ...]]
"""Hyperparameter name -> values. Holds when each named hyperparameter (or its default) is among its values."""


AnyOf = Condition | tuple[Condition, ...]
"""A condition, or several of which one must hold."""


def alternatives(condition: AnyOf | None) -> tuple[Condition, ...]:
    """The conditions of which one must hold: where there is none, one that always does."""
    return condition if isinstance(condition, tuple) else (condition or {},)


def holds(condition: AnyOf | None, value_of: Callable[[str], Scalar | None]) -> bool:
    """Whether each hyperparameter named has one of the values named."""
    return any(
        all(is_one_of(value_of(name), alternative[name]) for name in alternative)
        for alternative in alternatives(condition)
    )


def is_ruled_out(condition: AnyOf | None, value_of: Callable[[str], Scalar | None]) -> bool:
    """Whether it cannot hold, whatever the hyperparameters are that have no value yet."""
    return all(
        any((value := value_of(name)) is not None and not is_one_of(value, alternative[name]) for name in alternative)
        for alternative in alternatives(condition)
    )


def is_one_of(value: Scalar | None, values: Collection[Scalar]) -> bool:
    """Whether a value means one of the values: `True` is `true`, `1.0` is `1`."""
    if value is None:
        return False
    text, truths = str(value), [str(choice).lower() for choice in values if isinstance(choice, bool)]
    if text in map(str, values) or text.lower() in truths:
        return True
    numbers = {float(choice) for choice in values if isinstance(choice, (int, float)) and not isinstance(choice, bool)}
    try:
        return bool(numbers) and float(text) in numbers
    except ValueError:
        return False


def condition_text(condition: AnyOf | None) -> str:
    """`predictor_type = classifier and k = 1, 2 or 5`: a condition in words; empty where there is none."""
    return ", or ".join(
        " and ".join(f"{name} = {_either(values)}" for name, values in alternative.items())
        for alternative in alternatives(condition)
    )


def _either(values: tuple[Scalar, ...]) -> str:
    """Values of which any will do; successive whole numbers by the first and the last."""
    first = values[0]
    if len(values) > 2 and type(first) is int and values == tuple(range(first, first + len(values))):
        return f"{first} to {values[-1]}"
    return " or ".join(filter(None, (", ".join(map(str, values[:-1])), str(values[-1]))))


def _kind(name: str) -> str:
    """`OneDelimiter` -> `one-delimiter`."""
    return re.sub(r"(?<=.)(?=[A-Z])", "-", name).lower()


class Requirement(Sourced, tag_field="kind", tag=_kind):
    naming: ClassVar[tuple[str, ...]] = ()
    """The fields that name hyperparameters."""

    channels: Annotated[tuple[str, ...], Meta(description="empty: every channel that holds samples")] = ()
    severity: Severity = "error"
    when: Annotated[Condition, Meta(description="the hyperparameters under which it holds")] = {}

    @property
    def kind(self) -> str:
        """How the data files call it: the name of the class."""
        return str(self.__struct_config__.tag)
