"""What the knowledge base can say of hyperparameters and of their tuning."""

from __future__ import annotations

import math
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from advisor.contract import Model
from advisor.knowledge.models.base import Condition, Scalar, Severity, Sourced, SourceRef

Measure = Literal[
    "features", "classes", "records", "columns", "label_width", "distinct_entities", "vocabulary_words",
    "image_classes", "max_token_id", "distinct_categories", "commonest_word", "enc0_tokens", "enc1_tokens",
    "enc0_length", "enc1_length", "longest_series", "feature_series",
]  # fmt: skip
"""Something that a scan of the training channel measures."""


class FromData(Model):
    """How a hyperparameter follows from the training data: its value is `times` x the measure (or bounded by it)."""

    measure: Measure
    relation: Literal["equals", "at-least", "at-most"]
    times: float = 1
    severity: Severity = Field("error", description="what a contradiction is worth")
    means: str = Field("", description="what the bound is, for the message of a contradiction")


def _choices_as_text(value: object) -> object:
    return tuple(str(v).lower() if isinstance(v, bool) else v for v in value) if isinstance(value, list) else value


class Bounds(Model):
    """A range of numbers; a bound that is None is open."""

    min: float | None = None
    max: float | None = None
    min_exclusive: bool = False
    max_exclusive: bool = False

    def contains(self, number: float) -> bool:
        """Whether a number lies within the bounds; NaN lies within none."""
        above = self.min is None or number > self.min or (number == self.min and not self.min_exclusive)
        below = self.max is None or number < self.max or (number == self.max and not self.max_exclusive)
        return not math.isnan(number) and above and below


class Enforced(Bounds, Sourced):
    """What the container refuses although the page allows it, or says nothing of it. None or empty: no more."""

    choices: tuple[Scalar, ...] = ()
    without: tuple[Scalar, ...] = Field((), description="single values that are refused")
    severity: Severity = Field("error", description="what any other choice is worth")
    when: Condition = Field(default_factory=dict, description="under any other setting it is refused as a whole")


class Items(Bounds):
    """A list, of commas, in JSON or as Python writes it: what each item may be, and how many there are."""

    type: Literal["int", "float", "str"]
    choices: tuple[Scalar, ...] = ()
    length: int | None = None
    first: tuple[Scalar, ...] = Field((), description="what the first item may be, where it differs from the others")
    bare: bool = Field(False, description="of commas: no item is empty or has spaces around it")
    cut: tuple[str, ...] = Field((), description="choices that `@` and a number may follow")
    python: bool = Field(False, description="the list is written as in Python, in brackets or parentheses")
    nested: bool = Field(False, description="each item is itself a list of such items")


class ChoicesWhen(Bounds, Sourced):
    """The values that are left while a condition on other hyperparameters holds."""

    when: Condition
    versions: str = Field("", description="the versions of the image that it holds for; empty: all")
    choices: tuple[Scalar, ...] = Field((), description="the only ones that are left; empty: all within the bounds")
    without: tuple[Scalar, ...] = Field((), description="single values that are ruled out")
    severity: Severity = "error"


class ItemsWhen(Sourced):
    """What is ruled out in a list while a condition on other hyperparameters holds."""

    when: Condition = Field(default_factory=dict)
    versions: str = Field("", description="the versions of the image that it holds for; empty: all")
    without: tuple[str, ...] = Field((), description="items that are ruled out")
    at_most_one: tuple[str, ...] = Field((), description="items of which the list may have one")
    length: int | None = Field(None, description="how many items it must have")
    severity: Severity = "error"


class Hyperparameter(Bounds):
    type: Literal["int", "float", "str", "bool", "enum", "json"]
    does: str = Field(description="what it does, in a line")
    required: bool = False
    required_when: Condition | None = None
    default: Scalar | None = None
    default_note: str = Field("", description="where the default is no plain value: how it comes about")
    choices: Annotated[tuple[Scalar, ...], BeforeValidator(_choices_as_text)] = ()
    also: tuple[str, ...] = Field((), description="words taken beside the numbers, such as `auto`")
    versions: str = Field("", description="image versions that know it; empty: all")
    choice_versions: dict[str, str] = Field(
        default_factory=dict, description="value, or item of a list -> the image versions that take it, if not all do"
    )
    needs: dict[str, str] = Field(
        default_factory=dict, description="hyperparameters that must be given with it -> image versions that ask for it"
    )
    only_when: Condition | None = Field(None, description="where it is read at all")
    only_with: str = Field("", description="the channel without which it has no effect")
    multiple_of: int | None = None
    items: Items | None = Field(None, description="of a list: what each of its items may be")
    items_when: tuple[ItemsWhen, ...] = Field((), description="of a list by commas: where another one rules items out")
    choices_when: tuple[ChoicesWhen, ...] = Field((), description="where another hyperparameter narrows the choices")
    enforced: Enforced | None = Field(None, description="what the container refuses beyond what the page says")
    required_for: tuple[str, ...] = Field((), description="content types of the training channel that make it a must")
    disputed: bool = Field(False, description="sources disagree on whether the content types make it a must")
    from_data: FromData | None = None
    sources: tuple[SourceRef, ...] = Field((), description="beyond those of the block")


class SumWithin(Model):
    """The sum of several hyperparameters lies from `min` to `max`, both included."""

    names: tuple[str, ...] = Field(min_length=2)
    min: float
    max: float


class Pair(Sourced):
    pair: tuple[str, str]


class Hyperparameters(Sourced):
    values: dict[str, Hyperparameter]
    exact: bool = Field(
        False,
        description="the container compares names, choices and truth values to the letter, and beats the page",
    )
    unknown: Literal["refused", "ignored"] = Field(
        "refused", description="what becomes of a name that is not listed: the job stops, or trains without it"
    )
    unpublished: str = Field(
        "", description="versions of the image whose code nobody has published, so that no list of names is whole"
    )
    tolerated: dict[str, SourceRef] = Field(
        default_factory=dict, description="names that no page lists but that AWS's own SDK sends -> where that is seen"
    )
    at_most: tuple[tuple[str, str], ...] = Field((), description="pairs (a, b): a may not exceed b")
    less_than: tuple[tuple[str, str], ...] = Field((), description="pairs (a, b): a lies below b")
    at_least: tuple[tuple[str, str], ...] = Field(
        (), description="pairs (a, b): a may not lie below b; a list counts by its greatest number"
    )
    better_above: tuple[Pair, ...] = Field((), description="pairs (a, b) of which sources disagree if a may equal b")
    better_at_most: tuple[Pair, ...] = Field(
        (), description="pairs (a, b): no source says what becomes of an a above b"
    )
    sum_within: tuple[SumWithin, ...] = ()


class Metric(Model):
    direction: Literal["minimize", "maximize"]
    means: str


class TunableRange(Model):
    type: Literal["continuous", "integer", "categorical"]
    min: float | None = None
    max: float | None = None
    choices: tuple[Scalar, ...] = ()
    scale: str = ""
    hyperparameter: str | None = Field(
        None, description="its name on the hyperparameter page where that is another; empty: the page has none"
    )


class Tuning(Sourced):
    metrics: dict[str, Metric]
    tunable: dict[str, TunableRange]
