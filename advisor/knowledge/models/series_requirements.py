"""What an algorithm demands of time series."""

from typing import Annotated, Literal

from msgspec import Meta

from advisor.knowledge.models.base import Requirement


class Fields(Requirement):
    """The fields of a record: one JSON object a line, or a row of Parquet."""

    required: tuple[str, ...]
    optional: tuple[str, ...] = ()
    mistaken: Annotated[dict[str, str], Meta(description="a name of other tools -> field")] = {}


class Timestamps(Requirement):
    """How the start of a time series is written, and the steps that its values may lie apart."""

    naming = ("frequency",)

    forms: Annotated[tuple[Literal["seconds", "datetime"], ...], Meta(description="seconds: YYYY-MM-DD HH:MM:SS")]
    frequency: Annotated[str, Meta(description="the hyperparameter that holds the step: an integer and a unit")]
    units: tuple[str, ...]


class Targets(Requirement):
    """What the values of the target may be, beside missing."""

    minimum: float | None = None
    maximum: float | None = None
    integral: bool = False
    not_all_zero: Annotated[bool, Meta(description="one value at least is present and not zero")] = False


class Observations(Requirement):
    """How many values all series of a channel have together."""

    at_least: int


class SeriesLengths(Requirement):
    """How long each series is, by a hyperparameter."""

    naming = ("at_least", "and_context")

    at_least: Annotated[str, Meta(description="the hyperparameter")]
    more: Annotated[bool, Meta(description="longer than that, not just as long")] = False
    and_context: Annotated[
        str | None, Meta(description="the hyperparameter that, added to it, fills a training example")
    ] = None


class CountedField(Requirement):
    """What stands with a time series in `field`, as many in each record."""

    naming = ("hyperparameter",)

    field: str
    hyperparameter: Annotated[
        str, Meta(description="what holds how many there are: of the categories at each place, or arrays")
    ]
    unused: Annotated[tuple[str, ...], Meta(description="values of it that leave the field unused")] = ()


class Categories(CountedField):
    """Integers from 0 on."""


class FeatureSeries(CountedField):
    """Arrays of numbers, as long as the target."""
