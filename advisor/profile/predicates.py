"""What a second look at a file may search for, when a finding needs places that the profile does not hold."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ValueOutside:
    """A number of `where` that lies below `minimum`, at or above `below`, or is no whole number though it must be.

    `where`: "features", "labels", "weights" (the one column behind the labels) or "all"; `labels` is the number of
    leading label columns of a table. In libsvm it is
    "labels" or "indices". In an augmented manifest `where` is the name of the attribute that holds the class ids. In
    sequence pairs it is "labels", or the key of a list ("in0"), or of its length ("in0.length"). In time series it is
    "target", "length" (of the target) or "cat[0]", "cat[1]" and so on.
    """

    where: str
    labels: int = 0
    minimum: float | None = None
    below: float | None = None
    integral: bool = False

    def holds(self, value: float) -> bool:
        return (
            (self.minimum is not None and value < self.minimum)
            or (self.below is not None and value >= self.below)
            or (self.integral and not float(value).is_integer())
        )


@dataclass(frozen=True, slots=True)
class WidthIsNot:
    """A row, record or list line whose width differs from `width`."""

    width: int


@dataclass(frozen=True, slots=True)
class CellIsNot:
    """A cell of a column (from 0) that is not of a kind: number, integer, ipv4, text, empty."""

    column: int
    kind: str


@dataclass(frozen=True, slots=True)
class CategoryAmong:
    """A category of a time series, at one place of `cat` (from 0), that is among those named."""

    place: int
    categories: frozenset[int]


@dataclass(frozen=True, slots=True)
class CopyBreaks:
    """The first row in which a column (from 0) is not `slope` * label + `shift`, the label being the first cell.

    Without a slope: in which the label and the column are not paired as in the rows before.
    """

    column: int
    slope: float | None = None
    shift: float = 0.0
    tolerance: float = 0.0

    def fits(self, label: float, value: float) -> bool:
        """Whether a value is what the slope and the shift make of the label."""
        return self.slope is not None and abs(label * self.slope + self.shift - value) <= self.tolerance


@dataclass(frozen=True, slots=True)
class RiseBreaks:
    """The first row in which the number of a column (from 0) is not above that of the row before."""

    column: int


@dataclass(frozen=True, slots=True)
class Repeats:
    """The first row in which the number of a column (from 0) is that of a row before."""

    column: int


@dataclass(frozen=True, slots=True)
class StandsOften:
    """The first row that stands in a table more than so many times."""

    times: int


@dataclass(frozen=True, slots=True)
class OrderBreaks:
    """The first sample whose label does not stand where an order of all by their labels would have it.

    `classes`: a label comes again after another one. Else: it lies below the one before where others lie above, or
    the other way round.
    """

    classes: bool


@dataclass(frozen=True, slots=True)
class SmallerThan:
    """An image of fewer pixels in its width or its height."""

    width: int
    height: int


Predicate = (
    ValueOutside
    | WidthIsNot
    | CellIsNot
    | CategoryAmong
    | CopyBreaks
    | RiseBreaks
    | Repeats
    | StandsOften
    | OrderBreaks
    | SmallerThan
)
