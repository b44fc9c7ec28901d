"""The problem as it is understood: each fact with its value and where it came from."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Annotated, Any, Generic, Literal, TypeVar, cast

from pydantic import AfterValidator, BeforeValidator, Field

from advisor.contract import Model
from advisor.knowledge.models.algorithm import Mode, Scalar

T = TypeVar("T")

Origin = Literal["words", "file", "answer", "data", "option", "other facts"]

DataKind = Literal[
    "tabular", "sparse interactions", "vectors", "time series", "entity-ip pairs", "text", "labelled pairs",
    "sequence pairs", "images", "audio", "video", "point cloud", "environment", "relations", "none",
]  # fmt: skip

AnswerKind = Literal[
    "class", "number", "labels", "boxes", "mask", "groups", "shares", "fewer columns", "oddness", "forecast",
    "preference", "suspicious ip", "vectors", "nearest", "sequence", "transcript", "speech", "sound", "policy",
    "generated image", "generated text", "quoted answer", "reading", "entities", "plan", "space boxes", "motion",
    "joints", "identity", "caption", "cause", "report", "graph", "simulation", "ranking", "ipv6", "merges",
    "made sound", "odd pictures", "private copy", "object masks", "survival", "association rules", "rules applied",
    "model in space", "drift", "labels by people", "not learnt",
]  # fmt: skip

Method = Literal["trees", "linear", "neighbours", "neural", "any"]

DataFormat = Literal[
    "csv",
    "recordio-protobuf",
    "image-recordio",
    "image",
    "augmented-manifest",
    "libsvm",
    "parquet",
    "json-lines",
    "text",
    "time-series",
    "time-series-parquet",
]

Phase = Literal["training", "inference"]

Trait = Literal[
    "cheap", "fast training", "low latency", "throughput", "large batches", "low traffic", "streaming", "gpu", "no gpu",
    "one machine", "several machines", "several gpus", "explainable", "accurate", "pretrained", "few examples",
    "missing values", "categorical", "imbalanced", "neural", "coherence", "perplexity", "counts", "sparse", "dense",
    "large", "moderate", "noisy scores", "overfitting", "out of memory", "slow", "unseen words", "order of words",
    "cosine", "inner product", "small index", "large target dimension", "sparse mixtures", "even mixtures",
    "fixed precision", "fixed recall", "whole numbers", "between 0 and 1", "real words", "several labels",
    "crowded pictures", "early stop", "far apart starts", "biased data", "transformer", "automatic",
    "light pictures net",
    "embeddings reused", "no interactions", "better loss", "exact map", "longer memory", "missed rare objects",
    "duplicate boxes", "half precision", "more accurate groups", "bulk", "fixed threshold", "multi-hot",
    "class folders", "box list", "validation data", "monotonic", "quantile", "class probabilities", "nothing special",
]  # fmt: skip
"""What else is said of the problem: constraints, wishes and symptoms."""

Number = Literal[
    "rows", "columns", "gigabytes", "classes", "groups", "components", "neighbours", "entities", "series", "horizon",
    "machines", "gpus", "zeros", "odd_share", "boxes_per_picture", "vocabulary", "recall", "precision", "epochs",
    "image_size", "batch", "vector_size", "distinct_categories", "label_width", "longest_series",
    "commonest_word", "sequence_length", "history", "deadline_hours", "budget_dollars", "ids",
]  # fmt: skip


Target = Literal["class", "number"]

_KINDS: dict[Any, str] = {
    DataKind: "DataKind", tuple[DataKind, ...]: "DataKinds", AnswerKind: "AnswerKind", Method: "Method", Mode: "Mode",
    DataFormat: "DataFormat", Phase: "Phase", Target: "Target", Trait: "Trait",
}  # fmt: skip
"""What the kinds of values are called in schemas, where Python would list all that they may be."""

NONE = "none"
"""What stands for no algorithm where each has its likelihood."""


class Fact(Model, Generic[T]):
    """One fact. `seen` quotes what it was read from."""

    value: T = Field(description="what is known")
    origin: Origin = Field("file", description="who says it")
    seen: str = Field("", description="the words, or the part of the data, that it was read from")
    confidence: float = Field(1.0, ge=0, le=1, description="how likely it is so, from 0 to 1")

    @classmethod
    def model_parametrized_name(cls, params: tuple[Any, ...]) -> str:
        """What a fact of this kind is called in schemas: `TraitFact`, `FloatFact`."""
        (of,) = params
        return f"{_KINDS.get(of) or of.__name__.capitalize()}Fact"


def _wrapped(value: Any) -> Any:
    """A plain value of a problem file as a fact."""
    return value if value is None or isinstance(value, (dict, Fact)) else {"value": value}


def _each_wrapped(value: Any) -> Any:
    if isinstance(value, (list, tuple)):
        return tuple(_wrapped(item) for item in value)
    return {name: _wrapped(item) for name, item in value.items()} if isinstance(value, dict) else value


MOST = 1e30


def amount(number: float) -> float:
    """The number, if there can be so many of anything. Raises `ValueError`."""
    if number != 0 and not 1 / MOST <= number <= MOST:
        raise ValueError(f"{number:g} is no number of anything")
    return number


def _counting(numbers: dict[Number, Fact[float]]) -> dict[Number, Fact[float]]:
    for fact in numbers.values():
        amount(fact.value)
    return numbers


class Reading(Model):
    """One way to understand what the data is and what is asked of it."""

    situation: str = Field(description="its name among the situations that are known")
    data: DataKind = Field(description="what goes in")
    answer: AnswerKind = Field(description="what is to come out")
    method: Method = Field("any", description="by which method, if one is meant")
    labelled: bool = Field(description="whether examples with the right answer are there")
    probability: float = Field(description="how likely it is, from 0 to 1")


class Problem(Model):
    """A problem. In a file every fact may stand as its plain value: `data: images`, `numbers: {rows: 12000}`."""

    text: str = Field("", description="the words, as they were given")
    data: Annotated[Fact[DataKind] | None, BeforeValidator(_wrapped)] = Field(None, description="what goes in")
    answer: Annotated[Fact[AnswerKind] | None, BeforeValidator(_wrapped)] = Field(
        None, description="what is to come out"
    )
    method: Annotated[Fact[Method] | None, BeforeValidator(_wrapped)] = Field(
        None, description="the method that is wished for"
    )
    labelled: Annotated[Fact[bool] | None, BeforeValidator(_wrapped)] = Field(
        None, description="whether examples with the right answer are there"
    )
    target: Annotated[Fact[Target] | None, BeforeValidator(_wrapped)] = Field(
        None, description="whether labels are classes or numbers, where the answer leaves that open"
    )
    format: Annotated[Fact[DataFormat] | None, BeforeValidator(_wrapped)] = Field(
        None, description="the form in which the data is there"
    )
    phase: Annotated[Fact[Phase] | None, BeforeValidator(_wrapped)] = Field(
        None, description="whether training or inference is asked about"
    )
    channel: Annotated[Fact[str] | None, BeforeValidator(_wrapped)] = Field(
        None, description="the channel that is asked about"
    )
    frequency: Annotated[Fact[str] | None, BeforeValidator(_wrapped)] = Field(
        None, description="the step of a time series, as `5min`, `H`, `D`, `W`, `M`"
    )
    predicts: Annotated[Fact[str] | None, BeforeValidator(_wrapped)] = Field(
        None, description="the column that is to be predicted, by its name or its number"
    )
    holds: Annotated[Fact[tuple[DataKind, ...]] | None, BeforeValidator(_wrapped)] = Field(
        None, description="what the columns of the data may be"
    )
    instance: Annotated[Fact[str] | None, BeforeValidator(_wrapped)] = Field(
        None, description="the instance type that is at hand"
    )
    mode: Annotated[Fact[Mode] | None, BeforeValidator(_wrapped)] = Field(
        None, description="the input mode that is named"
    )
    named: Annotated[Fact[str] | None, BeforeValidator(_wrapped)] = Field(
        None, description="the algorithm that is named or fixed"
    )
    traits: Annotated[tuple[Fact[Trait], ...], BeforeValidator(_each_wrapped)] = Field(
        (), description="what else is said: constraints, wishes and symptoms"
    )
    numbers: Annotated[dict[Number, Fact[float]], BeforeValidator(_each_wrapped), AfterValidator(_counting)] = Field(
        default_factory=dict,
        description="what is counted: sizes in gigabytes, a horizon in steps of the series, shares from 0 to 1",
    )
    readings: tuple[Reading, ...] = Field((), description="how the words may be understood, likeliest first")
    heard: dict[str, float] = Field(
        default_factory=dict,
        description="how likely each algorithm, or `none`, is one that an expert would put first, by the words alone",
    )
    taken_by: tuple[str, ...] = Field(
        (), description="the algorithms that take the data that was looked at as it is, whatever its folders are called"
    )
    others: tuple[str, ...] = Field((), description="questions none of whose choices was right")
    unclear: str = Field("", description="why the words cannot be understood")
    contradictions: tuple[str, ...] = Field((), description="what the words say both of")

    def number(self, name: str) -> float | None:
        fact = self.numbers.get(cast(Number, name))
        return fact.value if fact else None

    @property
    def measured(self) -> dict[Number, Fact[float]]:
        """The numbers that come from the data."""
        return {name: fact for name, fact in self.numbers.items() if fact.origin == "data"}

    @property
    def trait_names(self) -> frozenset[str]:
        return frozenset(fact.value for fact in self.traits)

    def values(self, name: str) -> frozenset[Scalar]:
        """What is known under the name of a fact, for conditions that do not depend on the reading."""
        if name == "traits":
            return self.trait_names
        if name == "size":
            return frozenset(_bands(self))
        fact = getattr(self, name, None)
        return frozenset([fact.value]) if isinstance(fact, Fact) else frozenset()

    def meets(self, when: Mapping[str, Collection[Scalar]], reading: Reading) -> bool:
        """Whether each fact that a condition names has one of its values, where the problem is read one way."""
        return all(
            getattr(reading, name) in values if name in _READ else not self.values(name).isdisjoint(values)
            for name, values in when.items()
        )

    def facts(self) -> Iterator[tuple[str, Fact[Any]]]:
        """Every fact by its name."""
        for name in type(self).model_fields:
            value = getattr(self, name)
            if isinstance(value, Fact):
                yield name, value
        yield from ((f"traits.{fact.value}", fact) for fact in self.traits)
        yield from ((f"numbers.{name}", fact) for name, fact in self.numbers.items())


_READ = ("data", "answer", "method", "labelled")


def _bands(problem: Problem) -> Iterator[str]:
    """Numbers as bands that conditions can name."""
    rows, columns, size = problem.number("rows"), problem.number("columns"), problem.number("gigabytes")
    if rows is not None:
        yield "few rows" if rows < 5_000 else "very many rows" if rows >= 10_000_000 else "many rows"
    if columns is not None:
        yield "wide" if columns > 1_000 else "narrow"
    if size is not None:
        yield "big" if size >= 50 else "above 2 GB" if size > 2 else "small"
        if size >= 50:
            yield "above 2 GB"


def merged(*problems: Problem) -> Problem:
    """Problems as one: of two that know the same fact, the later one rules; traits add up."""
    fields: dict[str, Any] = {}
    traits: dict[str, Fact[Trait]] = {}
    numbers: dict[Number, Fact[float]] = {}
    for problem in problems:
        for name in type(problem).model_fields:
            value = getattr(problem, name)
            if value:
                fields[name] = value
        traits |= {fact.value: fact for fact in problem.traits}
        numbers |= problem.numbers
    return Problem(**{**fields, "traits": tuple(traits.values()), "numbers": numbers})
