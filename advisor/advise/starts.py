"""First values and choices of each algorithm, as rules over the facts of the problem (`starts/<algorithm>.toml`)."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Literal, TypeVar

from pydantic import BaseModel, ConfigDict

from advisor.advise.problem import Number, Problem, Reading, Trait
from advisor.knowledge.models import Scalar, SourceRef

FOLDER = Path(__file__).parent / "starts"


class Start(BaseModel):
    """Holds when every fact named has one of the values named, and every number is above or below what is named."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    when: dict[str, tuple[Scalar, ...]] = {}
    above: dict[Number, float] = {}
    below: dict[Number, float] = {}
    unless: tuple[Trait, ...] = ()
    because: str
    sources: tuple[SourceRef, ...]

    def holds(self, problem: Problem, reading: Reading) -> bool:
        return (
            all(problem.under(reading, name) & set(values) for name, values in self.when.items())
            and all((problem.number(name) or 0) > least for name, least in self.above.items())
            and all(0 < (problem.number(name) or 0) < most for name, most in self.below.items())
            and not problem.trait_names & set(self.unless)
        )


class HyperparameterStart(Start):
    """A value: plain, or from a number of the problem (times, plus, bounded), or the value of another fact."""

    name: str
    value: Scalar | None = None
    number: Number | None = None
    fact: str | None = None
    times: float = 1
    plus: float = 0
    inverse: bool = False
    round: bool = False
    at_least: float | None = None
    at_most: float | None = None

    def worth(self, problem: Problem) -> Scalar | None:
        """The value; None where the problem does not tell what it follows from."""
        if self.number is not None:
            number = problem.number(self.number)
            return None if not number else self._computed(number)
        if self.fact is not None:
            return next(iter(problem.values(self.fact)), None)
        return self.value

    def reason(self, problem: Problem) -> str:
        """Why; with the number that the value was computed from, where the value does not show it."""
        fact = problem.numbers.get(self.number) if self.number else None
        if self.number is None or fact is None or (self.times, self.plus, self.inverse) == (1, 0, False):
            return self.because
        about = "about " if fact.confidence < 1 else ""
        shown = f"{fact.value:,.0f}" if fact.value.is_integer() else f"{fact.value:.4g}"
        return f"{self.because} ({self.number.replace('_', ' ')}: {about}{shown})"

    def _computed(self, number: float) -> int | float:
        result = (1 / number if self.inverse else number) * self.times + self.plus
        if self.at_least is not None:
            result = max(result, self.at_least)
        if self.at_most is not None:
            result = min(result, self.at_most)
        rounded = round(result)
        return max(rounded, 1) if self.round or abs(result - rounded) < 1e-6 or self.inverse else result


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


class Starts(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    hyperparameter: tuple[HyperparameterStart, ...] = ()
    machine: tuple[MachineStart, ...] = ()
    input: tuple[InputStart, ...] = ()
    metric: tuple[MetricStart, ...] = ()


S = TypeVar("S", bound=Start)


@cache
def starts(algorithm: str) -> Starts:
    """The rules of one algorithm; none where it has no file."""
    path = FOLDER / f"{algorithm}.toml"
    return Starts.model_validate(tomllib.loads(path.read_text("utf-8"))) if path.exists() else Starts()


def holding(rules: Iterable[S], problem: Problem, reading: Reading) -> Iterator[S]:
    return (rule for rule in rules if rule.holds(problem, reading))
