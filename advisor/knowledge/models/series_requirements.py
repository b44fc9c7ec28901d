"""What an algorithm demands of time series."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from advisor.knowledge.models.base import Requirement


class Fields(Requirement):
    """The fields of a record: one JSON object a line, or a row of Parquet."""

    kind: Literal["fields"]
    required: tuple[str, ...]
    optional: tuple[str, ...] = ()
    mistaken: dict[str, str] = Field(default_factory=dict, description="a name of other tools -> field")


class Timestamps(Requirement):
    """How the start of a time series is written, and the steps that its values may lie apart."""

    naming = ("frequency",)

    kind: Literal["timestamps"]
    forms: tuple[Literal["seconds", "datetime"], ...] = Field(description="seconds: YYYY-MM-DD HH:MM:SS")
    frequency: str = Field(description="the hyperparameter that holds the step: an integer and a unit")
    units: tuple[str, ...]


class Targets(Requirement):
    """What the values of the target may be, beside missing."""

    kind: Literal["targets"]
    minimum: float | None = None
    maximum: float | None = None
    integral: bool = False
    not_all_zero: bool = Field(False, description="one value at least is present and not zero")


class Observations(Requirement):
    """How many values all series of a channel have together."""

    kind: Literal["observations"]
    at_least: int


class SeriesLengths(Requirement):
    """How long each series is, by a hyperparameter."""

    naming = ("at_least", "and_context")

    kind: Literal["series-lengths"]
    at_least: str = Field(description="the hyperparameter")
    more: bool = Field(False, description="longer than that, not just as long")
    and_context: str | None = Field(None, description="the hyperparameter that, added to it, fills a training example")


class CountedField(Requirement):
    """What stands with a time series in `field`, as many in each record."""

    naming = ("hyperparameter",)

    field: str
    hyperparameter: str = Field(description="what holds how many there are: of the categories at each place, or arrays")
    unused: tuple[str, ...] = Field((), description="values of it that leave the field unused")


class Categories(CountedField):
    """Integers from 0 on."""

    kind: Literal["categories"]


class FeatureSeries(CountedField):
    """Arrays of numbers, as long as the target."""

    kind: Literal["feature-series"]
