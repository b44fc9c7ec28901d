"""What the knowledge base can say of hyperparameters and of their tuning."""

from typing import Annotated, Literal

from msgspec import Meta

from advisor.knowledge.models.base import AnyOf, Condition, Model, Scalar, Severity, Sourced, SourceRef

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
    times: float = 1.0
    severity: Annotated[Severity, Meta(description="what a contradiction is worth")] = "error"
    means: Annotated[str, Meta(description="what the bound is, for the message of a contradiction")] = ""
    rest_unused: Annotated[bool, Meta(description="whether training sees no more of the data than the value says")] = (
        False
    )
    each_machine: Annotated[bool, Meta(description="whether it bounds what each machine gets of shared data")] = False


class Bounds(Model):
    """A range of numbers; a bound that is None is open."""

    min: float | None = None
    max: float | None = None
    min_exclusive: bool = False
    max_exclusive: bool = False

    def contains(self: "AnyBounds", number: float) -> bool:
        """Whether a number lies within the bounds; NaN lies within none."""
        above = self.min is None or number > self.min or (number == self.min and not self.min_exclusive)
        below = self.max is None or number < self.max or (number == self.max and not self.max_exclusive)
        return number == number and above and below  # NaN alone is not itself; isnan fails on a vast whole number


class SourcedBounds(Sourced):
    """The same with sources of its own. The fields stand here again, for a struct has but one base with fields."""

    min: float | None = None
    max: float | None = None
    min_exclusive: bool = False
    max_exclusive: bool = False

    contains = Bounds.contains


AnyBounds = Bounds | SourcedBounds


class Enforced(SourcedBounds):
    """What the container refuses although the page allows it, or says nothing of it. None or empty: no more."""

    choices: tuple[Scalar, ...] = ()
    without: Annotated[tuple[Scalar, ...], Meta(description="single values that are refused")] = ()
    severity: Annotated[Severity, Meta(description="what any other choice is worth")] = "error"
    when: Annotated[Condition, Meta(description="under any other setting it is refused as a whole")] = {}


class Advised(SourcedBounds):
    """The range beyond which a page advises against a value that the container takes."""

    harm: Annotated[str, Meta(description="what comes of a value beyond it, as the end of a sentence")]


class Items(Bounds):
    """A list, of commas, in JSON or as Python writes it: what each item may be, and how many there are."""

    type: Literal["int", "float", "str"]
    choices: tuple[Scalar, ...] = ()
    length: int | None = None
    first: Annotated[
        tuple[Scalar, ...], Meta(description="what the first item may be, where it differs from the others")
    ] = ()
    bare: Annotated[bool, Meta(description="of commas: no item is empty or has spaces around it")] = False
    cut: Annotated[tuple[str, ...], Meta(description="choices that `@` and a number may follow")] = ()
    bracketed: Annotated[bool, Meta(description="a list of commas may stand in brackets, too")] = False
    python: Annotated[bool, Meta(description="the list is written as in Python, in brackets or parentheses")] = False
    nested: Annotated[bool, Meta(description="each item is itself a list of such items")] = False
    of_features: Annotated[bool, Meta(description="the items speak of the features, one by one")] = False


class ChoicesWhen(SourcedBounds):
    """The values that are left while a condition on other hyperparameters holds."""

    when: Condition
    versions: Annotated[str, Meta(description="the versions of the image that it holds for; empty: all")] = ""
    choices: Annotated[
        tuple[Scalar, ...], Meta(description="the only ones that are left; empty: all within the bounds")
    ] = ()
    without: Annotated[tuple[Scalar, ...], Meta(description="single values that are ruled out")] = ()
    severity: Severity = "error"


class ItemsWhen(Sourced):
    """What is ruled out in a list while a condition on other hyperparameters holds."""

    when: Condition = {}
    versions: Annotated[str, Meta(description="the versions of the image that it holds for; empty: all")] = ""
    without: Annotated[tuple[str, ...], Meta(description="items that are ruled out")] = ()
    at_most_one: Annotated[tuple[str, ...], Meta(description="items of which the list may have one")] = ()
    length: Annotated[int | None, Meta(description="how many items it must have")] = None
    severity: Severity = "error"


class IdleWithout(Sourced):
    """Hyperparameters of which one must be given for another one to be read, and the images that ask for it."""

    any_of: Annotated[tuple[str, ...], Meta(description="the first is the one to send")]
    versions: Annotated[str, Meta(description="the versions of the image that it holds for; empty: all")] = ""


