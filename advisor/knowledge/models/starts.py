"""What an algorithm begins with: first values and choices as rules over the facts of a problem.

Of several rules for one thing, the first that holds. The names of facts, numbers and traits are those of
`advise.problem`; a test holds them to it.
"""

from typing import Annotated, Literal

from msgspec import Meta

from advisor.knowledge.models.base import Model, Scalar, Sourced


class Start(Sourced):
    """Holds when each fact named has one of the values named, and each number lies where it should."""

    when: dict[str, tuple[Scalar, ...]] = {}
    above: Annotated[dict[str, float], Meta(description="number -> it is known, and above this")] = {}
    below: Annotated[dict[str, float], Meta(description="number -> it is known, and below this")] = {}
    unless: Annotated[tuple[str, ...], Meta(description="traits under which it does not hold")] = ()
    unless_above: Annotated[dict[str, float], Meta(description="number -> it does not hold above this")] = {}
    because: str


class SettingStart(Start):
    """A value: plain, or from a number of the problem (times, plus, bounded), or the value of another fact."""

    value: Scalar | None = None
    number: str | None = None
    fact: str | None = None
    times: float = 1.0
    plus: float = 0.0
    inverse: bool = False
    round: bool = False
    at_least: float | None = None
    at_most: float | None = None
    form: Annotated[str, Meta(description="how the number is written, as in `3,{0},{0}`")] = ""


class MachineStart(Start):
    phase: Literal["training", "inference"]
    family: Literal["cpu", "gpu"] | None = None
    type: str | None = None
    count: int | None = None


class InputStart(Start):
    """With `channel`, the content type of that channel only, where it is asked about."""

    content_type: str
    channel: str | None = None


class MetricStart(Start):
    """The metric by which a tuning job compares models."""

    metric: str


class Starts(Model):
    hyperparameters: dict[str, tuple[SettingStart, ...]] = {}
    machines: tuple[MachineStart, ...] = ()
    inputs: tuple[InputStart, ...] = ()
    metrics: tuple[MetricStart, ...] = ()