class Hyperparameter(Bounds):
    type: Literal["int", "float", "str", "bool", "enum", "json", "regex"]
    does: Annotated[str, Meta(description="what it does, in a line")]
    required: bool = False
    required_when: Condition | None = None
    default: Scalar | None = None
    default_note: Annotated[str, Meta(description="where the default is no plain value: how it comes about")] = ""
    choices: tuple[int | float | str, ...] = ()
    also: Annotated[tuple[str, ...], Meta(description="words taken beside the numbers, such as `auto`")] = ()
    versions: Annotated[str, Meta(description="image versions that know it; empty: all")] = ""
    choice_versions: Annotated[
        dict[str, str], Meta(description="value, or item of a list -> the image versions that take it, if not all do")
    ] = {}
    needs: Annotated[
        dict[str, str], Meta(description="hyperparameters that must be given with it -> image versions that ask for it")
    ] = {}
    only_when: Annotated[
        AnyOf | None, Meta(description="where it is read at all; of several conditions one must hold")
    ] = None
    idle_without: Annotated[
        IdleWithout | None, Meta(description="what must be given beside it, lest it have no effect")
    ] = None
    only_with: Annotated[str, Meta(description="the channel without which it has no effect")] = ""
    only_on_several: Annotated[
        bool, Meta(description="it has a meaning where several machines train, and only there")
    ] = False
    fixed_by_tuning: Annotated[bool, Meta(description="a tuning job sets it, whatever is sent for it")] = False
    multiple_of: int | None = None
    form: Annotated[str, Meta(description="of text: the regular expression that the whole of it must match")] = ""
    items: Annotated[Items | None, Meta(description="of a list: what each of its items may be")] = None
    items_when: Annotated[
        tuple[ItemsWhen, ...], Meta(description="of a list by commas: where another one rules items out")
    ] = ()
    choices_when: Annotated[
        tuple[ChoicesWhen, ...], Meta(description="where another hyperparameter narrows the choices")
    ] = ()
    enforced: Annotated[Enforced | None, Meta(description="what the container refuses beyond what the page says")] = (
        None
    )
    advised: Annotated[Advised | None, Meta(description="within what the page advises to stay")] = None
    required_for: Annotated[
        tuple[str, ...], Meta(description="content types of the training channel that make it a must")
    ] = ()
    disputed: Annotated[bool, Meta(description="sources disagree on whether the content types make it a must")] = False
    tolerated: Annotated[
        dict[str, SourceRef],
        Meta(description="values that no page allows but that are taken -> where that is seen"),
    ] = {}
    from_data: FromData | None = None
    sources: Annotated[tuple[SourceRef, ...], Meta(description="beyond those of the block")] = ()


class SumWithin(Model):
    """The sum of several hyperparameters lies from `min` to `max`, both included."""

    names: Annotated[tuple[str, ...], Meta(min_length=2)]
    min: float
    max: float


class Pair(Sourced):
    pair: tuple[str, str]


class Hyperparameters(Sourced):
    values: dict[str, Hyperparameter]
    exact: Annotated[
        bool,
        Meta(description="the container compares names, choices and truth values to the letter, and beats the page"),
    ] = False
    unknown: Annotated[
        Literal["refused", "ignored"],
        Meta(description="what becomes of a name that is not listed: the job stops, or trains without it"),
    ] = "refused"
    unpublished: Annotated[
        str,
        Meta(description="versions of the image whose code nobody has published, so that no list of names is whole"),
    ] = ""
    tolerated: Annotated[
        dict[str, SourceRef],
        Meta(description="names that no page lists but that the container knows -> where that is seen"),
    ] = {}
    at_most: Annotated[tuple[tuple[str, str], ...], Meta(description="pairs (a, b): a may not exceed b")] = ()
    less_than: Annotated[tuple[tuple[str, str], ...], Meta(description="pairs (a, b): a lies below b")] = ()
    at_least: Annotated[
        tuple[tuple[str, str], ...],
        Meta(description="pairs (a, b): a may not lie below b; a list counts by its greatest number"),
    ] = ()
    better_above: Annotated[
        tuple[Pair, ...], Meta(description="pairs (a, b) of which sources disagree if a may equal b")
    ] = ()
    better_at_most: Annotated[
        tuple[Pair, ...], Meta(description="pairs (a, b): no source says what becomes of an a above b")
    ] = ()
    sum_within: tuple[SumWithin, ...] = ()


class Metric(Model):
    direction: Literal["minimize", "maximize"]
    means: str
    when: Annotated[Condition, Meta(description="the settings under which it is reported; empty: all")] = {}
    pattern: Annotated[str, Meta(description="what finds it in the log of a framework's image")] = ""


class TunableRange(Model):
    type: Literal["continuous", "integer", "categorical"]
    min: float | None = None
    max: float | None = None
    choices: tuple[Scalar, ...] = ()
    scale: str = ""
    hyperparameter: Annotated[
        str | None,
        Meta(description="its name on the hyperparameter page where that is another; empty: the page has none"),
    ] = None


class Tuning(Sourced):
    metrics: dict[str, Metric]
    tunable: dict[str, TunableRange]
